//! Turns notes into signals, in order; looks up, stores and decodes what needs it on the way.

use std::sync::Arc;

use portaria_domain::{
    Account, Activity, Address, Cause, ChatKind, Content, Context, Delivered, MessageId, MessageKey, Received,
    SystemLine, UnixMs,
};
use tokio::sync::mpsc;
use wacore::types::events::{ContactNumberChanged, Event, GroupUpdate, IdentityChange};
use wacore::types::presence::{ChatPresence, ChatPresenceMedia};
use wacore_binary::Jid as WireJid;
use whatsapp_rust::Client;

use super::address::known;
use super::address::own_address;
use super::blocklist::Blocklist;
use super::calls::Calls;
use super::groups::{Groups, happened, pictured};
use super::incoming::{change, incoming, undecryptable};
use super::lifecycle::{Lifecycle, Note};
use super::notices::Notices;
use super::past::PastTasks;
use super::{elsewhere, profiles, reach_out, receipts};
use crate::{Ending, Inbox, Signal};

/// Carries one session's notes to whoever reads its signals.
pub(super) struct Relay {
    pub(super) lifecycle: Arc<Lifecycle>,
    /// The other end is held by the session's [`Lifecycle`].
    pub(super) notes: mpsc::Receiver<Note>,
    /// The other end is held by `sessions`.
    pub(super) signals: mpsc::Sender<Signal>,
    pub(super) inbox: Arc<dyn Inbox>,
    pub(super) groups: Arc<Groups>,
    pub(super) calls: Calls,
    pub(super) blocklist: Arc<Blocklist>,
    pub(super) past: PastTasks,
    pub(super) notices: Arc<Notices>,
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
                    self.lifecycle.end(Ending::Closed);
                    continue;
                }
            };
            match note {
                Some(Note::Signal(signal)) => self.tell(signal).await,
                Some(Note::Event(event)) if matches!(&*event, Event::HistorySync(_)) => self.past.take(event).await,
                Some(Note::Event(event)) => self.hear(&event).await,
                Some(Note::BlocklistChanged) => self.blocklist.refresh(),
                Some(Note::ReadElsewhere { chat, ids }) => self.read_elsewhere(&chat, &ids).await,
                Some(Note::HeardOut(reply)) => {
                    self.past.keep_all().await;
                    let _ = reply.send(()); // it has stopped waiting
                }
                Some(Note::Ended(ending)) => {
                    self.past.end(ending).await;
                    return self.tell(Signal::Ended(ending)).await;
                }
                None => return,
            }
        }
    }

    /// Waits while the reader is busy. A reader that has gone is noticed in [`Relay::run`].
    async fn tell(&self, signal: Signal) {
        let _ = self.signals.send(signal).await;
    }

    async fn tell_some(&self, signal: Option<Signal>) {
        if let Some(signal) = signal {
            self.tell(signal).await;
        }
    }

    async fn hear(&self, event: &Event) {
        let Some(client) = self.lifecycle.client() else { return };
        let (client, groups) = (client.as_ref(), self.groups.as_ref());
        match event {
            Event::Connected(_) => {
                let Some(address) = own_address(client).await else { return };
                self.tell(Signal::Ready(Account { address, push_name: client.push_name() })).await;
                self.notices.connected();
                self.blocklist.refresh();
                self.lifecycle.tasks.spawn(reach_out::ask(Arc::clone(&self.lifecycle)));
            }
            Event::Messages(batch) => {
                for message in batch {
                    if !batch.hook_committed {
                        self.store(incoming(client, groups, message).await).await;
                    }
                    self.tell_some(profiles::business(client, &message.info).await).await;
                }
            }
            Event::UndecryptableMessage(event) => self.store(undecryptable(client, groups, event).await).await,
            Event::Receipt(receipt) => self.tell_some(receipts::signal(client, receipt).await).await,
            Event::ChatPresence(update) => {
                let Some(chat) = known(client, &update.source.chat, update.source.sender_alt.as_ref()).await else {
                    return;
                };
                let activity = match (update.state, update.media) {
                    (ChatPresence::Paused, _) => Activity::Paused,
                    (ChatPresence::Composing, ChatPresenceMedia::Audio) => Activity::Recording,
                    (ChatPresence::Composing, ChatPresenceMedia::Text) => Activity::Typing,
                };
                self.tell(Signal::Activity { chat, activity }).await;
            }
            Event::ContactUpdate(update) => {
                let (named, found_by) = elsewhere::contact(client, update).await;
                self.tell_some(named).await;
                self.tell_some(found_by).await;
            }
            Event::StarUpdate(_) | Event::DeleteMessageForMeUpdate(_) => {
                let mark = elsewhere::mark(client, groups, event).await;
                self.store(mark.map(|mark| Delivered::Mark(Box::new(mark)))).await;
            }
            Event::LabelEditUpdate(update) => self.tell(elsewhere::label(update)).await,
            Event::LabelAssociationUpdate(update) => {
                self.tell_some(elsewhere::label_on_chat(client, update).await).await;
            }
            Event::GroupUpdate(update) => self.group(client, update).await,
            Event::PictureUpdate(update) => {
                self.store(pictured(client, groups, update).await).await;
                self.tell_some(profiles::picture(client, update).await).await;
            }
            Event::UserAboutUpdate(update) => self.tell_some(profiles::about(client, update).await).await,
            Event::BusinessStatusUpdate(update) => self.tell_some(profiles::status(client, update).await).await,
            Event::IncomingCall(call) => self.store(self.calls.hear(client, groups, call).await).await,
            Event::MissedCall(call) => self.store(self.calls.missed(client, groups, call).await).await,
            Event::IdentityChange(event) => self.store(identity_changed(client, event).await).await,
            Event::ContactNumberChanged(event) => self.store(number_changed(client, event).await).await,
            event => {
                let Some((chat, change)) = elsewhere::change(event) else { return };
                let Some(chat) = known(client, chat, None).await else { return };
                self.tell(Signal::Chat { chat, change }).await;
            }
        }
    }

    /// Stores what did not pass the durability hook; WhatsApp is not waiting for it.
    async fn store(&self, delivered: Option<Delivered>) {
        let Some(delivered) = delivered else { return };
        let change = change(&delivered);
        if self.inbox.store(vec![delivered]).await.is_err() {
            tracing::error!(tenant.id = %self.lifecycle.tenant, "a message outside the durable path could not be stored");
            // What is stored afterwards must not say that this was.
            self.lifecycle.end(Ending::Lost(Cause::StoreUnwritable));
        }
        self.tell_some(change).await;
    }

    async fn group(&self, client: &Client, update: &GroupUpdate) {
        let Some(happened) = happened(client, &self.groups, update).await else { return };
        self.store(Some(happened.line)).await;
        if happened.left {
            self.tell(Signal::GroupLeft(Address::one(happened.chat))).await;
        } else {
            self.tell(Signal::GroupChanged(Address::one(happened.chat.clone()))).await;
            self.groups.refresh(&happened.chat);
        }
    }

    async fn read_elsewhere(&self, chat: &WireJid, read: &[String]) {
        let Some(client) = self.lifecycle.client() else { return };
        let Some(chat) = known(&client, chat, None).await else { return };
        self.tell(Signal::ReadElsewhere { chat, ids: receipts::ids(read) }).await;
    }
}

