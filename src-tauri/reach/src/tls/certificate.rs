//! A certificate with its key, and what is to be known of it before it's shown to anybody.

use std::sync::Arc;

use tokio_rustls::rustls::client::verify_server_name;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::server::ParsedCertificate;
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{Error, InconsistentKeys};
use x509_parser::parse_x509_certificate;

use super::settings::DomainName;
use super::status::{CertificateCause, CertificateFailure};

/// How a key begins that is locked by a passphrase.
const LOCKED: [&str; 2] = ["BEGIN ENCRYPTED PRIVATE KEY", "Proc-Type: 4,ENCRYPTED"];

/// A certificate that belongs to its key and to the name. Its moments are UTC milliseconds.
#[derive(Clone, Debug)]
pub(super) struct Certificate {
    pub(super) key: Arc<CertifiedKey>,
    pub(super) from_ms: i64,
    pub(super) until_ms: i64,
}

impl Certificate {
    /// Reads both from PEM.
    pub(super) fn read(chain: &[u8], key: &[u8], name: &DomainName) -> Result<Self, CertificateFailure> {
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(chain).collect();
        let chain = chain.map_err(|error| CertificateFailure::new(CertificateCause::NoCertificate, &error))?;
        let first = chain.first().ok_or(CertificateCause::NoCertificate)?;
        let (from_ms, until_ms) = validity(first)?;
        let parsed = ParsedCertificate::try_from(first)
            .map_err(|error| CertificateFailure::new(CertificateCause::NoCertificate, &error))?;
        let named = ServerName::try_from(name.as_str()).map_err(|_| CertificateCause::OtherName)?;
        verify_server_name(&parsed, &named)
            .map_err(|error| CertificateFailure::new(CertificateCause::OtherName, &error))?;
        let key = private_key(key)?;
        let key = CertifiedKey::from_der(chain, key, &ring::default_provider()).map_err(|error| match error {
            Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => CertificateCause::KeyMismatch.into(),
            other => CertificateFailure::new(CertificateCause::NoKey, &other),
        })?;
        Ok(Self { key: Arc::new(key), from_ms, until_ms })
    }

    /// What is wrong with it at a moment.
    pub(super) const fn trouble_at(&self, now_ms: i64) -> Option<CertificateCause> {
        if now_ms >= self.until_ms {
            Some(CertificateCause::Expired)
        } else if now_ms < self.from_ms {
            Some(CertificateCause::NotYetValid)
        } else {
            None
        }
    }

    /// When the next one is to be ordered: while a third of its time is left, so that there is time for failures.
    pub(super) const fn renews_at_ms(&self) -> i64 {
        self.until_ms - (self.until_ms - self.from_ms) / 3
    }
}

fn validity(certificate: &CertificateDer<'_>) -> Result<(i64, i64), CertificateFailure> {
    let (_, parsed) = parse_x509_certificate(certificate)
        .map_err(|error| CertificateFailure::new(CertificateCause::NoCertificate, &error))?;
    let validity = parsed.validity();
    Ok((validity.not_before.timestamp() * 1000, validity.not_after.timestamp() * 1000))
}

fn private_key(pem: &[u8]) -> Result<PrivateKeyDer<'static>, CertificateFailure> {
    // What is wrong with a key is not told in detail: it would be a part of it.
    PrivateKeyDer::from_pem_slice(pem).map_err(|_| {
        let text = String::from_utf8_lossy(pem);
        let is_locked = LOCKED.iter().any(|begin| text.contains(begin));
        if is_locked { CertificateCause::KeyLocked.into() } else { CertificateCause::NoKey.into() }
    })
}
