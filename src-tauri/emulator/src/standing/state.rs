//! What the network holds against an account.

use std::collections::VecDeque;

use super::banned::Ban;
use super::cap::Cap;
use super::failure::Refusal;
use super::lock::Lock;
use super::trusts::Trusts;
use crate::pairing::{CodeRefusals, Passkey};

/// What the network holds against an account, and what others have granted it.
#[derive(Default)]
pub(crate) struct Standing {
    pub(super) ban: Option<Ban>,
    pub(super) lock: Option<Lock>,
    pub(super) cap: Option<Cap>,
    /// Linking a device takes this passkey.
    pub(crate) passkey: Option<Passkey>,
    /// What requests for a pairing code, or the keys that follow the typed code, are refused with.
    pub(crate) code_refusals: CodeRefusals,
    /// Strangers need a token to write to this account.
    pub(crate) guarded: bool,
    pub(crate) trusts: Trusts,
    /// When it last logged in, for [`LoginLimit`](super::LoginLimit).
    pub(super) logins_ms: VecDeque<u64>,
    /// After how many refusals a refused login is taken again; `None` means never.
    pub(crate) refusals_left: Option<u32>,
    /// Logins that [`LoginLimit`](super::LoginLimit) turned away.
    pub(crate) refused_logins: u32,
    /// Messages that the server did not take, by the reasons of this room.
    pub(super) refused_messages: u32,
}

impl Standing {
    /// Why a login is refused now by a ban.
    pub(crate) fn refusal(&self, now_ms: u64) -> Option<Refusal> {
        self.ban.as_ref()?.refusal(now_ms)
    }
}
