//! Noise as the responder: XX for a stranger, IK for a device that knows us, `XXfallback` when IK does not open.

use rand::rngs::StdRng;
use wacore_binary::consts::{NOISE_PATTERN_IK, NOISE_PATTERN_XX, NOISE_PATTERN_XXFALLBACK, WA_CONN_HEADER};
use wacore_libsignal::protocol::KeyPair;
use wacore_noise::{HandshakeError, NoiseCipher, NoiseHandshake};
use waproto::buffa::MessageField;
use waproto::codec::{handshake_message_decode, handshake_message_to_vec};
use waproto::whatsapp::HandshakeMessage;
use waproto::whatsapp::handshake_message::{ClientHello, ServerHello};

use super::authority::{Authority, key_bytes};

/// A finished handshake: who called, what they said, and the ciphers of both directions.
pub(crate) struct Established {
    pub(crate) client_static: [u8; 32],
    /// The encoded `ClientPayload`.
    pub(crate) payload: Vec<u8>,
    pub(crate) encrypt: NoiseCipher,
    pub(crate) decrypt: NoiseCipher,
}

/// What the server makes of a client's first frame.
pub(crate) enum Opening {
    /// IK: one round trip, done.
    Done { reply: Vec<u8>, established: Box<Established> },
    /// XX or `XXfallback`: the client still has to name itself.
    Waiting { reply: Vec<u8>, waiting: Box<Waiting> },
}

/// An XX handshake between `ServerHello` and `ClientFinish`.
pub(crate) struct Waiting {
    noise: NoiseHandshake,
    ephemeral: KeyPair,
}

/// Answers the `ClientHello` in `frame`.
pub(crate) fn open(frame: &[u8], authority: &Authority, rng: &mut StdRng) -> Result<Opening, HandshakeError> {
    let hello =
        handshake_message_decode(frame)?.client_hello.into_option().ok_or(HandshakeError::IncompleteResponse)?;
    let client_ephemeral = key32(hello.ephemeral.as_deref())?;
    if hello.r#static.is_none() {
        return offer_xx(NOISE_PATTERN_XX, &client_ephemeral, authority, rng);
    }
    match accept_ik(&hello, &client_ephemeral, authority, rng) {
        Ok(opening) => Ok(opening),
        Err(_) => offer_xx(NOISE_PATTERN_XXFALLBACK, &client_ephemeral, authority, rng),
    }
}

