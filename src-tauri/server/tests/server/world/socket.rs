//! A Socket.IO client, by hand: what it may send wrongly matters here.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::{Credential, World};

/// How long to wait for what must come.
const PATIENCE: Duration = Duration::from_secs(5);

pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// How the server took a connection.
#[derive(Debug, PartialEq, Eq)]
pub enum Entry {
    Admitted,
    Refused(String),
}

impl Socket {
    /// Opens the transport alone; the status when it is refused.
    pub async fn transport(world: &World, headers: &[(&'static str, &str)]) -> Result<Self, u16> {
        let url = world.url("/socket.io/?EIO=4&transport=websocket").replacen("http", "ws", 1);
        let mut request = url.into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        match connect_async(request).await {
            Ok((stream, _)) => {
                let mut socket = Self { stream };
                assert!(socket.next_text().await.unwrap().starts_with('0'), "Engine.IO greets first");
                Ok(socket)
            }
            Err(tungstenite::Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    /// Asks to be let in with this `auth`.
    pub async fn enter(&mut self, auth: &Value) -> Entry {
        self.send(&format!("40{auth}")).await;
        let text = self.next_text().await.expect("an answer to CONNECT");
        match text.get(..2) {
            Some("40") => Entry::Admitted,
            Some("44") => {
                let error: Value = serde_json::from_str(&text[2..]).unwrap();
                Entry::Refused(error["message"].as_str().unwrap().to_owned())
            }
            _ => panic!("unexpected {text}"),
        }
    }

    /// The whole way in, as the portal and the panel go it.
    pub async fn open(world: &World, who: &Credential, ticket_path: &str) -> Self {
        let ticket = ticket(world, who, ticket_path).await;
        let mut socket = Self::transport(world, &[]).await.unwrap();
        assert_eq!(socket.enter(&json!({ "ticket": ticket })).await, Entry::Admitted);
        socket
    }

    pub async fn send(&mut self, text: &str) {
        // Whether the other side still listens is what the test looks at next.
        let _ = self.stream.send(Message::text(text.to_owned())).await;
    }

    pub async fn send_binary(&mut self, bytes: &[u8]) {
        let _ = self.stream.send(Message::binary(bytes.to_vec())).await;
    }

    /// The next event of this name.
    pub async fn event(&mut self, name: &str) -> Value {
        loop {
            let text = self.next_text().await.unwrap_or_else(|| panic!("the socket closed before `{name}`"));
            if let Some(body) = text.strip_prefix("42") {
                let event: Value = serde_json::from_str(body).unwrap();
                if event[0] == name {
                    return event[1].clone();
                }
            }
        }
    }

    /// The next numbered event of this type.
    pub async fn fact(&mut self, kind: &str) -> Value {
        loop {
            let event = self.event("event").await;
            if event["type"] == kind {
                return event;
            }
        }
    }

    /// Waits for the server to close the namespace or the transport; how long that took.
    pub async fn closed(&mut self) -> Duration {
        let started = std::time::Instant::now();
        while let Some(text) = self.next_text().await {
            if text == "41" {
                break;
            }
        }
        started.elapsed()
    }

    /// Everything that comes until a marker event with `until` in it.
    pub async fn everything_until(&mut self, until: &str) -> String {
        let mut all = String::new();
        loop {
            let text = self.next_text().await.expect("the socket stays open");
            all.push_str(&text);
            if text.contains(until) {
                return all;
            }
        }
    }

    /// Everything that comes before the server closes it.
    pub async fn everything_until_closed(&mut self) -> String {
        let mut all = String::new();
        while let Some(text) = self.next_text().await.filter(|text| text != "41") {
            all.push_str(&text);
        }
        all
    }

    /// The next packet that is not a ping; `None` once it is closed.
    async fn next_text(&mut self) -> Option<String> {
        loop {
            let message =
                tokio::time::timeout(PATIENCE, self.stream.next()).await.expect("nothing came in five seconds");
            match message {
                Some(Ok(Message::Text(text))) if text.as_str() == "2" => self.send("3").await,
                Some(Ok(Message::Text(text))) => return Some(text.to_string()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }
}

pub async fn ticket(world: &World, who: &Credential, path: &str) -> String {
    let answer = world.post(who, path, &json!({})).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["ticket"].as_str().unwrap().to_owned()
}
