//! Which certificate a connection is shown.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use rustls_acme::ResolvesServerCertAcme;
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;

use super::certificate::Certificate;
use super::settings::DomainName;

/// The certificate that holds now, and the proof that an authority asks for while it's asked.
#[derive(Clone)]
pub(super) struct Chosen(Arc<Inner>);

struct Inner {
    name: DomainName,
    certificate: RwLock<Option<Arc<CertifiedKey>>>,
    proof: RwLock<Option<Arc<ResolvesServerCertAcme>>>,
}

impl Chosen {
    pub(super) fn new(name: DomainName) -> Self {
        Self(Arc::new(Inner { name, certificate: RwLock::default(), proof: RwLock::default() }))
    }

    /// From now on it's this one.
    pub(super) fn set(&self, certificate: &Certificate) {
        *self.0.certificate.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&certificate.key));
    }

    /// From now on an authority that asks is answered by this order, or by none.
    pub(super) fn prove(&self, by: Option<Arc<ResolvesServerCertAcme>>) {
        *self.0.proof.write().unwrap_or_else(PoisonError::into_inner) = by;
    }

    /// For browsers.
    pub(super) fn for_pages(&self) -> Arc<dyn ResolvesServerCert> {
        Arc::new(ForPages(self.clone()))
    }

    /// For authorities.
    pub(super) fn for_proofs(&self) -> Arc<dyn ResolvesServerCert> {
        Arc::new(ForProofs(self.clone()))
    }
}

impl fmt::Debug for Chosen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Chosen").field(&self.0.name).finish()
    }
}

#[derive(Debug)]
struct ForPages(Chosen);

impl ResolvesServerCert for ForPages {
    /// Only who asks by the name is shown a certificate: nobody learns the name from the address.
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let Chosen(inner) = &self.0;
        let is_ours = hello.server_name().is_some_and(|asked| asked.eq_ignore_ascii_case(inner.name.as_str()));
        if !is_ours {
            return None;
        }
        inner.certificate.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[derive(Debug)]
struct ForProofs(Chosen);

impl ResolvesServerCert for ForProofs {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let Chosen(inner) = &self.0;
        let proof = inner.proof.read().unwrap_or_else(PoisonError::into_inner).clone();
        proof?.resolve(hello)
    }
}
