//! What is said about messages, by every way that it can come.

use portaria_emulator::{Attendance, Draft, Fault, FaultKind, Flow, Phone};
use serde_json::{Value, json};
use waproto::buffa::MessageField;
use waproto::whatsapp::message::KeepInChatMessage;
use waproto::whatsapp::{KeepType, Message, MessageKey};

use crate::made::{occasion, poll};
use crate::program::PATIENCE;
use crate::world::{ANA, SHOP, World};

pub const TRIED: &[&str] = &["reaction", "edit", "revoke", "delete_for_me", "vote", "answer", "pin", "star", "keep"];

/// Something that was said about a message, and what the API says of the message then.
struct Said {
    what: String,
    id: String,
    holds: Box<dyn Fn(&Value) -> bool>,
}

/// Whether an address is this person's, by number and privacy id.
fn by(party: &Value, (number, lid): &(String, String)) -> bool {
    party["pn"] == format!("{number}@s.whatsapp.net") || party["lid"] == format!("{lid}@lid")
}

/// The only entry of a list of marks.
fn only<'a>(message: &'a Value, list: &str) -> &'a Value {
    let all = message["marks"][list].as_array().unwrap();
    if all.len() == 1 { &all[0] } else { &Value::Null }
}

/// Says everything that can be said by `phone`, in its chat `with`, about messages that it wrote. `is_own`: the phone
/// is the tenant's, and says also what nobody else hears of.
async fn say_all(phone: &Phone, with: &str, when: &str) -> Vec<Said> {
    let number = (phone.number().to_owned(), phone.lid());
    let is_own = number.0 == SHOP;
    let mut all = Vec::new();
    let mut said = |what: &str, id: &str, holds: Box<dyn Fn(&Value) -> bool>| {
        all.push(Said { what: format!("{when}: {what}"), id: id.to_owned(), holds });
    };
    let text = async |text: &str| phone.send_text(with, text).await.unwrap();

    let id = text("com um sinal").await;
    phone.react(with, &id, "👍").await.unwrap();
    phone.react(with, &id, "😋").await.unwrap();
    let reactor = number.clone();
    said(
        "a reaction, the last one",
        &id,
        Box::new(move |message| {
            let reaction = only(message, "reactions");
            reaction["emoji"] == "😋" && reaction["fromMe"] == is_own && by(&reaction["by"], &reactor)
        }),
    );

    let id = text("com um sinal a menos").await;
    phone.react(with, &id, "👍").await.unwrap();
    phone.react(with, &id, "").await.unwrap();
    said("no reaction any more", &id, Box::new(|message| message["marks"]["reactions"] == json!([])));

    let id = text("o preço: 21").await;
    phone.edit(with, &id, "o preço: 13").await.unwrap();
    phone.edit(with, &id, "o preço: 12").await.unwrap();
    // The history tells the last words alone.
    let is_past = when.starts_with("history");
    said(
        "other words, twice",
        &id,
        Box::new(move |message| {
            let before = message["marks"]["edits"].as_array().unwrap();
            let before: Vec<_> = before.iter().map(|edit| edit["content"]["text"].as_str().unwrap()).collect();
            message["content"]["text"] == "o preço: 12" && (is_past || before == ["o preço: 21", "o preço: 13"])
        }),
    );

    let id = text("engano").await;
    phone.revoke(with, &id).await.unwrap();
    let (writer, is_past) = (number.clone(), when.starts_with("history"));
    said(
        "deleted for everyone",
        &id,
        Box::new(move |message| {
            let deleted = &message["marks"]["deleted"];
            message["content"] == json!({ "kind": "deleted" })
                && (is_past || (deleted["fromMe"] == is_own && by(&deleted["by"], &writer)))
        }),
    );

    let id = phone.send_draft(with, poll(0)).await.unwrap();
    phone.vote(with, &id, &["Pão"]).await.unwrap();
    phone.vote(with, &id, &["Pão", "Bolo"]).await.unwrap();
    let voter = number.clone();
    said(
        "a vote, the last one",
        &id,
        Box::new(move |message| {
            let vote = only(message, "votes");
            let hashes: Vec<_> =
                message["content"]["options"].as_array().unwrap().iter().map(|option| option["hash"].clone()).collect();
            vote["options"] == json!(hashes) && vote["fromMe"] == is_own && by(&vote["by"], &voter)
        }),
    );

    let id = phone.send_draft(with, occasion()).await.unwrap();
    phone.answer(with, &id, Attendance::Maybe).await.unwrap();
    let guest = number.clone();
    said(
        "an answer",
        &id,
        Box::new(move |message| {
            let answer = only(message, "answers");
            answer["attendance"] == "maybe" && answer["fromMe"] == is_own && by(&answer["by"], &guest)
        }),
    );

    let id = text("no topo").await;
    phone.pin(with, &id, true).await.unwrap();
    said("a pin", &id, Box::new(|message| message["marks"]["pin"]["untilMs"].as_i64() > message["placeMs"].as_i64()));

    let id = text("fica").await;
    let key = MessageKey { from_me: Some(true), id: Some(id.clone()), ..MessageKey::default() };
    let keep = KeepInChatMessage {
        key: MessageField::some(key),
        keep_type: Some(KeepType::KEEP_FOR_ALL),
        timestamp_ms: Some(1_790_000_000_000),
    };
    phone.send(with, Message { keep_in_chat_message: MessageField::some(keep), ..Message::default() }).await.unwrap();
    said("kept", &id, Box::new(|message| message["marks"]["isKept"] == true));

    if is_own && with == ANA {
        let id = text("com estrela").await;
        phone.star_message(with, &id, true).unwrap();
        said("a star", &id, Box::new(|message| message["marks"]["isStarred"] == true));
    }
    all
}

