//! `kill -9` at ten moments while messages of several kinds flow both ways.

#![cfg(feature = "emulator")]
#![allow(clippy::unwrap_used)]
#![expect(clippy::disallowed_methods, reason = "the test waits for its tasks itself")]

mod program;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use image::{ImageFormat, Rgb, RgbImage};
use portaria_emulator::{
    Attachment, Draft, Emulator, EmulatorConfig, HistoryPlan, Kind, LedgerEntry, NewGroup, NewPhone, Phone,
    PhoneMessage,
};
use program::{Program, Tenant};
use serde_json::{Value, json};

const TENANTS_NUMBER: &str = "5511900000001"; // invented
const CONTACTS_NUMBER: &str = "5511900000002"; // invented
const KILLS: u32 = 10;
/// Messages of a past that comes in several pieces.
const PAST: u32 = 12_000;

/// How the two writers and the killer know of each other.
#[derive(Default)]
struct Flow {
    /// How much the program took responsibility for.
    accepted: AtomicU32,
    over: AtomicBool,
}

/// A message that must be there, once, as it was last said.
#[derive(Clone, Debug, Default)]
struct Wanted {
    id: String,
    words: String,
    /// The sign that its reader or writer put under it.
    sign: Option<&'static str>,
    /// What was said about it last, by its own id.
    mark: Option<String>,
    file: Option<Vec<u8>>,
}

/// Numbered pictures, of which no two are alike.
fn picture(number: u32) -> Vec<u8> {
    let [_, red, green, blue] = number.wrapping_mul(7_919).to_be_bytes();
    let mut png = Cursor::new(Vec::new());
    RgbImage::from_pixel(32, 24, Rgb([red, green, blue])).write_to(&mut png, ImageFormat::Png).unwrap();
    png.into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_program_loses_nothing_doubles_nothing_and_asks_for_no_qr() {
    let network = Emulator::start(EmulatorConfig::default()).await.unwrap();
    let shop =
        network.create_phone(NewPhone { name: "Padaria Sol".into(), number: TENANTS_NUMBER.into() }).await.unwrap();
    let contact = network.create_phone(NewPhone { name: "Ana".into(), number: CONTACTS_NUMBER.into() }).await.unwrap();
    let new = NewGroup { subject: "Entregas".into(), members: vec![TENANTS_NUMBER.into()], ..NewGroup::default() };
    let group = contact.create_group(new).await.unwrap().id;
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &network);
    let tenant = program.log_in().await.create_tenant("Padaria Sol").await;
    tenant.pair(&shop).await;

    let flow = Arc::new(Flow::default());
    let incoming = tokio::spawn(write_to_shop(contact.clone(), group.clone(), Arc::clone(&flow)));
    let outgoing = tokio::spawn(write_from_shop(tenant.clone(), group.clone(), Arc::clone(&flow)));
    for kill in 0..KILLS {
        // Different moments: from the first message after a start to well into the flow.
        let moment = flow.accepted.load(Ordering::Relaxed) + 1 + 3 * kill;
        tenant
            .until("messages to flow", async || (flow.accepted.load(Ordering::Relaxed) >= moment).then_some(()))
            .await;
        program.kill_and_restart();
    }
    flow.over.store(true, Ordering::Relaxed);
    let (written, accepted) = (incoming.await.unwrap(), outgoing.await.unwrap());
    assert!(written.len() > 20 && accepted.len() > 20, "messages flowed: {} in, {} out", written.len(), accepted.len());
    let files = |all: &[Wanted]| all.iter().filter(|wanted| wanted.file.is_some()).count();
    assert!(
        files(&written) > 2 && files(&accepted) > 2,
        "files flowed: {} in, {} out",
        files(&written),
        files(&accepted)
    );

    tenant.until_connected().await;
    assert_eq!(shop.linked_devices().len(), 1, "no second link was made");
    let shown = shown(&tenant, &[&written[..], &accepted].concat()).await;
    for wanted in &written {
        if let Some(file) = &wanted.file {
            let here = tenant.until("a file to be fetched", async || tenant.file(&shown[&wanted.words]).await).await;
            assert!(&here == file, "{}: another file", wanted.words);
        }
    }
    arrived(&network, &tenant, &contact, &group, &accepted, &shown).await;
    network.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phones_past_arrives_whole_through_kills() {
    let network = Emulator::start(EmulatorConfig::default()).await.unwrap();
    let shop =
        network.create_phone(NewPhone { name: "Padaria Sol".into(), number: TENANTS_NUMBER.into() }).await.unwrap();
    shop.script_history(HistoryPlan { chats: 20, messages: PAST, days: 60 }).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &network);
    let tenant = program.log_in().await.create_tenant("Padaria Sol").await;
    tenant.pair(&shop).await;
    let kept = async || {
        let status: Value = tenant.get("/status").await.ok()?.json().await.ok()?;
        Some(status["history"]["messages"].as_u64())
    };
    let mut kills = 0;
    for moment in [1, 1_500, 3_000, 4_500, 6_000] {
        // Counting them in the panel takes longer than it takes them to come.
        let come = async || match kept().await? {
            Some(here) => (here >= moment).then_some(true),
            None => (tenant.all_messages().await.len() == PAST as usize).then_some(false),
        };
        if !tenant.until("the past to come", come).await {
            break; // all of it is here
        }
        program.kill_and_restart();
        kills += 1;
    }
    assert!(kills > 0, "the past came before anything was killed");
    println!("killed {kills} times");
    let all = async || Some(tenant.all_messages().await).filter(|all| all.len() >= PAST as usize);
    let all = tenant.until("the whole past", all).await;
    assert_eq!(all.len(), PAST as usize, "nothing stands twice");
    tenant.until("the past to be over", async || kept().await.filter(Option::is_none)).await;
    network.stop().await;
}

