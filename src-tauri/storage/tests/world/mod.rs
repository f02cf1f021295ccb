//! A data folder, a tenant, and messages to put into it.

#![allow(dead_code, reason = "each test file uses its own part")]

use portaria_domain::{Address, Content, Jid, Message, MessageId, TenantId, UnixMs};
use portaria_storage::{ChatStore, IncomingMessage, NewTenant, OutgoingMessage, Stores};
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
    Content::Text { text: text.into() }
}

/// A text from Ana, under any of her addresses.
pub fn from(address: Address, id: &str, body: &str) -> IncomingMessage {
    IncomingMessage {
        id: MessageId::parse(id).unwrap(),
        chat: address.clone(),
        is_group: false,
        sender: address,
        from_me: false,
        push_name: "Ana".into(),
        at: NOW,
        content: text(body),
    }
}

pub fn to_ana(id: &str, body: &str, key: Option<&str>) -> OutgoingMessage {
    OutgoingMessage {
        id: MessageId::parse(id).unwrap(),
        to: ana(),
        text: body.into(),
        idempotency_key: key.map(Into::into),
        sender: me(),
    }
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
