//! What the desktop app does around the server, as the provider chose it.
//!
//! The choice is stored here and shown in the panel; the app follows it. Deliberately absent: how it's carried out.

mod choice;
mod follower;

pub(crate) use choice::DesktopChoice;
pub use choice::DesktopSettings;
pub use follower::Desktop;
