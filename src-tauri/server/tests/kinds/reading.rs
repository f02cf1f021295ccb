//! What others send, by every way that it can come.

use std::collections::BTreeMap;

use portaria_emulator::{Attachment, Draft, Fault, FaultKind, Flow, GroupChange, Kind, Phone};
use serde_json::{Value, json};

use crate::made::{self, Case, picture};
use crate::world::{ANA, SHOP, World, send};

/// Kinds that are tried by what makes them, beside those that somebody simply sends.
pub const TRIED: &[&str] = &["album", "call", "system", "deleted", "undecryptable", "forward"];

/// A way that a message takes into the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// Before the phone was linked; the phone tells of it.
    History,
    /// The same in a group.
    GroupHistory,
    /// From a contact, as it is sent.
    Contact,
    /// Written on the tenant's own phone.
    OwnPhone,
    Group,
    /// WhatsApp brings it again, for what acknowledged it was lost.
    Redelivered,
    /// While the session is stopped.
    Offline,
    GroupOffline,
}

/// What was sent by one way, in its order: the id of each, and what it was.
struct Sent {
    way: Way,
    /// The sender's number and privacy id.
    sender: (String, String),
    cases: Vec<(String, Case)>,
}

/// Sends one message of every kind.
async fn send_all(phone: &Phone, to: &str, way: Way) -> Sent {
    let mut cases: Vec<(String, Case)> = Vec::new();
    for case in made::all() {
        let before = cases.last().map(|(id, _)| id.clone()).unwrap_or_default();
        cases.push((send(phone, to, &case, &before).await, case));
    }
    Sent { way, sender: (phone.number().to_owned(), phone.lid()), cases }
}

/// What of a message is not as it was sent.
fn wrong(way: Way, (sender, lid): (&str, &str), case: &Case, message: Option<&Value>) -> Option<String> {
    let Some(message) = message else { return Some(format!("{way:?}, {}: nothing came", case.kind)) };
    if message["content"] != case.content {
        return Some(format!("{way:?}, {}: sent {}, came {}", case.kind, case.content, message["content"]));
    }
    let beside = case.context.iter().find(|(place, value)| message["context"].pointer(place) != Some(value));
    if let Some((place, value)) = beside {
        return Some(format!("{way:?}, {}: {place} is not {value} in {}", case.kind, message["context"]));
    }
    let by = &message["sender"];
    let is_by_sender = by["pn"] == format!("{sender}@s.whatsapp.net") || by["lid"] == format!("{lid}@lid");
    (!is_by_sender || message["fromMe"] != (sender == SHOP)).then(|| format!("{way:?}, {}: by {by}", case.kind))
}

