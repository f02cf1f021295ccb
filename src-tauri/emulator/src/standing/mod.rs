//! How an account stands with the network: bans, limits on whom it may write to, and who trusts it.
//!
//! A refused login is a `<failure>`, a refused message an `<ack error>`; both are decided here and nowhere else.
//! Every limit that has a length ends by the network's clock.

mod ban;
mod failure;
mod login_limit;
mod new_chats;
mod queries;
mod reach_out;
mod report;
mod salt;
mod saved;
pub(crate) mod tokens;
mod verdict;

use std::collections::VecDeque;

pub(crate) use ban::{ban, pardon};
pub(crate) use failure::{LOCATION, Refusal, failure};
pub(crate) use login_limit::takes_one_more;
pub use login_limit::{LoginLimit, Overload};
pub(crate) use new_chats::set_cap;
pub(crate) use queries::{new_chat_cap, reach_out_lock};
pub(crate) use reach_out::set_lock;
pub(crate) use report::report;
pub use report::{BanReport, CapReport, LockReport, Standing as StandingReport};
pub(crate) use saved::SavedStanding;
pub(crate) use verdict::verdict;

/// What the network holds against an account, and what others have granted it.
#[derive(Default)]
pub(crate) struct Standing {
    ban: Option<ban::Ban>,
    lock: Option<reach_out::Lock>,
    cap: Option<new_chats::Cap>,
    /// Linking a device takes this passkey.
    pub(crate) passkey: Option<crate::pairing::Passkey>,
    /// What requests for a pairing code, or the keys that follow the typed code, are refused with.
    pub(crate) code_refusals: crate::pairing::CodeRefusals,
    /// Strangers need a token to write to this account.
    pub(crate) guarded: bool,
    pub(crate) trusts: tokens::Trusts,
    /// When it last logged in, for [`LoginLimit`].
    logins_ms: VecDeque<u64>,
    /// After how many refusals a refused login is taken again; `None` means never.
    pub(crate) refusals_left: Option<u32>,
    /// Logins that [`LoginLimit`] turned away.
    pub(crate) refused_logins: u32,
    /// Messages that the server did not take, by the reasons of this room.
    refused_messages: u32,
}
