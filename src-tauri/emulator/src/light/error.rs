//! What ends a light client.

/// What ends a light client.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LightError {
    /// Only loopback is ever called.
    #[error("a light client calls loopback only, not {0}")]
    NotLoopback(String),
    /// The socket could not be opened, or broke.
    #[error("the socket failed")]
    Socket(#[from] Box<tokio_tungstenite::tungstenite::Error>),
    /// The network did not prove itself, or a frame did not open.
    #[error("the encrypted channel failed")]
    Noise(#[from] wacore_noise::HandshakeError),
    /// A frame holds no stanza.
    #[error("a frame could not be read")]
    Unreadable,
    /// The network hung up.
    #[error("the network hung up")]
    Ended,
    /// Something else came than was waited for.
    #[error("waited for {wanted}, and {came} came")]
    Unexpected {
        /// What was waited for.
        wanted: &'static str,
        /// The stanza that came instead.
        came: String,
    },
}

/// The result of everything that a light client does.
pub type LightResult<T> = Result<T, LightError>;