/// Waits until everything is in the panel as it was sent.
async fn arrived(world: &World, sent: &[Sent]) -> BTreeMap<String, Value> {
    let mut last = Vec::new();
    let mut here = BTreeMap::new();
    let all = world.tenant.within_patience(async || {
        here = world.panel().await;
        let wrong = |Sent { way, sender, cases }: &Sent| -> Vec<String> {
            cases.iter().filter_map(|(id, case)| wrong(*way, (&sender.0, &sender.1), case, here.get(id))).collect()
        };
        last = sent.iter().flat_map(wrong).collect();
        last.is_empty().then_some(())
    });
    let all = all.await;
    assert!(all.is_some(), "{}", last.join("\n"));
    here
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_arrives_by_every_way_as_it_was_sent() {
    let mut world = World::new().await;
    let group = world.group.clone();
    let mut sent =
        vec![send_all(&world.ana, SHOP, Way::History).await, send_all(&world.ana, &group, Way::GroupHistory).await];
    world.tenant.pair(&world.shop).await;
    sent.push(send_all(&world.ana, SHOP, Way::Contact).await);
    sent.push(send_all(&world.shop, ANA, Way::OwnPhone).await);
    sent.push(send_all(&world.ana, &group, Way::Group).await);
    arrived(&world, &sent).await;

    world.network.inject(Fault::new(FaultKind::LoseAcks).of(SHOP).flow(Flow::Out));
    let again = send_all(&world.bia, SHOP, Way::Redelivered).await;
    sent.push(again);
    arrived(&world, &sent).await;
    world.network.clear_faults();
    world.shop.drop_connections().await;
    let last = sent.last().unwrap();
    let again = async || {
        let ledger = world.network.ledger();
        let twice = |id: &String| ledger.message(id).unwrap().copies[&format!("{SHOP}:1")].times_handed > 1;
        last.cases.iter().all(|(id, _)| twice(id)).then_some(())
    };
    world.tenant.until("WhatsApp to bring everything again", again).await;

    world.stop().await;
    sent.push(send_all(&world.bia, SHOP, Way::Offline).await);
    sent.push(send_all(&world.bia, &group, Way::GroupOffline).await);
    world.start().await;
    let before = arrived(&world, &sent).await;
    for Sent { way, cases, .. } in &sent {
        for (id, case) in cases {
            let Some(bytes) = case.file() else { continue };
            let came = file(&world, &before[id]).await;
            assert!(came == bytes, "{way:?}, {}: another file", case.kind);
        }
    }

    world.program.kill_and_restart();
    let after = arrived(&world, &sent).await;
    assert_eq!(before.len(), after.len());
    for (id, message) in &after {
        let parts = ["content", "context", "marks", "sender", "fromMe", "atMs", "placeMs"];
        for part in parts {
            assert_eq!(message[part], before[id][part], "{part} of {id} after a restart");
        }
    }
}

/// The bytes of a message's file, asked for if it was not fetched by itself.
async fn file(world: &World, message: &Value) -> Vec<u8> {
    world
        .tenant
        .until("a file", async || {
            let file = world.tenant.file(message).await;
            if file.is_none() {
                let id = message["file"]["id"].as_str().unwrap();
                world.tenant.post(&format!("/media/{id}/fetch")).await;
            }
            file
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_itself_arrives_too() {
    let mut world = World::new().await;
    world.tenant.pair(&world.shop).await;
    let mut wanted = Vec::new();
    for is_live in [true, false] {
        if !is_live {
            world.stop().await;
        }
        wanted.extend(make(&world, is_live).await);
        if !is_live {
            world.start().await;
        }
        all_here(&world, &wanted).await;
    }
    world.program.kill_and_restart();
    all_here(&world, &wanted).await;

    // It comes damaged as often as it is asked for; then whole.
    world.tenant.until_connected().await;
    world.network.inject(Fault::new(FaultKind::Undecryptable).of(SHOP).flow(Flow::In).stanza("message"));
    let id = world.ana.send_text(SHOP, "ilegível").await.unwrap();
    world.until(&id, |message| message["content"]["kind"] == "undecryptable").await;
    world.network.clear_faults();
    world.program.kill_and_restart();
    world.tenant.until_connected().await;
    world.until(&id, |message| ["undecryptable", "text"].contains(&message["content"]["kind"].as_str().unwrap())).await;
}

/// Something that is to be found in the panel.
struct Wanted {
    what: String,
    is_there: Box<dyn Fn(&Value) -> bool>,
}

fn wanted(what: String, is_there: impl Fn(&Value) -> bool + 'static) -> Wanted {
    Wanted { what, is_there: Box::new(is_there) }
}

async fn make(world: &World, is_live: bool) -> Vec<Wanted> {
    let when = if is_live { "live" } else { "offline" };
    let mut all = Vec::new();

    let album = world.ana.open_album(SHOP, 2, 0).await.unwrap();
    for _ in 0..2 {
        let file = Attachment { album: Some(album.clone()), ..Attachment::new(picture()) };
        let id = world.ana.send_file(SHOP, Draft::of(Kind::Image, ""), file).await.unwrap();
        let album = album.clone();
        all.push(wanted(format!("{when}: a picture of an album"), move |message| {
            message["id"] == id && message["context"]["album"] == album
        }));
    }

    let id = world.ana.send_text(SHOP, "apago").await.unwrap();
    world.ana.revoke(SHOP, &id).await.unwrap();
    all.push(wanted(format!("{when}: a deleted text"), move |message| {
        message["id"] == id && message["content"] == json!({ "kind": "deleted" })
    }));

    let first = world.ana.send_text(SHOP, "a passar adiante").await.unwrap();
    let id = world.ana.forward(SHOP, &first, SHOP).await.unwrap();
    all.push(wanted(format!("{when}: a text that was sent on"), move |message| {
        message["id"] == id && message["content"]["text"] == "a passar adiante" && message["context"]["forwarded"] == 1
    }));

    let subject = format!("Festa {when}");
    let change = GroupChange { subject: Some(subject.clone()), ..GroupChange::default() };
    world.ana.change_group(&world.group, change).await.unwrap();
    all.push(wanted(format!("{when}: the group has another name"), move |message| {
        message["content"] == json!({ "kind": "system", "what": "subject", "subject": subject })
    }));

    let call = world.ana.call(SHOP, is_live).unwrap();
    if is_live {
        world.ana.wait_for_ringing(&call, 1, crate::program::PATIENCE).await.unwrap();
    }
    world.ana.hang_up(&call).unwrap();
    all.push(wanted(format!("{when}: a call"), move |message| {
        message["content"] == json!({ "kind": "call", "isVideo": is_live, "outcome": "missed" })
    }));
    all
}

async fn all_here(world: &World, all: &[Wanted]) {
    let mut missing = Vec::new();
    let here = world.tenant.within_patience(async || {
        let here = world.panel().await;
        missing = all.iter().filter(|wanted| !here.values().any(|message| (wanted.is_there)(message))).collect();
        let envelope = here.values().find(|message| message["content"]["kind"] == "album");
        assert!(envelope.is_none(), "an envelope stands in the chat: {envelope:?}");
        missing.is_empty().then_some(())
    });
    let here = here.await.is_some();
    let missing: Vec<_> = missing.iter().map(|wanted| &wanted.what).collect();
    assert!(here, "{missing:?}\n{:#?}", world.panel().await);
}
