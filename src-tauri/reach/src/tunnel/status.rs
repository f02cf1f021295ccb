//! Where a tunnel stands, and what its program said.

use crate::public_url::PublicUrl;

/// Where a tunnel stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TunnelState {
    /// The program runs, and has not said yet that the tunnel works.
    Starting,
    /// It works.
    Up {
        /// The address that people open.
        url: PublicUrl,
    },
    /// The program is gone; it's started again.
    Waiting {
        /// Why it is gone.
        cause: TunnelCause,
        /// In how many seconds it is started again.
        again_in_s: u64,
    },
}

/// Why a tunnel doesn't work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TunnelCause {
    /// There is no such program on this computer.
    NotFound,
    /// The system did not start it.
    NotStarted,
    /// It ended by itself.
    Ended,
    /// It ran, and never said its address.
    NoAddress,
    /// Another program has the port that it leads to.
    PortTaken,
}

/// A tunnel's state, and what its program said last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TunnelStatus {
    /// Where it stands.
    pub state: TunnelState,
    /// The last lines of the program, the oldest first.
    pub last_lines: Vec<String>,
}
