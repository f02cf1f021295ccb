//! Files on their way from and to WhatsApp, piece by piece: none is held as a whole.

/// Why a file could not be fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No connection: try again when there is one.
    #[error("not connected to WhatsApp")]
    NotConnected,
    /// It did not come, or not whole: try again.
    #[error("the file did not come whole")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// WhatsApp has it no longer; the sender's phone may still have it.
    #[error("WhatsApp has the file no longer")]
    Gone,
    /// The message names no file.
    #[error("the message names no file")]
    NoFile,
    /// It cannot be written here.
    #[error("the file cannot be written")]
    Unwritable(#[source] std::io::Error),
}

/// Where a fetched file goes: opened, from its beginning to its end. A fetch that succeeds flushes it last.
pub trait MediaSink: std::io::Write + Send {
    /// Forgets what was written: the fetch begins again.
    fn restart(&mut self) -> std::io::Result<()>;
}

/// A file to be uploaded. It is read from its beginning several times: once for its hashes, before anything leaves, and
/// once for each attempt.
pub trait MediaSource: Send + Sync {
    /// How long it is.
    fn size_bytes(&self) -> u64;

    /// Reads it from its beginning.
    fn open(&self) -> std::io::Result<Box<dyn std::io::Read + Send>>;
}

/// Why a file could not be uploaded.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// No connection: try again when there is one.
    #[error("not connected to WhatsApp")]
    NotConnected,
    /// It did not get there: try again.
    #[error("the file did not get to WhatsApp whole")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// WhatsApp refused it; trying again does not help.
    #[error("WhatsApp refused the file (status {0})")]
    Refused(u16),
    /// It cannot be read here, or is not the file that the message was written for. Nothing of the message has left.
    #[error("the file cannot be read")]
    Unreadable(#[source] std::io::Error),
    /// The message has no file, or none that was composed here.
    #[error("the message has no file to upload")]
    NoFile,
}
