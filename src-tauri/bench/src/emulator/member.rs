//! One phone, and the light client that becomes its companion.

use anyhow::Result;
use portaria_emulator::{LightClient, LightKeys};
use serde_json::{Value, json};

use super::program::Program;

/// A phone that was just opened.
pub(super) struct Newcomer<'a> {
    program: &'a Program,
    number: String,
}

impl<'a> Newcomer<'a> {
    /// Opens an account.
    pub(super) async fn open(program: &'a Program, number: &str, name: &str) -> Result<Self> {
        program.post("phones", &json!({ "name": name, "number": number })).await?;
        Ok(Self { program, number: number.to_owned() })
    }

    /// Asks the control API for something about this phone.
    pub(super) async fn post(&self, what: &str, body: &Value) -> Result<reqwest::Response> {
        self.program.post(&format!("phones/{}/{what}", self.number), body).await
    }

    pub(super) fn number(&self) -> &str {
        &self.number
    }

    /// Lets the phone scan the code that a client shows; the keys of its companion, which is not logged in.
    pub(super) async fn pair(&self, (mut client, qr): (LightClient, String)) -> Result<LightKeys> {
        let pairing = async {
            let approval = client.approval().await?;
            anyhow::Ok(client.accept(&approval).await?)
        };
        let scanned = json!({ "text": qr });
        let (scanned, keys) = tokio::join!(self.post("scan", &scanned), pairing);
        scanned?;
        keys
    }

    /// The same; the client, logged in as the phone's companion.
    pub(super) async fn link(&self, shown: (LightClient, String)) -> Result<LightClient> {
        Ok(LightClient::login(&self.program.ws_url, self.pair(shown).await?).await?)
    }
}
