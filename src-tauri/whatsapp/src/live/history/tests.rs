#![allow(clippy::unwrap_used)]

use std::io::Write as _;

use portaria_domain::{Content, MarkKind, MessageStatus};
use waproto::buffa::MessageField;
use waproto::whatsapp::web_message_info::{Status, StubType};
use waproto::whatsapp::{
    GroupParticipant, HistorySyncMsg, Message, MessageKey, PhoneNumberToLIDMapping, Pushname, Reaction,
};

use super::*;

// Invented numbers.
const ANA: &str = "5511900000002@s.whatsapp.net";
const ANA_LID: &str = "77002@lid";

fn own() -> Address {
    Address::one("5511900000001@s.whatsapp.net".parse().unwrap())
}

fn message(id: &str, from_me: bool, text: &str, status: Status) -> HistorySyncMsg {
    let key = MessageKey { id: Some(id.into()), from_me: Some(from_me), ..MessageKey::default() };
    let said = Message { conversation: Some(text.into()), ..Message::default() };
    let web = WebMessageInfo {
        key: MessageField::some(key),
        message: MessageField::some(said),
        message_timestamp: Some(1_700_000_000),
        status: Some(status),
        ..WebMessageInfo::default()
    };
    HistorySyncMsg { message: MessageField::some(web), ..HistorySyncMsg::default() }
}

fn decoded(blob: &HistorySync) -> (Vec<HistoryPart>, Vec<(Address, String)>) {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&waproto::codec::history_sync_to_vec(blob)).unwrap();
    let (sender, mut receiver) = mpsc::channel(64);
    let names = Decoder::new(own()).decode(&encoder.finish().unwrap(), &sender).unwrap();
    drop(sender);
    let mut parts = Vec::new();
    while let Ok(part) = receiver.try_recv() {
        parts.push(part);
    }
    (parts, names)
}

#[test]
fn a_chat_of_the_past_has_both_addresses_its_name_and_its_ticks() {
    let conversation = Conversation {
        id: ANA_LID.into(),
        name: Some("Ana".into()),
        unread_count: Some(2),
        // The newest first, as phones tell them, and of one second.
        messages: vec![message("A2", true, "olá", Status::READ), message("A1", false, "oi", Status::READ)],
        ..Conversation::default()
    };
    let mapping = PhoneNumberToLIDMapping { pn_jid: Some(ANA.into()), lid_jid: Some(ANA_LID.into()) };
    let name = Pushname { id: Some(ANA.into()), pushname: Some("aninha".into()) };
    let (parts, _) = decoded(&HistorySync {
        conversations: vec![conversation],
        phone_number_to_lid_mappings: vec![mapping],
        pushnames: vec![name],
        ..HistorySync::default()
    });
    let [part] = parts.try_into().unwrap();
    let ana = Address { pn: Some(ANA.parse().unwrap()), lid: Some(ANA_LID.parse().unwrap()) };
    assert_eq!(part.push_names, [(ana.clone(), "aninha".to_owned())]);
    let [chat] = part.chats.try_into().unwrap();
    assert_eq!((&chat.chat, chat.name.as_str(), chat.unread), (&ana, "Ana", 2));
    let [theirs, ours] = chat.messages.try_into().unwrap();
    assert_eq!((theirs.message.key.sender, theirs.status), (ana, MessageStatus::Delivered));
    assert_eq!((ours.message.key.sender, ours.status), (own(), MessageStatus::Read));
    assert_eq!(ours.message.content, Content::plain("olá"));
    assert_eq!(ours.message.at, Some(UnixMs(1_700_000_000_000)));
    assert!(ours.message.raw.is_some(), "it can be read again");
}

#[test]
fn a_chat_of_the_past_keeps_the_phones_order_its_state_and_what_was_said() {
    let mut newest = message("A3", false, "três", Status::READ);
    newest.msg_order_id = Some(3);
    let mut reacted = message("A1", true, "um", Status::READ);
    reacted.msg_order_id = Some(1);
    let web = reacted.message.as_option_mut().unwrap();
    web.message_timestamp = Some(0);
    web.starred = Some(true);
    let by = MessageKey { id: Some("R1".into()), from_me: Some(false), ..MessageKey::default() };
    web.reactions = vec![Reaction { key: MessageField::some(by), text: Some("👍".into()), ..Reaction::default() }];
    let mut stub = message("A2", false, "", Status::READ);
    stub.msg_order_id = Some(2);
    let web = stub.message.as_option_mut().unwrap();
    web.message.take();
    web.message_stub_type = Some(StubType::CALL_MISSED_VOICE);
    let conversation = Conversation {
        id: ANA.into(),
        archived: Some(true),
        pinned: Some(1_700_000_000),
        mute_end_time: Some(u64::MAX),
        messages: vec![newest, stub, reacted],
        ..Conversation::default()
    };
    let (parts, _) = decoded(&HistorySync { conversations: vec![conversation], ..HistorySync::default() });
    let chat = &parts[0].chats[0];
    let kinds: Vec<_> =
        chat.messages.iter().map(|entry| (entry.message.id().as_str(), entry.message.content.kind())).collect();
    assert_eq!(kinds, [("A1", "text"), ("A2", "call"), ("A3", "text")]);
    assert_eq!(chat.messages[0].message.at, None, "no moment is not 1970");
    let pinned = ChatChange::Pinned(Some(UnixMs(1_700_000_000_000)));
    assert_eq!(chat.state, [ChatChange::Archived(true), pinned, ChatChange::Muted(Some(UnixMs::FOREVER))]);
    let marks: Vec<_> = chat.marks.iter().map(|mark| (mark.kind.word(), mark.from_me)).collect();
    assert_eq!(marks, [("star", true), ("reaction", false)]);
    assert!(matches!(&chat.marks[1].kind, MarkKind::Reaction { emoji } if emoji == "👍"));
}

