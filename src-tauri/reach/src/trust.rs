//! Whose certificates are believed.

use tokio_rustls::rustls::RootCertStore;

/// The authorities of browsers, and those of this computer. Reads files.
pub(crate) fn trusted() -> RootCertStore {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots
}
