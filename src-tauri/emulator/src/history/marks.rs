//! What became of a message, as the history tells it.

use wacore::poll::compute_option_hash;
use waproto::buffa::MessageField;
use waproto::whatsapp::message::event_response_message::EventResponseType;
use waproto::whatsapp::message::{EventResponseMessage, PollVoteMessage};
use waproto::whatsapp::web_message_info::StubType;
use waproto::whatsapp::{
    EventResponse, KeepInChat, KeepType, MessageAddOnContextInfo, MessageKey, PinInChat, PollUpdate, Reaction,
    WebMessageInfo, pin_in_chat,
};

use crate::network::ChatId;
use crate::network::stanza::seconds;
use crate::phone::{Attendance, Kind, PhoneMessage, Reply};
use crate::world::World;

/// Writes stars, reactions, votes, answers, pins and deletion beside the message of a chat on a phone.
pub(super) fn mark(world: &World, chat: &ChatId, owner: &str, info: &mut WebMessageInfo, message: &PhoneMessage) {
    let content = &message.content;
    info.starred = content.starred.then_some(true);
    info.message_stub_type = content.revoked.then_some(StubType::REVOKE);
    let by = |number: &str, id: Option<&str>| by(world, chat, info, owner, number, id);
    let reactions = content.reactions.iter().map(|(number, sign)| {
        let message = content.reacted.get(number);
        Reaction {
            key: by(number, message.map(|message| message.id.as_str())),
            text: Some(sign.clone()),
            sender_timestamp_ms: message.and_then(|message| at(message.at_ms)),
            ..Default::default()
        }
    });
    let reactions = reactions.collect();
    let told = content.replies.iter().map(|(number, reply)| (number, by(number, Some(&reply.id)), reply));
    match &content.kind {
        Kind::Poll { options, .. } => {
            let update = |(number, key, reply): (_, _, &Reply)| {
                let at_ms = at(reply.at_ms);
                let chosen = options.iter().filter(|option| option.voters.contains(number));
                let vote = PollVoteMessage {
                    selected_options: chosen.map(|o| compute_option_hash(&o.name).to_vec()).collect(),
                };
                PollUpdate {
                    poll_update_message_key: key,
                    vote: MessageField::some(vote),
                    sender_timestamp_ms: at_ms,
                    server_timestamp_ms: at_ms,
                    ..Default::default()
                }
            };
            info.poll_updates = told.map(update).collect();
        }
        Kind::Event { answers, .. } => {
            let response = |(number, key, reply): (&String, _, &Reply)| {
                let at_ms = at(reply.at_ms);
                let response = Some(match answers.get(number)? {
                    Attendance::Going => EventResponseType::GOING,
                    Attendance::NotGoing => EventResponseType::NOT_GOING,
                    Attendance::Maybe => EventResponseType::MAYBE,
                });
                let extra_guest_count = i32::try_from(reply.guests).ok().filter(|count| *count > 0);
                let answer = EventResponseMessage { response, timestamp_ms: at_ms, extra_guest_count };
                Some(EventResponse {
                    event_response_message_key: key,
                    timestamp_ms: at_ms,
                    event_response_message: MessageField::some(answer),
                    ..Default::default()
                })
            };
            info.event_responses = told.filter_map(response).collect();
        }
        _ => {}
    }
    info.reactions = reactions;
    stay(info, message);
}

/// How long it stays, and on top of what.
fn stay(info: &mut WebMessageInfo, message: &PhoneMessage) {
    let content = &message.content;
    if let Some(expires_at_ms) = content.expires_at_ms {
        info.ephemeral_start_timestamp = Some(seconds(message.at_ms));
        info.ephemeral_duration = u32::try_from(seconds(expires_at_ms.saturating_sub(message.at_ms))).ok();
    }
    if content.kept {
        let keep = KeepInChat {
            keep_type: Some(KeepType::KEEP_FOR_ALL),
            key: info.key.clone(),
            server_timestamp_ms: at(message.at_ms),
            ..Default::default()
        };
        info.keep_in_chat = MessageField::some(keep);
    }
    if let Some(until_ms) = content.pinned_until_ms {
        let lasts = u32::try_from(seconds(until_ms.saturating_sub(message.at_ms))).ok();
        let lasting = MessageAddOnContextInfo { message_add_on_duration_in_secs: lasts, ..Default::default() };
        let pin = PinInChat {
            r#type: Some(pin_in_chat::Type::PIN_FOR_ALL),
            key: info.key.clone(),
            sender_timestamp_ms: at(message.at_ms),
            server_timestamp_ms: at(message.at_ms),
            message_add_on_context_info: MessageField::some(lasting),
        };
        info.pin_in_chat = MessageField::some(pin);
    }
}

/// The key of what somebody did with the message, as the owner of the phone names it.
fn by(
    world: &World,
    chat: &ChatId,
    info: &WebMessageInfo,
    owner: &str,
    number: &str,
    id: Option<&str>,
) -> MessageField<MessageKey> {
    let by_lid = matches!(chat, ChatId::Group(_)) && world.writes_by_lid(chat);
    let participant = world.accounts.get(number).map(|account| account.jid(0, by_lid).to_string());
    MessageField::some(MessageKey {
        remote_jid: info.key.remote_jid.clone(),
        from_me: Some(number == owner),
        id: id.map(str::to_owned),
        participant,
    })
}

fn at(at_ms: u64) -> Option<i64> {
    i64::try_from(at_ms).ok()
}
