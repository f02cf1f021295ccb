//! Settings of the account as a whole: its push name, its language, what becomes of archived chats.

use wacore::appstate::schemas::{LOCALE_SETTING, SETTING_PUSH_NAME, UNARCHIVE_CHATS_SETTING};
use waproto::buffa::MessageField;
use waproto::whatsapp::SyncActionValue;
use waproto::whatsapp::sync_action_value::{LocaleSetting, PushNameSetting, UnarchiveChatsSetting};

use crate::app_state::Write;
use crate::network::Number;
use crate::world::World;

/// What the owner calls themselves.
pub(crate) fn name(name: &str, at_ms: u64) -> Write {
    let setting = PushNameSetting { name: Some(name.to_owned()) };
    let value = SyncActionValue { push_name_setting: MessageField::some(setting), ..Default::default() };
    Write::set(&SETTING_PUSH_NAME, &[], at_ms, value)
}

/// The phone's language, e.g. `pt_BR`.
pub(crate) fn locale(locale: &str, at_ms: u64) -> Write {
    let setting = LocaleSetting { locale: Some(locale.to_owned()) };
    let value = SyncActionValue { locale_setting: MessageField::some(setting), ..Default::default() };
    Write::set(&LOCALE_SETTING, &[], at_ms, value)
}

/// Whether a new message takes its chat out of the archive.
pub(crate) fn unarchive_chats(on: bool, at_ms: u64) -> Write {
    let setting = UnarchiveChatsSetting { unarchive_chats: Some(on) };
    let value = SyncActionValue { unarchive_chats_setting: MessageField::some(setting), ..Default::default() };
    Write::set(&UNARCHIVE_CHATS_SETTING, &[], at_ms, value)
}

pub(super) fn apply_name(world: &mut World, number: &Number, said: Option<&PushNameSetting>) {
    let name = said.and_then(|said| said.name.clone()).filter(|name| !name.is_empty());
    if let (Some(account), Some(name)) = (world.accounts.get_mut(number), name) {
        account.name = name;
    }
}

pub(super) fn apply_locale(world: &mut World, number: &Number, said: Option<&LocaleSetting>) {
    if let Some(account) = world.accounts.get_mut(number) {
        account.handset.settings.locale = said.and_then(|said| said.locale.clone());
    }
}

pub(super) fn apply_unarchive_chats(world: &mut World, number: &Number, said: Option<&UnarchiveChatsSetting>) {
    if let Some(account) = world.accounts.get_mut(number) {
        account.handset.settings.unarchive_chats = said.and_then(|said| said.unarchive_chats).unwrap_or_default();
    }
}

pub(super) fn everything(world: &World, number: &Number) -> Vec<Write> {
    let at_ms = world.now_ms();
    let Some(account) = world.accounts.get(number) else { return Vec::new() };
    let settings = &account.handset.settings;
    let mut writes = vec![name(&account.name, at_ms)];
    writes.extend(settings.locale.as_deref().map(|known| locale(known, at_ms)));
    writes.extend(settings.unarchive_chats.then(|| unarchive_chats(true, at_ms)));
    writes
}
