//! What the server refuses a pairing by code with, and how long a code is good for.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::network::stanza::refusal;

/// WhatsApp's answer to one request too many.
const SLOW_DOWN_S: u32 = 60;
/// How long a shown code is good for (`PairCodeUtils::code_validity`).
const VALID_MS: u64 = 180_000;

/// The codes of WhatsApp's refusals: 400, 403, 429, 452, 500. `None` refuses nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CodeRefusals {
    /// A device asks for a code.
    pub(crate) asking: Option<u16>,
    /// The device hands in its keys after the code was typed.
    pub(crate) finishing: Option<u16>,
}

/// The refusal of `request`, with the text that clients compare with the code.
pub(super) fn refuse(request: &Node, code: u16) -> Node {
    let text = match code {
        400 => "bad-request",
        403 => "forbidden",
        429 => "rate-overlimit",
        452 => "feature-not-available",
        500 => "internal-server-error",
        _ => "unknown",
    };
    if code != 429 {
        return refusal(request, code, text);
    }
    let error = NodeBuilder::new("error").attr("code", code).attr("text", text).attr("backoff", SLOW_DOWN_S).build();
    let mut answer = refusal(request, code, text);
    answer.content = Some(wacore_binary::NodeContent::Nodes(vec![error]));
    answer
}

/// Whether a code that was asked for at `asked_at_ms` is too old to be typed.
pub(super) fn is_stale(asked_at_ms: u64, now_ms: u64) -> bool {
    now_ms >= stale_at_ms(asked_at_ms)
}

/// The first moment at which a code is too old.
pub(super) fn stale_at_ms(asked_at_ms: u64) -> u64 {
    asked_at_ms + VALID_MS
}
