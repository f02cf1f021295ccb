//! A shop with a panel, its phone, two contacts and a group.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use portaria_emulator::{Emulator, EmulatorConfig, Phone};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::made::{Case, Made};
use crate::program::people::People;
use crate::program::{Program, Tenant};

pub use crate::program::people::{ANA, SHOP};

pub struct World {
    pub network: Emulator,
    pub shop: Phone,
    pub ana: Phone,
    pub bia: Phone,
    /// All three; Ana made it.
    pub group: String,
    pub program: Program,
    pub tenant: Tenant,
    _folder: TempDir,
    /// Counts what was sent from the panel.
    sends: AtomicU32,
}

impl World {
    pub async fn new() -> Self {
        let People { network, shop, ana, bia, group } = People::new(EmulatorConfig::default()).await;
        let folder = tempfile::tempdir().unwrap();
        let program = Program::start(folder.path(), &network);
        let tenant = program.log_in().await.create_tenant("Padaria Sol").await;
        Self { network, shop, ana, bia, group, program, tenant, _folder: folder, sends: AtomicU32::new(0) }
    }

    pub async fn stop(&self) {
        assert_eq!(self.tenant.post("/stop").await, StatusCode::ACCEPTED);
        self.shop.wait_for_connections(0, crate::program::PATIENCE).await.unwrap();
    }

    pub async fn start(&self) {
        assert_eq!(self.tenant.post("/start").await, StatusCode::ACCEPTED);
        self.tenant.until_connected().await;
    }

    /// Everything in the panel, by id. Nothing stands there twice.
    pub async fn panel(&self) -> BTreeMap<String, Value> {
        let mut by_id = BTreeMap::new();
        for message in self.tenant.all_messages().await {
            let id = message["id"].as_str().unwrap().to_owned();
            assert!(by_id.insert(id, message.clone()).is_none(), "twice in the panel: {message}");
        }
        by_id
    }

    /// Waits for a message that is as wanted.
    pub async fn until(&self, id: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let mut last = Value::Null;
        let found = self.tenant.within_patience(async || {
            last = self.panel().await.remove(id)?;
            wanted(&last).then_some(())
        });
        let found = found.await;
        assert!(found.is_some(), "{id} stayed {last:#}");
        last
    }

    /// Has something accepted for sending; gives back the answer.
    pub async fn send(&self, body: &Value) -> Value {
        let key = self.sends.fetch_add(1, Ordering::Relaxed);
        let answer = self.tenant.post_json("/send", body, &format!("key-{key}")).await;
        let status = answer.status();
        let answer: Value = answer.json().await.unwrap();
        assert_eq!(status, StatusCode::ACCEPTED, "{body}: {answer}");
        answer
    }
}

/// Sends one message; `before` is what it answers, where it answers something.
pub async fn send(phone: &Phone, to: &str, case: &Case, before: &str) -> String {
    let sent = match case.made.clone() {
        Made::Words(draft) => phone.send_draft(to, draft).await,
        Made::Answer(draft) => phone.send_draft(to, draft.quoting(before)).await,
        Made::File(draft, file) => phone.send_file(to, draft, file).await,
        Made::Raw(message) => phone.send_raw(to, *message, None).await,
    };
    sent.unwrap_or_else(|error| panic!("{}: {error}", case.kind))
}

/// A message as the API names it.
pub fn target(message: &Value) -> Value {
    json!({ "chatId": message["chatId"], "messageId": message["id"] })
}
