//! The tenants' sessions for a program around the server, such as the tray of the desktop: what they are, and the
//! actions on them.
//!
//! Whoever holds [`Instances`] is in the process and acts for the provider; the audit names it `desktop`. Deliberately
//! absent: HTTP, and anything of windows and menus.

mod actions;
mod check;
mod list;
mod outside;

use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use crate::app::AppState;

pub use actions::InstanceError;
pub use check::LinkCheck;
pub use list::{Instance, InstanceList, InstanceLists};
pub use outside::{Outside, OutsideChanges};

/// The tenants' sessions. Cheap to clone.
#[derive(Clone)]
pub struct Instances {
    app: AppState,
    /// Cancelled when the server goes down.
    stopping: CancellationToken,
}

impl Instances {
    pub(crate) fn new(app: AppState, stopping: CancellationToken) -> Self {
        Self { app, stopping }
    }

    /// The list of all as it is now, and again whenever something in it has changed.
    pub fn follow(&self) -> InstanceLists {
        InstanceLists::new(self.app.clone(), self.stopping.clone())
    }

    /// Hears when the Internet comes here no longer, and when it does again.
    pub fn follow_outside(&self) -> OutsideChanges {
        OutsideChanges::new(self.app.clone(), self.stopping.clone())
    }

    /// Hears whose portal was opened by its link.
    pub fn portal_openings(&self) -> broadcast::Receiver<portaria_domain::TenantId> {
        self.app.portal_openings.subscribe()
    }
}
