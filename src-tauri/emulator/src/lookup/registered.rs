//! The account behind a number as somebody wrote it.

use std::sync::Arc;

use crate::network::Number;
use crate::world::World;

/// Brazilian mobiles gained a ninth digit; WhatsApp answers with the form under which the account was registered.
pub(super) fn registered_as(world: &World, digits: &str) -> Option<Number> {
    let exact = world.accounts.known(digits);
    let twin = match (digits.get(..2), digits.len()) {
        (Some("55"), 13) if digits.as_bytes()[4] == b'9' => Some(format!("{}{}", &digits[..4], &digits[5..])),
        (Some("55"), 12) => Some(format!("{}9{}", &digits[..4], &digits[4..])),
        _ => None,
    };
    let found = exact.or_else(|| world.accounts.known(twin?.as_str()));
    found.map(Arc::clone)
}
