//! How an account stands with the network: bans, limits on whom it may write to, and who trusts it.
//!
//! A refused login is a `<failure>`, a refused message an `<ack error>`; both are decided here and nowhere else.
//! Every limit that has a length ends by the network's clock.

mod ban;
mod banned;
mod cap;
mod failure;
mod lock;
mod login_limit;
mod new_chats;
mod queries;
mod reach_out;
mod report;
mod salt;
mod saved;
mod state;
pub(crate) mod tokens;
mod trusts;
mod verdict;

pub(crate) use ban::{ban, pardon};
pub(crate) use failure::{LOCATION, Refusal, failure};
pub(crate) use login_limit::takes_one_more;
pub use login_limit::{LoginLimit, Overload};
pub(crate) use new_chats::set_cap;
pub(crate) use queries::{new_chat_cap, reach_out_lock};
pub(crate) use reach_out::set_lock;
pub(crate) use report::report;
pub use report::{BanReport, CapReport, LockReport, StandingReport};
pub(crate) use saved::SavedStanding;
pub(crate) use state::Standing;
pub(crate) use verdict::verdict;
