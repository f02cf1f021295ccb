//! Where ordered certificates are kept: a folder that nobody but this user reads. The keys in it are secrets.

use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

use async_trait::async_trait;
use rustls_acme::{AccountCache, CertCache};
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;
use tokio::sync::watch;

/// The folder.
#[derive(Clone)]
pub(super) struct Cache {
    folder: PathBuf,
    /// What was ordered, as PEM: the key, then the chain.
    ordered: watch::Sender<Option<Vec<u8>>>,
}

impl Cache {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, ordered: watch::Sender::new(None) }
    }

    /// The certificate that was kept for a name of an authority, if there is one.
    pub(super) async fn kept(&self, name: &str, directory: &str) -> io::Result<Option<Vec<u8>>> {
        self.read(&certificate_file(name, directory)).await
    }

    /// The certificate that was ordered just now.
    pub(super) fn ordered(&self) -> Option<Vec<u8>> {
        self.ordered.send_replace(None)
    }

    async fn read(&self, file: &str) -> io::Result<Option<Vec<u8>>> {
        match tokio::fs::read(self.folder.join(file)).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes the whole file or nothing of it.
    async fn write(&self, file: &str, bytes: &[u8]) -> io::Result<()> {
        let mut folder = tokio::fs::DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        folder.mode(0o700);
        folder.create(&self.folder).await?;
        let (begun, whole) = (self.folder.join(format!("{file}.new")), self.folder.join(file));
        let mut options = tokio::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        options.mode(0o600);
        let mut writing = options.open(&begun).await?;
        writing.write_all(bytes).await?;
        writing.sync_all().await?;
        tokio::fs::rename(begun, whole).await
    }
}

fn certificate_file(name: &str, directory: &str) -> String {
    format!("{name}-{}.pem", digest(&[directory]))
}

fn account_file(contact: &[String], directory: &str) -> String {
    let words: Vec<_> = contact.iter().map(String::as_str).chain([directory]).collect();
    format!("account-{}.key", digest(&words))
}

/// Names files by what may hold letters that no file's name may.
fn digest(words: &[&str]) -> String {
    let digest =
        words.iter().fold(Sha256::new(), |digest, word| digest.chain_update(word).chain_update([0])).finalize();
    digest.iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[async_trait]
impl CertCache for Cache {
    type EC = io::Error;

    /// Nothing: whether a kept one is still good is known before anything is ordered.
    async fn load_cert(&self, _: &[String], _: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(None)
    }

    async fn store_cert(&self, names: &[String], directory: &str, pem: &[u8]) -> io::Result<()> {
        self.ordered.send_replace(Some(pem.to_vec()));
        let [name] = names else { return Err(io::ErrorKind::InvalidInput.into()) };
        self.write(&certificate_file(name, directory), pem).await
    }
}

#[async_trait]
impl AccountCache for Cache {
    type EA = io::Error;

    async fn load_account(&self, contact: &[String], directory: &str) -> io::Result<Option<Vec<u8>>> {
        self.read(&account_file(contact, directory)).await
    }

    async fn store_account(&self, contact: &[String], directory: &str, key: &[u8]) -> io::Result<()> {
        self.write(&account_file(contact, directory), key).await
    }
}
