//! One phone, and the light client that becomes its companion.

use anyhow::Result;
use portaria_emulator::LightClient;
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

    /// Lets the phone scan the code that a client shows; the client, logged in as its companion.
    pub(super) async fn link(&self, (mut client, qr): (LightClient, String)) -> Result<LightClient> {
        let pairing = async {
            let approval = client.approval().await?;
            anyhow::Ok(client.accept(&approval).await?)
        };
        let scanned = json!({ "text": qr });
        let (scanned, keys) = tokio::join!(self.post("scan", &scanned), pairing);
        scanned?;
        Ok(LightClient::login(&self.program.ws_url, keys?).await?)
    }
}
