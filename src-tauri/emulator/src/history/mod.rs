//! What the phone tells a new companion of the past: chats, messages and names, in WhatsApp's chunk kinds.
//!
//! Each chunk travels inline in its notification, compressed, as WhatsApp does with small ones.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use waproto::buffa::MessageField;
use waproto::codec::history_sync_to_vec;
use waproto::whatsapp::history_sync::HistorySyncType;
use waproto::whatsapp::message::{HistorySyncNotification, HistorySyncType as NotifiedType};
use waproto::whatsapp::web_message_info::Status;
use waproto::whatsapp::{
    Conversation, HistorySync, HistorySyncMsg, MessageKey, PhoneNumberToLIDMapping, Pushname, WebMessageInfo,
};

use crate::messages::receipts::ReceiptState;
use crate::network::stanza::seconds;
use crate::network::{Account, ChatId, World};
use crate::phone::{Chat, PhoneMessage};

/// Messages of each chat that come with the first chunk; the rest follows.
const BOOTSTRAP_MESSAGES: usize = 10;

/// The notifications for a companion of `number`, in the order in which a phone sends them.
pub(crate) fn chunks(world: &World, number: &str) -> Vec<HistorySyncNotification> {
    let Some(account) = world.accounts.get(number) else { return Vec::new() };
    let chats: Vec<(&Account, &Chat)> = account
        .handset
        .chats
        .iter()
        .filter(|(_, chat)| !chat.messages.is_empty())
        .filter_map(|(with, chat)| Some((world.accounts.get(with.as_person()?)?, chat)))
        .collect();
    let newest = |keep: bool| {
        chats.iter().map(move |(with, chat)| {
            let split = chat.messages.len().saturating_sub(BOOTSTRAP_MESSAGES);
            let part = if keep { &chat.messages[split..] } else { &chat.messages[..split] };
            conversation(account, with, chat, part)
        })
    };
    let bootstrap = HistorySync {
        sync_type: HistorySyncType::INITIAL_BOOTSTRAP,
        conversations: newest(true).collect(),
        nct_salt: Some(account.nct_salt().to_vec()),
        phone_number_to_lid_mappings: chats.iter().map(|(with, _)| mapping(with)).collect(),
        ..Default::default()
    };
    let known = world
        .accounts
        .iter()
        .filter(|(other, _)| account.handset.chats.contains_key(&ChatId::person(other)))
        .map(|(_, other)| other);
    let names = HistorySync {
        sync_type: HistorySyncType::PUSH_NAME,
        pushnames: known
            .chain([account])
            .map(|other| Pushname { id: Some(other.pn(0).to_string()), pushname: Some(other.name.clone()) })
            .collect(),
        ..Default::default()
    };
    let recent = HistorySync {
        sync_type: HistorySyncType::RECENT,
        conversations: newest(false).filter(|conversation| !conversation.messages.is_empty()).collect(),
        ..Default::default()
    };
    [
        (bootstrap, NotifiedType::INITIAL_BOOTSTRAP, 0),
        (names, NotifiedType::PUSH_NAME, 50),
        (recent, NotifiedType::RECENT, 100),
    ]
    .into_iter()
    .enumerate()
    .map(|(order, (chunk, kind, progress))| notification(chunk, kind, order, progress))
    .collect()
}

fn notification(mut chunk: HistorySync, kind: NotifiedType, order: usize, progress: u32) -> HistorySyncNotification {
    let order = u32::try_from(order).unwrap_or_default();
    chunk.chunk_order = Some(order);
    chunk.progress = Some(progress);
    let plain = history_sync_to_vec(&chunk);
    let mut compressed = ZlibEncoder::new(Vec::new(), Compression::default());
    compressed.write_all(&plain).expect("writing to memory does not fail");
    HistorySyncNotification {
        file_length: Some(plain.len() as u64),
        sync_type: Some(kind),
        chunk_order: Some(order),
        progress: Some(progress),
        initial_hist_bootstrap_inline_payload: Some(compressed.finish().expect("writing to memory does not fail")),
        ..Default::default()
    }
}

fn mapping(account: &Account) -> PhoneNumberToLIDMapping {
    PhoneNumberToLIDMapping { pn_jid: Some(account.pn(0).to_string()), lid_jid: Some(account.lid(0).to_string()) }
}

fn conversation(account: &Account, with: &Account, chat: &Chat, messages: &[PhoneMessage]) -> Conversation {
    let last = chat.messages.last().map(|message| seconds(message.at_ms));
    Conversation {
        id: with.pn(0).to_string(),
        messages: messages.iter().rev().map(|message| line(with, message)).collect(),
        last_msg_timestamp: last,
        conversation_timestamp: last,
        unread_count: Some(chat.unread),
        name: account.handset.address_book.get(&with.number).cloned(),
        pn_jid: Some(with.pn(0).to_string()),
        lid_jid: Some(with.lid(0).to_string()),
        ..Default::default()
    }
}

fn line(with: &Account, message: &PhoneMessage) -> HistorySyncMsg {
    let status = match message.receipt {
        ReceiptState::Sent => Status::SERVER_ACK,
        ReceiptState::Delivered => Status::DELIVERY_ACK,
        ReceiptState::Read => Status::READ,
    };
    let info = WebMessageInfo {
        key: MessageField::some(MessageKey {
            remote_jid: Some(with.pn(0).to_string()),
            from_me: Some(message.from_me),
            id: Some(message.id.clone()),
            ..Default::default()
        }),
        message: MessageField::some(message.message()),
        starred: message.content.starred.then_some(true),
        message_timestamp: Some(seconds(message.at_ms)),
        status: Some(status),
        push_name: (!message.from_me).then(|| with.name.clone()),
        ..Default::default()
    };
    HistorySyncMsg { message: MessageField::some(info), ..Default::default() }
}
