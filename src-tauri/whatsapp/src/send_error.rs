//! Why WhatsApp did not take something, by what the sender can do.

use portaria_domain::Refusal;

/// Why something could not be sent, or asked for.
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
    #[error("WhatsApp refused it (code {0})")]
    Rejected(u16),
}

impl SendError {
    /// Why WhatsApp refused it, by what its codes mean for what was asked; `None`: it has not refused, or not answered.
    pub fn refusal(&self, of_code: impl FnOnce(u16) -> Refusal) -> Option<Refusal> {
        match self {
            Self::NotOnWhatsapp => Some(Refusal::NotOnWhatsapp),
            Self::Restricted => Some(Refusal::Restricted),
            Self::Rejected(code) => Some(of_code(*code)),
            Self::NotConnected | Self::CutOff | Self::TimedOut => None,
        }
    }
}
