//! The socket to WhatsApp: the library's WebSocket on a connection of our own making.
//!
//! What is said leaves at once. Where the system collects small packets, an acknowledgement and the next message that
//! follows it wait for one another: each message of a backlog then took forty milliseconds.

use std::sync::Arc;

use async_trait::async_trait;
use http::{HeaderValue, Uri, header};
use tokio::net::TcpStream;
use tokio_websockets::ClientBuilder;
use wacore::net::{WHATSAPP_WEB_ORIGIN, WHATSAPP_WEB_WS_URL};
use whatsapp_rust::anyhow::{self, Context as _};
use whatsapp_rust::async_channel::Receiver;
use whatsapp_rust::transport::{
    Connector, Transport, TransportEvent, TransportFactory, default_tls_connector, from_websocket,
};

/// Dials one address. Shared by all sessions, for its TLS roots are not small.
pub(super) struct Sockets {
    url: String,
    tls: Connector,
}

impl Sockets {
    /// Dials `url`, or WhatsApp's own address.
    pub(super) fn new(url: Option<&str>) -> Self {
        Self { url: url.unwrap_or(WHATSAPP_WEB_WS_URL).to_owned(), tls: default_tls_connector() }
    }
}

#[async_trait]
impl TransportFactory for Sockets {
    async fn create_transport(&self) -> anyhow::Result<(Arc<dyn Transport>, Receiver<TransportEvent>)> {
        let uri: Uri = self.url.parse().context("the address is none")?;
        let is_secret = match uri.scheme_str() {
            Some("wss") => true,
            Some("ws") => false,
            _ => anyhow::bail!("the address is neither ws nor wss"),
        };
        let host = uri.host().context("the address names no host")?.trim_start_matches('[').trim_end_matches(']');
        let port = uri.port_u16().unwrap_or(if is_secret { 443 } else { 80 });
        let stream = TcpStream::connect((host, port)).await.context("no connection")?;
        stream.set_nodelay(true).context("no connection")?;
        let tls = if is_secret { &self.tls } else { &Connector::Plain };
        let stream = tls.wrap(host, stream).await.context("no connection by TLS")?;
        let origin = HeaderValue::from_static(WHATSAPP_WEB_ORIGIN);
        let upgrade = ClientBuilder::from_uri(uri.clone()).add_header(header::ORIGIN, origin)?;
        let (socket, _) = upgrade.connect_on(stream).await.context("no WebSocket")?;
        Ok(from_websocket(socket))
    }
}
