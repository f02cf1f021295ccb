//! WhatsApp's own settings of the account: who sees what of it, and whether read receipts are sent.

use portaria_domain::{Audience, Privacy, PrivacyChange};
use wacore::iq::privacy::{PrivacyCategory, PrivacySettingsResponse, PrivacyValue};
use wacore::store::commands::DeviceCommand;
use whatsapp_rust::Client;

use super::refusal::unanswered;
use crate::SendError;

/// Asks how the settings are.
pub(super) async fn ask(client: &Client) -> Result<Privacy, SendError> {
    let settings = client.fetch_privacy_settings().await.map_err(|error| unanswered(&error))?;
    let privacy = read(&settings);
    if let Some(is_on) = privacy.read_receipts {
        tell_library(client, is_on).await;
    }
    Ok(privacy)
}

/// Changes one of them, and what the library does by it.
pub(super) async fn set(client: &Client, change: PrivacyChange) -> Result<(), SendError> {
    let (category, value) = match change {
        PrivacyChange::ReadReceipts(true) => (PrivacyCategory::ReadReceipts, PrivacyValue::All),
        PrivacyChange::ReadReceipts(false) => (PrivacyCategory::ReadReceipts, PrivacyValue::None),
        PrivacyChange::LastSeen(audience) => (PrivacyCategory::Last, written(audience)),
        PrivacyChange::Picture(audience) => (PrivacyCategory::Profile, written(audience)),
        PrivacyChange::About(audience) => (PrivacyCategory::Status, written(audience)),
        PrivacyChange::GroupAdds(audience) => (PrivacyCategory::GroupAdd, written(audience)),
    };
    client.set_privacy_setting(category, value).await.map_err(|error| unanswered(&error))?;
    if let PrivacyChange::ReadReceipts(is_on) = change {
        tell_library(client, is_on).await;
    }
    Ok(())
}

/// The library asks for this setting only when it connects.
async fn tell_library(client: &Client, read_receipts: bool) {
    let told = DeviceCommand::SetReadReceiptsDisabled(!read_receipts);
    client.persistence_manager().process_command(told).await;
}

fn read(settings: &PrivacySettingsResponse) -> Privacy {
    let audience = |category| settings.get_value(&category).and_then(audience);
    Privacy {
        read_receipts: match settings.get_value(&PrivacyCategory::ReadReceipts) {
            Some(PrivacyValue::All) => Some(true),
            Some(PrivacyValue::None) => Some(false),
            _ => None,
        },
        last_seen: audience(PrivacyCategory::Last),
        picture: audience(PrivacyCategory::Profile),
        about: audience(PrivacyCategory::Status),
        group_adds: audience(PrivacyCategory::GroupAdd),
    }
}

fn audience(value: &PrivacyValue) -> Option<Audience> {
    match value {
        PrivacyValue::All => Some(Audience::Everyone),
        PrivacyValue::Contacts => Some(Audience::Contacts),
        PrivacyValue::ContactBlacklist => Some(Audience::ContactsExcept),
        PrivacyValue::None => Some(Audience::Nobody),
        _ => None,
    }
}

const fn written(audience: Audience) -> PrivacyValue {
    match audience {
        Audience::Everyone => PrivacyValue::All,
        Audience::Contacts => PrivacyValue::Contacts,
        Audience::ContactsExcept => PrivacyValue::ContactBlacklist,
        Audience::Nobody => PrivacyValue::None,
    }
}
