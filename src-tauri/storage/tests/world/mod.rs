//! A data folder, a tenant, and messages to put into it.

#![allow(dead_code, reason = "each test file uses its own part")]

use portaria_domain::{
    Address, ChatKind, Content, Context, Delivered, Event, HistoryChat, HistoryMessage, HistoryPart, Jid, Mark,
    MarkKind, Message, MessageId, MessageKey, MessageStatus, Raw, RawFormat, Receipt, Received, TenantId, UnixMs,
};
use portaria_storage::{ChatStore, NewTenant, OutboxItem, Outgoing, Says, Stores};
use tempfile::TempDir;

pub const NOW: UnixMs = UnixMs(1_790_000_000_000);
pub const ANA_PN: &str = "5511900000002@s.whatsapp.net"; // invented
pub const ANA_LID: &str = "200000000002@lid";

pub struct World {
    pub folder: TempDir,
    pub stores: Stores,
}

impl World {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let stores = Stores::open(folder.path()).await.unwrap();
        Self { folder, stores }
    }

    /// Closes everything and opens it again, as a restart does.
    pub async fn reopen(self) -> Self {
        let Self { folder, stores } = self;
        stores.close().await;
        drop(stores);
        let stores = Stores::open(folder.path()).await.unwrap();
        Self { folder, stores }
    }

    /// Changes the control plane behind our back, as another version of the program may have.
    pub async fn write(&self, sql: String) {
        self.stores.write_control(sql).await.unwrap();
    }

    /// The same with a tenant's conversations; the stores are closed for it and opened again.
    pub async fn write_chats(self, tenant: TenantId, sql: &str) -> Self {
        let path = self.stores.tenant_folder(tenant).join("chats.db");
        let key = self.stores.tenant_key(tenant).await.unwrap();
        let Self { folder, stores } = self;
        stores.close().await;
        drop(stores);
        let db = rusqlite::Connection::open(&path).unwrap();
        db.pragma_update(None, "key", format!("x'{}'", hex::encode(key.expose()))).unwrap();
        db.execute_batch(sql).unwrap();
        drop(db);
        let stores = Stores::open(folder.path()).await.unwrap();
        Self { folder, stores }
    }

    pub async fn tenant(&self, name: &str) -> TenantId {
        let new = NewTenant { name: name.parse().unwrap(), phone: None };
        self.stores.create_tenant(new, NOW).await.unwrap().0.id
    }

    pub async fn chats(&self) -> ChatStore {
        let tenant = self.tenant("Padaria Sol").await;
        self.stores.chats(tenant).await.unwrap()
    }
}

pub fn jid(text: &str) -> Jid {
    text.parse().unwrap()
}

pub fn id(text: &str) -> MessageId {
    MessageId::parse(text).unwrap()
}

pub fn ana() -> Address {
    Address { pn: Some(jid(ANA_PN)), lid: Some(jid(ANA_LID)) }
}

pub fn me() -> Address {
    Address::one(jid("5511900000001@s.whatsapp.net")) // invented
}

pub fn text(text: &str) -> Content {
    Content::plain(text)
}

pub fn raw(text: &str) -> Raw {
    Raw { format: RawFormat::Message, bytes: text.as_bytes().to_vec() }
}

/// A text from Ana, under any of her addresses.
pub fn from(address: Address, id: &str, body: &str) -> Received {
    let key = MessageKey { chat: address.clone(), id: self::id(id), from_me: false, sender: address };
    Received {
        key,
        chat_kind: ChatKind::Direct,
        push_name: "Ana".into(),
        at: Some(NOW),
        content: text(body),
        context: Context::default(),
        raw: Some(raw(body)),
    }
}

/// The same, written by this account on another of its devices.
pub fn own(chat: Address, id: &str, body: &str) -> Received {
    let received = from(chat, id, body);
    let key = MessageKey { from_me: true, sender: me(), ..received.key };
    Received { key, push_name: String::new(), ..received }
}

