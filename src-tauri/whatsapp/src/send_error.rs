//! Why WhatsApp did not take something, by what the sender can do.

/// Why something could not be sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// No connection, and nothing has left: try again when there is one.
    #[error("not connected to WhatsApp")]
    NotConnected,
    /// The connection ended before WhatsApp's word came. It may have arrived: try again under the same id.
    #[error("the connection ended before WhatsApp answered")]
    CutOff,
    /// WhatsApp did not answer in time: try again under the same id.
    #[error("WhatsApp did not answer in time")]
    TimedOut,
    /// The number has no WhatsApp.
    #[error("the number has no WhatsApp")]
    NotOnWhatsapp,
    /// WhatsApp limits whom this account may write to (463, 475).
    #[error("WhatsApp limits whom this account may write to")]
    Restricted,
    /// WhatsApp refused it; trying again does not help.
    #[error("WhatsApp refused the message (code {0})")]
    Rejected(u16),
}
