//! How the owner of a phone names a line.

use waproto::whatsapp::MessageKey;

use crate::error::Result;
use crate::network::{ChatId, Number};
use crate::world::World;

/// How `owner` names a line to the other members of its chat.
pub(super) fn key_of(world: &World, owner: &Number, chat: &ChatId, id: &str) -> Result<MessageKey> {
    let line = world.account(owner)?.handset.line(chat, id)?;
    let as_lid = world.writes_by_lid(chat);
    let participant = match chat {
        ChatId::Person(_) => None,
        _ => Some(world.account(&line.sender)?.jid(0, as_lid).to_string()),
    };
    Ok(MessageKey {
        remote_jid: world.chat_jid(chat, as_lid).map(|jid| jid.to_string()),
        from_me: Some(line.from_me),
        id: Some(line.id.clone()),
        participant,
    })
}

impl World {
    /// The present, as what a person does carries it: nobody does two things within one millisecond.
    pub(super) fn sender_timestamp_ms(&mut self) -> i64 {
        let now_ms = i64::try_from(self.now_ms()).expect("the clock is not past the year 292 million");
        self.last_deed_ms = now_ms.max(self.last_deed_ms + 1);
        self.last_deed_ms
    }
}