#[test]
fn marks_whose_keys_name_no_message_are_told_apart_by_who_made_them_and_when() {
    let reacted = |by_us: bool, at_ms: Option<i64>| {
        let key = MessageKey { from_me: Some(by_us), ..MessageKey::default() };
        let text = Some("👍".into());
        Reaction { key: MessageField::some(key), text, sender_timestamp_ms: at_ms, ..Reaction::default() }
    };
    let ids = |reactions: Vec<Reaction>| {
        let mut told = message("A1", true, "um", Status::READ);
        told.message.as_option_mut().unwrap().reactions = reactions;
        let conversation = Conversation { id: ANA.into(), messages: vec![told], ..Conversation::default() };
        let (parts, _) = decoded(&HistorySync { conversations: vec![conversation], ..HistorySync::default() });
        parts[0].chats[0].marks.iter().map(|mark| mark.id.to_string()).collect::<Vec<_>>()
    };
    let both = ids(vec![reacted(true, None), reacted(false, None)]);
    assert_eq!(both.len(), 2);
    assert_ne!(both[0], both[1], "of two people none is taken for the other's");
    let later = ids(vec![reacted(false, Some(1_700_000_001_000))]);
    assert_ne!(both[1], later[0], "another one after it is not taken for it");
    assert_eq!(both, ids(vec![reacted(true, None), reacted(false, None)]), "the same are known again");
}

#[test]
fn marks_without_ids_are_told_apart() {
    let mut said = message("A1", true, "oi", Status::READ);
    let web = said.message.as_option_mut().unwrap();
    let reaction = |by: &str, emoji: &str| {
        let key = MessageKey { participant: Some(by.into()), from_me: Some(false), ..MessageKey::default() };
        Reaction { key: MessageField::some(key), text: Some(emoji.into()), ..Reaction::default() }
    };
    web.reactions = vec![reaction(ANA_LID, "👍"), reaction("77003@lid", "😋")];
    let group = "120363000000000001@g.us";
    let conversation = Conversation { id: group.into(), messages: vec![said], ..Conversation::default() };
    let (parts, _) = decoded(&HistorySync { conversations: vec![conversation], ..HistorySync::default() });
    let ids: std::collections::BTreeSet<_> = parts[0].chats[0].marks.iter().map(|mark| &mark.id).collect();
    assert_eq!(ids.len(), 2, "stores keep one mark of an id");
}

#[test]
fn a_long_history_comes_in_parts_and_whole() {
    let conversation = |chat: usize| Conversation {
        id: format!("55119{chat:08}@s.whatsapp.net"),
        messages: (0..100).map(|id| message(&format!("M{id}"), false, "oi", Status::READ)).collect(),
        ..Conversation::default()
    };
    let blob = HistorySync { conversations: (0..12).map(conversation).collect(), ..HistorySync::default() };
    let (parts, _) = decoded(&blob);
    assert!(parts.len() > 1, "one transaction would hold everything");
    let kept: usize = parts.iter().flat_map(|part| &part.chats).map(|chat| chat.messages.len()).sum();
    assert_eq!(kept, 1200);
}

#[test]
fn a_blob_that_is_none_is_refused() {
    let (sender, _receiver) = mpsc::channel(1);
    assert!(Decoder::new(own()).decode(b"no zlib", &sender).is_err());
}

#[test]
fn a_group_of_the_past_has_its_members() {
    let member =
        |jid: &str, rank| GroupParticipant { user_jid: jid.into(), rank: Some(rank), ..GroupParticipant::default() };
    let conversation = Conversation {
        id: "120363000000000001@g.us".into(),
        participant: vec![member(ANA_LID, Rank::SUPERADMIN), member("nonsense", Rank::REGULAR)],
        ..Conversation::default()
    };
    let mapping = PhoneNumberToLIDMapping { pn_jid: Some(ANA.into()), lid_jid: Some(ANA_LID.into()) };
    let (parts, _) = decoded(&HistorySync {
        conversations: vec![conversation],
        phone_number_to_lid_mappings: vec![mapping],
        ..HistorySync::default()
    });
    let ana = Address { pn: Some(ANA.parse().unwrap()), lid: Some(ANA_LID.parse().unwrap()) };
    assert_eq!(parts[0].chats[0].participants, [Participant { address: ana, role: Role::Owner }]);
}