async fn all_said(world: &World, all: &[Said]) {
    let mut missing = Vec::new();
    let here = world.tenant.within_patience(async || {
        let here = world.panel().await;
        missing = all
            .iter()
            .filter(|said| !here.get(&said.id).is_some_and(|message| (said.holds)(message)))
            .map(|said| format!("{}: {:#}", said.what, here.get(&said.id).unwrap_or(&Value::Null)))
            .collect();
        missing.is_empty().then_some(())
    });
    let here = here.await.is_some();
    assert!(here, "{}", missing.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_about_messages_comes_by_every_way() {
    let mut world = World::new().await;
    let group = world.group.clone();
    let mut all = say_all(&world.ana, SHOP, "history").await;
    all.extend(say_all(&world.shop, ANA, "history, own phone").await);
    all.extend(say_all(&world.ana, &group, "history, group").await);
    world.tenant.pair(&world.shop).await;
    all_said(&world, &all).await;

    all.extend(say_all(&world.ana, SHOP, "contact").await);
    all.extend(say_all(&world.shop, ANA, "own phone").await);
    all.extend(say_all(&world.ana, &group, "group").await);
    all.extend(say_all(&world.shop, &group, "own phone in the group").await);
    all_said(&world, &all).await;

    world.network.inject(Fault::new(FaultKind::LoseAcks).of(SHOP).flow(Flow::Out));
    all.extend(say_all(&world.bia, SHOP, "redelivered").await);
    all_said(&world, &all).await;
    world.network.clear_faults();
    world.shop.drop_connections().await;
    world.shop.wait_for_connections(1, PATIENCE).await.unwrap();
    all_said(&world, &all).await;

    world.stop().await;
    all.extend(say_all(&world.bia, SHOP, "offline").await);
    all.extend(say_all(&world.shop, ANA, "offline, own phone").await);
    all.extend(say_all(&world.bia, &group, "offline, group").await);
    world.start().await;
    all_said(&world, &all).await;

    world.program.kill_and_restart();
    all_said(&world, &all).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deleted_on_the_phone_alone_is_gone_from_the_panel_alone() {
    let world = World::new().await;
    world.tenant.pair(&world.shop).await;
    let id = world.ana.send_draft(SHOP, Draft::text("só daqui")).await.unwrap();
    world.until(&id, |message| message["content"]["text"] == "só daqui").await;
    world.shop.delete_message_for_me(ANA, &id).unwrap();
    let gone = async || (!world.panel().await.contains_key(&id)).then_some(());
    world.tenant.until("the end of a message", gone).await;
    assert!(world.ana.messages_with(SHOP).iter().any(|line| line.id == id), "its writer has it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_star_comes_and_goes_as_often_as_the_phone_says() {
    let world = World::new().await;
    world.tenant.pair(&world.shop).await;
    let id = world.ana.send_text(SHOP, "com estrela").await.unwrap();
    world.until(&id, |message| message["content"]["text"] == "com estrela").await;
    for is_on in [true, false, true, false] {
        world.shop.star_message(ANA, &id, is_on).unwrap();
        world.until(&id, |message| message["marks"]["isStarred"] == is_on).await;
    }
}
