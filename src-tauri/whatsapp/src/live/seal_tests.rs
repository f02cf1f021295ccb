#![allow(clippy::unwrap_used)]
use super::*;
use portaria_domain::{Draft, DraftContent, MessageId, MessageKey, RawFormat, UnixMs};
use wacore::message_edit::encrypt_message_edit;
use wacore::reaction::encrypt_reaction_with_secret;
use waproto::buffa::MessageField;
use waproto::whatsapp::message::{EncReactionMessage, EventMessage, ProtocolMessage, SecretEncryptedMessage};

use super::super::write;
use crate::{Around, Said};

const SECRET: [u8; 32] = [7; 32];

fn jid(text: &str) -> Jid {
    text.parse().unwrap()
}

fn own() -> Address {
    Address::one(jid("5511900000001@s.whatsapp.net")).with(Some(jid("77001@lid"))) // invented number
}

fn ana() -> Address {
    Address::one(jid("5511900000002@s.whatsapp.net")).with(Some(jid("77002@lid"))) // invented number
}

fn raw(message: &Message) -> Raw {
    Raw { format: RawFormat::Message, bytes: waproto::codec::message_to_vec(message) }
}

/// With the secret that everything here is sealed with.
fn with_secret(mut message: Message) -> Raw {
    message.message_context_info.get_or_insert_default().message_secret = Some(SECRET.to_vec());
    raw(&message)
}

fn spoken(text: &str) -> Message {
    Message { conversation: Some(text.to_owned()), ..Message::default() }
}

/// A mark of Ana's on a message of this account.
fn mark(sealed: Raw) -> Mark {
    Mark {
        target: MessageKey { chat: ana(), id: MessageId::parse("TARGET").unwrap(), from_me: true, sender: own() },
        id: MessageId::parse("MARK").unwrap(),
        by: ana(),
        from_me: false,
        at: UnixMs(1),
        kind: MarkKind::Sealed { name: "any".into() },
        raw: Some(sealed),
    }
}

/// What a mark says once it is open.
fn kind_of(mark: &Mark, message: &Raw, author: &Address) -> Option<MarkKind> {
    open(mark, message, author, &own()).map(|opened| opened.kind)
}

fn composed(content: DraftContent, by: &Address, to: &Jid, target: Option<&Raw>) -> (Raw, Said) {
    let around = Around { own: by, to, target, expires_after_s: None, link: None, thumbnail: None, now: UnixMs(1) };
    let composed = write::compose(&Draft::from(content), around).unwrap();
    (composed.raw, composed.says)
}

#[test]
fn a_vote_opens_whichever_forms_both_sides_took() {
    let poll = DraftContent::Poll { question: "Qual?".into(), options: vec!["a".into(), "b".into()], choices: 1 };
    let (poll, _) = composed(poll, &own(), &ana().pn.unwrap(), None);
    let by_number = |address: Address| Address { lid: None, ..address };
    let by_lid = |address: Address| Address { pn: None, ..address };
    for writer in [by_number(own()), by_lid(own())] {
        for voter in [by_number(ana()), by_lid(ana())] {
            let target = MessageKey { sender: writer.clone(), from_me: false, ..mark(poll.clone()).target };
            let vote = DraftContent::Vote { target, options: vec!["b".into()] };
            let (vote, says) = composed(vote, &voter, &jid("120363000000000001@g.us"), Some(&poll));
            let Said::Mark(says) = says else { panic!("a message") };
            assert_eq!(kind_of(&mark(vote.clone()), &poll, &own()), Some(says), "{writer:?} {voter:?}");
            let other = Mark { by: Address::one(jid("77009@lid")), ..mark(vote) };
            assert_eq!(kind_of(&other, &poll, &own()), None, "it is nobody else's");
        }
    }
}

#[test]
fn an_own_vote_on_another_device_opens_too() {
    let poll = DraftContent::Poll { question: "Qual?".into(), options: vec!["a".into(), "b".into()], choices: 1 };
    let (poll, _) = composed(poll, &ana(), &own().pn.unwrap(), None);
    let target = MessageKey { sender: ana(), from_me: false, ..mark(poll.clone()).target };
    let (vote, says) = composed(
        DraftContent::Vote { target: target.clone(), options: vec!["a".into()] },
        &own(),
        &ana().pn.unwrap(),
        Some(&poll),
    );
    let by = Address::one(own().lid.unwrap());
    let vote = Mark { target, by, from_me: true, ..mark(vote) };
    assert_eq!(kind_of(&vote, &poll, &ana()).map(Said::Mark), Some(says));
}

