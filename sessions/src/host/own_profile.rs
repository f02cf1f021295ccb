//! What the account shows of itself, changed here: WhatsApp is told at once or not at all, for a profile that waits would
//! be shown to nobody.

use portaria_domain::{Account, MediaId, Refusal, TenantId};
use portaria_whatsapp::{ProfileChange, SendError};

use super::Host;
use super::groups::unanswered;
use crate::error::HostError;
use crate::notice::NoticeBody;

/// What is to be another one; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewProfile {
    /// What the account is called.
    pub name: Option<String>,
    /// What it says about itself; empty where it is to say nothing.
    pub about: Option<String>,
    /// An uploaded picture, or none any more.
    pub picture: Option<Option<MediaId>>,
}

impl Host {
    /// Changes what the account shows of itself, one thing after the other. What was done before one is refused stays.
    pub async fn change_profile(&self, tenant: TenantId, new: NewProfile) -> Result<(), HostError> {
        let account = self.shared.board.account(tenant).ok_or(HostError::NotLinked)?;
        let connection = self.connection(tenant).ok_or(HostError::NotConnected)?;
        let chats = self.shared.stores.chats(tenant).await?;
        // What cannot be done is refused before anything is.
        let picture = match new.picture {
            Some(Some(id)) => Some(Some(self.square_picture(tenant, &chats, id).await?)),
            Some(None) => Some(None),
            None => None,
        };
        let now = self.shared.clock.now();
        if let Some(name) = new.name {
            connection.set_profile(&ProfileChange::Name(name.clone())).await.map_err(|error| untaken(&error))?;
            let renamed = Account { push_name: name, ..account.clone() };
            let kept = self.shared.stores.set_account(tenant, Some(&renamed)).await;
            self.heed(tenant, kept)?;
            self.shared.board.set_account(tenant, Some(renamed));
        }
        if let Some(about) = new.about {
            connection.set_profile(&ProfileChange::About(about.clone())).await.map_err(|error| untaken(&error))?;
            let kept = chats.set_about(&account.address, about, now).await;
            self.shared.board.publish(tenant, self.heed(tenant, kept)?);
            self.shared.board.announce(tenant, NoticeBody::TenantChanged);
        }
        let Some(picture) = picture else { return Ok(()) };
        connection.set_profile(&ProfileChange::Picture(picture)).await.map_err(|error| untaken(&error))?;
        // WhatsApp says by which id the picture is known from now on.
        if let Some(jid) = account.address.primary()
            && let Ok(profile) = connection.profile(jid).await
        {
            let kept = chats.set_profile(&account.address, profile, now).await;
            self.shared.board.publish(tenant, self.heed(tenant, kept)?);
            self.shared.board.announce(tenant, NoticeBody::TenantChanged);
        }
        Ok(())
    }
}

/// Why WhatsApp did not take it; the profile is as it was, except where nobody knows.
fn untaken(error: &SendError) -> HostError {
    unanswered(error, Refusal::of_account)
}
