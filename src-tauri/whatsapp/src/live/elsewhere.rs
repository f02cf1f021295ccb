//! What another device of the account did to its chats and messages.

use portaria_domain::{Address, ChatChange, Label, Mark, MarkKind, MessageId, MessageKey, UnixMs};
use wacore::types::events::{
    ArchiveUpdate, ClearChatUpdate, ContactUpdate, DeleteChatUpdate, DeleteMessageForMeUpdate, Event,
    LabelAssociationUpdate, LabelEditUpdate, MarkChatAsReadUpdate, MuteUpdate, PinUpdate, StarUpdate,
};
use wacore_binary::Jid as WireJid;
use waproto::whatsapp::sync_action_value::SyncActionMessageRange;
use whatsapp_rust::Client;

use super::address::own_address;
use super::address::{bare, completed, known, parsed};
use super::groups::Groups;
use super::mark_id::mark_id;
use super::name;
use crate::Signal;

/// The chat that an event is about, and what changes. `None`: it changes no chat.
pub(super) fn change(event: &Event) -> Option<(&WireJid, ChatChange)> {
    Some(match event {
        Event::ArchiveUpdate(ArchiveUpdate { jid, action, .. }) => {
            (jid, ChatChange::Archived(action.archived == Some(true)))
        }
        Event::PinUpdate(PinUpdate { jid, action, timestamp, .. }) => {
            let since = UnixMs(timestamp.timestamp_millis());
            (jid, ChatChange::Pinned((action.pinned == Some(true)).then_some(since)))
        }
        Event::MuteUpdate(MuteUpdate { jid, action, .. }) => {
            let muted = (action.muted == Some(true)).then(|| until(action.mute_end_timestamp));
            (jid, ChatChange::Muted(muted))
        }
        Event::MarkChatAsReadUpdate(MarkChatAsReadUpdate { jid, action, .. }) => {
            (jid, ChatChange::MarkedUnread(action.read != Some(true)))
        }
        Event::ClearChatUpdate(ClearChatUpdate { jid, action, timestamp, delete_starred, .. }) => {
            let until = up_to(action.message_range.as_option(), UnixMs(timestamp.timestamp_millis()));
            (jid, ChatChange::Cleared { until, keeps_starred: !delete_starred })
        }
        Event::DeleteChatUpdate(DeleteChatUpdate { jid, action, timestamp, .. }) => {
            let until = up_to(action.message_range.as_option(), UnixMs(timestamp.timestamp_millis()));
            (jid, ChatChange::Deleted { until })
        }
        _ => return None,
    })
}

/// The end of a silence in milliseconds; there is none below 1.
pub(super) fn until(end_ms: Option<i64>) -> UnixMs {
    end_ms.filter(|end| *end > 0).map_or(UnixMs::FOREVER, UnixMs)
}

/// The newest message that the other device knew of, else the moment of its doing. In whole seconds, of which the last
/// one is meant as a whole.
fn up_to(range: Option<&SyncActionMessageRange>, done: UnixMs) -> UnixMs {
    let told_s = range.and_then(|range| range.last_message_timestamp).filter(|seconds| *seconds > 0);
    told_s.map_or(done, |seconds| UnixMs(seconds.saturating_mul(1_000).saturating_add(999)))
}

/// A star, or a deletion for the account alone. `None`: the event is about no message.
pub(super) async fn mark(client: &Client, groups: &Groups, event: &Event) -> Option<Mark> {
    match event {
        Event::StarUpdate(StarUpdate { chat_jid, participant_jid, message_id, from_me, timestamp, action, .. }) => {
            let kind = MarkKind::Star { is_on: action.starred == Some(true) };
            let at = UnixMs(timestamp.timestamp_millis());
            own_mark(client, groups, (chat_jid, participant_jid.as_ref(), message_id, *from_me), kind, at).await
        }
        Event::DeleteMessageForMeUpdate(update) => {
            let DeleteMessageForMeUpdate { chat_jid, participant_jid, message_id, from_me, timestamp, .. } = update;
            let key = (chat_jid, participant_jid.as_ref(), message_id.as_str(), *from_me);
            let at = UnixMs(timestamp.timestamp_millis());
            own_mark(client, groups, key, MarkKind::DeleteForMe, at).await
        }
        _ => None,
    }
}

