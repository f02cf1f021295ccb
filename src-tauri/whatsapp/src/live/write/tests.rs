#![allow(clippy::unwrap_used)]
mod media;

use super::*;
use portaria_domain::{
    Address, Attendance, Card, Content, Context, Jid, LinkPreview, MessageId, MessageKey, Occasion, Place, Poll, Quote,
    Raw, UnixMs,
};
use waproto::buffa::MessageField;
use waproto::whatsapp::message::protocol_message::Type;
use waproto::whatsapp::message::{DocumentMessage, EventMessage, ExtendedTextMessage, ImageMessage};

use crate::Projected;

const NOW: UnixMs = UnixMs(1_700_000_000_000);

fn jid(text: &str) -> Jid {
    text.parse().unwrap()
}

fn own() -> Address {
    Address::one(jid("5511900000001@s.whatsapp.net")).with(Some(jid("77001@lid"))) // invented number
}

fn ana() -> Address {
    Address::one(jid("5511900000002@s.whatsapp.net")).with(Some(jid("77002@lid"))) // invented number
}

fn chat() -> Jid {
    ana().pn.unwrap()
}

fn group() -> Jid {
    jid("120363000000000001@g.us")
}

/// A message of Ana's, or an own one, in the chat with her or in a group.
fn key(from_me: bool, in_group: bool) -> MessageKey {
    MessageKey {
        chat: if in_group { Address::one(group()) } else { ana() },
        id: MessageId::parse("TARGET").unwrap(),
        from_me,
        sender: if from_me { own() } else { ana() },
    }
}

fn written(draft: &Draft, to: &Jid, target: Option<&Raw>) -> Result<Composed, ComposeError> {
    compose(draft, Around { own: &own(), to, target, expires_after_s: None, link: None, thumbnail: None, now: NOW })
}

/// What is sent, and what it says; it has to read back as that.
fn message(draft: &Draft, target: Option<&Raw>) -> (Message, Projected) {
    let composed = written(draft, &chat(), target).unwrap();
    let message = waproto::codec::message_decode(&composed.raw.bytes).unwrap();
    let Said::Message(says) = composed.says else { panic!("a mark") };
    assert_eq!(read::project(&message).unwrap().content, says.content);
    assert_eq!(message.message_context_info.message_secret.as_ref().unwrap().len(), 32, "what votes are sealed with");
    (message, *says)
}

fn marked(content: DraftContent, to: &Jid, target: Option<&Raw>) -> (Message, MarkKind) {
    let composed = written(&content.into(), to, target).unwrap();
    let Said::Mark(says) = composed.says else { panic!("a message") };
    (waproto::codec::message_decode(&composed.raw.bytes).unwrap(), says)
}

fn stored(message: &Message) -> Raw {
    encoded(message)
}

fn spoken(text: &str) -> Message {
    Message { conversation: Some(text.to_owned()), ..Message::default() }
}

fn picture(caption: &str) -> Message {
    let image = ImageMessage {
        caption: Some(caption.to_owned()),
        mimetype: Some("image/jpeg".into()),
        direct_path: Some("/v/t62/x".into()),
        jpeg_thumbnail: Some(vec![7; 100_000]),
        ..ImageMessage::default()
    };
    Message { image_message: MessageField::some(image), ..Message::default() }
}

#[test]
fn words_alone_are_the_plain_form_and_what_goes_with_them_makes_the_extended_one() {
    let (plain, says) = message(&Draft::text("bom dia"), None);
    assert_eq!((plain.conversation.as_deref(), says.content), (Some("bom dia"), Content::plain("bom dia")));

    let around = Around {
        own: &own(),
        to: &chat(),
        target: None,
        expires_after_s: Some(86_400),
        link: None,
        thumbnail: None,
        now: NOW,
    };
    let Said::Message(says) = compose(&Draft::text("some"), around).unwrap().says else { panic!("a mark") };
    assert_eq!(says.context.expires_after_s, Some(86_400));

    let mentions = Draft { mentions: vec![ana()], ..Draft::text("oi @5511900000002") };
    let (extended, _) = message(&mentions, None);
    let mentioned = &extended.extended_text_message.context_info.mentioned_jid;
    assert_eq!(mentioned, &["5511900000002@s.whatsapp.net"], "in the form that was typed");
}

