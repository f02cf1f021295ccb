//! Turns notes into signals, in order; looks up, stores and decodes what needs it on the way.

use std::sync::Arc;

use portaria_domain::{Account, Address, Jid, MessageId, MessageStatus, Server, UnixMs};
use tokio::sync::mpsc;
use wacore::types::events::{ContactUpdate, Event, Receipt};
use wacore::types::presence::{ChatPresence, ReceiptType};
use wacore_binary::Jid as WireJid;
use whatsapp_rust::Client;

use super::address::{bare, completed, known, parsed};
use super::course::{Course, Note};
use super::history;
use super::incoming::{incoming, own_address, undecryptable};
use crate::{Ending, Inbox, Incoming, Signal};

/// Carries one session's notes to whoever reads its signals.
pub(super) struct Relay {
    pub(super) course: Arc<Course>,
    /// The other end is held by the session's [`Course`].
    pub(super) notes: mpsc::Receiver<Note>,
    /// The other end is held by `sessions`.
    pub(super) signals: mpsc::Sender<Signal>,
    pub(super) inbox: Arc<dyn Inbox>,
}

impl Relay {
    /// Runs until the session's last word is passed on.
    pub(super) async fn run(mut self) {
        let mut listened_to = true;
        loop {
            let note = tokio::select! {
                note = self.notes.recv() => note,
                () = self.signals.closed(), if listened_to => {
                    listened_to = false;
                    self.course.end(Ending::Closed);
                    continue;
                }
            };
            match note {
                Some(Note::Signal(signal)) => self.tell(signal).await,
                Some(Note::Event(event)) => self.hear(&event).await,
                Some(Note::ReadElsewhere { chat, ids }) => self.read_elsewhere(&chat, &ids).await,
                Some(Note::Ended(ending)) => return self.tell(Signal::Ended(ending)).await,
                None => return,
            }
        }
    }

    /// Waits while the reader is busy. A reader that has gone is noticed in [`Relay::run`].
    async fn tell(&self, signal: Signal) {
        let _ = self.signals.send(signal).await;
    }

    async fn hear(&self, event: &Event) {
        let Some(client) = self.course.client() else { return };
        match event {
            Event::Connected(_) => {
                let Some(address) = own_address(&client).await else { return };
                self.tell(Signal::Ready(Account { address, push_name: client.push_name() })).await;
            }
            Event::Messages(batch) => {
                for message in batch {
                    self.store(incoming(&client, message).await).await;
                }
            }
            Event::UndecryptableMessage(event) => self.store(undecryptable(&client, event).await).await,
            Event::Receipt(receipt) => self.receipt(&client, receipt).await,
            Event::ChatPresence(update) => {
                let Some(chat) = known(&client, &update.source.chat, update.source.sender_alt.as_ref()).await else {
                    return;
                };
                self.tell(Signal::Typing { chat, typing: update.state == ChatPresence::Composing }).await;
            }
            Event::ContactUpdate(update) => self.contact(&client, update).await,
            Event::HistorySync(blob) => {
                let Some(own) = own_address(&client).await else { return };
                let names = history::store(blob, own, self.inbox.as_ref(), self.course.tenant).await;
                for (party, name) in names {
                    self.tell(Signal::Name { party, name, from_address_book: true }).await;
                }
                if let Some(percent) = blob.progress() {
                    self.tell(Signal::Progress(u8::try_from(percent).unwrap_or(100).min(100))).await;
                }
            }
            _ => {}
        }
    }

    /// Stores what did not pass the durability hook; WhatsApp is not waiting for it.
    async fn store(&self, message: Option<Incoming>) {
        let Some(message) = message else { return };
        if self.inbox.store(vec![message]).await.is_err() {
            tracing::error!(tenant.id = %self.course.tenant, "a message outside the durable path could not be stored");
        }
    }

    async fn receipt(&self, client: &Client, receipt: &Receipt) {
        let status = match receipt.r#type {
            ReceiptType::Sent => MessageStatus::Sent,
            ReceiptType::Delivered => MessageStatus::Delivered,
            ReceiptType::Read => MessageStatus::Read,
            ReceiptType::Played => MessageStatus::Played,
            // Between devices and the server, or of a device that nobody looks at.
            _ => return,
        };
        let source = &receipt.source;
        // A group's ticks need every member's receipt, which nothing here keeps.
        if !matches!(bare(&source.chat).map(|chat| chat.server()), Some(Server::Pn | Server::Lid)) {
            return;
        }
        let Some(chat) = known(client, &source.chat, source.sender_alt.as_ref()).await else { return };
        let at = UnixMs(receipt.timestamp.timestamp_millis());
        self.tell(Signal::Receipt { chat, ids: ids(&receipt.message_ids), status, at }).await;
    }

    async fn read_elsewhere(&self, chat: &WireJid, read: &[String]) {
        let Some(client) = self.course.client() else { return };
        let Some(chat) = known(&client, chat, None).await else { return };
        self.tell(Signal::ReadElsewhere { chat, ids: ids(read) }).await;
    }

    async fn contact(&self, client: &Client, update: &ContactUpdate) {
        let action = &update.action;
        let name = action.full_name.as_ref().or(action.first_name.as_ref());
        let (Some(name), Some(jid)) = (name.filter(|name| !name.is_empty()), bare(&update.jid)) else { return };
        let other = |text: Option<&String>| -> Option<Jid> { text.and_then(|text| parsed(text)) };
        let party = Address::one(jid).with(other(action.lid_jid.as_ref())).with(other(action.pn_jid.as_ref()));
        let party = completed(client, party).await;
        self.tell(Signal::Name { party, name: name.clone(), from_address_book: true }).await;
    }
}

fn ids(texts: &[String]) -> Vec<MessageId> {
    texts.iter().filter_map(|id| MessageId::parse(id).ok()).collect()
}
