//! Keeps tenants' WhatsApp sessions alive.
//!
//! [`Host`] holds the entry points. Desired state is rows in `storage`; actual state is running tasks, one
//! supervisor a tenant; the reconciler brings the second to the first, woken by every entry point and by
//! a timer. A supervisor holds the lease of its tenant, opens the session through the
//! gateway, carries messages between WhatsApp and the store (`inbox`, `outbox`), and opens again
//! when the connection broke. A panic ends one session, never the host.
//!
//! Each file knows only files further down, which a test of the house checks:
//!
//! ```text
//! host/                       entry points
//! reconcile, fleet            what runs, and what ought to
//! tenant/{supervisor, session, outbox, inbox, fetching, uploading, projecting}
//! shared                      what all of them hold
//! media/                      files between the store and the gateway
//! board, in_order, gate, tenant_places, lease, command, connection_slot, notice, backoff, config, error, clock
//! ```
//!
//! Deliberately absent: HTTP, SQL, anything of the WhatsApp library. Who may do what is decided
//! in `server`; here every caller is trusted.

mod backoff;
mod board;
mod clock;
mod command;
mod config;
mod connection_slot;
mod continuing;
mod erasing;
mod error;
mod fleet;
mod gate;
mod host;
mod in_order;
mod lease;
mod looking;
mod media;
mod notice;
mod reconcile;
mod shared;
mod tenant;
mod tenant_places;

pub use clock::SystemClock;
pub use command::CodeShown;
pub use config::HostConfig;
pub use error::HostError;
pub use host::{Asker, Destination, Host, LinkSeen, NewPreferences, NewProfile, OpenMedia, SendRequest, Sent, Whose};
pub use lease::{FileLeases, Lease, LeaseError, Leases};
pub use notice::{Direction, Notice, NoticeBody, Passkey, Qr};
pub use tenant::reproject;
pub use tenant_places::{TenantPlace, TenantPlaces};
