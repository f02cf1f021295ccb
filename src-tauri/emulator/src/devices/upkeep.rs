//! What the network notes of a companion beside its keys and its queue.

use std::collections::BTreeMap;

use super::about::About;
use crate::messages::Backlog;

/// What the network notes of a companion beside its keys and its queue.
#[derive(Default)]
pub(crate) struct Upkeep {
    pub(crate) about: About,
    /// It was told that its one-time keys run low, and has not answered.
    pub(super) asked_for_keys: bool,
    pub(crate) routing: Routing,
    pub(crate) dirt: Dirt,
    pub(crate) backlog: Backlog,
    /// The session id that it reports for WhatsApp's statistics.
    pub(crate) session: Option<String>,
    /// `lc`: how often it says it has logged in.
    pub(crate) login_counter: Option<i32>,
}

impl Upkeep {
    pub(crate) fn of(about: About) -> Self {
        Self { about, ..Self::default() }
    }
}

/// The token that a device holds, and whether its last connection showed it.
#[derive(Default)]
pub(crate) struct Routing {
    pub(super) token: Option<[u8; 12]>,
    pub(super) shown: bool,
}

impl Routing {
    /// Whether the device's last connection came with the token of the one before.
    pub(crate) fn is_followed(&self) -> bool {
        self.shown
    }
}

/// What is dirty for a device, with the second in which it became so. WhatsApp knows `account_sync`, `groups`,
/// `syncd_app_state` and `newsletter_metadata`.
pub(crate) type Dirt = BTreeMap<String, u64>;
