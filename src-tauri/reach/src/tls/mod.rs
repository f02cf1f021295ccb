//! A name of the provider's own, encrypted by this server: from where its certificate comes, and how a connection is
//! encrypted with it.

mod acme;
mod cache;
mod certificate;
mod chosen;
mod files;
mod order;
mod settings;
mod status;

use std::io;
use std::path::Path;
use std::sync::Arc;

use rustls_acme::acme::ACME_TLS_ALPN_NAME;
use rustls_acme::is_tls_alpn_challenge;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::{Notify, watch};
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::server::{Acceptor, ResolvesServerCert};
use tokio_rustls::server::TlsStream;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use self::acme::Acme;
use self::cache::Cache;
use self::chosen::Chosen;
use self::files::Files;
pub use self::settings::{
    AcmeSettings, Authority, CertificateFiles, CertificateSource, Contact, DirectoryUrl, DomainName, DomainSettings,
    InvalidContact, InvalidDirectoryUrl, InvalidDomainName,
};
pub use self::status::{CertificateCause, CertificateFailure, CertificateState, CertificateStatus, Now};

/// What browsers speak once the connection is encrypted.
const HTTP: &[u8] = b"http/1.1";

/// A certificate that is kept valid for as long as this lives.
pub struct Encryption {
    tls: Tls,
    status: watch::Receiver<CertificateStatus>,
    look: Arc<Notify>,
    _stop: DropGuard,
}

impl Encryption {
    /// Reads or orders the certificate, and goes on doing so when it's due. What is ordered is kept in `folder`.
    pub fn begin(settings: &DomainSettings, folder: &Path, now: Now, tasks: &TaskTracker) -> Self {
        let waiting = CertificateStatus { valid_until_ms: None, renews_at_ms: None, state: CertificateState::Working };
        let (said, status) = watch::channel(waiting);
        let (look, stop) = (Arc::new(Notify::new()), CancellationToken::new());
        let chosen = Chosen::new(settings.name.clone());
        let tls = Tls::new(&chosen);
        let (name, asked, ending) = (settings.name.clone(), Arc::clone(&look), stop.clone());
        match &settings.certificate {
            CertificateSource::Files(files) => {
                let (paths, look_every) = (files.clone(), files::LOOK);
                let files = Files { paths, name, now, look: asked, look_every };
                tasks.spawn(files.follow(chosen, said, ending));
            }
            CertificateSource::Acme(settings) => {
                let (settings, cache) = (settings.clone(), Cache::new(folder.to_owned()));
                let acme = Acme { settings, name, cache, now, look: asked };
                tasks.spawn(acme.follow(chosen, said, ending));
            }
        }
        Self { tls, status, look, _stop: stop.drop_guard() }
    }

    /// How it stands.
    pub fn status(&self) -> CertificateStatus {
        self.status.borrow().clone()
    }

    /// Returns when that has changed.
    pub async fn changed(&mut self) {
        if self.status.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Has files read again now, or an order that failed tried again.
    pub fn look_again(&self) {
        self.look.notify_one();
    }

    /// What encrypts connections.
    pub fn tls(&self) -> Tls {
        self.tls.clone()
    }
}

/// Encrypts connections with the certificate as it is at that moment.
#[derive(Clone)]
pub struct Tls {
    pages: Arc<ServerConfig>,
    proofs: Arc<ServerConfig>,
}

impl Tls {
    fn new(chosen: &Chosen) -> Self {
        Self { pages: config(chosen.for_pages(), HTTP), proofs: config(chosen.for_proofs(), ACME_TLS_ALPN_NAME) }
    }

    /// Encrypts a connection. Nothing comes of one by which an authority looked for its proof: it has it then, and such a
    /// connection carries nothing else. Has no deadline of its own.
    pub async fn accept<S: AsyncRead + AsyncWrite + Unpin>(&self, stream: S) -> io::Result<Option<TlsStream<S>>> {
        let greeted = LazyConfigAcceptor::new(Acceptor::default(), stream).await?;
        if !is_tls_alpn_challenge(&greeted.client_hello()) {
            return greeted.into_stream(Arc::clone(&self.pages)).await.map(Some);
        }
        let mut stream = greeted.into_stream(Arc::clone(&self.proofs)).await?;
        stream.shutdown().await?;
        Ok(None)
    }
}

fn config(certificates: Arc<dyn ResolvesServerCert>, speaks: &[u8]) -> Arc<ServerConfig> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring knows the ciphers of every version that is safe")
        .with_no_client_auth()
        .with_cert_resolver(certificates);
    config.alpn_protocols = vec![speaks.to_vec()];
    Arc::new(config)
}