async fn own_mark(
    client: &Client,
    groups: &Groups,
    (chat, participant, id, from_me): (&WireJid, Option<&WireJid>, &str, bool),
    kind: MarkKind,
    at: UnixMs,
) -> Option<Mark> {
    let own = own_address(client).await?;
    let chat = known(client, chat, None).await?;
    let id = MessageId::parse(id).ok()?;
    let participant = match participant {
        Some(participant) => known(client, participant, None).await,
        None => None,
    };
    let sender = match participant {
        _ if from_me => own.clone(),
        Some(writer) if groups.kind(&chat).is_of_many() => writer,
        _ => chat.clone(),
    };
    let target = MessageKey { chat, id: id.clone(), from_me, sender };
    let mark = mark_id(&id, &own, at);
    Some(Mark { target, id: mark, by: own, from_me: true, at, kind, raw: None })
}

/// A label as another device has it, or that it is gone.
pub(super) fn label(update: &LabelEditUpdate) -> Signal {
    let LabelEditUpdate { label_id, action, .. } = update;
    if action.deleted == Some(true) {
        return Signal::LabelRemoved(label_id.clone());
    }
    let name = action.name.as_deref().and_then(name::shown).unwrap_or_default();
    let color = action.color.and_then(|color| u32::try_from(color).ok()).unwrap_or_default();
    Signal::Label(Label { id: label_id.clone(), name, color })
}

/// Whether a chat has a label.
pub(super) async fn label_on_chat(client: &Client, update: &LabelAssociationUpdate) -> Option<Signal> {
    let chat = known(client, &update.chat_jid, None).await?;
    Some(Signal::LabelOnChat { label: update.label_id.clone(), chat, is_on: update.action.labeled == Some(true) })
}

/// A name from the address book, or that it stands there no longer; and by which name they can be found, where it says so.
pub(super) async fn contact(client: &Client, update: &ContactUpdate) -> (Option<Signal>, Option<Signal>) {
    let action = &update.action;
    let other = |text: Option<&String>| text.and_then(|text| parsed(text));
    let Some(jid) = bare(&update.jid) else { return (None, None) };
    let party = Address::one(jid).with(other(action.lid_jid.as_ref())).with(other(action.pn_jid.as_ref()));
    let party = completed(client, party).await;
    let found_by = action.username.as_deref().map(|text| name::user(text).unwrap_or_default());
    let found_by = found_by.map(|name| Signal::UserName { party: party.clone(), name });
    let names = [action.full_name.as_ref(), action.first_name.as_ref()];
    let named = match names.into_iter().flatten().find_map(|text| name::shown(text)) {
        Some(name) => Signal::Name { party, name, from_address_book: true },
        None => Signal::NameRemoved(party),
    };
    (Some(named), found_by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silence_without_an_end_lasts_for_ever() {
        assert_eq!(until(Some(-1)), UnixMs::FOREVER);
        assert_eq!(until(None), UnixMs::FOREVER);
        assert_eq!(until(Some(1_700_000_000_000)), UnixMs(1_700_000_000_000));
    }

    #[test]
    fn a_deletion_reaches_to_the_newest_message_that_was_known() {
        let range = SyncActionMessageRange { last_message_timestamp: Some(10), ..SyncActionMessageRange::default() };
        assert_eq!(up_to(Some(&range), UnixMs(99_000)), UnixMs(10_999));
        assert_eq!(up_to(None, UnixMs(99_000)), UnixMs(99_000));
    }
}
