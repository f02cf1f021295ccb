//! TLS on the network's port: a certificate for loopback names, signed by an authority of the network's own.
//!
//! Both keys grow from the seed, so that a restart with the same seed needs no new trust. A key that anybody can grow
//! must not vouch for anybody else, so the authority is constrained to loopback names.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose, GeneralSubtree,
    IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints,
};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// Sets this seed's stream of randomness apart from the world's.
const STREAM: u64 = 0x0074_6c73;
/// What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410, section 7).
const ED25519_PKCS8: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

/// The authority's certificate and a ready acceptor.
pub(crate) struct Tls {
    authority: Certificate,
    acceptor: TlsAcceptor,
}

impl Tls {
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed ^ STREAM);
        let authority = authority();
        let (authority_key, _) = key(&mut rng);
        let signed = authority.self_signed(&authority_key).expect("a generated key can sign");
        let (leaf_key, leaf_pkcs8) = key(&mut rng);
        let leaf = leaf()
            .signed_by(&leaf_key, &Issuer::from_params(&authority, &authority_key))
            .expect("a generated key can sign");
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring speaks TLS 1.2 and 1.3")
            .with_no_client_auth()
            .with_single_cert(vec![leaf.der().clone()], PrivateKeyDer::Pkcs8(leaf_pkcs8))
            .expect("the key is the certificate's");
        Self { authority: signed, acceptor: TlsAcceptor::from(Arc::new(config)) }
    }

    /// What a strict client must trust, as PEM.
    pub(crate) fn authority_pem(&self) -> String {
        self.authority.pem()
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        self.acceptor.clone()
    }
}

fn key(rng: &mut StdRng) -> (KeyPair, PrivatePkcs8KeyDer<'static>) {
    let pkcs8 = PrivatePkcs8KeyDer::from([&ED25519_PKCS8[..], &rng.random::<[u8; 32]>()].concat());
    (KeyPair::try_from(&pkcs8).expect("any 32 bytes are an Ed25519 key"), pkcs8)
}

fn authority() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "Portaria emulator, loopback only");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![
            GeneralSubtree::DnsName("localhost".to_owned()),
            GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix(Ipv4Addr::LOCALHOST.octets(), 8)),
            GeneralSubtree::IpAddress(CidrSubnet::from_v6_prefix(Ipv6Addr::LOCALHOST.octets(), 128)),
        ],
        excluded_subtrees: Vec::new(),
    });
    params
}

fn leaf() -> CertificateParams {
    let names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
    let mut params = CertificateParams::new(names).expect("the names are ASCII");
    params.distinguished_name.push(DnType::CommonName, "localhost");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    params
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_needs_no_new_trust() {
        assert_eq!(Tls::new(7).authority_pem(), Tls::new(7).authority_pem(), "the same seed, the same certificate");
        assert_ne!(Tls::new(7).authority_pem(), Tls::new(8).authority_pem());
    }
}
