//! Words: with a link, as an answer, with a mention, sent on.

use portaria_emulator::{Draft, Kind, Preview};
use whatsapp_rust::buffa::MessageField;
use whatsapp_rust::prelude::*;
use whatsapp_rust::wacore::proto_helpers::build_quote_context;

use super::Pair;
use crate::client::{ANA, SHOP};

#[tokio::test(flavor = "multi_thread")]
async fn a_link_keeps_its_preview() {
    let pair = Pair::new().await;
    let preview = Preview {
        url: "https://padaria.example/pao".into(),
        title: "Pão de queijo".into(),
        description: "Quentinho, de hora em hora".into(),
    };
    let (kind, text) = (Kind::Text { preview: Some(preview.clone()) }, "veja https://padaria.example/pao");
    pair.world.ana.send_draft(SHOP, Draft::of(kind.clone(), text)).await.unwrap();
    let linked = |message: &wa::Message| message.extended_text_message.as_option().cloned();
    let (seen, _) = pair.seen_of_ana("link", linked).await;
    assert_eq!(seen.title.as_deref(), Some(preview.title.as_str()));
    assert_eq!(seen.matched_text.as_deref(), Some(preview.url.as_str()));

    let own = wa::Message { extended_text_message: MessageField::some(seen), ..Default::default() };
    pair.shop.inner.send_message(Jid::pn(ANA), own).await.unwrap();
    let line = pair.seen_of_shop(|line| line.content.kind == kind && line.sender == SHOP).await;
    assert_eq!(line.text, text);
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_names_what_it_answers_and_a_mention_whom_it_mentions() {
    let pair = Pair::new().await;
    let asked = pair.shop.send(ANA, "Quantos pães?").await;
    pair.seen_of_shop(|line| line.text == "Quantos pães?").await;
    let draft = Draft { mentions: vec![SHOP.into()], ..Draft::text("Seis, @5511900000001").quoting(&asked) };
    let answer = pair.world.ana.send_draft(SHOP, draft).await.unwrap();
    let quoting = |message: &wa::Message| {
        let context = message.extended_text_message.as_option()?.context_info.as_option()?;
        context.stanza_id.is_some().then(|| context.clone())
    };
    let (context, info) = pair.seen_of_ana("answer", quoting).await;
    assert_eq!(info.id, answer);
    assert_eq!(context.stanza_id, Some(asked));
    assert_eq!(context.participant, Some(Jid::pn(SHOP).to_string()), "who wrote what is quoted");
    assert_eq!(context.quoted_message.text_content(), Some("Quantos pães?"), "the quote carries the words");
    assert_eq!(context.mentioned_jid, [Jid::pn(SHOP).to_string()]);

    let quoted = wa::Message::text("Seis, @5511900000001");
    let mut context = build_quote_context(&answer, Jid::pn(ANA).to_string(), &quoted);
    context.mentioned_jid.push(Jid::pn(ANA).to_string());
    let reply = wa::Message::text_with_context("Anotado, @5511900000011", context);
    pair.shop.inner.send_message(Jid::pn(ANA), reply).await.unwrap();
    let line = pair.seen_of_shop(|line| line.text.starts_with("Anotado")).await;
    assert_eq!(line.content.quoted, Some(answer));
    assert_eq!(line.content.mentions, [ANA]);
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_on_is_marked_so() {
    let pair = Pair::new().await;
    let first = pair.world.ana.send_text(SHOP, "passe adiante").await.unwrap();
    let (message, _) = pair
        .seen_of_ana("text", |message| Some(message.clone()).filter(|m| m.text_content() == Some("passe adiante")))
        .await;
    pair.world.ana.forward(SHOP, &first, SHOP).await.unwrap();
    let forwarded = |message: &wa::Message| message.is_forwarded().then(|| message.text_content().map(str::to_owned));
    let (text, _) = pair.seen_of_ana("forwarded text", forwarded).await;
    assert_eq!(text.as_deref(), Some("passe adiante"));

    pair.shop.inner.send_message(Jid::pn(ANA), *message.prepare_for_forward()).await.unwrap();
    let line = pair.seen_of_shop(|line| line.content.forwarded && line.sender == SHOP).await;
    assert_eq!(line.text, "passe adiante");
    pair.stop().await;
}
