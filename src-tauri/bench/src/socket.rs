//! As much of a Socket.IO client as a browser's tab needs: connect with a ticket and hear events.

use anyhow::{Context as _, Result, bail};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// One open tab.
pub(crate) struct Tab(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Tab {
    /// Connects to `origin`, such as `http://127.0.0.1:3001`, with a one-time ticket.
    pub(crate) async fn open(origin: &str, ticket: &str) -> Result<Self> {
        let address = format!("{}/socket.io/?EIO=4&transport=websocket", origin.replacen("http", "ws", 1));
        let mut request = address.into_client_request()?;
        request.headers_mut().insert("Origin", origin.parse()?);
        let (mut socket, _) = connect_async(request).await?;
        socket.send(Message::text(format!("40{}", json!({ "ticket": ticket })))).await?;
        let mut tab = Self(socket);
        loop {
            let frame = tab.frame().await?;
            if frame.starts_with("40") {
                return Ok(tab);
            }
            if frame.starts_with("44") {
                bail!("the server refused the ticket: {frame}");
            }
        }
    }

    /// The next text frame; pings are answered on the way.
    async fn frame(&mut self) -> Result<String> {
        loop {
            let message = self.0.next().await.context("the server closed the socket")??;
            match message {
                Message::Text(text) if text.as_str() == "2" => self.0.send(Message::text("3")).await?,
                Message::Text(text) => return Ok(text.to_string()),
                _ => {}
            }
        }
    }

    /// Waits for an event; its type and its data.
    pub(crate) async fn event(&mut self) -> Result<(String, Value)> {
        loop {
            let frame = self.frame().await?;
            let Some(packet) = frame.strip_prefix("42") else { continue };
            let mut packet: Value = serde_json::from_str(packet)?;
            if packet[0] == "event" {
                let kind = packet[1]["type"].as_str().context("an event without a type")?.to_owned();
                return Ok((kind, packet[1]["data"].take()));
            }
        }
    }

    /// Waits for an event of this type and gives its data back.
    pub(crate) async fn until(&mut self, wanted: &str) -> Result<Value> {
        loop {
            let (kind, data) = self.event().await?;
            if kind == wanted {
                return Ok(data);
            }
        }
    }
}