fn accept_ik(
    hello: &ClientHello,
    client_ephemeral: &[u8; 32],
    authority: &Authority,
    rng: &mut StdRng,
) -> Result<Opening, HandshakeError> {
    let server = authority.server_key();
    let mut noise = NoiseHandshake::new(NOISE_PATTERN_IK, &WA_CONN_HEADER)?;
    noise.authenticate(&key_bytes(server));
    noise.authenticate(client_ephemeral);
    noise.mix_shared_secret(server.private_key.serialize(), client_ephemeral)?;
    let client_static = key32(Some(&noise.decrypt(hello.r#static.as_deref().unwrap_or_default())?))?;
    noise.mix_shared_secret(server.private_key.serialize(), &client_static)?;
    let payload = noise.decrypt(hello.payload.as_deref().unwrap_or_default())?;

    let ephemeral = KeyPair::generate(rng);
    noise.authenticate(&key_bytes(&ephemeral));
    noise.mix_shared_secret(ephemeral.private_key.serialize(), client_ephemeral)?;
    noise.mix_shared_secret(ephemeral.private_key.serialize(), &client_static)?;
    let chain = noise.encrypt(authority.chain())?;
    let reply = server_hello(&ephemeral, None, chain);
    Ok(Opening::Done { reply, established: Box::new(established(noise, client_static, payload)?) })
}

fn offer_xx(
    pattern: &str,
    client_ephemeral: &[u8; 32],
    authority: &Authority,
    rng: &mut StdRng,
) -> Result<Opening, HandshakeError> {
    let server = authority.server_key();
    let ephemeral = KeyPair::generate(rng);
    let mut noise = NoiseHandshake::new(pattern, &WA_CONN_HEADER)?;
    noise.authenticate(client_ephemeral);
    noise.authenticate(&key_bytes(&ephemeral));
    noise.mix_shared_secret(ephemeral.private_key.serialize(), client_ephemeral)?;
    let sealed_static = noise.encrypt(&key_bytes(server))?;
    noise.mix_shared_secret(server.private_key.serialize(), client_ephemeral)?;
    let chain = noise.encrypt(authority.chain())?;
    let reply = server_hello(&ephemeral, Some(sealed_static), chain);
    Ok(Opening::Waiting { reply, waiting: Box::new(Waiting { noise, ephemeral }) })
}

impl Waiting {
    /// Reads the `ClientFinish` in `frame`, which ends the handshake.
    pub(crate) fn finish(mut self, frame: &[u8]) -> Result<Established, HandshakeError> {
        let finish =
            handshake_message_decode(frame)?.client_finish.into_option().ok_or(HandshakeError::IncompleteResponse)?;
        let client_static = key32(Some(&self.noise.decrypt(finish.r#static.as_deref().unwrap_or_default())?))?;
        self.noise.mix_shared_secret(self.ephemeral.private_key.serialize(), &client_static)?;
        let payload = self.noise.decrypt(finish.payload.as_deref().unwrap_or_default())?;
        established(self.noise, client_static, payload)
    }
}

fn established(
    noise: NoiseHandshake,
    client_static: [u8; 32],
    payload: Vec<u8>,
) -> Result<Established, HandshakeError> {
    // The library names the ciphers as the initiator sees them.
    let (client_writes, client_reads) = noise.finish()?;
    Ok(Established { client_static, payload, encrypt: client_reads, decrypt: client_writes })
}

fn server_hello(ephemeral: &KeyPair, sealed_static: Option<Vec<u8>>, chain: Vec<u8>) -> Vec<u8> {
    handshake_message_to_vec(&HandshakeMessage {
        server_hello: MessageField::some(ServerHello {
            ephemeral: Some(key_bytes(ephemeral).to_vec()),
            r#static: sealed_static,
            payload: Some(chain),
            ..Default::default()
        }),
        ..Default::default()
    })
}

fn key32(bytes: Option<&[u8]>) -> Result<[u8; 32], HandshakeError> {
    bytes.and_then(|bytes| bytes.try_into().ok()).ok_or(HandshakeError::InvalidKeyLength)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use rand::SeedableRng as _;
    use wacore_noise::{IkHandshakeState, IkServerHelloOutcome, XxFallbackHandshakeState, XxHandshakeState};

    use super::*;

    const PAYLOAD: &[u8] = b"who I am";

    struct Met {
        authority: Authority,
        client: KeyPair,
        rng: StdRng,
    }

    fn met() -> Met {
        let mut rng = StdRng::seed_from_u64(3);
        Met { authority: Authority::new(&mut rng), client: KeyPair::generate(&mut rng), rng }
    }

    /// Both ends know the same, and each can read what the other writes.
    fn agree(met: &Met, server: &Established, client_writes: &NoiseCipher, client_reads: &NoiseCipher) {
        assert_eq!(server.client_static, key_bytes(&met.client));
        assert_eq!(server.payload, PAYLOAD);
        let mut up = client_writes.encrypt_with_counter(0, b"up").unwrap();
        server.decrypt.decrypt_in_place_with_counter(0, &mut up).unwrap();
        let mut down = server.encrypt.encrypt_with_counter(0, b"down").unwrap();
        client_reads.decrypt_in_place_with_counter(0, &mut down).unwrap();
        assert_eq!((up, down), (b"up".to_vec(), b"down".to_vec()));
    }

    #[test]
    fn a_stranger_is_met_with_xx() {
        let mut met = met();
        let mut client = XxHandshakeState::new(met.client.clone(), PAYLOAD.to_vec(), &WA_CONN_HEADER).unwrap();
        let opening = open(&client.build_client_hello().unwrap(), &met.authority, &mut met.rng).unwrap();
        let Opening::Waiting { reply, waiting } = opening else { panic!("XX takes another round") };
        let finish = client.read_server_hello_and_build_client_finish(&reply).unwrap();
        let server = waiting.finish(&finish).unwrap();
        let outcome = client.finish().unwrap();
        agree(&met, &server, &outcome.write_cipher, &outcome.read_cipher);
    }

    #[test]
    fn a_device_that_knows_the_server_is_done_in_one_round() {
        let mut met = met();
        let known = key_bytes(met.authority.server_key());
        let mut client = IkHandshakeState::new(met.client.clone(), known, PAYLOAD.to_vec(), &WA_CONN_HEADER).unwrap();
        let opening = open(&client.build_client_hello().unwrap(), &met.authority, &mut met.rng).unwrap();
        let Opening::Done { reply, established } = opening else { panic!("IK needs no other round") };
        let IkServerHelloOutcome::Continue(outcome) = client.read_server_hello(&reply).unwrap() else {
            panic!("the server key is the known one")
        };
        agree(&met, &established, &outcome.write_cipher, &outcome.read_cipher);
    }

    #[test]
    fn a_device_that_knows_an_older_server_key_falls_back() {
        let mut met = met();
        let stale = key_bytes(&KeyPair::generate(&mut met.rng));
        let mut client = IkHandshakeState::new(met.client.clone(), stale, PAYLOAD.to_vec(), &WA_CONN_HEADER).unwrap();
        let opening = open(&client.build_client_hello().unwrap(), &met.authority, &mut met.rng).unwrap();
        let Opening::Waiting { reply, waiting } = opening else { panic!("IK cannot open with a stale key") };
        let IkServerHelloOutcome::Fallback(inputs) = client.read_server_hello(&reply).unwrap() else {
            panic!("the server asks for the fallback")
        };
        let mut client = XxFallbackHandshakeState::from_ik_failure(*inputs, &WA_CONN_HEADER).unwrap();
        let server = waiting.finish(&client.build_client_finish().unwrap()).unwrap();
        let outcome = client.finish().unwrap();
        agree(&met, &server, &outcome.write_cipher, &outcome.read_cipher);
    }
}
