//! What somebody changed here, told to WhatsApp: in the account's app state, or, for what it keeps elsewhere, by asking it.

use portaria_domain::{AccountChange, Address, ChatChange, Jid, Label, MessageKey, Server, UnixMs};
use whatsapp_rust::{AppStateError, BlockingError, Client, ErrorChainExt as _, GroupError, message_range};

use super::address::wire;
use super::refusal::{UNREADABLE, refused, unanswered, unsent};
use crate::SendError;

/// Tells WhatsApp of a change.
pub(super) async fn tell(client: &Client, change: &AccountChange) -> Result<(), SendError> {
    match change {
        AccountChange::Chat { chat, change } => chat_changed(client, chat, change).await,
        AccountChange::Star { target, is_on } => starred(client, target, *is_on).await,
        AccountChange::DeletedForMe { target, written_at } => deleted_for_me(client, target, *written_at).await,
        AccountChange::Block { party, is_on } => blocked(client, party, *is_on).await,
        AccountChange::BookName { pn, name } => {
            let (pn, first) = (wire(pn), name.split_whitespace().next().map(str::to_owned));
            let saved = client.chat_actions().save_contact(&pn, Some(name.clone()), first, true).await;
            saved.map_err(|error| untold(client, &error))
        }
        AccountChange::Label(Label { id, name, color }) => {
            let color = i32::try_from(*color).unwrap_or_default();
            client.labels().create_label(id, name, color).await.map_err(|error| untold(client, &error))
        }
        AccountChange::LabelRemoved { id } => {
            client.labels().delete_label(id).await.map_err(|error| untold(client, &error))
        }
        AccountChange::LabelOnChat { label, chat, is_on } => {
            let (labels, chat) = (client.labels(), wire(chat));
            let told = if *is_on {
                labels.add_chat_label(label, &chat).await
            } else {
                labels.remove_chat_label(label, &chat).await
            };
            told.map_err(|error| untold(client, &error))
        }
    }
}

async fn chat_changed(client: &Client, chat: &Jid, change: &ChatChange) -> Result<(), SendError> {
    let (to, actions) = (wire(chat), client.chat_actions());
    let up_to = |until: &UnixMs| Some(message_range(until.0 / 1_000, None, Vec::new()));
    let done = match change {
        ChatChange::Archived(true) => actions.archive_chat(&to, None).await,
        ChatChange::Archived(false) => actions.unarchive_chat(&to, None).await,
        ChatChange::Pinned(Some(_)) => actions.pin_chat(&to).await,
        ChatChange::Pinned(None) => actions.unpin_chat(&to).await,
        ChatChange::Muted(Some(UnixMs::FOREVER)) => actions.mute_chat(&to).await,
        ChatChange::Muted(Some(until)) if until.0 > wacore::time::now_millis() => {
            actions.mute_chat_until(&to, until.0).await
        }
        // A silence that is over by now was none.
        ChatChange::Muted(_) => actions.unmute_chat(&to).await,
        ChatChange::MarkedUnread(is_unread) => actions.mark_chat_as_read(&to, !is_unread, None).await,
        ChatChange::Cleared { until, keeps_starred } => {
            actions.clear_chat(&to, !keeps_starred, false, up_to(until)).await
        }
        ChatChange::Deleted { until } => actions.delete_chat(&to, false, up_to(until)).await,
        ChatChange::Disappearing(after_s) => return disappear(client, chat, after_s.unwrap_or_default()).await,
    };
    done.map_err(|error| untold(client, &error))
}

async fn starred(client: &Client, target: &MessageKey, is_on: bool) -> Result<(), SendError> {
    let (chat, writer) = place(target)?;
    let (id, actions) = (target.id.as_str(), client.chat_actions());
    let told = if is_on {
        actions.star_message(&chat, writer.as_ref(), id, target.from_me).await
    } else {
        actions.unstar_message(&chat, writer.as_ref(), id, target.from_me).await
    };
    told.map_err(|error| untold(client, &error))
}

async fn deleted_for_me(client: &Client, target: &MessageKey, written_at: Option<UnixMs>) -> Result<(), SendError> {
    let (chat, writer) = place(target)?;
    let (id, written_at_s) = (target.id.as_str(), written_at.map(|at| at.0 / 1_000));
    let actions = client.chat_actions();
    let told = actions.delete_message_for_me(&chat, writer.as_ref(), id, target.from_me, true, written_at_s).await;
    told.map_err(|error| untold(client, &error))
}

/// The chat of a message and, in a group, who wrote it, unless it is the account's own.
fn place(target: &MessageKey) -> Result<(whatsapp_rust::Jid, Option<whatsapp_rust::Jid>), SendError> {
    let chat = target.chat.primary().ok_or(SendError::Rejected(UNREADABLE))?;
    let is_of_many = !matches!(chat.server(), Server::Pn | Server::Lid);
    let writer = target.sender.lid.as_ref().or(target.sender.pn.as_ref());
    Ok((wire(chat), writer.filter(|_| is_of_many && !target.from_me).map(wire)))
}

async fn blocked(client: &Client, party: &Address, is_on: bool) -> Result<(), SendError> {
    let jid = party.primary().map(wire).ok_or(SendError::Rejected(UNREADABLE))?;
    let blocking = client.blocking();
    let tell = async || if is_on { blocking.block(&jid).await } else { blocking.unblock(&jid).await };
    match tell().await {
        // Both forms of the address are needed, and asking WhatsApp for one teaches the library the other.
        Err(BlockingError::InvalidJid(_)) => {
            let asked = client.contacts().is_on_whatsapp(std::slice::from_ref(&jid)).await;
            asked.map_err(|_| if client.is_logged_in() { SendError::TimedOut } else { SendError::NotConnected })?;
            tell().await.map_err(|error| unblocked(client, &error))
        }
        told => told.map_err(|error| unblocked(client, &error)),
    }
}

fn unblocked(client: &Client, error: &BlockingError) -> SendError {
    match error {
        BlockingError::Iq(error) => unanswered(error),
        BlockingError::InvalidJid(_) => SendError::Rejected(UNREADABLE),
        _ if client.is_logged_in() => SendError::TimedOut,
        _ => SendError::NotConnected,
    }
}

fn untold(client: &Client, error: &AppStateError) -> SendError {
    match error {
        AppStateError::InvalidRequest(_) => SendError::Rejected(UNREADABLE),
        _ if !client.is_logged_in() => SendError::NotConnected,
        _ => error.server_rejection().map_or(SendError::TimedOut, |rejection| refused(rejection.code)),
    }
}

/// Sets after how many seconds messages of a chat disappear; 0 is never.
async fn disappear(client: &Client, chat: &Jid, after_s: u32) -> Result<(), SendError> {
    if chat.server() == Server::Group {
        let set = client.groups().set_ephemeral(wire(chat), after_s).await;
        return set.map_err(|error| match error {
            GroupError::Iq(error) => unanswered(&error),
            _ => SendError::Rejected(UNREADABLE),
        });
    }
    client.set_chat_disappearing_timer(wire(chat), after_s).await.map(drop).map_err(|error| unsent(&error))
}