#[test]
fn other_words_for_what_has_not_left_keep_all_that_belongs_to_it() {
    let key = || key(true, false);
    let reworded = |before: &Raw, words: &str| {
        let edit = DraftContent::Edit { target: key(), text: words.into() }.into();
        let around = Around {
            own: &own(),
            to: &chat(),
            target: Some(before),
            expires_after_s: None,
            link: None,
            thumbnail: None,
            now: NOW,
        };
        reword(&edit, around).map(|after| (waproto::codec::message_decode(&after.raw.bytes).unwrap(), after.says))
    };
    let (plain, _) = message(&Draft::text("às 8h"), None);
    let (after, says) = reworded(&stored(&plain), "às 9h").unwrap();
    assert_eq!((after.conversation.as_deref(), says.content), (Some("às 9h"), Content::plain("às 9h")));
    assert_eq!(after.message_context_info, plain.message_context_info, "votes and edits of it open as before");

    let quoted = stored(&spoken("a que horas?"));
    let (answer, before) =
        message(&Draft { quote: Some(self::key(false, false)), ..Draft::text("às 8h") }, Some(&quoted));
    let (after, says) = reworded(&stored(&answer), "às 9h").unwrap();
    assert_eq!(after.extended_text_message.text.as_deref(), Some("às 9h"));
    assert_eq!(says.context.quote, before.context.quote, "what it answers");

    let mut picture = picture("olha");
    picture.message_context_info = plain.message_context_info.clone();
    let (after, _) = reworded(&stored(&picture), "veja").unwrap();
    let (before, after) = (&picture.image_message, &after.image_message);
    assert_eq!(after.caption.as_deref(), Some("veja"));
    assert_eq!((&after.direct_path, &after.jpeg_thumbnail), (&before.direct_path, &before.jpeg_thumbnail));
    let place = Place {
        latitude: 1.0,
        longitude: 2.0,
        name: None,
        address: None,
        url: None,
        accuracy_m: None,
        is_live: false,
        caption: None,
    };
    let (place, _) = message(&DraftContent::Place(place).into(), None);
    assert!(reworded(&stored(&place), "aqui").is_none(), "a place has no words");
}

#[test]
fn a_quote_takes_the_message_along_without_what_that_one_answered() {
    let quoted = ExtendedTextMessage {
        text: Some("tem bolo?".into()),
        context_info: MessageField::some(ContextInfo { stanza_id: Some("OLDER".into()), ..ContextInfo::default() }),
        ..ExtendedTextMessage::default()
    };
    let quoted = Message { extended_text_message: MessageField::some(quoted), ..Message::default() };
    let draft = Draft { quote: Some(key(false, false)), ..Draft::text("tem") };
    let (sent, says) = message(&draft, Some(&stored(&quoted)));
    let info = &sent.extended_text_message.context_info;
    assert_eq!((info.stanza_id.as_deref(), info.remote_jid.as_ref()), (Some("TARGET"), None));
    assert_eq!(info.participant.as_deref(), Some("5511900000002@s.whatsapp.net"));
    assert_eq!(info.quoted_message.extended_text_message.context_info.stanza_id, None);
    let quote = Quote {
        id: MessageId::parse("TARGET").unwrap(),
        sender: Some(Address::one(chat())),
        from_me: false,
        kind: "text".into(),
        text: "tem bolo?".into(),
    };
    assert_eq!(says.context.quote, Some(Box::new(quote)));

    let (sent, _) = message(&draft, Some(&stored(&picture("pedido 123"))));
    let quoted = &sent.extended_text_message.context_info.quoted_message.image_message;
    assert_eq!((quoted.caption.as_deref(), &quoted.jpeg_thumbnail), (Some("pedido 123"), &None), "no large preview");
    assert_eq!(written(&draft, &chat(), None), Err(ComposeError::NoTarget));
}