/// Somebody set WhatsApp up anew.
async fn identity_changed(client: &Client, event: &IdentityChange) -> Option<Delivered> {
    let chat = known(client, &event.user, event.lid_user.as_ref()).await?;
    let now = UnixMs(wacore::time::now_millis());
    line(chat, &format!("identity-{now}"), now, SystemLine::SecurityNumberChanged)
}

/// Somebody has another phone number.
async fn number_changed(client: &Client, event: &ContactNumberChanged) -> Option<Delivered> {
    let chat = known(client, &event.old_jid, event.old_lid.as_ref()).await?;
    let to = known(client, &event.new_jid, event.new_lid.as_ref()).await;
    let at = UnixMs(event.timestamp.timestamp_millis());
    line(chat, &format!("number-{at}"), at, SystemLine::NumberChanged { to })
}

/// A line in the chat of the person whom it is about.
fn line(chat: Address, id: &str, at: UnixMs, line: SystemLine) -> Option<Delivered> {
    let id = MessageId::parse(id).ok()?;
    Some(Delivered::Message(Box::new(Received {
        key: MessageKey { sender: chat.clone(), chat, id, from_me: false },
        chat_kind: ChatKind::Direct,
        push_name: String::new(),
        at: Some(at),
        content: Content::System(line),
        context: Context::default(),
        raw: None,
    })))
}
