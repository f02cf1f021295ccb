//! The phone's history: a compressed blob becomes parts that the inbox can store one by one.

use std::collections::HashMap;

use portaria_domain::{Address, Jid, MessageId, MessageStatus, Server, TenantId, UnixMs};
use tokio::sync::mpsc;
use wacore::history_sync::HistorySyncStream;
use wacore::types::events::LazyHistorySync;
use waproto::whatsapp::web_message_info::Status;
use waproto::whatsapp::{Conversation, HistorySync, WebMessageInfo};

use super::address::parsed;
use super::content::content;
use crate::{HistoryChat, HistoryPart, Inbox, Incoming};

/// A part is handed over once it holds this many messages: a transaction of moderate size.
const MESSAGES_PER_PART: usize = 500;

/// A blob that inflates to more than this is refused: the library's own bound.
const LARGEST_BYTES: u64 = wacore::history_sync::MAX_DECOMPRESSED;

/// Stores a blob part by part, and gives the names that stand in the phone's address book.
pub(super) async fn store(
    blob: &LazyHistorySync,
    own: Address,
    inbox: &dyn Inbox,
    tenant: TenantId,
) -> Vec<(Address, String)> {
    let compressed = blob.compressed_bytes().clone();
    let progress = blob.progress().map(|percent| u8::try_from(percent).unwrap_or(100).min(100));
    let (sender, mut parts) = mpsc::channel(1);
    let decoding = tokio::task::spawn_blocking(move || Decoder::new(own).decode(&compressed, progress, &sender));
    while let Some(part) = parts.recv().await {
        if inbox.store_history(part).await.is_err() {
            tracing::error!(tenant.id = %tenant, "a part of the phone's history could not be stored");
            break;
        }
    }
    drop(parts);
    match decoding.await {
        Ok(Ok(names)) => names,
        Ok(Err(error)) => {
            tracing::warn!(tenant.id = %tenant, error = %error, "the phone sent a history that cannot be read");
            Vec::new()
        }
        Err(error) => {
            tracing::error!(tenant.id = %tenant, error = %error, "reading the phone's history failed");
            Vec::new()
        }
    }
}

/// Reads one blob. Blocking: inflating takes tens of milliseconds.
struct Decoder {
    own: Address,
    /// Each form of a person's address by the other.
    others: HashMap<Jid, Jid>,
}

impl Decoder {
    fn new(own: Address) -> Self {
        Self { own, others: HashMap::new() }
    }

    fn decode(
        mut self,
        compressed: &[u8],
        progress_percent: Option<u8>,
        parts: &mpsc::Sender<HistoryPart>,
    ) -> Result<Vec<(Address, String)>, wacore::history_sync::HistorySyncError> {
        // What belongs to all conversations may stand behind them, so it is read first.
        let mut stream = HistorySyncStream::new(compressed, LARGEST_BYTES);
        while stream.next_conversation_bytes()?.is_some() {}
        let rest = stream.remainder()?;
        self.learn(&rest);

        let mut part = HistoryPart { push_names: self.push_names(&rest), progress_percent, ..HistoryPart::default() };
        let mut messages = 0;
        let mut stream = HistorySyncStream::new(compressed, LARGEST_BYTES);
        while let Some(conversation) = stream.next_conversation()? {
            let Some(chat) = self.chat(&conversation) else { continue };
            messages += chat.messages.len();
            part.chats.push(chat);
            if messages >= MESSAGES_PER_PART {
                messages = 0;
                let next = HistoryPart { progress_percent, ..HistoryPart::default() };
                if parts.blocking_send(std::mem::replace(&mut part, next)).is_err() {
                    return Ok(Vec::new()); // nobody stores it any more
                }
            }
        }
        if !part.chats.is_empty() || !part.push_names.is_empty() {
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
            Some((party, name.pushname.clone().filter(|name| !name.is_empty())?))
        });
        named.collect()
    }

    fn address_book(&self, rest: &HistorySync) -> Vec<(Address, String)> {
        let named = rest.inline_contacts.iter().filter_map(|contact| {
            let party = self.party(contact.pn_jid.as_deref().or(contact.lid_jid.as_deref())?)?;
            let name = contact.full_name.clone().or_else(|| contact.first_name.clone());
            Some((party, name.filter(|name| !name.is_empty())?))
        });
        named.collect()
    }

    /// A party by every form that the blob tells of.
    fn party(&self, text: &str) -> Option<Address> {
        let jid = parsed(text)?;
        let other = self.others.get(&jid).cloned();
        Some(Address::one(jid).with(other))
    }

    fn chat(&self, conversation: &Conversation) -> Option<HistoryChat> {
        let jid = parsed(&conversation.id)?;
        if matches!(jid.server(), Server::Broadcast | Server::Newsletter) {
            return None;
        }
        let is_group = jid.server() == Server::Group;
        let told = |text: Option<&String>| text.and_then(|text| parsed(text));
        let mut chat = self.party(&conversation.id)?;
        if !is_group {
            chat = chat.with(told(conversation.pn_jid.as_ref())).with(told(conversation.lid_jid.as_ref()));
        }
        let webs = conversation.messages.iter().filter_map(|message| message.message.as_option());
        let messages: Vec<_> = webs.filter_map(|message| self.message(message, &chat, is_group)).collect();
        let newest = messages.iter().map(|(message, _)| message.at).max();
        let told_ms = conversation.conversation_timestamp.or(conversation.last_msg_timestamp).map(unix_ms);
        let name = conversation.name.as_ref().or(conversation.display_name.as_ref());
        Some(HistoryChat {
            is_group,
            name: name.cloned().unwrap_or_default(),
            unread: conversation.unread_count.unwrap_or(0),
            last_activity: told_ms.or(newest).unwrap_or_default(),
            chat,
            messages,
        })
    }

    fn message(&self, web: &WebMessageInfo, chat: &Address, is_group: bool) -> Option<(Incoming, MessageStatus)> {
        let key = web.key.as_option()?;
        let from_me = key.from_me.unwrap_or(false);
        let sender = match (from_me, is_group) {
            (true, _) => self.own.clone(),
            (false, false) => chat.clone(),
            (false, true) => self.party(web.participant.as_deref().or(key.participant.as_deref())?)?,
        };
        let status = if from_me { status(web.status) } else { MessageStatus::Delivered };
        let incoming = Incoming {
            id: MessageId::parse(key.id.as_deref()?).ok()?,
            chat: chat.clone(),
            is_group,
            sender,
            from_me,
            push_name: web.push_name.clone().unwrap_or_default(),
            at: unix_ms(web.message_timestamp?),
            content: content(web.message.as_option()?)?,
        };
        Some((incoming, status))
    }
}

fn status(status: Option<Status>) -> MessageStatus {
    match status {
        Some(Status::PLAYED) => MessageStatus::Played,
        Some(Status::READ) => MessageStatus::Read,
        Some(Status::DELIVERY_ACK) => MessageStatus::Delivered,
        // The phone sends what is pending there by itself; here it is as good as sent.
        Some(Status::ERROR | Status::PENDING | Status::SERVER_ACK) | None => MessageStatus::Sent,
    }
}

fn unix_ms(seconds: u64) -> UnixMs {
    UnixMs(i64::try_from(seconds.saturating_mul(1000)).unwrap_or(i64::MAX))
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
