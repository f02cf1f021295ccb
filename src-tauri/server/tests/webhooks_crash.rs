//! `kill -9` at ten moments while a thousand events are told to a webhook.

#![cfg(feature = "emulator")]
#![allow(clippy::unwrap_used)]
#![expect(clippy::disallowed_methods, reason = "the test waits for its tasks itself")]

mod program;
#[path = "server/world/receiver.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod receiver;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use portaria_emulator::{Emulator, EmulatorConfig, NewPhone};
use program::{Program, Tenant};
use receiver::Receiver;
use reqwest::StatusCode;
use serde_json::{Value, json};

const TENANTS_NUMBER: &str = "5511900000001"; // invented
const PEOPLE: u32 = 4;
const MESSAGES: u32 = 100;
const REPLIES: u32 = 600;
const KILLS: usize = 10;

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_program_tells_a_thousand_events_and_loses_none() {
    let network = Emulator::start(EmulatorConfig::default()).await.unwrap();
    let shop =
        network.create_phone(NewPhone { name: "Padaria Sol".into(), number: TENANTS_NUMBER.into() }).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &network);
    let tenant = program.log_in().await.create_tenant("Padaria Sol").await;
    tenant.pair(&shop).await;
    let receiver = Receiver::start(200).await;
    let hook = json!({ "url": receiver.url("/") });
    assert_eq!(tenant.post_json("/webhooks", &hook, "hook").await.status(), StatusCode::CREATED);
    let reply = json!({ "shortcut": "oi", "text": "Bom dia" });
    let made: Value = tenant.post_json("/quick-replies", &reply, "reply").await.json().await.unwrap();
    let from = last_event(&tenant).await;

    // What happens: people write, and somebody changes a quick reply again and again.
    let mut writers = Vec::new();
    for person in 0..PEOPLE {
        let number = format!("551190000001{person}"); // invented
        let phone = network.create_phone(NewPhone { name: "Ana".into(), number }).await.unwrap();
        writers.push(tokio::spawn(async move {
            for message in 0..MESSAGES {
                phone.send_text(TENANTS_NUMBER, &format!("pedido {message}")).await.unwrap();
            }
        }));
    }
    let changing = tokio::spawn(change(tenant.clone(), format!("/quick-replies/{}", made["id"].as_str().unwrap())));
    for kill in 1..=KILLS {
        let moment = kill * 1_000 / (KILLS + 1);
        tenant.until("events to be told", async || (receiver.got().len() >= moment).then_some(())).await;
        program.kill_and_restart();
    }
    for writer in writers {
        writer.await.unwrap();
    }
    changing.await.unwrap();

    tenant.until_connected().await;
    let wanted = MESSAGES * PEOPLE + REPLIES;
    let events = tenant
        .until("everything to happen", async || {
            let events = events(&tenant, from).await?;
            (events.len() >= wanted as usize && messages(&events) == MESSAGES * PEOPLE).then_some(events)
        })
        .await;
    let all: BTreeSet<u64> = events.iter().map(|event| event["number"].as_u64().unwrap()).collect();
    let missing = async || all.difference(&sequences(&receiver)).copied().collect::<Vec<_>>();
    let told = tenant.within_patience(async || missing().await.is_empty().then_some(())).await;
    assert!(told.is_some(), "never told: {:?}", missing().await);
    in_order(&receiver);
    network.stop().await;
}

/// Changes a quick reply until it was taken so often.
async fn change(tenant: Tenant, path: String) {
    let reply = |taken: u32| json!({ "shortcut": "oi", "text": format!("Bom dia {taken}") });
    let mut pause = tokio::time::interval(Duration::from_millis(5));
    for taken in 1..=REPLIES {
        pause.tick().await;
        while tenant.try_post(&path, &reply(taken)).await.is_none() {
            pause.tick().await;
        }
    }
}

async fn last_event(tenant: &Tenant) -> u64 {
    let page: Value = tenant.get("/events?after=0&limit=1").await.unwrap().json().await.unwrap();
    page["lastNumber"].as_u64().unwrap()
}

/// Everything that happened after an event; `None`: the program is just starting.
async fn events(tenant: &Tenant, from: u64) -> Option<Vec<Value>> {
    let (mut events, mut after) = (Vec::new(), from);
    loop {
        let page: Value = tenant.get(&format!("/events?after={after}&limit=200")).await.ok()?.json().await.ok()?;
        let items = page["items"].as_array()?;
        let Some(last) = items.last() else { return Some(events) };
        after = last["number"].as_u64()?;
        events.extend(items.iter().cloned());
    }
}

fn messages(events: &[Value]) -> u32 {
    let messages = events.iter().filter(|event| event["type"] == "message.received").count();
    u32::try_from(messages).unwrap()
}

/// The numbers of the events that were told.
fn sequences(receiver: &Receiver) -> BTreeSet<u64> {
    receiver.got().iter().map(|got| got.json()["sequence"].as_u64().unwrap()).collect()
}

/// What is told again is told under its id; what is told for the first time is told in its chat's order.
fn in_order(receiver: &Receiver) {
    let mut ids = BTreeMap::new();
    let mut last: BTreeMap<String, u64> = BTreeMap::new();
    for got in receiver.got() {
        let told = got.json();
        let (id, sequence) = (told["id"].as_str().unwrap().to_owned(), told["sequence"].as_u64().unwrap());
        let is_new = !ids.contains_key(&sequence);
        let known = ids.entry(sequence).or_insert_with(|| id.clone());
        assert_eq!(*known, id, "{sequence} has one id");
        let chat = told["data"]["message"]["chatId"].as_str().unwrap_or_default().to_owned();
        if told["type"] != "message.received" && told["type"] != "quick_reply.updated" {
            continue;
        }
        let before = last.entry(chat).or_default();
        // One that was under way when the program was killed may come once more.
        assert!(sequence > *before || !is_new, "{sequence} came after {before}");
        *before = (*before).max(sequence);
    }
}