/// Waits until the panel shows everything as it was last said; each message by its words, of which no two are alike.
async fn shown(tenant: &Tenant, all: &[Wanted]) -> BTreeMap<String, Value> {
    let words = |message: &Value| {
        let content = &message["content"];
        content["text"].as_str().or(content["caption"].as_str()).map(str::to_owned)
    };
    let look = async || {
        let there = tenant.all_messages().await;
        let by_words: BTreeMap<_, _> = there.iter().filter_map(|message| Some((words(message)?, message))).collect();
        let is_there = |wanted: &Wanted| by_words.get(&wanted.words).is_some_and(|is| is_signed(is, wanted));
        all.iter().all(is_there).then_some(there)
    };
    let there = tenant.until("every message to be in the panel", look).await;
    let mut by_words = BTreeMap::new();
    for message in there {
        if let Some(words) = words(&message) {
            assert!(by_words.insert(words.clone(), message).is_none(), "shown more than once: {words}");
        }
    }
    by_words
}

/// Whether a message carries the one sign that was put under it.
fn is_signed(message: &Value, wanted: &Wanted) -> bool {
    let reactions = message["marks"]["reactions"].as_array().unwrap();
    let signs: Vec<_> = reactions.iter().filter_map(|reaction| reaction["emoji"].as_str()).collect();
    signs == wanted.sign.as_slice()
}

/// Waits until the contact has everything that was accepted, and has it once.
async fn arrived(
    network: &Emulator,
    tenant: &Tenant,
    contact: &Phone,
    group: &str,
    accepted: &[Wanted],
    shown: &BTreeMap<String, Value>,
) {
    let all = || -> Vec<PhoneMessage> {
        [TENANTS_NUMBER, group].iter().flat_map(|chat| contact.messages_with(chat)).collect()
    };
    let is_there = |all: &[PhoneMessage], wanted: &Wanted| {
        all.iter().any(|message| {
            let signs: Vec<_> = message.content.reactions.values().map(String::as_str).collect();
            message.id == wanted.id && message.text == wanted.words && signs == wanted.sign.as_slice()
        })
    };
    let mut missing = Vec::new();
    let came = tenant.within_patience(async || {
        let all = all();
        missing = accepted.iter().filter(|wanted| !is_there(&all, wanted)).cloned().collect::<Vec<_>>();
        missing.is_empty().then_some(())
    });
    let came = came.await.is_some();
    if !came {
        let ledger = network.ledger();
        for wanted in missing {
            let there = all().into_iter().find(|message| message.id == wanted.id);
            let there = there.map(|message| (message.text, message.content.reactions));
            let of_it = |entry: &&LedgerEntry| entry.id == wanted.id || wanted.mark.as_ref() == Some(&entry.id);
            let went: Vec<_> = ledger.messages.iter().filter(of_it).collect();
            println!("not arrived: {wanted:?}; there: {there:?}; on the network: {went:#?}");
        }
        println!("reordered: {:#?}; counters used twice: {:#?}", ledger.reordered(), ledger.counters_used_twice());
        panic!("something that was accepted did not arrive");
    }
    let all = all();
    for Wanted { id, words, file, .. } in accepted {
        let copies = all.iter().filter(|message| !message.from_me && &message.text == words).count();
        assert_eq!(copies, 1, "{words} ({id}) was accepted once and arrived {copies} times");
        if file.is_some() {
            let opened = contact.open_file(TENANTS_NUMBER, id).await.unwrap();
            assert!(Some(opened) == tenant.file(&shown[words]).await, "{words}: another file");
        }
    }
}