#[test]
fn an_answer_opens() {
    let occasion = EventMessage { name: Some("Festa".into()), ..EventMessage::default() };
    let occasion = with_secret(Message { event_message: MessageField::some(occasion), ..Message::default() });
    let target = MessageKey { sender: own(), from_me: false, ..mark(occasion.clone()).target };
    let answer = DraftContent::Answer { target, attendance: Attendance::NotGoing };
    let (answer, says) = composed(answer, &ana(), &own().pn.unwrap(), Some(&occasion));
    assert_eq!(kind_of(&mark(answer), &occasion, &own()).map(Said::Mark), Some(says));
}

#[test]
fn an_answer_says_inside_when_it_was_made() {
    let occasion = EventMessage { name: Some("Festa".into()), ..EventMessage::default() };
    let occasion = with_secret(Message { event_message: MessageField::some(occasion), ..Message::default() });
    let target = MessageKey { sender: own(), from_me: false, ..mark(occasion.clone()).target };
    let answer = DraftContent::Answer { target, attendance: Attendance::Maybe };
    let to = own().pn.unwrap();
    let around = Around {
        own: &ana(),
        to: &to,
        target: Some(&occasion),
        expires_after_s: None,
        link: None,
        thumbnail: None,
        now: UnixMs(1_700_000_000_321),
    };
    let answer = write::compose(&Draft::from(answer), around).unwrap();
    // The stanza around it has whole seconds, so that two answers of one second are told apart inside alone.
    let delivered = Mark { at: UnixMs(1_700_000_001_000), ..mark(answer.raw) };
    assert_eq!(open(&delivered, &occasion, &own(), &own()).unwrap().at, UnixMs(1_700_000_000_321));
    let much_later = Mark { at: UnixMs(1_800_000_000_000), ..delivered };
    assert_eq!(open(&much_later, &occasion, &own(), &own()).unwrap().at, much_later.at, "a clock out of its mind");
}

#[test]
fn a_sealed_reaction_opens() {
    let (payload, iv) = encrypt_reaction_with_secret("🙏", 1, &SECRET, "TARGET", "77001@lid", "77002@lid").unwrap();
    let reaction = EncReactionMessage { enc_payload: Some(payload), enc_iv: Some(iv.to_vec()), ..Default::default() };
    let reaction = raw(&Message { enc_reaction_message: MessageField::some(reaction), ..Message::default() });
    let opened = kind_of(&mark(reaction), &with_secret(spoken("oi")), &own());
    assert_eq!(opened, Some(MarkKind::Reaction { emoji: "🙏".into() }));
}

#[test]
fn a_sealed_edit_opens_and_a_foreign_secret_opens_nothing() {
    let target = MessageKey { sender: ana(), from_me: false, ..mark(raw(&spoken("x"))).target };
    let names = MessageEditContext {
        original_msg_id: "TARGET",
        original_sender_jid: "5511900000002@s.whatsapp.net", // invented
        editor_jid: "5511900000002@s.whatsapp.net",          // invented
    };
    let inner = ProtocolMessage { edited_message: MessageField::some(spoken("certo: 12")), ..Default::default() };
    let inner = Message { protocol_message: MessageField::some(inner), ..Message::default() };
    let (payload, iv) = encrypt_message_edit(&inner, &SECRET, &names).unwrap();
    let sealed = SecretEncryptedMessage {
        enc_payload: Some(payload),
        enc_iv: Some(iv.to_vec()),
        secret_enc_type: Some(SecretEncType::MESSAGE_EDIT),
        ..Default::default()
    };
    let sealed = raw(&Message { secret_encrypted_message: MessageField::some(sealed), ..Message::default() });
    let edit = Mark { target, ..mark(sealed) };
    let content = portaria_domain::Content::plain("certo: 12").into();
    let opened = kind_of(&edit, &with_secret(spoken("errado: 21")), &ana());
    assert_eq!(opened, Some(MarkKind::Edit { content, context: Box::default() }));
    assert_eq!(kind_of(&edit, &raw(&spoken("sem segredo")), &ana()), None);
    let mut other = spoken("outro segredo");
    other.message_context_info.get_or_insert_default().message_secret = Some(vec![8; 32]);
    assert_eq!(kind_of(&edit, &raw(&other), &ana()), None);
}
