//! Dials WhatsApp, and remembers why that failed: the library only logs it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use portaria_domain::Cause;
use whatsapp_rust::anyhow;
use whatsapp_rust::async_channel::{self, Receiver, Sender};
use whatsapp_rust::transport::{Transport, TransportEvent, TransportFactory};

use super::lifecycle::Lifecycle;
use super::notices::Notices;
use super::owed::Owed;
use super::socket::Sockets;
use crate::Ending;

/// How many events of the socket may wait for the library.
const WAITING_EVENTS: usize = 8;

/// How many connections one session may take: pairing needs two, and the library's slip a third.
const MOST_DIALS: u32 = 4;

/// Opens the connections of one session.
pub(super) struct Dialler {
    pub(super) factory: Arc<Sockets>,
    pub(super) lifecycle: Arc<Lifecycle>,
    pub(super) owed: Arc<Owed>,
    pub(super) notices: Arc<Notices>,
    pub(super) dials: AtomicU32,
    /// Whether the device trusts a server key from an earlier login. Then the handshake can fail over a
    /// key that is merely old: the library forgets it, and the next attempt checks the certificate.
    pub(super) trusts_earlier_key: bool,
}

#[async_trait]
impl TransportFactory for Dialler {
    async fn create_transport(&self) -> anyhow::Result<(Arc<dyn Transport>, Receiver<TransportEvent>)> {
        let dials = self.dials.fetch_add(1, Ordering::AcqRel) + 1;
        self.lifecycle.reconnect_inside(self.lifecycle.is_pairing() && dials < MOST_DIALS);
        // The library gives up a dial that takes too long, and this future with it.
        self.lifecycle.suspect(Ending::Lost(Cause::ServerUnreachable));
        let (socket, events) = match self.factory.create_transport().await {
            Ok(opened) => opened,
            Err(error) => {
                self.lifecycle.reconnect_inside(false);
                tracing::warn!(tenant.id = %self.lifecycle.tenant, error = %error, "WhatsApp's server cannot be reached");
                // The library hands the TLS error on as text.
                if format!("{error:#}").contains("certificate") {
                    self.lifecycle.suspect(Ending::Lost(Cause::CertificateRejected));
                }
                return Err(error);
            }
        };
        self.lifecycle.suspect(Ending::Lost(Cause::ConnectionLost));
        let handshake = Arc::new(Handshake::default());
        let (sender, receiver) = async_channel::bounded(WAITING_EVENTS);
        self.lifecycle.tasks.spawn(watch(events, sender, Arc::clone(&handshake)));
        let checks_certificate = !self.trusts_earlier_key;
        Ok((
            Arc::new(Connection {
                socket,
                handshake,
                checks_certificate,
                lifecycle: Arc::clone(&self.lifecycle),
                owed: Arc::clone(&self.owed),
                notices: Arc::clone(&self.notices),
            }),
            receiver,
        ))
    }
}

/// How far the handshake came: the client speaks, the server answers, the client speaks again.
#[derive(Default)]
struct Handshake {
    spoken: AtomicU32,
    answered: AtomicBool,
    hung_up: AtomicBool,
}

/// Passes the socket's events on and remembers what they say about the handshake.
async fn watch(events: Receiver<TransportEvent>, sender: Sender<TransportEvent>, handshake: Arc<Handshake>) {
    while let Ok(event) = events.recv().await {
        match &event {
            TransportEvent::Connected => {}
            TransportEvent::DataReceived(_) => handshake.answered.store(true, Ordering::Release),
            TransportEvent::Disconnected(_) => handshake.hung_up.store(true, Ordering::Release),
        }
        if sender.send(event).await.is_err() {
            return;
        }
    }
}

/// An open connection.
struct Connection {
    socket: Arc<dyn Transport>,
    handshake: Arc<Handshake>,
    checks_certificate: bool,
    lifecycle: Arc<Lifecycle>,
    owed: Arc<Owed>,
    notices: Arc<Notices>,
}

#[async_trait]
impl Transport for Connection {
    async fn send(&self, data: Bytes) -> anyhow::Result<()> {
        self.owed.settle().await?;
        self.notices.on_disk().await?;
        self.handshake.spoken.fetch_add(1, Ordering::AcqRel);
        self.socket.send(data).await
    }

    async fn disconnect(&self) {
        let unfinished = self.handshake.spoken.load(Ordering::Acquire) <= 1;
        if unfinished {
            self.lifecycle.reconnect_inside(false);
        }
        let hung_up = self.handshake.hung_up.load(Ordering::Acquire);
        match (unfinished && !hung_up, self.handshake.answered.load(Ordering::Acquire)) {
            // The client heard the server's introduction and would not go on.
            (true, true) if self.checks_certificate => self.lifecycle.suspect(Ending::Lost(Cause::CertificateRejected)),
            // The server took the connection and never said a word.
            (true, false) => self.lifecycle.suspect(Ending::Lost(Cause::ServerUnreachable)),
            _ => {}
        }
        self.socket.disconnect().await;
    }
}