/// The contact writes without pause; everything that the network took is given back.
async fn write_to_shop(contact: Phone, group: String, flow: Arc<Flow>) -> Vec<Wanted> {
    let mut written = Vec::<Wanted>::new();
    let mut pause = tokio::time::interval(Duration::from_millis(15));
    let mut number = 0_u32;
    while !flow.over.load(Ordering::Relaxed) {
        pause.tick().await;
        let words = format!("pedido {number}");
        match (number % 8, written.last_mut()) {
            (2, _) => {
                let (draft, file) = (Draft::of(Kind::Image, &words), picture(number));
                let id = contact.send_file(TENANTS_NUMBER, draft, Attachment::new(file.clone())).await.unwrap();
                written.push(Wanted { id, words, file: Some(file), ..Wanted::default() });
            }
            (3, Some(last)) => {
                contact.react(TENANTS_NUMBER, &last.id, "👍").await.unwrap();
                last.sign = Some("👍");
            }
            (5, Some(last)) => {
                last.words = format!("{} corrigido", last.words);
                contact.edit(TENANTS_NUMBER, &last.id, &last.words).await.unwrap();
            }
            (6, _) => {
                let id = contact.send_text(&group, &words).await.unwrap();
                written.push(Wanted { id, words, ..Wanted::default() });
            }
            _ => {
                let id = contact.send_text(TENANTS_NUMBER, &words).await.unwrap();
                written.push(Wanted { id, words, ..Wanted::default() });
            }
        }
        number += 1;
    }
    written
}

/// The integrator sends without pause and repeats what was not accepted; everything that was accepted is given back.
async fn write_from_shop(tenant: Tenant, group: String, flow: Arc<Flow>) -> Vec<Wanted> {
    let mut accepted = Vec::<Wanted>::new();
    let mut pause = tokio::time::interval(Duration::from_millis(15));
    let mut number = 0_u32;
    // The chat with the contact, and a picture that the program has and that is not sent yet.
    let (mut chat, mut uploaded) = (String::new(), None);
    while !flow.over.load(Ordering::Relaxed) {
        pause.tick().await;
        let words = format!("resposta {number}");
        let target = accepted.last().map(|last| json!({ "chatId": chat, "messageId": last.id }));
        let (step, key) = (number % 8, format!("key-{number}"));
        let body = match (step, target) {
            (2, _) => {
                uploaded = match uploaded.take() {
                    Some(id) => Some(id),
                    None => tenant.upload(picture(number)).await,
                };
                let Some(id) = &uploaded else { continue };
                json!({ "to": CONTACTS_NUMBER, "message": { "kind": "media", "mediaId": id, "caption": words } })
            }
            (3, Some(target)) => json!({ "message": { "kind": "reaction", "target": target, "emoji": "❤️" } }),
            (5, Some(target)) => {
                let text = format!("{} corrigida", accepted.last().unwrap().words);
                json!({ "message": { "kind": "edit", "target": target, "text": text } })
            }
            (6, _) => json!({ "to": group, "text": words }),
            _ => json!({ "to": CONTACTS_NUMBER, "text": words }),
        };
        let Some(answer) = tenant.send(&body, &key).await else { continue };
        let id = answer["id"].as_str().unwrap().to_owned();
        match (step, accepted.last_mut()) {
            (3, Some(last)) => (last.sign, last.mark) = (Some("❤️"), Some(id)),
            (5, Some(last)) => {
                last.words.push_str(" corrigida");
                last.mark = Some(id);
            }
            _ => {
                let file = if step == 2 { Some(picture(number)) } else { None };
                accepted.push(Wanted { id, words, file, ..Wanted::default() });
            }
        }
        if step != 6 {
            answer["chatId"].as_str().unwrap().clone_into(&mut chat);
        }
        if step == 2 {
            uploaded = None;
        }
        number += 1;
        flow.accepted.store(number, Ordering::Relaxed);
    }
    accepted
}