pub fn group() -> Address {
    Address::one(jid("120363000000000001@g.us"))
}

/// A text in a group.
pub fn in_group(sender: Address, id: &str, body: &str) -> Received {
    let received = from(sender, id, body);
    Received { key: MessageKey { chat: group(), ..received.key }, chat_kind: ChatKind::Group, ..received }
}

/// A mark on a message.
pub fn mark(target: &Received, by: Address, id: &str, at: UnixMs, kind: MarkKind) -> Mark {
    let raw = Some(raw(id));
    Mark { target: target.key.clone(), id: self::id(id), from_me: by == me(), by, at, kind, raw }
}

pub fn edit(body: &str) -> MarkKind {
    MarkKind::Edit { content: Box::new(text(body)), context: Box::default() }
}

/// What WhatsApp delivers in one batch.
pub async fn deliver(chats: &ChatStore, batch: Vec<Received>, now: UnixMs) -> Vec<Event> {
    let batch = batch.into_iter().map(|received| Delivered::Message(Box::new(received))).collect();
    chats.store_delivered(batch, now).await.unwrap().events
}

pub async fn deliver_mark(chats: &ChatStore, mark: Mark) -> Vec<Event> {
    chats.store_delivered(vec![Delivered::Mark(Box::new(mark))], NOW).await.unwrap().events
}

pub fn receipt(chat: Address, ids: &[MessageId], status: MessageStatus, at: UnixMs) -> Receipt {
    Receipt { by: chat.clone(), chat, ids: ids.to_vec(), status, at }
}

pub fn history_chat(chat: Address, messages: Vec<(Received, MessageStatus)>) -> HistoryChat {
    let messages =
        messages.into_iter().map(|(message, status)| HistoryMessage { message, status, receipts: Vec::new() });
    HistoryChat {
        chat,
        kind: ChatKind::Direct,
        name: String::new(),
        user_name: String::new(),
        unread: 0,
        state: Vec::new(),
        participants: Vec::new(),
        last_activity: Some(NOW),
        messages: messages.collect(),
        marks: Vec::new(),
    }
}

pub fn history(chat: Address, messages: Vec<(Received, MessageStatus)>) -> HistoryPart {
    HistoryPart { chats: vec![history_chat(chat, messages)], ..HistoryPart::default() }
}

pub fn to_ana(id: &str, body: &str, key: Option<&str>) -> Outgoing {
    let mut fingerprint = [0; 32];
    body.bytes().zip(&mut fingerprint).for_each(|(byte, place)| *place = byte);
    Outgoing {
        id: self::id(id),
        to: ana(),
        is_typed: false,
        raw: raw(body),
        says: Says::Message { content: text(body), context: Context::default() },
        client_key: key.map(Into::into),
        fingerprint,
        sender: me(),
        send_at: None,
        reworded: None,
        sent_by: None,
        is_automatic: false,
    }
}

/// Stores a text for sending and gives the message back.
pub async fn enqueue(chats: &ChatStore, outgoing: Outgoing, now: UnixMs) -> Message {
    chats.enqueue(outgoing, now).await.unwrap().message.unwrap()
}

/// What could leave at a moment.
pub async fn due(chats: &ChatStore, now: UnixMs) -> Vec<OutboxItem> {
    chats.due(now, 99).await.unwrap().items
}

pub async fn due_ids(chats: &ChatStore, now: UnixMs) -> Vec<String> {
    due(chats, now).await.into_iter().map(|item| item.id.to_string()).collect()
}

/// Every message of every chat, oldest first.
pub async fn everything(chats: &ChatStore) -> Vec<Message> {
    let mut all = Vec::new();
    for chat in chats.chats(portaria_storage::ChatQuery { limit: 1_000, ..Default::default() }).await.unwrap() {
        let mut before = None;
        loop {
            let page = chats.messages(chat.id, before, 50).await.unwrap();
            all.extend(page.messages);
            before = page.next;
            if before.is_none() {
                break;
            }
        }
    }
    all.reverse();
    all
}
