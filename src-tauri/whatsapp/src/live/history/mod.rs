//! The phone's history: a compressed blob becomes parts that the inbox can store one by one.

mod beside;
mod calls;
mod decoder;
mod entry;
mod stub;

use portaria_domain::{
    Address, ChatChange, ChatKind, HistoryBlob, HistoryChat, HistoryPart, Participant, Role, TenantId, UnixMs,
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use wacore::history_sync::HistorySyncStream;
use waproto::buffa::Enumeration as _;
use waproto::whatsapp::group_participant::Rank;
use waproto::whatsapp::history_sync::HistorySyncType;
use waproto::whatsapp::{Conversation, HistorySync, HistorySyncMsg, WebMessageInfo};

use super::address::parsed;
use super::groups::kind_of;
use super::target::STATUS;
use super::{elsewhere, name};
use crate::Inbox;
use decoder::{Decoder, LAST_SECOND, unix_ms};
use entry::Entries;

/// A part is handed over once it holds this many messages: a transaction of moderate size.
const MESSAGES_PER_PART: usize = 500;

/// A blob that inflates to more than this is refused: the library's own bound.
const LARGEST_BYTES: u64 = wacore::history_sync::MAX_DECOMPRESSED;

/// Stores a blob part by part, and gives the names that stand in the phone's address book. `None`: not all of it is
/// stored, because it could not be or because `stop` is cancelled.
pub(super) async fn store(
    blob: HistoryBlob,
    own: Address,
    inbox: &dyn Inbox,
    tenant: TenantId,
    stop: &CancellationToken,
) -> Option<Vec<(Address, String)>> {
    let (sender, mut parts) = mpsc::channel(1);
    let decoding = tokio::task::spawn_blocking(move || Decoder::new(own).decode(&blob.compressed, &sender));
    while let Some(part) = parts.recv().await {
        if stop.is_cancelled() || inbox.store_history(part).await.is_err() {
            return None; // the inbox says why
        }
    }
    match decoding.await {
        Ok(Ok(names)) => Some(names),
        Ok(Err(error)) => {
            tracing::warn!(tenant.id = %tenant, error = %error, "the phone sent a history that cannot be read");
            Some(Vec::new())
        }
        Err(error) => {
            tracing::error!(tenant.id = %tenant, error = %error, "reading the phone's history failed");
            Some(Vec::new())
        }
    }
}

/// How much of the past has come with a blob, 0 to 100. What somebody asked for afterwards, and what comes beside the
/// messages, says nothing of that.
pub(super) fn progress(blob: &HistoryBlob) -> Option<u8> {
    let percent = u8::try_from(blob.progress?).unwrap_or(100).min(100);
    match HistorySyncType::from_i32(blob.sync_type)? {
        HistorySyncType::RECENT | HistorySyncType::FULL => Some(percent),
        // The first messages of every chat; the rest follows.
        HistorySyncType::INITIAL_BOOTSTRAP => Some(percent.min(99)),
        _ => None,
    }
}

impl Decoder {
    fn decode(
        mut self,
        compressed: &[u8],
        parts: &mpsc::Sender<HistoryPart>,
    ) -> Result<Vec<(Address, String)>, wacore::history_sync::HistorySyncError> {
        // What belongs to all conversations may stand behind them, so it is read first.
        let mut stream = HistorySyncStream::new(compressed, LARGEST_BYTES);
        while stream.next_conversation_bytes()?.is_some() {}
        let rest = stream.remainder()?;
        self.learn(&rest);

        let mut part = HistoryPart { push_names: self.push_names(&rest), ..HistoryPart::default() };
        let mut messages = 0;
        let mut stream = HistorySyncStream::new(compressed, LARGEST_BYTES);
        while let Some(conversation) = stream.next_conversation()? {
            let Some(chat) = self.chat(&conversation) else { continue };
            messages += chat.messages.len() + chat.marks.len();
            part.chats.push(chat);
            if messages >= MESSAGES_PER_PART {
                messages = 0;
                let next = HistoryPart::default();
                if parts.blocking_send(std::mem::replace(&mut part, next)).is_err() {
                    return Ok(Vec::new()); // nobody stores it any more
                }
            }
        }
        part.chats.extend(self.status_feed(&rest));
        part.calls = rest.call_log_records.iter().filter_map(|record| calls::line(&self, record)).collect();
        if part != HistoryPart::default() {
            let _ = parts.blocking_send(part); // nobody stores it any more
        }
        Ok(self.address_book(&rest))
    }

    fn learn(&mut self, rest: &HistorySync) {
        for mapping in &rest.phone_number_to_lid_mappings {
            let pn = mapping.pn_jid.as_deref().and_then(parsed);
            let lid = mapping.lid_jid.as_deref().and_then(parsed);
            if let (Some(pn), Some(lid)) = (pn, lid) {
                self.others.insert(pn.clone(), lid.clone());
                self.others.insert(lid, pn);
            }
        }
    }

    fn push_names(&self, rest: &HistorySync) -> Vec<(Address, String)> {
        let named = rest.pushnames.iter().filter_map(|name| {
            let party = self.party(name.id.as_deref()?)?;
            Some((party, name::shown(name.pushname.as_deref()?)?))
        });
        named.collect()
    }

    fn address_book(&self, rest: &HistorySync) -> Vec<(Address, String)> {
        let named = rest.inline_contacts.iter().filter_map(|contact| {
            let party = self.party(contact.pn_jid.as_deref().or(contact.lid_jid.as_deref())?)?;
            let names = [contact.full_name.as_deref(), contact.first_name.as_deref()];
            Some((party, names.into_iter().flatten().find_map(name::shown)?))
        });
        named.collect()
    }

    /// A party by every form that the blob tells of.
    fn party(&self, text: &str) -> Option<Address> {
        let jid = parsed(text)?;
        let other = self.others.get(&jid).cloned();
        Some(Address::one(jid).with(other))
    }

    /// A party by every form that the blob tells of, where one is known already.
    fn both(&self, address: Address) -> Address {
        let other = address.primary().and_then(|jid| self.others.get(jid)).cloned();
        address.with(other)
    }

    fn chat(&self, conversation: &Conversation) -> Option<HistoryChat> {
        // A community itself is no chat; its announcements are.
        if conversation.is_parent_group == Some(true) {
            return None;
        }
        let told = |text: Option<&String>| text.and_then(|text| parsed(text));
        let mut chat = self.party(&conversation.id)?;
        let kind = match kind_of(chat.primary()?) {
            ChatKind::Group if conversation.is_default_subgroup == Some(true) => ChatKind::Community,
            kind => kind,
        };
        if kind == ChatKind::Direct {
            chat = chat.with(told(conversation.pn_jid.as_ref())).with(told(conversation.lid_jid.as_ref()));
        }
        let entries = Entries::read(self, &chat, kind, oldest_first(&conversation.messages));
        let names = [conversation.name.as_deref(), conversation.display_name.as_deref()];
        let told_s = conversation.conversation_timestamp.or(conversation.last_msg_timestamp);
        Some(HistoryChat {
            kind,
            name: names.into_iter().flatten().find_map(name::shown).unwrap_or_default(),
            user_name: conversation.username.as_deref().and_then(name::user).unwrap_or_default(),
            unread: conversation.unread_count.unwrap_or_default(),
            state: state(conversation),
            participants: self.participants(conversation),
            last_activity: told_s.and_then(unix_ms).or_else(|| entries.newest()),
            chat,
            messages: entries.messages,
            marks: entries.marks,
        })
    }

    fn participants(&self, conversation: &Conversation) -> Vec<Participant> {
        let participants = conversation.participant.iter().filter_map(|told| {
            let role = match told.rank {
                Some(Rank::SUPERADMIN) => Role::Owner,
                Some(Rank::ADMIN) => Role::Admin,
                Some(Rank::REGULAR) | None => Role::Member,
            };
            Some(Participant { address: self.party(&told.user_jid)?, role })
        });
        participants.collect()
    }

    /// The status posts of the last day.
    fn status_feed(&self, rest: &HistorySync) -> Option<HistoryChat> {
        if rest.status_v3_messages.is_empty() {
            return None;
        }
        let chat = self.party(STATUS)?;
        let mut posts: Vec<&WebMessageInfo> = rest.status_v3_messages.iter().collect();
        posts.sort_by_key(|post| post.message_timestamp);
        let entries = Entries::read(self, &chat, ChatKind::Status, posts);
        Some(HistoryChat {
            kind: ChatKind::Status,
            name: String::new(),
            user_name: String::new(),
            unread: 0,
            state: Vec::new(),
            participants: Vec::new(),
            last_activity: entries.newest(),
            chat,
            messages: entries.messages,
            marks: entries.marks,
        })
    }
}

/// A chat's entries in the phone's order. By its own count where it tells it; else as they stand, which is the newest
/// first from phones, also where all of them are of one second.
fn oldest_first(messages: &[HistorySyncMsg]) -> Vec<&WebMessageInfo> {
    let mut told: Vec<_> =
        messages.iter().filter_map(|entry| Some((entry.msg_order_id, entry.message.as_option()?))).collect();
    let at = |entry: Option<&(Option<u64>, &WebMessageInfo)>| entry.and_then(|(_, web)| web.message_timestamp);
    if told.iter().all(|(order, _)| order.is_some_and(|order| order > 0)) {
        told.sort_by_key(|(order, _)| *order);
    } else if at(told.first()) >= at(told.last()) {
        told.reverse();
    }
    told.into_iter().map(|(_, web)| web).collect()
}

/// What the phone tells of a chat beside its messages.
fn state(conversation: &Conversation) -> Vec<ChatChange> {
    let archived = conversation.archived.map(ChatChange::Archived);
    let pinned = conversation.pinned.map(|at| ChatChange::Pinned(unix_ms(u64::from(at))));
    let muted = conversation.mute_end_time.map(|end| ChatChange::Muted((end > 0).then(|| muted_until(end))));
    let unread = conversation.marked_as_unread.map(ChatChange::MarkedUnread);
    let timer = conversation.ephemeral_expiration;
    let timer = timer.map(|seconds| ChatChange::Disappearing((seconds > 0).then_some(seconds)));
    [archived, pinned, muted, unread, timer].into_iter().flatten().collect()
}

/// The end of a silence. Phones write it in seconds or in milliseconds, and -1 is for ever.
fn muted_until(end: u64) -> UnixMs {
    match i64::try_from(end) {
        Ok(end) if end <= LAST_SECOND.cast_signed() => UnixMs(end.saturating_mul(1_000)),
        Ok(end) => elsewhere::until(Some(end)),
        Err(_) => UnixMs::FOREVER,
    }
}

#[cfg(test)]
mod tests;
