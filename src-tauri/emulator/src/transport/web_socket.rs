//! A client's WebSocket from the server's side (RFC 6455), without memory of its own between two messages.
//!
//! The library's stream keeps, for as long as a connection lives, buffers of the size of the largest message that ever
//! went either way: some 35 KB in a client that once uploaded 812 keys. Headers and the handshake are the
//! library's still. WhatsApp cuts its own frames from the stream of payloads (`frames.rs`), so that the borders of
//! messages and fragments mean nothing here; absent are text, extensions and subprotocols.

use std::future::poll_fn;
use std::io;
use std::io::Cursor;
use std::pin::Pin;
use std::task::{Poll, ready};

use axum::body::Body;
use axum::http::{Request, Response};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio_tungstenite::tungstenite;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;
use tokio_tungstenite::tungstenite::protocol::frame::FrameHeader;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Control, Data, OpCode};

/// The largest stanza is a history chunk; the largest client message is far smaller.
const LARGEST_MESSAGE: u64 = 16 * 1024 * 1024;

/// Bytes that one look at the socket may bring; they lie on the stack.
const ROOM: usize = 8 * 1024;

/// What ends a WebSocket early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WebSocketError {
    /// The socket itself.
    #[error("the socket broke")]
    Socket(#[from] io::Error),
    /// A header that the protocol does not know.
    #[error("a WebSocket header makes no sense")]
    Header(#[from] Box<tungstenite::Error>),
    /// A client must mask, and may use no extension that nobody offered.
    #[error("a WebSocket frame is unmasked, too long, or of an unknown extension")]
    Unfit,
}

/// What a look at the socket brought.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Came {
    /// Something, or nothing yet, for the reader.
    Bytes,
    /// A question to be answered by [`WebSocket::pong`].
    Ping(Vec<u8>),
    /// The client said goodbye, or is gone.
    End,
}

/// The server's end of one client's WebSocket.
pub(crate) struct WebSocket<S = TokioIo<Upgraded>> {
    stream: S,
    inflow: Inflow,
    /// Read, and not looked at yet, as something in front of it had to be answered first.
    left: Vec<u8>,
    /// The client said goodbye.
    ended: bool,
}

/// Answers a client that asks for a WebSocket: the response, and the socket that follows it.
pub(crate) fn accept(
    mut request: Request<Body>,
) -> Result<(Response<Body>, impl Future<Output = hyper::Result<WebSocket>> + Send), Box<tungstenite::Error>> {
    let response = create_response_with_body(&request, Body::empty)?;
    let upgrade: OnUpgrade = hyper::upgrade::on(&mut request);
    let socket = async { Ok(WebSocket::new(TokioIo::new(upgrade.await?))) };
    Ok((response, socket))
}

impl<S: AsyncRead + AsyncWrite + Unpin> WebSocket<S> {
    fn new(stream: S) -> Self {
        Self { stream, inflow: Inflow::default(), left: Vec::new(), ended: false }
    }

    /// Waits for bytes and hands payloads to `reader` as they come. Giving up the wait loses nothing.
    pub(crate) async fn receive(&mut self, mut reader: impl FnMut(&[u8])) -> Result<Came, WebSocketError> {
        if self.ended {
            return Ok(Came::End);
        }
        if !self.left.is_empty() {
            let mut bytes = std::mem::take(&mut self.left);
            return self.hear(&mut bytes, &mut reader);
        }
        poll_fn(|cx| {
            let mut room = [0; ROOM];
            let mut bytes = ReadBuf::new(&mut room);
            ready!(Pin::new(&mut self.stream).poll_read(cx, &mut bytes))?;
            if bytes.filled().is_empty() {
                return Poll::Ready(Ok(Came::End));
            }
            Poll::Ready(self.hear(bytes.filled_mut(), &mut reader))
        })
        .await
    }

    fn hear(&mut self, bytes: &mut [u8], reader: &mut impl FnMut(&[u8])) -> Result<Came, WebSocketError> {
        let mut said = false;
        let mut told = |payload: &[u8]| {
            said = true;
            reader(payload);
        };
        let (came, used) = self.inflow.take(bytes, &mut told)?;
        self.left = bytes[used..].to_vec();
        self.ended = came == Came::End;
        // Last words come before the goodbye.
        Ok(if self.ended && said { Came::Bytes } else { came })
    }

    /// Sends one binary message.
    pub(crate) async fn send(&mut self, payload: &[u8]) -> Result<(), WebSocketError> {
        self.write(OpCode::Data(Data::Binary), payload).await
    }

