//! What a companion asks its phone for by a peer data operation: older messages of a chat, or one that it could not
//! read.

use wacore_binary::Jid;
use waproto::buffa::{Message as _, MessageField};
use waproto::whatsapp::WebMessageInfo;
use waproto::whatsapp::message::peer_data_operation_request_message::HistorySyncOnDemandRequest;
use waproto::whatsapp::message::peer_data_operation_request_response_message::PeerDataOperationResult;
use waproto::whatsapp::message::peer_data_operation_request_response_message::peer_data_operation_result::PlaceholderMessageResendResponse;
use waproto::whatsapp::message::protocol_message::Type;
use waproto::whatsapp::message::{
    PeerDataOperationRequestMessage, PeerDataOperationRequestResponseMessage, PeerDataOperationRequestType,
    ProtocolMessage,
};
use waproto::whatsapp::{HistorySyncMsg, MessageKey};

use super::catalogue::{find, find_raw};
use super::chunk::encode;
use super::line;
use super::listed::{Listed, Source};
use super::part::{Part, Slice, Stage};
use super::scripted::Contact;
use super::transfer::{notify, wrap};
use crate::network::{Account, ChatId, DeviceAddress};
use crate::phone::tell;
use crate::world::World;

/// A phone gives at most this many messages at once.
const MOST_AT_ONCE: i32 = 500;

/// Hears a request; `id` is the message that brought it.
pub(crate) fn hear(world: &mut World, companion: &DeviceAddress, id: &str, asked: &PeerDataOperationRequestMessage) {
    match asked.peer_data_operation_request_type {
        Some(PeerDataOperationRequestType::HISTORY_SYNC_ON_DEMAND) => {
            if let Some(wanted) = asked.history_sync_on_demand_request.as_option() {
                let _nothing_older = older(world, companion, id, wanted);
            }
        }
        Some(PeerDataOperationRequestType::PLACEHOLDER_MESSAGE_RESEND) => {
            let keys = asked.placeholder_message_resend_request.iter();
            let keys: Vec<&MessageKey> = keys.filter_map(|wanted| wanted.message_key.as_option()).collect();
            hear_placeholder(world, companion, id, &keys);
        }
        _ => {}
    }
}

/// Sends the messages that came before the one that the companion names.
fn older(world: &mut World, companion: &DeviceAddress, id: &str, wanted: &HistorySyncOnDemandRequest) -> Option<()> {
    let account = world.accounts.get(&companion.number)?;
    let listed = listed(world, account, wanted.chat_jid.as_deref()?)?;
    let from = age_of(account, &listed, wanted.oldest_msg_id.as_deref()?)? + 1;
    let count = wanted.on_demand_msg_count.unwrap_or(50).clamp(1, MOST_AT_ONCE);
    let to = from.saturating_add(u32::try_from(count).ok()?).min(listed.count);
    let slices = vec![Slice { chat: 0, from: from.min(to), to }];
    let part = Part { stage: Stage::OnDemand, order: 1, progress: 100, slices };
    let encoded = encode(world, account, &[listed], &part, true);
    let (mut notification, _) = wrap(world, &part, encoded)?;
    notification.peer_data_request_session_id = Some(id.to_owned());
    notify(world, companion, notification, None).map(drop)
}

/// Hands over messages that the companion could not read; those that the phone lacks are left out.
fn hear_placeholder(world: &mut World, companion: &DeviceAddress, id: &str, keys: &[&MessageKey]) {
    let found = keys.iter().filter_map(|key| message(world, companion, key));
    let results = found.map(|message| PeerDataOperationResult {
        placeholder_message_resend_response: MessageField::some(PlaceholderMessageResendResponse {
            web_message_info_bytes: Some(message.encode_to_vec()),
        }),
        ..PeerDataOperationResult::default()
    });
    let response = PeerDataOperationRequestResponseMessage {
        peer_data_operation_request_type: Some(PeerDataOperationRequestType::PLACEHOLDER_MESSAGE_RESEND),
        stanza_id: Some(id.to_owned()),
        peer_data_operation_result: results.collect(),
    };
    let answer = ProtocolMessage {
        r#type: Some(Type::PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE),
        peer_data_operation_request_response_message: MessageField::some(response),
        ..ProtocolMessage::default()
    };
    let _unless_the_device_is_gone = tell(world, companion, answer, None);
}

/// The message that a key names, as the companion's phone has it.
pub(crate) fn message(world: &World, companion: &DeviceAddress, key: &MessageKey) -> Option<WebMessageInfo> {
    let account = world.accounts.get(&companion.number)?;
    let listed = listed(world, account, key.remote_jid.as_deref()?)?;
    line::message(world, account, &listed, age_of(account, &listed, key.id.as_deref()?)?)
}

fn listed(world: &World, account: &Account, jid: &str) -> Option<Listed> {
    find_raw(account, jid).or_else(|| find(account, &chat(world, jid)?))
}

/// The chat that an address names, an invented one included.
fn chat(world: &World, jid: &str) -> Option<ChatId> {
    let jid: Jid = jid.parse().ok()?;
    world.chat_of(&jid).or_else(|| {
        let place = Contact::place(&jid.user).or_else(|| Contact::place_by_lid(&jid.user))?;
        Some(ChatId::Person(Contact::new(place).number.into()))
    })
}

fn age_of(account: &Account, listed: &Listed, id: &str) -> Option<u32> {
    match &listed.chat {
        Source::Kept(chat) => {
            let lines = &account.handset.chats.get(chat)?.messages;
            u32::try_from(lines.iter().rev().position(|line| line.id == id)?).ok()
        }
        Source::Scripted(place) => {
            account.handset.scripted.as_ref()?.place(id).filter(|(chat, _)| chat == place).map(|(_, age)| age)
        }
        Source::Raw(place) => {
            let told = account.handset.raw_past.as_ref()?.conversations.get(*place as usize)?;
            let named = |entry: &HistorySyncMsg| entry.message.key.id.as_deref() == Some(id);
            u32::try_from(told.messages.iter().position(named)?).ok()
        }
    }
}
