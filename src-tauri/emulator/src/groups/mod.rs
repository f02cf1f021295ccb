//! Groups (`w:g2`): who is in them, what they are called, who may do what.
//!
//! One file per request. Each has what the wire says (`hear`) and what it does (a verb that phones use as well), so
//! that a companion and a phone are refused and announced alike. What changes is told by `announce`, through the
//! queue, to every companion of every member. What is *said* in a group is not here.

mod announce;
mod answer;
mod communities;
mod create;
mod describe;
mod description;
mod directory;
mod entry;
mod group;
mod heard;
mod invite;
mod join;
mod leave;
mod making;
mod members;
mod query;
mod refusal;
mod requests;
mod settings;
mod subject;
mod view;

pub(crate) use communities::{member_counts, subgroups};
pub(crate) use create::create;
pub(crate) use description::describe_as;
pub(crate) use directory::Groups;
pub(crate) use group::Group;
pub use group::{GroupSettings, Role};
pub(crate) use heard::hear;
pub(crate) use invite::{Entry, accept, invite_code_of, reset_invite};
pub(crate) use leave::leave;
pub(crate) use making::{Community, Plan};
pub(crate) use members::{MemberChange, change_members};
pub use refusal::GroupRefusal;
pub(crate) use requests::{decide, waiting};
pub(crate) use settings::{Setting, set};
pub(crate) use subject::rename;
pub use view::{GroupMember, GroupView, MemberOutcome};
