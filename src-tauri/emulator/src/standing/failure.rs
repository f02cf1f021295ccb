//! `<failure>`: the server's word that a login is refused, and for how long.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

/// WhatsApp's name of the region that answered; clients log it and nothing else.
pub(crate) const LOCATION: &str = "gru";
/// What a temporary ban says when nothing else is known of it.
const USUAL_BAN: (u16, u64) = (101, 3600);

/// A login that is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// 400 to 599.
    pub(crate) reason: u16,
    /// The ban's code, and how many seconds it has left.
    ban: Option<(u16, u64)>,
}

impl Refusal {
    pub(crate) fn reason(reason: u16) -> Self {
        Self { reason, ban: (reason == 402).then_some(USUAL_BAN) }
    }

    pub(super) fn banned(code: u16, left_s: u64) -> Self {
        Self { reason: 402, ban: Some((code, left_s)) }
    }
}

/// The stanza. An account lock carries the words that the official client shows; a ban its code and length.
pub(crate) fn failure(refusal: Refusal) -> Node {
    let mut failure = NodeBuilder::new("failure").attr("reason", refusal.reason).attr("location", LOCATION);
    if let Some((code, left_s)) = refusal.ban {
        failure = failure.attr("code", code).attr("expire", left_s).attr("message", "banned");
    }
    if refusal.reason == 403 {
        failure = failure
            .attr("logout_message_header", "Sua conta foi bloqueada")
            .attr("logout_message_subtext", "Abra o WhatsApp no celular para saber mais.")
            .attr("logout_message_locale", "pt_BR");
    }
    failure.build()
}
