#![allow(clippy::unwrap_used)]

use portaria_domain::{Address, MarkKind, MediaKind, SystemLine};
use proptest::prelude::*;
use waproto::buffa::MessageField;
use waproto::whatsapp::message::protocol_message::Type;
use waproto::whatsapp::message::{
    DeviceSentMessage, ExtendedTextMessage, FutureProofMessage, ImageMessage, PollCreationMessage, ProtocolMessage,
    ReactionMessage, SenderKeyDistributionMessage, poll_creation_message,
};
use waproto::whatsapp::{ContextInfo, Message, MessageContextInfo, MessageKey};

use super::*;

fn spoken(text: &str) -> Message {
    Message { conversation: Some(text.into()), ..Message::default() }
}

fn extended(text: &str, context: ContextInfo) -> Message {
    let text = ExtendedTextMessage {
        text: Some(text.into()),
        context_info: MessageField::some(context),
        ..ExtendedTextMessage::default()
    };
    Message { extended_text_message: MessageField::some(text), ..Message::default() }
}

fn wrapped(message: Message) -> MessageField<FutureProofMessage> {
    MessageField::some(FutureProofMessage { message: MessageField::some(message) })
}

fn content(message: &Message) -> Option<Content> {
    project(message).map(|projected| projected.content)
}

fn mark(message: &Message) -> Option<MarkKind> {
    match read(message) {
        Reading::Mark(mark) => Some(mark.kind),
        Reading::Content(_) | Reading::Nothing => None,
    }
}

fn key() -> MessageField<MessageKey> {
    MessageField::some(MessageKey { id: Some("A1".into()), from_me: Some(true), ..MessageKey::default() })
}

#[test]
fn text_is_found_in_whatever_it_is_wrapped() {
    let plain = extended("oi", ContextInfo::default());
    let ephemeral = Message { ephemeral_message: wrapped(plain.clone()), ..Message::default() };
    let sent = DeviceSentMessage { message: MessageField::some(ephemeral.clone()), ..DeviceSentMessage::default() };
    let own_copy = Message { device_sent_message: MessageField::some(sent), ..Message::default() };
    for message in [spoken("oi"), plain, ephemeral, own_copy] {
        assert_eq!(content(&message), Some(Content::plain("oi")));
    }
}

#[test]
fn envelopes_are_opened_only_so_far() {
    let mut message = spoken("oi");
    for _ in 0..50 {
        message = Message { ephemeral_message: wrapped(message), ..Message::default() };
    }
    assert_eq!(content(&message), Some(Content::Unsupported { name: "ephemeralMessage".into() }));
}

#[test]
fn quote_mentions_and_forwarding_belong_to_a_text() {
    let context = ContextInfo {
        stanza_id: Some("Q1".into()),
        participant: Some("5511900000002@s.whatsapp.net".into()), // invented number
        quoted_message: MessageField::some(spoken("e aí?")),
        mentioned_jid: vec!["77001@lid".into(), "nobody".into()],
        is_forwarded: Some(true),
        expiration: Some(86_400),
        ..ContextInfo::default()
    };
    let mut context = project(&extended("@77001 oi", context)).unwrap().context;
    assert_eq!(context.mentions, [Address::one("77001@lid".parse().unwrap())]);
    assert_eq!((context.forwarded, context.expires_after_s), (1, Some(86_400)));
    let own = context.quote.as_ref().unwrap().sender.clone().unwrap();
    fix_quote(&mut context, &own);
    let quote = context.quote.unwrap();
    assert_eq!((quote.kind.as_str(), quote.text.as_str(), quote.from_me), ("text", "e aí?", true));
}

#[test]
fn a_picture_that_opens_once_says_so_in_every_envelope() {
    let image = ImageMessage { caption: Some("olha".into()), ..ImageMessage::default() };
    let image = Message { image_message: MessageField::some(image), ..Message::default() };
    for message in [
        Message { view_once_message: wrapped(image.clone()), ..Message::default() },
        Message { view_once_message_v2: wrapped(image.clone()), ..Message::default() },
        Message { view_once_message_v2_extension: wrapped(image.clone()), ..Message::default() },
    ] {
        let projected = project(&message).unwrap();
        assert!(projected.context.is_view_once);
        let Content::Media(media) = projected.content else { panic!("{:?}", projected.content) };
        assert_eq!((media.kind, media.caption.as_deref()), (MediaKind::Image, Some("olha")));
    }
}