    /// Answers a ping.
    pub(crate) async fn pong(&mut self, question: &[u8]) -> Result<(), WebSocketError> {
        self.write(OpCode::Control(Control::Pong), question).await
    }

    /// Says goodbye.
    pub(crate) async fn close(&mut self) -> Result<(), WebSocketError> {
        self.write(OpCode::Control(Control::Close), &[]).await
    }

    async fn write(&mut self, opcode: OpCode, payload: &[u8]) -> Result<(), WebSocketError> {
        let header = FrameHeader { opcode, ..FrameHeader::default() };
        let length = payload.len() as u64;
        let mut frame = Vec::with_capacity(header.len(length) + payload.len());
        header.format(length, &mut frame).map_err(Box::new)?;
        frame.extend_from_slice(payload);
        self.stream.write_all(&frame).await?;
        Ok(self.stream.flush().await?)
    }
}

/// How far the client's bytes are understood.
#[derive(Default)]
struct Inflow {
    /// The beginning of a header.
    header: Vec<u8>,
    frame: Option<Frame>,
}

/// A frame whose header has come.
struct Frame {
    opcode: OpCode,
    mask: [u8; 4],
    length: u64,
    /// How much of its payload has come.
    seen: u64,
    /// The payload of a ping.
    question: Vec<u8>,
}

impl Inflow {
    /// Unmasks `bytes` and hands payloads on, up to the first control frame that asks for something: what that is, and
    /// how many bytes are used.
    fn take(&mut self, bytes: &mut [u8], reader: &mut impl FnMut(&[u8])) -> Result<(Came, usize), WebSocketError> {
        let mut used = 0;
        while used < bytes.len() {
            let Some(frame) = &mut self.frame else {
                self.header.push(bytes[used]);
                used += 1;
                if let Some((header, length)) = FrameHeader::parse(&mut Cursor::new(&self.header)).map_err(Box::new)? {
                    self.header = Vec::new();
                    self.frame = Some(Frame::new(&header, length)?);
                }
                continue;
            };
            let ahead = usize::try_from(frame.length - frame.seen).unwrap_or(usize::MAX);
            let end = bytes.len().min(used.saturating_add(ahead));
            frame.unmask(&mut bytes[used..end]);
            match frame.opcode {
                OpCode::Data(_) => reader(&bytes[used..end]),
                OpCode::Control(_) => frame.question.extend_from_slice(&bytes[used..end]),
            }
            used = end;
            if let Some(came) = self.finish() {
                return Ok((came, used));
            }
        }
        // A frame without a payload ends with its header.
        Ok((self.finish().unwrap_or(Came::Bytes), used))
    }

    /// Ends the frame whose payload is complete; what it asks for, if anything.
    fn finish(&mut self) -> Option<Came> {
        let frame = self.frame.take_if(|frame| frame.seen == frame.length)?;
        match frame.opcode {
            OpCode::Control(Control::Close) => Some(Came::End),
            OpCode::Control(Control::Ping) => Some(Came::Ping(frame.question)),
            _ => None,
        }
    }
}

impl Frame {
    fn new(header: &FrameHeader, length: u64) -> Result<Self, WebSocketError> {
        let largest = if matches!(header.opcode, OpCode::Control(_)) { 125 } else { LARGEST_MESSAGE };
        let extended = header.rsv1 || header.rsv2 || header.rsv3;
        let mask = header.mask.filter(|_| !extended && length <= largest).ok_or(WebSocketError::Unfit)?;
        Ok(Self { opcode: header.opcode, mask, length, seen: 0, question: Vec::new() })
    }

