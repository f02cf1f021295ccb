//! What people show of themselves and let others change, as the panel and the API show it, against phones.

#![cfg(feature = "emulator")]
#![allow(clippy::unwrap_used)]

#[path = "../program/mod.rs"]
mod program;

mod earlier_number;
mod profiles;
mod refused;
mod usernames;

use portaria_emulator::EmulatorConfig;
use program::people::People;
use program::{Program, Tenant};
use serde_json::Value;
use tempfile::TempDir;

/// A shop with a panel, and the people who write to it.
struct World {
    people: People,
    tenant: Tenant,
    program: Program,
    _folder: TempDir,
}

impl World {
    async fn new() -> Self {
        let people = People::new(EmulatorConfig::default()).await;
        let folder = tempfile::tempdir().unwrap();
        let program = Program::start(folder.path(), &people.network);
        let tenant = program.log_in().await.create_tenant("Padaria Sol").await;
        tenant.pair(&people.shop).await;
        Self { people, tenant, program, _folder: folder }
    }

    /// What an address of the tenant's answers.
    async fn json(&self, path: &str) -> Value {
        self.tenant.get(path).await.unwrap().json().await.unwrap()
    }

    /// A chat by its name, once it is as wanted.
    async fn chat(&self, name: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        self.tenant
            .until(&format!("a chat of {name} that is as wanted"), async || {
                let chats = self.json("/chats").await;
                let found = chats["items"].as_array()?.iter().find(|chat| chat["name"] == name)?.clone();
                wanted(&found).then_some(found)
            })
            .await
    }
}
