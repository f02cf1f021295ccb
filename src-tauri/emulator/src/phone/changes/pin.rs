//! A message is pinned to the top of its chat, for everyone in it.

use waproto::buffa::MessageField;
use waproto::whatsapp::message::PinInChatMessage;
use waproto::whatsapp::message::pin_in_chat_message::Type;
use waproto::whatsapp::{Message, MessageContextInfo};

use super::{key_of, target};
use crate::error::{EmulatorError, Result};
use crate::network::{ChatId, Due, Number, World};
use crate::phone::lines::Heard;
use crate::phone::{SendOptions, send_message};

/// How long a pin may last: a day, a week, 30 days.
const LASTS_S: [u32; 3] = [86_400, USUAL_S, 2_592_000];

/// WhatsApp's default, which also holds where a pin does not say how long it lasts: a week.
const USUAL_S: u32 = 604_800;

/// Pins a message in its chat for so many seconds, the usual time if absent; 0 takes the pin away.
pub(crate) fn pin_for(
    world: &mut World,
    owner: &Number,
    chat: &ChatId,
    id: &str,
    for_s: Option<u32>,
) -> Result<String> {
    let for_s = for_s.unwrap_or(USUAL_S);
    let on = for_s > 0;
    if on && !LASTS_S.contains(&for_s) {
        return Err(EmulatorError::Unfit("be pinned so long: it is a day, a week or 30 days"));
    }
    let key = key_of(world, owner, chat, id)?;
    let pin = PinInChatMessage {
        key: MessageField::some(key),
        r#type: Some(if on { Type::PIN_FOR_ALL } else { Type::UNPIN_FOR_ALL }),
        sender_timestamp_ms: Some(world.sender_timestamp_ms()),
    };
    let context = MessageContextInfo { message_add_on_duration_in_secs: Some(for_s), ..Default::default() };
    let message = Message {
        pin_in_chat_message: MessageField::some(pin),
        message_context_info: MessageField::some(context),
        ..Default::default()
    };
    send_message(world, owner, chat, &message, SendOptions::default())
}

pub(super) fn apply(world: &mut World, owner: &Number, heard: &Heard<'_>, pin: &PinInChatMessage) {
    let on = pin.r#type == Some(Type::PIN_FOR_ALL);
    let told_s = heard.message.message_context_info.message_add_on_duration_in_secs.filter(|lasts_s| *lasts_s > 0);
    let until_ms = on.then(|| heard.at_ms + u64::from(told_s.unwrap_or(USUAL_S)) * 1000);
    if let Some(line) = target(world, owner, heard, &pin.key) {
        (line.content.pinned, line.content.pinned_until_ms) = (on, until_ms);
        world.expect_unpinning(owner, heard.chat, pin.key.id.as_deref().unwrap_or_default(), until_ms);
    }
}

impl World {
    /// Notes when a line's pin ends, if it has one.
    pub(crate) fn expect_unpinning(&mut self, owner: &Number, chat: &ChatId, id: &str, at_ms: Option<u64>) {
        if let Some(at_ms) = at_ms {
            let (owner, chat) = (Number::clone(owner), chat.clone());
            self.remind(at_ms, Due::Unpinning { owner, chat, id: id.to_owned() });
        }
    }
}

/// Takes a pin away whose time is over.
pub(crate) fn unpin(world: &mut World, owner: &Number, chat: &ChatId, id: &str) {
    let now_ms = world.now_ms();
    let line = world.accounts.get_mut(owner).and_then(|account| account.handset.message_mut(chat, id));
    if let Some(line) = line
        && line.content.pinned_until_ms.is_some_and(|until_ms| until_ms <= now_ms)
    {
        (line.content.pinned, line.content.pinned_until_ms) = (false, None);
    }
}
