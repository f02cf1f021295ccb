//! One client's socket from the first byte to the last: handshake, then stanzas both ways.

use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use wacore_binary::Node;
use wacore_binary::marshal::{marshal, unmarshal_ref};
use wacore_binary::util::unpack;
use wacore_noise::NoiseCipher;
use wacore_noise::framing::append_frame_into;

use super::frames::Frames;
use super::handshake::{self, Established, Opening};
use super::web_socket::{Came, WebSocket};
use super::wire::{Turn, Wire};
use crate::faults::{self, Flow, Gate, Parcel};
use crate::network::ConnectionId;
use crate::running::{Handed, Net};

/// Serves the socket of `upgraded` until either side ends it or the network stops.
pub(crate) async fn serve(net: Arc<Net>, upgraded: impl Future<Output = hyper::Result<WebSocket>>) {
    let stop = net.stopping();
    let mut socket = tokio::select! {
        () = stop.cancelled() => return,
        upgraded = upgraded => match upgraded {
            Ok(socket) => socket,
            Err(error) => return tracing::debug!(%error, "A client hung up before its socket was one"),
        }
    };
    let wire = Arc::new(Wire::default());
    tokio::select! {
        () = stop.cancelled() => {}
        result = converse(&net, &mut socket, &wire) => {
            if let Err(reason) = result {
                tracing::debug!(reason = format!("{reason:#}"), "A socket ended early");
            }
        }
    }
}

async fn converse(net: &Arc<Net>, socket: &mut WebSocket, wire: &Arc<Wire>) -> anyhow::Result<()> {
    let mut frames = Frames::new();
    let established = shake_hands(net, socket, &mut frames).await?;
    let Some(established) = established else { return Ok(()) };
    let mut channel = Channel { encrypt: established.encrypt, decrypt: established.decrypt, sent: 0, received: 0 };
    let mut gate = faults::gate(net, &established.payload);
    if gate.turns_away() {
        let mut out = Vec::new();
        channel.seal(&faults::too_often(), &mut out)?;
        socket.send(&out).await?;
        part(socket).await;
        return Ok(());
    }
    let connection =
        net.connected(established.client_static, &established.payload, frames.routing(), Arc::clone(wire))?;
    let leaving = Leaving { net, connection };
    channel.carry(&leaving, socket, wire, &mut frames, &mut gate).await?;
    drop(leaving);
    Ok(())
}

/// Tells the network of the end of a connection, however its task ends.
struct Leaving<'net> {
    net: &'net Arc<Net>,
    connection: ConnectionId,
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.net.disconnected(self.connection);
    }
}

async fn shake_hands(net: &Net, socket: &mut WebSocket, frames: &mut Frames) -> anyhow::Result<Option<Established>> {
    let Some(first) = next_frame(socket, frames).await? else { return Ok(None) };
    let opening = handshake::open(&first, net.authority(), &mut net.fresh_rng())?;
    match opening {
        Opening::Done { reply, established } => {
            if net.answers(&established.payload) {
                send_frame(socket, &reply).await?;
            }
            Ok(Some(*established))
        }
        Opening::Waiting { reply, waiting } => {
            send_frame(socket, &reply).await?;
            let Some(second) = next_frame(socket, frames).await? else { return Ok(None) };
            Ok(Some(waiting.finish(&second)?))
        }
    }
}

async fn next_frame(socket: &mut WebSocket, frames: &mut Frames) -> anyhow::Result<Option<BytesMut>> {
    loop {
        if let Some(frame) = frames.next() {
            return Ok(Some(frame));
        }
        let came = listen(socket, frames).await?;
        if !answer(socket, came).await? {
            return Ok(None);
        }
    }
}

/// Waits until the client said something. Giving up the wait loses nothing.
async fn listen(socket: &mut WebSocket, frames: &mut Frames) -> anyhow::Result<Came> {
    let mut taken = Ok(());
    let feed = |bytes: &[u8]| {
        if taken.is_ok() {
            taken = frames.feed(bytes);
        }
    };
    let came = socket.receive(feed).await?;
    taken?;
    Ok(came)
}

/// Does what the WebSocket itself asks for; `false` at its end.
async fn answer(socket: &mut WebSocket, came: Came) -> anyhow::Result<bool> {
    match came {
        Came::Bytes => {}
        Came::Ping(question) => socket.pong(&question).await?,
        Came::End => {
            let _already_gone = tokio::time::timeout(PARTING, socket.close()).await;
            return Ok(false);
        }
    }
    Ok(true)
}

