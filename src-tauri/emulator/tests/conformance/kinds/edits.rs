//! Words that change afterwards.

use whatsapp_rust::prelude::*;

use super::{Pair, received};
use crate::client::{ANA, PATIENCE, SHOP};

fn edit(message: &wa::Message) -> Option<(Option<String>, Option<String>)> {
    let change = message.protocol_message.as_option()?;
    let words = change.edited_message.as_option()?.text_content().map(str::to_owned);
    Some((change.key.id.clone(), words))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_changes_the_words_everywhere() {
    let pair = Pair::new().await;
    let id = pair.world.ana.send_text(SHOP, "as 10h").await.unwrap();
    pair.world.ana.edit(SHOP, &id, "às 11h").await.unwrap();
    let ((target, words), info) = pair.seen_of_ana("edit", edit).await;
    assert_eq!((target.as_deref(), words.as_deref()), (Some(id.as_str()), Some("às 11h")));
    assert_ne!(info.id, id, "an edit has an id of its own");
    for (phone, with) in [(&pair.world.ana, SHOP), (&pair.world.shop, ANA)] {
        let line = phone.wait_for_message(with, PATIENCE, |line| line.id == id && line.content.edited).await.unwrap();
        assert_eq!(line.text, "às 11h");
    }

    let id = pair.shop.send(ANA, "fechado").await;
    pair.seen_of_shop(|line| line.id == id).await;
    pair.shop.inner.edit_message(Jid::pn(ANA), &*id, wa::Message::text("aberto")).await.unwrap();
    let line = pair.seen_of_shop(|line| line.id == id && line.content.edited).await;
    assert_eq!(line.text, "aberto");
    pair.world.ana.edit(SHOP, &id, "fechado").await.expect_err("nobody edits what others wrote");
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_encrypted_with_the_messages_secret_is_read_too() {
    let pair = Pair::new().await;
    let secret = [7; 32];
    let mut first = wa::Message::text("primeiro");
    first.message_context_info.get_or_insert_default().message_secret = Some(secret.to_vec());
    let id = pair.shop.inner.send_message(Jid::pn(ANA), first).await.unwrap().message_id;
    pair.seen_of_shop(|line| line.id == id).await;
    let words = wa::Message::text("segundo");
    pair.shop.inner.edit_message_encrypted(Jid::pn(ANA), &*id, &secret, words).await.unwrap();
    let line = pair.seen_of_shop(|line| line.id == id && line.content.edited).await;
    assert_eq!(line.text, "segundo");
    let text = |message: &wa::Message| (message.text_content() == Some("primeiro")).then_some(());
    received(&pair.ana, "first words", text).await;
    pair.stop().await;
}