#[test]
fn a_quote_of_another_chat_says_which() {
    let draft = Draft { quote: Some(key(false, true)), ..Draft::text("sobre o grupo") };
    let (sent, _) = message(&draft, Some(&stored(&spoken("oi"))));
    assert_eq!(sent.extended_text_message.context_info.remote_jid, Some(group().to_string()));
}

#[test]
fn places_and_cards_read_back() {
    let place = Place {
        latitude: -23.55,
        longitude: -46.63,
        name: Some("Padaria Sol".into()),
        address: Some("Rua A, 1".into()),
        url: None,
        accuracy_m: None,
        is_live: false,
        caption: None,
    };
    let (_, says) = message(&DraftContent::Place(place.clone()).into(), None);
    assert_eq!(says.content, Content::Place(place));

    let number = "+55 11 90000-0002"; // invented
    let card = |name: &str| Card { name: name.into(), numbers: vec![number.into()], vcard: String::new() };
    let (one, says) = message(&DraftContent::Contacts { cards: vec![card("Ana; Souza")] }.into(), None);
    let vcard = one.contact_message.vcard.clone().unwrap();
    assert!(vcard.contains("FN:Ana\\; Souza\n") && vcard.contains("waid=5511900000002:"), "{vcard}");
    let Content::Contacts { cards } = says.content else { panic!("no cards") };
    assert_eq!((cards[0].name.as_str(), cards[0].numbers.len()), ("Ana; Souza", 1));

    let (several, says) = message(&DraftContent::Contacts { cards: vec![card("Ana"), card("Bia")] }.into(), None);
    assert_eq!(several.contacts_array_message.contacts.len(), 2);
    assert!(matches!(says.content, Content::Contacts { cards } if cards.len() == 2));
}

fn poll(choices: u32) -> Draft {
    DraftContent::Poll { question: "Qual?".into(), options: vec!["doce".into(), "salgado".into()], choices }.into()
}

#[test]
fn a_poll_for_one_choice_has_a_form_of_its_own() {
    let (one, says) = message(&poll(1), None);
    assert!(one.poll_creation_message_v3.is_set() && one.poll_creation_message.is_unset());
    let Content::Poll(Poll { options, choices: 1, .. }) = says.content else { panic!("no poll") };
    assert_eq!(options[1].hash, hex::encode(wacore::poll::compute_option_hash("salgado")));
    assert!(message(&poll(0), None).0.poll_creation_message.is_set());
}

#[test]
fn a_text_with_a_link_shows_what_is_behind_it() {
    let link =
        LinkPreview { url: "https://loja.example/bolo".into(), title: "Bolo".into(), description: "Fofo".into() };
    let (own, to) = (own(), chat());
    let around = Around {
        own: &own,
        to: &to,
        target: None,
        expires_after_s: None,
        link: Some(&link),
        thumbnail: Some(&[7]),
        now: NOW,
    };
    let composed = compose(&Draft::text("olha: https://loja.example/bolo"), around).unwrap();
    let message = waproto::codec::message_decode(&composed.raw.bytes).unwrap();
    let wire = message.extended_text_message.as_option().unwrap();
    assert_eq!(wire.matched_text.as_deref(), Some("https://loja.example/bolo"));
    assert_eq!(wire.jpeg_thumbnail.as_deref(), Some(&[7][..]));
    let Said::Message(says) = composed.says else { panic!("no message") };
    let text = "olha: https://loja.example/bolo".to_owned();
    assert_eq!(says.content, Content::Text(portaria_domain::Text { text, preview: Some(link) }));
}

