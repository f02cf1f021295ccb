//! A customer of a small shop: asks, waits for each answer, thanks, and is quiet.

use crate::network::{ChatId, Number};
use crate::world::World;

/// In Portuguese, because the product's first readers are Brazilian.
const LINES: [&str; 5] = [
    "Oi, tudo bem? Vocês estão abertos hoje?",
    "E até que horas?",
    "Quanto custa o pão de queijo?",
    "Vocês entregam no centro?",
    "Perfeito, muito obrigado!",
];

/// The line that follows what this customer has already said in the chat, if any is left.
pub(super) fn next_line(world: &World, customer: &Number, with: &ChatId) -> Option<String> {
    let said = world
        .accounts
        .get(customer)?
        .handset
        .chats
        .get(with)?
        .messages
        .iter()
        .filter(|message| message.from_me && LINES.contains(&message.text.as_str()))
        .count();
    LINES.get(said).map(|line| (*line).to_owned())
}
