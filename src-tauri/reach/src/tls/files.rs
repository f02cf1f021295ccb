//! Files that somebody else keeps valid: read at the beginning, and again whenever they are others. Whoever asks for that
//! has it done at once, and finds in the log what came of it.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::fs::File;
use tokio::io::AsyncReadExt as _;
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use super::certificate::Certificate;
use super::chosen::Chosen;
use super::settings::{CertificateFiles, DomainName};
use super::status::{CertificateCause, CertificateFailure, CertificateState, CertificateStatus, Now, show};

/// How often the files are looked at by themselves.
pub(super) const LOOK: Duration = Duration::from_secs(5);
/// More than this is no certificate, in bytes.
const LARGEST: u64 = 1024 * 1024;

impl CertificateFiles {
    /// Whether they can be taken: both are there, belong together and to the name, and hold at this moment.
    pub async fn verify(&self, name: &DomainName, now_ms: i64) -> Result<(), CertificateFailure> {
        let certificate = self.read().await.and_then(|read| read.certificate(name))?;
        certificate.trouble_at(now_ms).map_or(Ok(()), |cause| Err(cause.into()))
    }

    async fn read(&self) -> Result<Read, CertificateFailure> {
        let of = |cause| move |error: io::Error| CertificateFailure::new(cause, &error);
        let chain = read(&self.chain).await.map_err(of(CertificateCause::ChainUnreadable))?;
        let key = read(&self.key).await.map_err(of(CertificateCause::KeyUnreadable))?;
        Ok(Read { chain, key })
    }
}

/// What stood in the files.
#[derive(PartialEq, Eq)]
struct Read {
    chain: Vec<u8>,
    key: Vec<u8>,
}

impl Read {
    fn certificate(&self, name: &DomainName) -> Result<Certificate, CertificateFailure> {
        Certificate::read(&self.chain, &self.key, name)
    }
}

/// Reads a whole file of certificates or keys, and no endless one.
pub(super) async fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path).await?.take(LARGEST).read_to_end(&mut bytes).await?;
    Ok(bytes)
}

/// The files, and whom they are for.
pub(super) struct Files {
    pub(super) paths: CertificateFiles,
    pub(super) name: DomainName,
    pub(super) now: Now,
    pub(super) look: Arc<Notify>,
    pub(super) look_every: Duration,
}

impl Files {
    /// Takes up every other pair that can be taken, until it's to stop; a bad one leaves the one before.
    pub(super) async fn follow(self, chosen: Chosen, said: watch::Sender<CertificateStatus>, stop: CancellationToken) {
        let mut known: Option<Result<Read, CertificateFailure>> = None;
        let mut current: Option<Certificate> = None;
        let (mut failure, mut is_asked) = (None, false);
        loop {
            let read = self.paths.read().await;
            let waits = failure.as_ref().is_some_and(|failure: &CertificateFailure| failure.cause.is_of_time());
            if waits || known.as_ref() != Some(&read) {
                let taken = match &read {
                    Ok(read) => read.certificate(&self.name).and_then(|next| self.better(next, current.as_ref())),
                    Err(failure) => Err(failure.clone()),
                };
                match taken {
                    Ok(next) => {
                        tracing::info!(name = %self.name, "the certificate's files were read");
                        chosen.set(&next);
                        (current, failure) = (Some(next), None);
                    }
                    Err(next) if failure.as_ref() == Some(&next) && !is_asked => {}
                    Err(next) => {
                        tracing::warn!(failure = %next, name = %self.name, "the certificate's files cannot be taken");
                        failure = Some(next);
                    }
                }
                known = Some(read);
            } else if is_asked {
                match &failure {
                    None => tracing::info!(name = %self.name, "the certificate's files are as they were"),
                    Some(failure) => {
                        tracing::warn!(%failure, name = %self.name, "the certificate's files still cannot be taken");
                    }
                }
            }
            show(&said, self.status(current.as_ref(), failure.as_ref()));
            is_asked = tokio::select! {
                () = stop.cancelled() => return,
                () = self.look.notified() => true,
                () = tokio::time::sleep(self.look_every) => false,
            };
        }
    }

    /// One that doesn't hold now is taken only where nothing better is there: browsers then say at least what is wrong.
    fn better(&self, next: Certificate, current: Option<&Certificate>) -> Result<Certificate, CertificateFailure> {
        let now = (self.now)();
        match next.trouble_at(now) {
            Some(cause) if current.is_some_and(|current| current.trouble_at(now).is_none()) => Err(cause.into()),
            _ => Ok(next),
        }
    }

    fn status(&self, current: Option<&Certificate>, failure: Option<&CertificateFailure>) -> CertificateStatus {
        let over = current.and_then(|current| current.trouble_at((self.now)())).map(CertificateFailure::from);
        CertificateStatus {
            valid_until_ms: current.map(|current| current.until_ms),
            renews_at_ms: None,
            state: failure.cloned().or(over).map_or(CertificateState::Ready, CertificateState::Failed),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;

    use rcgen::{CertificateParams, KeyPair};
    use tokio_util::task::TaskTracker;

    use super::*;

    /// Writes a pair for a name, good until the end of a year.
    fn write(paths: &CertificateFiles, until: i32) {
        let mut params = CertificateParams::new(vec!["zap.example.com".to_owned()]).unwrap();
        params.not_after = rcgen::date_time_ymd(until, 12, 31);
        let key = KeyPair::generate().unwrap();
        fs::write(&paths.chain, params.self_signed(&key).unwrap().pem()).unwrap();
        fs::write(&paths.key, key.serialize_pem()).unwrap();
    }

    #[tokio::test]
    async fn who_asks_has_them_read_at_once_and_not_at_the_next_look() {
        let folder = tempfile::tempdir().unwrap();
        let paths = CertificateFiles { chain: folder.path().join("chain.pem"), key: folder.path().join("key.pem") };
        write(&paths, 2030);
        let name: DomainName = "zap.example.com".parse().unwrap();
        let (chosen, look, stop) = (Chosen::new(name.clone()), Arc::new(Notify::new()), CancellationToken::new());
        let waiting = CertificateStatus { valid_until_ms: None, renews_at_ms: None, state: CertificateState::Working };
        let (said, mut status) = watch::channel(waiting);
        let now: Now = Arc::new(|| 1_800_000_000_000);
        let look_every = Duration::from_hours(24);
        let files = Files { paths: paths.clone(), name, now, look: Arc::clone(&look), look_every };
        TaskTracker::new().spawn(files.follow(chosen, said, stop.clone()));
        let until = async |status: &mut watch::Receiver<CertificateStatus>, wanted: fn(&CertificateStatus) -> bool| {
            let told = tokio::time::timeout(Duration::from_secs(20), status.wait_for(wanted)).await;
            told.expect("nobody looked").unwrap().valid_until_ms.unwrap()
        };
        let first = until(&mut status, |status| status.state == CertificateState::Ready).await;
        write(&paths, 2031);
        assert!(!status.has_changed().unwrap(), "the next look by itself is tomorrow's");
        look.notify_one();
        status.changed().await.unwrap();
        let second = until(&mut status, |status| status.state == CertificateState::Ready).await;
        assert!(second > first, "{first} {second}");
        fs::write(&paths.chain, "nothing").unwrap();
        look.notify_one();
        let kept = until(&mut status, |status| matches!(status.state, CertificateState::Failed(_))).await;
        assert_eq!(kept, second, "a bad pair leaves the one before");
        stop.cancel();
    }
}
