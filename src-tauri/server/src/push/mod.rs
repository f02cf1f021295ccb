//! Tells browsers of messages while their panel is closed (Web Push).
//!
//! Which browsers, stands in the control plane with their logins (`storage/control/push_devices`). A push is a best effort:
//! nothing of it is kept, and what a restart loses is seen when the panel opens. Sockets and webhooks lose nothing.

mod owner;
mod payload;
mod sender;
mod shared;
mod told;
mod vapid;
mod waiting;

pub(crate) use owner::tell;
pub(crate) use sender::{Taken, test};
pub(crate) use shared::Push;