async fn send_frame(socket: &mut WebSocket, payload: &[u8]) -> anyhow::Result<()> {
    let mut out = Vec::with_capacity(payload.len() + 3);
    append_frame_into(payload, None, &mut out)?;
    Ok(socket.send(&out).await?)
}

/// How long a client may take to close its side.
const PARTING: Duration = Duration::from_secs(2);

/// Closes, and hears the client out until it closes too: a socket dropped with words unread resets the connection, and
/// a reset takes the last stanzas away from a client that has not read them yet.
async fn part(socket: &mut WebSocket) {
    let _already_gone = socket.close().await;
    let heard_out = async { while socket.receive(|_| {}).await.is_ok_and(|came| came != Came::End) {} };
    let _slow_to_go = tokio::time::timeout(PARTING, heard_out).await;
}

/// The two directions of an encrypted connection and their counters.
struct Channel {
    encrypt: NoiseCipher,
    decrypt: NoiseCipher,
    sent: u32,
    received: u32,
}

impl Channel {
    async fn carry(
        &mut self,
        here: &Leaving<'_>,
        socket: &mut WebSocket,
        wire: &Wire,
        frames: &mut Frames,
        gate: &mut Gate,
    ) -> anyhow::Result<()> {
        loop {
            while let Some(frame) = frames.next() {
                gate.put(Flow::Out, self.open(frame)?);
                if !hear(here, gate) {
                    return Ok(());
                }
            }
            frames.rest();
            if !hear(here, gate) {
                return Ok(());
            }
            let mut closing = false;
            match wire.turn() {
                Turn::Write(nodes) => nodes.into_iter().for_each(|node| gate.put(Flow::In, node)),
                Turn::Close => closing = true,
                Turn::Rest => {}
            }
            if closing && (wire.is_cut() || !gate.holds(Flow::In)) {
                part(socket).await;
                return Ok(());
            }
            let due = gate.take(Flow::In);
            if !due.is_empty() {
                if !self.write(here.net, gate, socket, due).await? {
                    return Ok(());
                }
                continue;
            }
            let came = tokio::select! {
                () = wire.woken() => Came::Bytes,
                () = gate.due() => Came::Bytes,
                came = listen(socket, frames) => came?,
            };
            if !answer(socket, came).await? {
                return Ok(());
            }
        }
    }

    fn open(&mut self, mut frame: BytesMut) -> anyhow::Result<Node> {
        self.decrypt.decrypt_in_place_with_counter(self.received, &mut frame)?;
        self.received += 1;
        let plain = unpack(&frame)?;
        Ok(unmarshal_ref(&plain)?.to_owned())
    }

    /// Writes stanzas as several frames in one WebSocket message; `false` when a fault ends the socket with them.
    async fn write(
        &mut self,
        net: &Net,
        gate: &Gate,
        socket: &mut WebSocket,
        parcels: Vec<Parcel>,
    ) -> anyhow::Result<bool> {
        let mut out = Vec::new();
        let mut messages = Vec::new();
        let mut whole = true;
        for parcel in parcels {
            match parcel {
                Parcel::Whole(node) => {
                    self.seal(&node, &mut out)?;
                    messages.extend(Handed::of(&node));
                }
                Parcel::Corrupted(node) => {
                    self.seal(&node, &mut out)?;
                    if let Some(last) = out.last_mut() {
                        *last ^= 1;
                    }
                }
                Parcel::Torn(node) => {
                    let before = out.len();
                    self.seal(&node, &mut out)?;
                    out.truncate(usize::midpoint(before, out.len()));
                    whole = false;
                    break;
                }
            }
        }
        socket.send(&out).await?;
        if let (false, Some(device)) = (messages.is_empty(), gate.device()) {
            net.handed(&device, &messages);
        }
        Ok(whole)
    }

    fn seal(&mut self, node: &Node, out: &mut Vec<u8>) -> anyhow::Result<()> {
        let sealed = self.encrypt.encrypt_with_counter(self.sent, &marshal(node)?)?;
        self.sent += 1;
        append_frame_into(&sealed, None, out)
    }
}

/// Lets the network hear what came through the gate; `false` when a fault ends the socket.
fn hear(here: &Leaving<'_>, gate: &mut Gate) -> bool {
    for parcel in gate.take(Flow::Out) {
        match parcel {
            Parcel::Whole(node) => here.net.receive(here.connection, &node),
            // The frame does not open, or does not end: the server gives the connection up.
            Parcel::Corrupted(_) | Parcel::Torn(_) => return false,
        }
    }
    true
}
