//! The network's own certificate authority for Noise: root, intermediate, leaf.

use rand::rngs::StdRng;
use wacore_libsignal::protocol::KeyPair;
use waproto::buffa::{Message as _, MessageField};
use waproto::whatsapp::CertChain;
use waproto::whatsapp::cert_chain::NoiseCertificate;
use waproto::whatsapp::cert_chain::noise_certificate::Details;

/// 2023-11-14 to 2096-10-02: wide, because a client compares it with its own clock before it tries IK.
const NOT_BEFORE_S: u64 = 1_700_000_000;
const NOT_AFTER_S: u64 = 4_000_000_000;

/// The server's static key and the chain that vouches for it.
pub(crate) struct Authority {
    root: KeyPair,
    server: KeyPair,
    chain: Vec<u8>,
}

impl Authority {
    /// Makes a root and signs a server key with it, through an intermediate as WhatsApp does.
    pub(crate) fn new(rng: &mut StdRng) -> Self {
        let root = KeyPair::generate(rng);
        let intermediate = KeyPair::generate(rng);
        let server = KeyPair::generate(rng);
        let chain = CertChain {
            intermediate: MessageField::some(certify(&root, 1, 0, &intermediate, rng)),
            leaf: MessageField::some(certify(&intermediate, 2, 1, &server, rng)),
        }
        .encode_to_vec();
        Self { root, server, chain }
    }

    /// The key that a strict client must trust instead of WhatsApp's.
    pub(crate) fn root_public_key(&self) -> [u8; 32] {
        key_bytes(&self.root)
    }

    pub(crate) fn server_key(&self) -> &KeyPair {
        &self.server
    }

    pub(crate) fn chain(&self) -> &[u8] {
        &self.chain
    }
}

/// The 32 public bytes of a key pair.
pub(crate) fn key_bytes(pair: &KeyPair) -> [u8; 32] {
    pair.public_key.public_key_bytes().try_into().expect("a Curve25519 public key has 32 bytes")
}

fn certify(issuer: &KeyPair, serial: u32, issuer_serial: u32, subject: &KeyPair, rng: &mut StdRng) -> NoiseCertificate {
    let details = Details {
        serial: Some(serial),
        issuer_serial: Some(issuer_serial),
        key: Some(key_bytes(subject).to_vec()),
        not_before: Some(NOT_BEFORE_S),
        not_after: Some(NOT_AFTER_S),
    }
    .encode_to_vec();
    let signature = issuer.calculate_signature(&details, rng).expect("a generated key can sign");
    NoiseCertificate { details: Some(details), signature: Some(signature.to_vec()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use rand::SeedableRng as _;
    use wacore_libsignal::protocol::PublicKey;

    use super::*;

    fn verifies(issuer: &[u8], certificate: &NoiseCertificate) -> Details {
        let details = certificate.details.as_deref().unwrap();
        let issuer = PublicKey::from_djb_public_key_bytes(issuer).unwrap();
        assert!(issuer.verify_signature(details, certificate.signature.as_deref().unwrap()), "the issuer signed it");
        Details::decode_from_slice(details).unwrap()
    }

    #[test]
    fn the_chain_verifies_under_the_root_and_names_the_server_key() {
        let authority = Authority::new(&mut StdRng::seed_from_u64(7));
        let chain = CertChain::decode_from_slice(authority.chain()).unwrap();
        let intermediate = verifies(&authority.root_public_key(), &chain.intermediate);
        assert_eq!(intermediate.issuer_serial, Some(0));
        let leaf = verifies(intermediate.key.as_deref().unwrap(), &chain.leaf);
        assert_eq!(leaf.issuer_serial, intermediate.serial);
        assert_eq!(leaf.key.unwrap(), key_bytes(authority.server_key()));
    }
}
