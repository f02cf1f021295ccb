//! The ids of invented messages.

/// The id of a message; its place can be read from it.
pub(super) fn id(seed: u64, chat: u32, age: u32) -> String {
    format!("3A{chat:04X}{age:06X}{:08X}", seed & 0xFFFF_FFFF)
}

/// The place that an id claims.
pub(super) fn place_of(id: &str) -> Option<(u32, u32)> {
    let hex = |range| id.get(range).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    Some((hex(2..6)?, hex(6..12)?))
}