    fn unmask(&mut self, bytes: &mut [u8]) {
        let mut turned = self.mask;
        turned.rotate_left((self.seen % 4) as usize);
        for chunk in bytes.chunks_mut(4) {
            for (byte, mask) in chunk.iter_mut().zip(turned) {
                *byte ^= mask;
            }
        }
        self.seen += bytes.len() as u64;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;
    use tokio_tungstenite::tungstenite::Message;
    use tokio_tungstenite::tungstenite::protocol::Role;

    use super::*;

    fn frame(opcode: OpCode, payload: &[u8], is_final: bool) -> Vec<u8> {
        let mask = [1, 2, 3, 4];
        let header = FrameHeader { opcode, is_final, mask: Some(mask), ..FrameHeader::default() };
        let mut bytes = Vec::new();
        header.format(payload.len() as u64, &mut bytes).unwrap();
        bytes.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
        bytes
    }

    fn binary(payload: &[u8]) -> Vec<u8> {
        frame(OpCode::Data(Data::Binary), payload, true)
    }

    /// Hears `bytes` in pieces: the payloads, and everything that asked for something.
    fn heard(bytes: &[u8], piece: usize) -> (Vec<u8>, Vec<Came>) {
        let (mut inflow, mut payloads, mut asked) = (Inflow::default(), Vec::new(), Vec::new());
        for piece in bytes.chunks(piece) {
            let mut piece = piece.to_vec();
            let mut rest = &mut piece[..];
            while !rest.is_empty() {
                let (came, used) = inflow.take(rest, &mut |bytes| payloads.extend_from_slice(bytes)).unwrap();
                asked.extend(Some(came).filter(|came| *came != Came::Bytes));
                rest = &mut rest[used..];
            }
        }
        (payloads, asked)
    }

    proptest! {
        #[test]
        fn payloads_come_out_whole_in_whatever_pieces_they_came(
            payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..6),
            piece in 1_usize..400,
        ) {
            let bytes: Vec<u8> = payloads.iter().flat_map(|payload| binary(payload)).collect();
            prop_assert_eq!(heard(&bytes, piece), (payloads.concat(), Vec::new()));
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _whatever = Inflow::default().take(&mut bytes.clone(), &mut |_| {});
        }
    }

    #[test]
    fn a_long_payload_is_unmasked_to_its_end() {
        let payload: Vec<u8> = (0..70_000_u32).map(|number| number.to_be_bytes()[3]).collect();
        for piece in [7, ROOM, 100_000] {
            assert_eq!(heard(&binary(&payload), piece).0, payload);
        }
    }

    #[test]
    fn a_ping_between_two_fragments_is_asked_and_disturbs_nothing() {
        let parts = [
            frame(OpCode::Data(Data::Binary), b"ab", false),
            frame(OpCode::Control(Control::Ping), b"there?", true),
            frame(OpCode::Control(Control::Ping), b"", true),
            frame(OpCode::Data(Data::Continue), b"cd", true),
            frame(OpCode::Control(Control::Close), b"\x03\xe8", true),
        ];
        for piece in [1, 3, 100] {
            let expected = vec![Came::Ping(b"there?".to_vec()), Came::Ping(Vec::new()), Came::End];
            assert_eq!(heard(&parts.concat(), piece), (b"abcd".to_vec(), expected), "in pieces of {piece}");
        }
    }

    #[tokio::test]
    async fn last_words_and_questions_come_before_the_goodbye() {
        let (mut client, server) = tokio::io::duplex(1_024);
        let mut socket = WebSocket::new(server);
        let ping = frame(OpCode::Control(Control::Ping), b"?", true);
        let goodbye = frame(OpCode::Control(Control::Close), b"", true);
        client.write_all(&[binary(b"one"), ping, binary(b"two"), goodbye].concat()).await.unwrap();
        let (mut words, mut came) = (Vec::new(), Vec::new());
        while came.last() != Some(&Came::End) {
            came.push(socket.receive(|bytes| words.extend_from_slice(bytes)).await.unwrap());
        }
        assert_eq!((words, came), (b"onetwo".to_vec(), vec![Came::Ping(b"?".to_vec()), Came::Bytes, Came::End]));
        assert_eq!(socket.receive(|_| {}).await.unwrap(), Came::End, "it stays ended");
    }

    #[tokio::test]
    async fn what_the_server_says_is_a_message_of_its_own() {
        let (client, server) = tokio::io::duplex(1_024);
        let mut socket = WebSocket::new(server);
        socket.send(b"hello").await.unwrap();
        socket.pong(b"?").await.unwrap();
        socket.close().await.unwrap();
        drop(socket);
        let mut client = tokio_tungstenite::WebSocketStream::from_raw_socket(client, Role::Client, None).await;
        let heard: Vec<_> = futures_util::StreamExt::collect(&mut client).await;
        let heard: Vec<_> = heard.into_iter().map_while(Result::ok).collect();
        assert_eq!(heard, [Message::binary(&b"hello"[..]), Message::Pong("?".into()), Message::Close(None)]);
    }

    #[test]
    fn what_the_protocol_forbids_is_refused() {
        let mut unmasked = Vec::new();
        let header = FrameHeader { opcode: OpCode::Data(Data::Binary), ..FrameHeader::default() };
        header.format(1, &mut unmasked).unwrap();
        let mut extended = binary(b"a");
        extended[0] |= 0x40;
        let long_ping = frame(OpCode::Control(Control::Ping), &[0; 126], true);
        for (mut bytes, why) in [(unmasked, "no mask"), (extended, "extension"), (long_ping, "long ping")] {
            assert!(Inflow::default().take(&mut bytes, &mut |_| {}).is_err(), "{why}");
        }
    }
}
