//! What a companion's request is about, and what it is answered.

use wacore_binary::{Jid, Node, Server};

use super::GroupRefusal;
use crate::network::GroupId;

/// The content of a result, or why there is none.
pub(in crate::groups) type Answer = Result<Vec<Node>, GroupRefusal>;

/// The group that an address names; the service itself (`g.us`) is none.
pub(in crate::groups) fn group_of(jid: &Jid) -> Option<GroupId> {
    (jid.server == Server::Group && !jid.user.is_empty()).then(|| jid.user.as_str().into())
}