#[test]
fn an_occasion_reads_back_as_it_was_asked() {
    let occasion = Occasion {
        name: "Ceia".into(),
        description: Some("Traga a família".into()),
        place: Some(Place {
            latitude: -23.5,
            longitude: -46.6,
            name: Some("Salão".into()),
            address: None,
            url: None,
            accuracy_m: None,
            is_live: false,
            caption: None,
        }),
        starts_at_s: Some(1_800_000_000),
        ends_at_s: Some(1_800_003_600),
        join_link: Some("https://call.whatsapp.com/video/x".into()),
        is_cancelled: false,
    };
    let (wire, says) = message(&DraftContent::Occasion(occasion.clone()).into(), None);
    assert!(wire.message_context_info.message_secret.is_some(), "answers are sealed with it");
    assert_eq!(says.content, Content::Occasion(occasion));
}

#[test]
fn what_is_forwarded_says_so_and_leaves_its_quote_behind() {
    let context = ContextInfo {
        stanza_id: Some("OLDER".into()),
        mentioned_jid: vec!["77002@lid".into()],
        is_forwarded: Some(true),
        forwarding_score: Some(2),
        ..ContextInfo::default()
    };
    let mut picture = picture("olha");
    picture.image_message.as_option_mut().unwrap().context_info = MessageField::some(context);
    let forward: Draft = DraftContent::Forward { target: key(false, true) }.into();
    let (sent, says) = message(&forward, Some(&stored(&picture)));
    assert_eq!(says.context, Context { forwarded: 3, ..Context::default() });
    assert_eq!(sent.image_message.direct_path.as_deref(), Some("/v/t62/x"), "the same file");

    let (_, says) = message(&forward, Some(&stored(&spoken("oi"))));
    assert_eq!((says.content, says.context.forwarded), (Content::plain("oi"), 1));

    let document =
        DocumentMessage { caption: Some("nota".into()), file_name: Some("nota.pdf".into()), ..Default::default() };
    let document = Message { document_message: MessageField::some(document), ..Message::default() };
    let (sent, says) = message(&forward, Some(&stored(&document)));
    assert!(sent.document_with_caption_message.is_set() && says.context.forwarded == 1);

    let mut once = picture;
    once.image_message.as_option_mut().unwrap().view_once = Some(true);
    assert_eq!(written(&forward, &chat(), Some(&stored(&once))), Err(ComposeError::UnfitTarget));
    let revoked = marked(DraftContent::Revoke { target: key(true, false) }, &chat(), None).0;
    assert_eq!(written(&forward, &chat(), Some(&stored(&revoked))), Err(ComposeError::UnfitTarget));
}

#[test]
fn a_reaction_names_its_message_and_in_a_group_its_writer() {
    let react = |target| DraftContent::Reaction { target, emoji: "👍".into() };
    let (direct, says) = marked(react(key(false, false)), &chat(), None);
    let named = &direct.reaction_message.key;
    assert_eq!((named.from_me, named.id.as_deref(), named.participant.as_deref()), (Some(false), Some("TARGET"), None));
    assert_eq!(says, MarkKind::Reaction { emoji: "👍".into() });
    let (shared, _) = marked(react(key(false, true)), &group(), None);
    let named = &shared.reaction_message.key;
    assert_eq!(named.participant.as_deref(), Some("77002@lid"));
    assert_eq!(named.remote_jid, Some(group().to_string()));
}

