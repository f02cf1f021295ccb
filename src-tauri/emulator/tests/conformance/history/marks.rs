//! What became of messages before a companion was linked.

use std::sync::Arc;

use portaria_emulator::{Attendance, Draft, GroupChange, Kind, NewGroup, PollOption};
use whatsapp_rust::prelude::*;
use whatsapp_rust::wacore::poll::compute_option_hash;
use whatsapp_rust::waproto::whatsapp::message::event_response_message::EventResponseType;

use super::{BOOTSTRAP, chunk, link};
use crate::client::{ANA, Client, PATIENCE, SHOP, World};

const WEEK_S: u32 = 604_800;

fn poll(question: &str, options: &[&str]) -> Draft {
    let options = options.iter().map(|&name| PollOption { name: name.into(), voters: Vec::new() }).collect();
    Draft::of(Kind::Poll { options, choices: 0 }, question)
}

/// A client linked now, and what it is told of its chats first.
async fn told(world: &World) -> (Client, Vec<wa::Conversation>) {
    let client = Client::start(&world.net, Arc::default()).await;
    link(&client, world).await;
    let bootstrap = client.event("INITIAL_BOOTSTRAP", chunk(BOOTSTRAP)).await;
    (client, bootstrap.conversations.clone())
}

/// The message of this id in a chat.
fn found<'a>(chats: &'a [wa::Conversation], chat: &str, id: &str) -> &'a wa::WebMessageInfo {
    let chat = chats.iter().find(|conversation| conversation.id == chat).unwrap();
    let mut messages = chat.messages.iter().filter_map(|message| message.message.as_option());
    messages.find(|info| info.key.id.as_deref() == Some(id)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn votes_and_answers_of_the_past_are_told_with_what_they_are_about() {
    let world = World::new().await;
    let asked = world.ana.send_draft(SHOP, poll("Que pão?", &["Francês", "Integral", "Centeio"])).await.unwrap();
    world.ana.vote(SHOP, &asked, &["Centeio"]).await.unwrap();
    let hers = world.ana.vote(SHOP, &asked, &["Integral"]).await.unwrap();
    let own = world.shop.vote(ANA, &asked, &["Francês", "Integral"]).await.unwrap();
    let event = Kind::Event { starts_at_s: 1_900_000_000, description: String::new(), answers: [].into() };
    let party = world.shop.send_draft(ANA, Draft::of(event, "Festa")).await.unwrap();
    let answer = world.ana.answer(SHOP, &party, Attendance::Maybe).await.unwrap();

    let (client, chats) = told(&world).await;
    let chat = Jid::pn(ANA).to_string();
    let votes = found(&chats, &chat, &asked).poll_updates.iter().map(|update| {
        let key = update.poll_update_message_key.as_option().unwrap();
        assert!(update.sender_timestamp_ms.unwrap() > 0 && update.server_timestamp_ms.is_some());
        let who = (key.id.clone().unwrap(), key.from_me.unwrap(), key.participant.clone().unwrap());
        (who, update.vote.selected_options.clone())
    });
    let chosen = |names: &[&str]| names.iter().map(|name| compute_option_hash(name).to_vec()).collect::<Vec<_>>();
    let of_the_shop = (own, true, Jid::pn(SHOP).to_string());
    let of_ana = (hers, false, Jid::pn(ANA).to_string());
    let expected = [(of_the_shop, chosen(&["Francês", "Integral"])), (of_ana, chosen(&["Integral"]))];
    assert_eq!(votes.collect::<Vec<_>>(), expected, "each voter's last vote, as hashes of what was chosen");

    let responses = &found(&chats, &chat, &party).event_responses;
    let key = responses[0].event_response_message_key.as_option().unwrap();
    assert_eq!((responses.len(), key.id.as_deref(), key.from_me), (1, Some(answer.as_str()), Some(false)));
    assert_eq!(responses[0].event_response_message.response, Some(EventResponseType::MAYBE));
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn votes_in_a_group_name_their_voters_as_the_group_does() {
    let world = World::new().await;
    let new = NewGroup { subject: "Fornada".into(), members: vec![ANA.into()], ..NewGroup::default() };
    let group = world.shop.create_group(new).await.unwrap().id;
    let asked = world.shop.send_draft(&*group, poll("Vamos?", &["Sim", "Não"])).await.unwrap();
    world.ana.vote(&*group, &asked, &["Sim"]).await.unwrap();
    world.ana.vote(&*group, &asked, &[]).await.unwrap();
    world.ana.react(&*group, &asked, "👍").await.unwrap();
    let (client, chats) = told(&world).await;
    let info = found(&chats, &group, &asked);
    let update = &info.poll_updates[0];
    assert!(update.vote.selected_options.is_empty(), "she took her vote back");
    let hers = Jid::lid(world.ana.lid()).to_string();
    assert_eq!(update.poll_update_message_key.participant.as_ref(), Some(&hers));
    assert_eq!(info.reactions[0].key.participant.as_ref(), Some(&hers));
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_words_still_answer_what_the_first_did() {
    let world = World::new().await;
    let asked = world.shop.send_text(ANA, "Para que horas?").await.unwrap();
    let answer = world.ana.send_draft(SHOP, Draft::text("10h").quoting(asked.clone())).await.unwrap();
    world.ana.edit(SHOP, &answer, "11h").await.unwrap();
    let (client, chats) = told(&world).await;
    let text = &found(&chats, &Jid::pn(ANA).to_string(), &answer).message.extended_text_message;
    assert_eq!(text.text.as_deref(), Some("11h"));
    assert_eq!(text.context_info.stanza_id.as_ref(), Some(&asked));
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pins_and_the_time_that_messages_stay_are_told() {
    let world = World::new().await;
    world.ana.disappear_after(SHOP, WEEK_S).await.unwrap();
    let id = world.ana.send_text(SHOP, "Chave PIX").await.unwrap();
    world.ana.pin_for(SHOP, &id, 86_400).await.unwrap();
    let new = NewGroup { subject: "Fornada".into(), members: vec![ANA.into()], ..NewGroup::default() };
    let group = world.shop.create_group(new).await.unwrap().id;
    world.ana.send_text(&group, "fica").await.unwrap();
    let setting = GroupChange { ephemeral_s: Some(86_400), ..GroupChange::default() };
    world.shop.change_group(&group, setting).await.unwrap();
    world.shop.wait_for_text(&group, "fica", PATIENCE).await.unwrap();

    let (client, chats) = told(&world).await;
    let chat = Jid::pn(ANA).to_string();
    let info = found(&chats, &chat, &id);
    assert_eq!((info.ephemeral_duration, info.ephemeral_start_timestamp), (Some(WEEK_S), info.message_timestamp));
    let pin = info.pin_in_chat.as_option().unwrap();
    assert_eq!(pin.key.id.as_deref(), Some(id.as_str()));
    assert!(pin.message_add_on_context_info.message_add_on_duration_in_secs >= Some(86_400));
    let head = |id: &str| chats.iter().find(|conversation| conversation.id == id).unwrap().clone();
    assert_eq!(head(&chat).ephemeral_expiration, Some(WEEK_S));
    assert!(head(&chat).ephemeral_setting_timestamp.is_some());
    assert_eq!(head(&group).ephemeral_expiration, Some(86_400));
    client.stop().await;
}
