//! How it stands with a certificate.

use std::fmt;
use std::sync::Arc;

use tokio::sync::watch;

/// The present moment in UTC milliseconds.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// How it stands with a certificate. All moments are UTC milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateStatus {
    /// Until when the certificate holds that is shown to browsers; there is none yet when this is nothing.
    pub valid_until_ms: Option<i64>,
    /// When the next one is ordered.
    pub renews_at_ms: Option<i64>,
    /// What happens.
    pub state: CertificateState,
}

/// Tells how it stands, where that is news.
pub(super) fn show(said: &watch::Sender<CertificateStatus>, status: CertificateStatus) {
    said.send_if_modified(|known| {
        let is_news = *known != status;
        if is_news {
            *known = status;
        }
        is_news
    });
}

/// What happens with a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CertificateState {
    /// It's being read, or ordered.
    Working,
    /// It's there.
    Ready,
    /// There is none, or not the next one.
    Failed(CertificateFailure),
}

/// Why there is no certificate, or not the next one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{cause}")]
pub struct CertificateFailure {
    /// What is in the way.
    pub cause: CertificateCause,
    /// What the authority or the system says of it, in their words.
    pub detail: Option<String>,
    /// When it's tried again by itself.
    pub again_at_ms: Option<i64>,
}

/// The longest text that is kept of what somebody else says, in letters.
const LONGEST_DETAIL: usize = 300;

impl CertificateFailure {
    pub(super) fn new(cause: CertificateCause, detail: &dyn fmt::Display) -> Self {
        let text: String =
            detail.to_string().chars().filter(|letter| !letter.is_control()).take(LONGEST_DETAIL).collect();
        Self { cause, detail: Some(text).filter(|text| !text.is_empty()), again_at_ms: None }
    }
}

impl From<CertificateCause> for CertificateFailure {
    fn from(cause: CertificateCause) -> Self {
        Self::new(cause, &"")
    }
}

/// What is in the way of a certificate. What to do about it stands in the panel's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum CertificateCause {
    /// The file of the certificate can't be read.
    #[error("the file of the certificate cannot be read")]
    ChainUnreadable,
    /// The file of the key can't be read.
    #[error("the file of the key cannot be read")]
    KeyUnreadable,
    /// There is no certificate in its file.
    #[error("there is no certificate in the file")]
    NoCertificate,
    /// There is no key in its file.
    #[error("there is no key in the file")]
    NoKey,
    /// The key is locked by a passphrase.
    #[error("the key has a passphrase, which nobody could type when the server starts")]
    KeyLocked,
    /// The key belongs to another certificate.
    #[error("the key belongs to another certificate")]
    KeyMismatch,
    /// The certificate is for other names.
    #[error("the certificate is for another name")]
    OtherName,
    /// The certificate is over.
    #[error("the certificate has expired")]
    Expired,
    /// The certificate begins later, or this computer's clock is wrong.
    #[error("the certificate is not valid yet")]
    NotYetValid,
    /// The certificate of the authority's server can't be read.
    #[error("the certificate of the authority cannot be read")]
    AuthorityUnreadable,
    /// The authority's server doesn't answer.
    #[error("the authority does not answer")]
    DirectoryUnreachable,
    /// The authority's server is not known to be that one.
    #[error("the authority's server is not trusted")]
    DirectoryUntrusted,
    /// Whoever answers there is no authority.
    #[error("no authority answers at that address")]
    NoDirectory,
    /// The authority doesn't know the name, or where it leads to.
    #[error("the authority does not find the name")]
    NameUnknown,
    /// The authority found the name, and nobody at port 443.
    #[error("the authority does not get through to port 443")]
    NotReached,
    /// The authority found somebody else at port 443.
    #[error("the authority found somebody else at port 443")]
    OtherServer,
    /// The name's owner lets other authorities only make certificates (CAA).
    #[error("the name allows no certificate of this authority")]
    NotAllowed,
    /// The authority has made too many, or was asked too often.
    #[error("the authority asks for patience")]
    TooMany,
    /// The authority doesn't take the address of mail.
    #[error("the authority does not take the address of mail")]
    ContactRefused,
    /// The authority refused for another reason.
    #[error("the authority refused")]
    Refused,
    /// The authority came to no end.
    #[error("the authority came to no end")]
    TooSlow,
    /// The certificate can't be kept in the data folder.
    #[error("the certificate cannot be kept in the data folder")]
    NotKept,
}

impl CertificateCause {
    /// Whether it passes or comes by the clock alone.
    pub(super) const fn is_of_time(self) -> bool {
        matches!(self, Self::Expired | Self::NotYetValid)
    }
}