#[test]
fn what_is_said_about_another_message_is_a_mark() {
    let reaction = |text: &str| ReactionMessage { key: key(), text: Some(text.into()), ..ReactionMessage::default() };
    let reacted = |text| Message { reaction_message: MessageField::some(reaction(text)), ..Message::default() };
    assert_eq!(mark(&reacted("👍")), Some(MarkKind::Reaction { emoji: "👍".into() }));
    assert_eq!(mark(&reacted("")), Some(MarkKind::Reaction { emoji: String::new() }), "taken away");
    let protocol = |protocol| Message { protocol_message: MessageField::some(protocol), ..Message::default() };
    let revoke = ProtocolMessage { key: key(), r#type: Some(Type::REVOKE), ..ProtocolMessage::default() };
    assert_eq!(mark(&protocol(revoke)), Some(MarkKind::Revoke));
    let edit = protocol(ProtocolMessage {
        key: key(),
        r#type: Some(Type::MESSAGE_EDIT),
        edited_message: MessageField::some(spoken("agora")),
        ..ProtocolMessage::default()
    });
    for message in [edit.clone(), Message { edited_message: wrapped(edit), ..Message::default() }] {
        let Some(MarkKind::Edit { content, .. }) = mark(&message) else { panic!("no edit") };
        assert_eq!(*content, Content::plain("agora"));
    }
    let timer = ProtocolMessage {
        r#type: Some(Type::EPHEMERAL_SETTING),
        ephemeral_expiration: Some(86_400),
        ..ProtocolMessage::default()
    };
    let line = SystemLine::DisappearingTimer { after_s: 86_400 };
    assert_eq!(content(&protocol(timer)), Some(Content::System(line)));
    let keys = ProtocolMessage { r#type: Some(Type::APP_STATE_SYNC_KEY_SHARE), ..ProtocolMessage::default() };
    assert!(matches!(read(&protocol(keys)), Reading::Nothing));
}

#[test]
fn of_ten_thousand_options_some_are_kept() {
    let option = poll_creation_message::Option { option_name: Some("pão".into()), ..Default::default() };
    let poll = PollCreationMessage { options: vec![option; 10_000], ..PollCreationMessage::default() };
    let message = Message { poll_creation_message_v3: MessageField::some(poll), ..Message::default() };
    let Some(Content::Poll(poll)) = content(&message) else { panic!("no poll") };
    assert_eq!(poll.options.len(), bounds::OPTIONS);
    assert_eq!(poll.options[0].hash.len(), 64);
}

#[test]
fn what_is_kept_has_no_keys_of_a_group_and_no_envelope_of_an_own_copy() {
    let around = MessageContextInfo { message_secret: Some(vec![7; 32]), ..MessageContextInfo::default() };
    let sent = DeviceSentMessage { message: MessageField::some(spoken("oi")), ..DeviceSentMessage::default() };
    let message = Message {
        device_sent_message: MessageField::some(sent),
        message_context_info: MessageField::some(around.clone()),
        sender_key_distribution_message: MessageField::some(SenderKeyDistributionMessage::default()),
        ..Message::default()
    };
    let kept = waproto::codec::message_decode(&raw(&message).bytes).unwrap();
    assert_eq!(kept, Message { message_context_info: MessageField::some(around), ..spoken("oi") });
}

#[test]
fn what_has_no_form_of_its_own_is_named_and_keys_alone_are_nothing() {
    assert_eq!(content(&Message::default()), Some(Content::Unsupported { name: "unknown".into() }));
    let key = SenderKeyDistributionMessage::default();
    let keys = Message { sender_key_distribution_message: MessageField::some(key), ..Message::default() };
    assert_eq!(content(&keys), None);
    assert_eq!(content(&spoken("")), None);
}

proptest! {
    #[test]
    fn no_bytes_panic_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(message) = waproto::codec::message_decode(&bytes) {
            let _ = read(&message);
            let _ = thumbnail(&message);
        }
    }
}
