//! The encrypted channel from the client's side.

use bytes::BytesMut;
use futures_util::{SinkExt as _, StreamExt as _};
use rand::rngs::StdRng;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};
use wacore_binary::Node;
use wacore_binary::consts::{NOISE_PATTERN_XX, WA_CONN_HEADER};
use wacore_binary::marshal::{marshal, unmarshal_ref};
use wacore_binary::util::unpack;
use wacore_libsignal::protocol::KeyPair;
use wacore_noise::framing::{FrameDecoder, append_frame_into};
use wacore_noise::{HandshakeError, NoiseCipher, NoiseHandshake};
use waproto::buffa::MessageField;
use waproto::codec::{handshake_message_decode, handshake_message_to_vec};
use waproto::whatsapp::HandshakeMessage;
use waproto::whatsapp::handshake_message::{ClientFinish, ClientHello};

use super::{LightError, LightResult};
use crate::transport::authority::key_bytes;

pub(super) struct Channel {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    frames: FrameDecoder,
    encrypt: NoiseCipher,
    decrypt: NoiseCipher,
    sent: u32,
    received: u32,
    pub(super) chain: Vec<u8>,
    pub(super) server_key: [u8; 32],
}

impl Channel {
    /// Opens a socket and shakes hands by XX; `payload` says who calls.
    pub(super) async fn open(ws_url: &str, noise: &KeyPair, payload: &[u8], rng: &mut StdRng) -> LightResult<Self> {
        if !["ws://127.0.0.1:", "ws://localhost:", "ws://[::1]:"].iter().any(|here| ws_url.starts_with(here)) {
            return Err(LightError::NotLoopback(ws_url.to_owned()));
        }
        let config = WebSocketConfig::default().read_buffer_size(1024).write_buffer_size(0);
        let (mut socket, _) = connect_async_with_config(ws_url, Some(config), true).await.map_err(Box::new)?;
        let mut frames = FrameDecoder::new();

        let ephemeral = KeyPair::generate(rng);
        let mut handshake = NoiseHandshake::new(NOISE_PATTERN_XX, &WA_CONN_HEADER)?;
        handshake.authenticate(&key_bytes(&ephemeral));
        let hello = ClientHello { ephemeral: Some(key_bytes(&ephemeral).to_vec()), ..Default::default() };
        let hello = HandshakeMessage { client_hello: MessageField::some(hello), ..Default::default() };
        write(&mut socket, &handshake_message_to_vec(&hello), Some(&WA_CONN_HEADER)).await?;

        let answer = read(&mut socket, &mut frames).await?;
        let answer = handshake_message_decode(&answer).map_err(HandshakeError::from)?;
        let answer = answer.server_hello.into_option().ok_or(HandshakeError::IncompleteResponse)?;
        let server_ephemeral = answer.ephemeral.unwrap_or_default();
        handshake.authenticate(&server_ephemeral);
        handshake.mix_shared_secret(ephemeral.private_key.serialize(), &server_ephemeral)?;
        let server_key = handshake.decrypt(answer.r#static.as_deref().unwrap_or_default())?;
        let server_key: [u8; 32] = server_key.try_into().map_err(|_| HandshakeError::InvalidKeyLength)?;
        handshake.mix_shared_secret(ephemeral.private_key.serialize(), &server_key)?;
        let chain = handshake.decrypt(answer.payload.as_deref().unwrap_or_default())?;

        let sealed = handshake.encrypt(&key_bytes(noise))?;
        handshake.mix_shared_secret(noise.private_key.serialize(), &server_ephemeral)?;
        let payload = handshake.encrypt(payload)?;
        let finish = ClientFinish { r#static: Some(sealed), payload: Some(payload), ..Default::default() };
        let finish = HandshakeMessage { client_finish: MessageField::some(finish), ..Default::default() };
        write(&mut socket, &handshake_message_to_vec(&finish), None).await?;
        let (encrypt, decrypt) = handshake.finish()?;
        Ok(Self { socket, frames, encrypt, decrypt, sent: 0, received: 0, chain, server_key })
    }

    pub(super) async fn send(&mut self, node: &Node) -> LightResult<()> {
        let plain = marshal(node).map_err(|_| LightError::Unreadable)?;
        let sealed = self.encrypt.encrypt_with_counter(self.sent, &plain).map_err(HandshakeError::from)?;
        self.sent += 1;
        write(&mut self.socket, &sealed, None).await
    }

    pub(super) async fn next(&mut self) -> LightResult<Node> {
        let mut frame = read(&mut self.socket, &mut self.frames).await?;
        self.decrypt.decrypt_in_place_with_counter(self.received, &mut frame).map_err(HandshakeError::from)?;
        self.received += 1;
        let plain = unpack(&frame).map_err(|_| LightError::Unreadable)?;
        Ok(unmarshal_ref(&plain).map_err(|_| LightError::Unreadable)?.to_owned())
    }
}

async fn write(
    socket: &mut WebSocketStream<MaybeTlsStream<TcpStream>>,
    payload: &[u8],
    header: Option<&[u8]>,
) -> LightResult<()> {
    let mut out = Vec::new();
    append_frame_into(payload, header, &mut out).map_err(|_| LightError::Unreadable)?;
    Ok(socket.send(Message::binary(out)).await.map_err(Box::new)?)
}

async fn read(
    socket: &mut WebSocketStream<MaybeTlsStream<TcpStream>>,
    frames: &mut FrameDecoder,
) -> LightResult<BytesMut> {
    loop {
        if let Some(frame) = frames.decode_frame() {
            return Ok(frame);
        }
        if frames.buffered_len() == 0 {
            *frames = FrameDecoder::new();
        }
        match socket.next().await.transpose().map_err(Box::new)? {
            None | Some(Message::Close(_)) => return Err(LightError::Ended),
            Some(Message::Binary(bytes)) => frames.feed(&bytes),
            Some(_) => {}
        }
    }
}
