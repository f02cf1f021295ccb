//! Keeps tenants' WhatsApp sessions alive.
//!
//! [`Host`] is the door. Desired state is rows in `storage`; actual state is running tasks, one
//! supervisor a tenant; the reconciler brings the second to the first, woken by every door and by
//! a timer. A supervisor holds the lease of its folder, opens the session through the
//! gateway, carries messages between WhatsApp and the store (`inbox`, `outbox`), and opens again
//! when the connection broke. A panic ends one session, never the host.
//!
//! Deliberately absent: HTTP, SQL, anything of the WhatsApp library. Who may do what is decided
//! in `server`; here every caller is trusted.

mod backoff;
mod board;
mod clock;
mod gate;
mod host;
mod inbox;
mod lease;
mod notice;
mod outbox;
mod reconcile;
mod session;
mod supervisor;

pub use clock::SystemClock;
pub use host::{CodeShown, Destination, Host, HostConfig, HostError, SendText, Sent};
pub use notice::{Notice, NoticeBody, Qr};