#[test]
fn an_edit_changes_words_and_captions_of_own_messages_only() {
    let edit = |from_me| DraftContent::Edit { target: key(from_me, false), text: "o preço certo: 12".into() };
    let (sent, says) = marked(edit(true), &chat(), Some(&stored(&spoken("o preço: 21"))));
    let change = &sent.protocol_message;
    assert_eq!((change.r#type, change.timestamp_ms), (Some(Type::MESSAGE_EDIT), Some(NOW.0)));
    assert_eq!(change.edited_message.conversation.as_deref(), Some("o preço certo: 12"));
    let content = Content::plain("o preço certo: 12").into();
    assert_eq!(says, MarkKind::Edit { content, context: Box::default() });

    let (sent, says) = marked(edit(true), &chat(), Some(&stored(&picture("o preço: 21"))));
    let after = &sent.protocol_message.edited_message.image_message;
    assert_eq!(after.caption.as_deref(), Some("o preço certo: 12"));
    assert_eq!(after.direct_path.as_deref(), Some("/v/t62/x"), "the same file");
    assert!(matches!(says, MarkKind::Edit { content, .. } if matches!(*content, Content::Media(_))));

    let refused = |from_me, target: &Message| written(&edit(from_me).into(), &chat(), Some(&stored(target)));
    assert_eq!(refused(false, &spoken("de outra pessoa")), Err(ComposeError::UnfitTarget));
    assert_eq!(refused(true, &message(&poll(1), None).0), Err(ComposeError::UnfitTarget));
    assert_eq!(written(&edit(true).into(), &chat(), None), Err(ComposeError::NoTarget));
}

#[test]
fn one_takes_back_ones_own_and_as_admin_what_others_wrote_in_a_group() {
    let revoke = |from_me, in_group| DraftContent::Revoke { target: key(from_me, in_group) };
    let (sent, says) = marked(revoke(true, true), &group(), None);
    let named = &sent.protocol_message.key;
    assert_eq!((sent.protocol_message.r#type, says), (Some(Type::REVOKE), MarkKind::Revoke));
    assert_eq!((named.from_me, named.participant.as_ref()), (Some(true), None));
    let (sent, _) = marked(revoke(false, true), &group(), None);
    let named = &sent.protocol_message.key;
    assert_eq!((named.from_me, named.participant.as_deref()), (Some(false), Some("77002@lid")));
    assert_eq!(written(&revoke(false, false).into(), &chat(), None), Err(ComposeError::UnfitTarget));
}

#[test]
fn a_vote_is_for_options_that_the_poll_has() {
    let poll = written(&poll(1), &chat(), None).unwrap().raw;
    let vote = |options: &[&str]| DraftContent::Vote {
        target: key(true, false),
        options: options.iter().map(|&name| name.to_owned()).collect(),
    };
    let (sent, says) = marked(vote(&["salgado"]), &chat(), Some(&poll));
    assert!(sent.poll_update_message.vote.is_set());
    let hash = hex::encode(wacore::poll::compute_option_hash("salgado"));
    assert_eq!(says, MarkKind::Vote { options: vec![hash] });
    assert_eq!(marked(vote(&[]), &chat(), Some(&poll)).1, MarkKind::Vote { options: Vec::new() }, "taken back");
    let refused = |options: &[&str], target: &Raw| written(&vote(options).into(), &chat(), Some(target)).unwrap_err();
    assert_eq!(refused(&["azedo"], &poll), ComposeError::UnknownOption);
    assert_eq!(refused(&["doce", "salgado"], &poll), ComposeError::TooManyOptions);
    assert_eq!(refused(&["doce"], &stored(&spoken("oi"))), ComposeError::UnfitTarget);
}

#[test]
fn an_answer_is_for_an_occasion() {
    let occasion = EventMessage { name: Some("Festa".into()), ..EventMessage::default() };
    let mut occasion = Message { event_message: MessageField::some(occasion), ..Message::default() };
    occasion.message_context_info.get_or_insert_default().message_secret = Some(vec![7; 32]);
    let answer = DraftContent::Answer { target: key(false, false), attendance: Attendance::Maybe };
    let (sent, says) = marked(answer.clone(), &chat(), Some(&stored(&occasion)));
    assert!(sent.enc_event_response_message.enc_payload.is_some());
    assert_eq!(says, MarkKind::Answer { attendance: Attendance::Maybe, guests: 0 });
    let refused = written(&answer.into(), &chat(), Some(&stored(&spoken("oi"))));
    assert_eq!(refused, Err(ComposeError::UnfitTarget));
}

#[test]
fn a_pin_says_for_how_long() {
    let (sent, _) = marked(DraftContent::Pin { target: key(false, false), for_s: 604_800 }, &chat(), None);
    assert_eq!(sent.message_context_info.message_add_on_duration_in_secs, Some(604_800));
    let (sent, says) = marked(DraftContent::Unpin { target: key(false, false) }, &chat(), None);
    assert_eq!((sent.pin_in_chat_message.r#type.map(|kind| kind as i32), says), (Some(2), MarkKind::Unpin));
}
