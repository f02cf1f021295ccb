//! What only those can read who have the message that it is about.

use waproto::whatsapp::{Message, MessageKey};

use crate::network::Number;
use crate::phone::heard::Heard;
use crate::world::World;

/// How long the secret is that a message carries for its changes.
const SECRET_BYTES: usize = 32;

/// The secret that a message carries for votes, answers and edits.
pub(in crate::phone) fn secret_of(message: &Message) -> Option<&[u8]> {
    let secret = message.message_context_info.as_option()?.message_secret.as_deref()?;
    (secret.len() == SECRET_BYTES).then_some(secret)
}

/// Tries `open` with the message's secret and id and the addresses of its author and of who changes it. The keys
/// depend on the form of address that the other device used, so every pair of forms is tried.
pub(super) fn opened<T>(
    world: &World,
    owner: &Number,
    heard: &Heard<'_>,
    key: &MessageKey,
    open: impl Fn(&[u8], &str, &str, &str) -> Option<T>,
) -> Option<T> {
    let line = world.accounts.get(owner)?.handset.line(heard.chat, key.id.as_deref()?).ok()?;
    let message = line.message();
    let secret = secret_of(&message)?;
    let author = world.accounts.get(line.sender.as_str())?;
    let changer = world.accounts.get(heard.sender)?;
    [(false, false), (true, true), (true, false), (false, true)].into_iter().find_map(|(author_lid, changer_lid)| {
        let (author, changer) = (author.jid(0, author_lid).to_string(), changer.jid(0, changer_lid).to_string());
        open(secret, &line.id, &author, &changer)
    })
}
