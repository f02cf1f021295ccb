//! Buttons and lists of businesses, and what is chosen from them.

use portaria_emulator::{Choice, Draft, Kind};
use whatsapp_rust::buffa::MessageField;
use whatsapp_rust::prelude::*;

use super::Pair;
use crate::client::{ANA, SHOP};

#[tokio::test(flavor = "multi_thread")]
async fn buttons_and_lists_arrive_and_the_choice_comes_back() {
    let pair = Pair::new().await;
    let choice = |id: &str, title: &str| Choice { id: id.into(), title: title.into() };
    let options = vec![choice("sim", "Confirmar"), choice("nao", "Cancelar")];
    pair.world.ana.send_draft(SHOP, Draft::of(Kind::Buttons { options: options.clone() }, "Pedido 42?")).await.unwrap();
    let buttons = |message: &wa::Message| message.buttons_message.as_option().cloned();
    let (seen, _) = pair.seen_of_ana("buttons", buttons).await;
    assert_eq!(seen.buttons[0].button_id.as_deref(), Some("sim"));

    let list = Kind::List { button: "Ver horários".into(), options };
    let id = pair.world.ana.send_draft(SHOP, Draft::of(list, "Quando?")).await.unwrap();
    let listed = |message: &wa::Message| message.list_message.as_option().cloned();
    let (seen, _) = pair.seen_of_ana("list", listed).await;
    let row = &seen.sections[0].rows[1];
    let chosen = wa::message::ListResponseMessage {
        title: row.title.clone(),
        list_type: Some(wa::message::list_response_message::ListType::SINGLE_SELECT),
        single_select_reply: MessageField::some(wa::message::list_response_message::SingleSelectReply {
            selected_row_id: row.row_id.clone(),
        }),
        context_info: MessageField::some(wa::ContextInfo { stanza_id: Some(id.clone()), ..Default::default() }),
        ..Default::default()
    };
    let answer = wa::Message { list_response_message: MessageField::some(chosen), ..Default::default() };
    pair.shop.inner.send_message(Jid::pn(ANA), answer).await.unwrap();
    let line = pair.seen_of_shop(|line| line.content.kind == Kind::Chosen { id: "nao".into() }).await;
    assert_eq!((line.text.as_str(), line.content.quoted), ("Cancelar", Some(id)));
    pair.stop().await;
}
