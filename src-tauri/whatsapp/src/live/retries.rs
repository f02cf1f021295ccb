//! What the account's own phone could not read.
//!
//! Each message goes to the own phone too, as a copy. A phone that cannot open its copy asks for it again, and the
//! library (0.7.0) takes it for the addressee: it would begin a session with the phone's keys in the contact's name, and
//! nobody could read the next text. So the library does not find such a message; who asks for it is answered here.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use wacore::messages::wrap_device_sent;
use wacore::protocol::retry::MAX_RETRY_COUNT;
use wacore::store::error::Result;
use wacore::store::traits::ProtocolStore as _;
use wacore_binary::{Jid, JidExt as _, NodeRef};
use waproto::whatsapp::Message;
use whatsapp_rust::{Client, MessageRetransmission};
use whatsapp_rust_sqlite_storage::SqliteStore;

use super::address::is_own;
use super::lifecycle::Lifecycle;

/// How many requests are remembered. They are rare, and answered within moments.
const REMEMBERED: usize = 64;

/// Who asked for which message of a direct chat.
pub(super) struct Retries {
    file: SqliteStore,
    lifecycle: Arc<Lifecycle>,
    asked: Mutex<VecDeque<Request>>,
    /// Reading a message takes it out of the file for a moment.
    answering: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
struct Request {
    id: String,
    chat: Jid,
    device: Jid,
    count: u8,
    /// It is the account's own phone that asks.
    by_phone: bool,
}

impl Retries {
    pub(super) fn new(file: SqliteStore, lifecycle: Arc<Lifecycle>) -> Self {
        Self { file, lifecycle, asked: Mutex::default(), answering: tokio::sync::Mutex::default() }
    }

    /// A device asks for a message again. Heard before the library acts on it.
    pub(super) fn hear(self: &Arc<Self>, receipt: &NodeRef<'_>) {
        let Some(client) = self.lifecycle.client() else { return };
        let Some(request) = read(&client, receipt) else { return };
        let due: Vec<Request> = {
            let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            let withheld = asked.iter().any(|earlier| earlier.by_phone && earlier.id == request.id);
            // The addressee may have asked a moment ago, and the library has not looked for the message yet.
            let overtaken = asked.iter().filter(|earlier| request.by_phone && !withheld && earlier.id == request.id);
            let answered_here = request.by_phone || withheld;
            let due = overtaken.cloned().chain(answered_here.then(|| request.clone())).collect();
            asked.push_back(request);
            if asked.len() > REMEMBERED {
                asked.pop_front();
            }
            due
        };
        for request in due {
            let (retries, client) = (Arc::clone(self), Arc::clone(&client));
            self.lifecycle.tasks.spawn(async move { retries.answer(&client, request).await });
        }
    }

    /// Whether the library is not to find a message.
    pub(super) fn withholds(&self, id: &str) -> bool {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.iter().any(|request| request.by_phone && request.id == id)
    }

    async fn answer(&self, client: &Client, request: Request) {
        let _one_at_a_time = self.answering.lock().await;
        let answered = self.send_again(client, &request).await;
        if let Err(error) = answered {
            tracing::warn!(tenant.id = %self.lifecycle.tenant, message.id = request.id, error = &*error, "a message that a device could not read was not sent again");
        }
    }

    async fn send_again(
        &self,
        client: &Client,
        request: &Request,
    ) -> std::result::Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let Request { id, chat, device, count, by_phone } = request;
        for key in names(client, chat).await {
            let Some(bytes) = self.read_sent(&key, id).await? else { continue };
            let message = waproto::codec::message_decode(&bytes)?;
            // What the two have in common is of no use any more; the device's keys on the server are.
            client.signal().delete_sessions(std::slice::from_ref(device)).await?;
            let message: Message = if *by_phone { wrap_device_sent(message, chat.to_string()) } else { message };
            let again = MessageRetransmission::new(chat.clone(), device.clone(), message, id.clone(), *count);
            let again = if *by_phone { again.with_recipient(chat.clone()) } else { again };
            client.retransmit_message(again).await?;
            // The library keeps what it sent last: for the next who asks, that is the message and not the copy.
            self.file.store_sent_message(&key, id, &bytes).await?;
            return Ok(());
        }
        Ok(()) // too old, or never ours
    }

    async fn read_sent(&self, chat: &str, id: &str) -> Result<Option<Vec<u8>>> {
        let message = self.file.take_sent_message(chat, id).await?;
        if let Some(bytes) = &message {
            self.file.store_sent_message(chat, id, bytes).await?;
        }
        Ok(message)
    }
}

/// The names under which the library may have kept a message to a chat.
async fn names(client: &Client, chat: &Jid) -> Vec<String> {
    let known = client.get_lid_pn_entry(chat).await.ok().flatten();
    let both = known.map(|entry| [Jid::lid(&*entry.lid), Jid::pn(&*entry.phone_number)]);
    let mut names: Vec<String> = both.iter().flatten().map(ToString::to_string).collect();
    if !names.contains(&chat.to_string()) {
        names.push(chat.to_string());
    }
    names
}

/// A request for a message of a direct chat, unless that device has asked too often.
fn read(client: &Client, receipt: &NodeRef<'_>) -> Option<Request> {
    let device = receipt.get_attr("from")?.to_jid()?;
    let retry = receipt.get_optional_child("retry")?;
    if device.is_group() || device.is_status_broadcast() || device.is_broadcast_list() {
        return None;
    }
    let count = retry.get_attr("count").and_then(|count| count.as_str().parse().ok()).unwrap_or(1);
    if count >= MAX_RETRY_COUNT {
        return None;
    }
    let by_us = is_own(client, &device);
    let chat = if by_us { receipt.get_attr("recipient")?.to_jid()? } else { device.clone() };
    Some(Request {
        id: retry.get_attr("id")?.as_str().into_owned(),
        chat: chat.to_non_ad(),
        count,
        by_phone: by_us && device.device == 0,
        device,
    })
}
