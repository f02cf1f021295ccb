//! What the panel sends: the contact's phone and the tenant's own show it as it was asked for.

use portaria_emulator::{Attendance, Kind, PhoneMessage, ReceiptState};
use serde_json::{Value, json};

use crate::bytes::{Track, VOICE, mp4};
use crate::made::{CARD_NUMBER, occasion, picture, poll};
use crate::program::PATIENCE;
use crate::world::{ANA, SHOP, World, target};

pub const TRIED: &[&str] = &[
    "text",
    "image",
    "video",
    "gif",
    "round_video",
    "voice",
    "audio",
    "document",
    "sticker",
    "album",
    "place",
    "contacts",
    "poll",
    "occasion",
    "forward",
    "reaction",
    "edit",
    "revoke",
    "deleted",
    "vote",
    "answer",
    "pin",
    "star",
];

/// What is sent, and what a phone shows: the kind's own fields in the words of the emulator, and the words.
struct Written {
    kind: &'static str,
    message: Value,
    shows: Value,
    text: &'static str,
}

fn written(kind: &'static str, message: Value, shows: Value, text: &'static str) -> Written {
    Written { kind, message, shows, text }
}

fn in_words() -> Vec<Written> {
    let vcard = format!(
        "BEGIN:VCARD\nVERSION:3.0\nN:;Bia;;;\nFN:Bia\nTEL;type=CELL;waid={CARD_NUMBER}:+{CARD_NUMBER}\nEND:VCARD"
    );
    let options = json!([{ "name": "Pão", "voters": [] }, { "name": "Bolo", "voters": [] }]);
    vec![
        written(
            "text",
            json!({ "kind": "text", "text": "*oi*, tudo bem?" }),
            json!({ "kind": "text" }),
            "*oi*, tudo bem?",
        ),
        written(
            "place",
            json!({ "kind": "place", "latitude": -23.5, "longitude": -46.25, "name": "Feira", "address": "Rua A, 1" }),
            json!({ "kind": "location", "latitude": -23.5, "longitude": -46.25, "address": "Rua A, 1", "live": false }),
            "Feira",
        ),
        written(
            "contacts",
            json!({ "kind": "contacts", "cards": [{ "name": "Bia", "vcard": vcard }] }),
            json!({ "kind": "contacts", "cards": [{ "name": "Bia", "number": CARD_NUMBER }] }),
            "Bia",
        ),
        written(
            "poll",
            json!({ "kind": "poll", "question": "Qual?", "options": ["Pão", "Bolo"], "choices": 1 }),
            json!({ "kind": "poll", "options": options, "choices": 1 }),
            "Qual?",
        ),
        written(
            "occasion",
            json!({ "kind": "occasion", "name": "Festa", "description": "Traga bolo", "startsAt": "2030-03-17T17:46:40Z" }),
            json!({ "kind": "event", "startsAtS": 1_900_000_000_i64, "description": "Traga bolo" }),
            "Festa",
        ),
    ]
}

async fn with_files(world: &World) -> Vec<Written> {
    let upload = async |bytes: &[u8]| world.tenant.upload(bytes.to_vec()).await.expect("the server takes the file");
    let image = upload(&picture()).await;
    let paper = upload(b"%PDF-1.4\n%nota").await;
    let (sound, film) = (upload(VOICE).await, upload(&mp4(*b"isom", 3_000, &[Track::picture(*b"avc1", false)])).await);
    vec![
        written(
            "image",
            json!({ "kind": "media", "mediaId": image, "caption": "o bolo" }),
            json!({ "kind": "image", "viewOnce": false }),
            "o bolo",
        ),
        written(
            "image",
            json!({ "kind": "media", "mediaId": image, "viewOnce": true }),
            json!({ "kind": "image", "viewOnce": true }),
            "",
        ),
        written(
            "document",
            json!({ "kind": "media", "mediaId": paper, "as": "document", "fileName": "nota.pdf", "caption": "a nota" }),
            json!({ "kind": "document", "name": "nota.pdf" }),
            "a nota",
        ),
        written(
            "voice",
            json!({ "kind": "media", "mediaId": sound, "as": "voice" }),
            json!({ "kind": "audio", "voice": true }),
            "",
        ),
        written(
            "audio",
            json!({ "kind": "media", "mediaId": sound, "as": "audio" }),
            json!({ "kind": "audio", "voice": false }),
            "",
        ),
        written(
            "video",
            json!({ "kind": "media", "mediaId": film, "as": "video", "caption": "o forno" }),
            json!({ "kind": "video", "gif": false }),
            "o forno",
        ),
        written(
            "gif",
            json!({ "kind": "media", "mediaId": film, "as": "gif" }),
            json!({ "kind": "video", "gif": true }),
            "",
        ),
        written(
            "round_video",
            json!({ "kind": "media", "mediaId": film, "as": "round_video" }),
            json!({ "kind": "video", "gif": false }),
            "",
        ),
        written(
            "sticker",
            json!({ "kind": "media", "mediaId": image, "as": "sticker" }),
            json!({ "kind": "sticker" }),
            "",
        ),
    ]
}

/// What of a line is not as it was asked for.
fn wrong(written: &Written, line: Option<&PhoneMessage>) -> Option<String> {
    let Some(line) = line else { return Some(format!("{}: nothing came", written.kind)) };
    let content = serde_json::to_value(&line.content).unwrap();
    let other = written.shows.as_object().unwrap().iter().find(|(name, value)| content[*name] != **value);
    if let Some((name, value)) = other {
        return Some(format!("{}: {name} is not {value} in {content}", written.kind));
    }
    (line.text != written.text).then(|| format!("{}: {:?} instead of {:?}", written.kind, line.text, written.text))
}

/// Waits until a contact's phone and the tenant's own show everything as it was asked for.
async fn shown(world: &World, sent: &[(String, String, Written)]) {
    let mut last = Vec::new();
    let all = world.tenant.within_patience(async || {
        last.clear();
        for (chat, id, written) in sent {
            let (there, here) = if chat == ANA { (SHOP, ANA) } else { (chat.as_str(), chat.as_str()) };
            for (phone, with) in [(&world.ana, there), (&world.shop, here)] {
                let lines = phone.messages_with(with);
                last.extend(
                    wrong(written, lines.iter().find(|line| line.id == *id))
                        .map(|wrong| format!("on {}: {wrong}", phone.name())),
                );
            }
        }
        last.is_empty().then_some(())
    });
    let all = all.await.is_some();
    assert!(all, "{}", last.join("\n"));
}

async fn send_all(world: &World, to: &str) -> Vec<(String, String, Written)> {
    let mut sent = Vec::new();
    for written in in_words().into_iter().chain(with_files(world).await) {
        let answer = world.send(&json!({ "to": to, "message": written.message })).await;
        sent.push((to.to_owned(), answer["id"].as_str().unwrap().to_owned(), written));
    }
    sent
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_that_can_be_sent_is_shown_as_it_was_asked_for() {
    let mut world = World::new().await;
    let group = world.group.clone();
    world.tenant.pair(&world.shop).await;
    let mut sent = send_all(&world, ANA).await;
    sent.extend(send_all(&world, &group).await);
    shown(&world, &sent).await;

    // What is accepted without a connection leaves with the next.
    world.stop().await;
    sent.extend(send_all(&world, ANA).await);
    world.start().await;
    shown(&world, &sent).await;

    // What is accepted and not sent when the program is killed leaves after its start.
    sent.extend(send_all(&world, ANA).await);
    world.program.kill_and_restart();
    shown(&world, &sent).await;

    let here = world.panel().await;
    for (chat, id, written) in &sent {
        let there = if chat == ANA { SHOP } else { chat };
        world
            .ana
            .wait_for_message(there, PATIENCE, |line| line.id == *id && line.receipt >= ReceiptState::Delivered)
            .await
            .unwrap();
        let Some(_) = here[id]["file"].as_object() else { continue };
        let kept = world.tenant.file(&here[id]).await.expect("what was sent is here");
        let opened = world.ana.open_file(there, id).await.unwrap();
        assert!(opened == kept, "{}: another file", written.kind);
    }
}

/// What was sent as one: into which chat, its head, and its parts.
type SentAlbum = (String, String, Vec<String>);

/// Sends two pictures and a film as one, and one of the pictures on, as a part of another.
async fn send_albums(world: &World, to: &str) -> Vec<SentAlbum> {
    let image = world.tenant.upload(picture()).await.expect("the server takes the file");
    let film = world.tenant.upload(mp4(*b"isom", 3_000, &[Track::picture(*b"avc1", false)])).await;
    let film = film.expect("the server takes the film");
    let say = async |message: Value| {
        let answer = world.send(&json!({ "to": to, "message": message })).await;
        (answer["id"].as_str().unwrap().to_owned(), json!({ "chatId": answer["chatId"], "messageId": answer["id"] }))
    };
    let (head, _) = say(json!({ "kind": "album", "images": 2, "videos": 1 })).await;
    let (mut parts, mut targets) = (Vec::new(), Vec::new());
    for file in [&image, &image, &film] {
        let (id, target) = say(json!({ "kind": "media", "mediaId": file, "album": head })).await;
        parts.push(id);
        targets.push(target);
    }
    let (other, _) = say(json!({ "kind": "album", "images": 1, "videos": 1 })).await;
    let mut sent_on = Vec::new();
    for target in [&targets[0], &targets[2]] {
        sent_on.push(say(json!({ "kind": "forward", "target": target, "album": other })).await.0);
    }
    vec![(to.to_owned(), head, parts), (to.to_owned(), other, sent_on)]
}

/// Waits until a contact's phone and the tenant's own show albums as they were sent.
async fn albums_shown(world: &World, sent: &[SentAlbum]) {
    let mut last = Vec::new();
    let shown = world.tenant.within_patience(async || {
        last.clear();
        for (chat, head, parts) in sent {
            let (there, here) = if chat == ANA { (SHOP, ANA) } else { (chat.as_str(), chat.as_str()) };
            for (phone, with) in [(&world.ana, there), (&world.shop, here)] {
                let lines = phone.messages_with(with);
                let of_album = lines.iter().filter(|line| line.content.album.as_ref() == Some(head));
                let ids: Vec<_> = of_album.map(|line| line.id.clone()).collect();
                if ids != *parts || lines.iter().any(|line| line.id == *head) {
                    last.push(format!("on {}: {ids:?} instead of {parts:?} of {head}", phone.name()));
                }
            }
        }
        last.is_empty().then_some(())
    });
    let shown = shown.await.is_some();
    assert!(shown, "{}", last.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_as_an_album_is_one_on_phones() {
    let mut world = World::new().await;
    let group = world.group.clone();
    world.tenant.pair(&world.shop).await;
    let mut sent = send_albums(&world, ANA).await;
    sent.extend(send_albums(&world, &group).await);
    albums_shown(&world, &sent).await;

    world.stop().await;
    sent.extend(send_albums(&world, ANA).await);
    world.start().await;
    albums_shown(&world, &sent).await;

    sent.extend(send_albums(&world, ANA).await);
    world.program.kill_and_restart();
    albums_shown(&world, &sent).await;

    let chats: Value = world.tenant.get("/chats?limit=9").await.unwrap().json().await.unwrap();
    let said: Vec<_> = chats["items"].as_array().unwrap().iter().map(|chat| &chat["lastAlbum"]).collect();
    let two = json!({ "images": 1, "videos": 1, "caption": null });
    assert_eq!(said, [&two, &two], "the list says what was sent last, as it says what comes");
    let here = world.panel().await;
    assert!(sent.iter().all(|(_, head, _)| !here.contains_key(head)), "a head stands in a chat");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_from_the_panel_is_shown_where_the_message_is() {
    let mut world = World::new().await;
    let group = world.group.clone();
    world.tenant.pair(&world.shop).await;
    let mut said = say_all(&world, ANA).await;
    said.extend(say_all(&world, &group).await);
    all_shown(&world, &said).await;

    world.stop().await;
    said.extend(say_all(&world, ANA).await);
    world.start().await;
    all_shown(&world, &said).await;

    said.extend(say_all(&world, ANA).await);
    world.program.kill_and_restart();
    all_shown(&world, &said).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_disappears_on_phones_as_its_chat_says() {
    const DAY_S: u32 = 24 * 60 * 60;
    let world = World::new().await;
    world.tenant.pair(&world.shop).await;
    world.ana.disappear_after(SHOP, DAY_S).await.unwrap();
    let asked = world.ana.send_text(SHOP, "qual é a senha?").await.unwrap();
    world.until(&asked, |message| message["context"]["expiresAfterS"] == DAY_S).await;
    let answer = world.send(&json!({ "to": ANA, "text": "1234" })).await;
    for (phone, with) in [(&world.ana, SHOP), (&world.shop, ANA)] {
        let line =
            phone.wait_for_message(with, PATIENCE, |line| line.id == answer["id"].as_str().unwrap()).await.unwrap();
        let expires_at_ms = line.content.expires_at_ms.unwrap_or_else(|| panic!("it stays on {}", phone.name()));
        assert_eq!(expires_at_ms - line.at_ms, u64::from(DAY_S) * 1_000, "on {}", phone.name());
    }
}

/// What is to be seen of one message on phones.
struct Said {
    what: &'static str,
    chat: String,
    id: String,
    /// Whether the line is as it was said; there may be none of what was taken back before it left.
    is_shown: fn(Option<&PhoneMessage>) -> bool,
}

/// Says everything that can be said, about messages of Ana's and about own ones.
async fn say_all(world: &World, chat: &str) -> Vec<Said> {
    let there = if chat == ANA { SHOP } else { chat };
    let mut all = Vec::new();
    let mut note = |what, id: &str, is_shown: fn(Option<&PhoneMessage>) -> bool| {
        all.push(Said { what, chat: chat.to_owned(), id: id.to_owned(), is_shown });
    };
    let theirs = [
        ("reaction", world.ana.send_text(there, "com um sinal").await.unwrap()),
        ("vote", world.ana.send_draft(there, poll(0)).await.unwrap()),
        ("answer", world.ana.send_draft(there, occasion()).await.unwrap()),
        ("pin", world.ana.send_text(there, "no topo").await.unwrap()),
        ("star", world.ana.send_text(there, "com estrela").await.unwrap()),
    ];
    let mut own = Vec::new();
    for (what, text) in [("edit", "o preço: 21"), ("revoke", "engano"), ("forward", "a passar adiante")] {
        own.push((what, world.send(&json!({ "to": chat, "text": text })).await));
    }
    // Who is not connected knows of what came before alone.
    let is_connected = world.shop.connections() > 0;
    for (what, id) in theirs {
        if !is_connected {
            break;
        }
        let message = world.until(&id, |message| message["content"]["kind"] != "undecryptable").await;
        let target = target(&message);
        let draft = match what {
            "reaction" => json!({ "kind": "reaction", "target": target, "emoji": "😋" }),
            "vote" => json!({ "kind": "vote", "target": target, "options": ["Bolo"] }),
            "answer" => json!({ "kind": "occasion_answer", "target": target, "attendance": "going" }),
            "star" => json!({ "kind": "star", "target": target }),
            _ => json!({ "kind": "pin", "target": target, "forS": 86_400 }),
        };
        world.send(&json!({ "message": draft })).await;
        note(
            what,
            &id,
            match what {
                "reaction" => {
                    |line| line.is_some_and(|line| line.content.reactions.get(SHOP).is_some_and(|sign| sign == "😋"))
                }
                "vote" => |line| {
                    let votes = [("Pão".to_owned(), vec![]), ("Bolo".to_owned(), vec![SHOP.to_owned()])];
                    line.is_some_and(|line| voters(line) == votes)
                },
                "answer" => |line| {
                    let Some(Kind::Event { answers, .. }) = line.map(|line| &line.content.kind) else { return false };
                    answers.get(SHOP) == Some(&Attendance::Going)
                },
                "star" => |line| line.is_some_and(|line| line.content.starred),
                _ => |line| line.is_some_and(|line| line.content.pinned),
            },
        );
    }
    for (what, answer) in own {
        let target = json!({ "chatId": answer["chatId"], "messageId": answer["id"] });
        let id = answer["id"].as_str().unwrap().to_owned();
        match what {
            "edit" => {
                world.send(&json!({ "message": { "kind": "edit", "target": target, "text": "o preço: 12" } })).await;
                note(what, &id, |line| line.is_some_and(|line| line.text == "o preço: 12"));
            }
            "revoke" => {
                world.send(&json!({ "message": { "kind": "revoke", "target": target } })).await;
                note(what, &id, |line| line.is_none_or(|line| line.content.revoked));
            }
            _ => {
                let sent = world.send(&json!({ "to": chat, "message": { "kind": "forward", "target": target } })).await;
                note(what, sent["id"].as_str().unwrap(), |line| {
                    line.is_some_and(|line| line.content.forwarded && line.text == "a passar adiante")
                });
            }
        }
    }
    all
}

fn voters(line: &PhoneMessage) -> Vec<(String, Vec<String>)> {
    let Kind::Poll { options, .. } = &line.content.kind else { return Vec::new() };
    options.iter().map(|option| (option.name.clone(), option.voters.clone())).collect()
}

async fn all_shown(world: &World, all: &[Said]) {
    let mut last = Vec::new();
    let shown = world.tenant.within_patience(async || {
        last.clear();
        for Said { what, chat, id, is_shown } in all {
            let (there, here) = if chat == ANA { (SHOP, ANA) } else { (chat.as_str(), chat.as_str()) };
            // A star is for its account's own devices.
            let others = (*what != "star").then_some((&world.ana, there));
            for (phone, with) in others.into_iter().chain([(&world.shop, here)]) {
                let lines = phone.messages_with(with);
                let line = lines.iter().find(|line| line.id == *id);
                if !is_shown(line) {
                    last.push(format!("{what} on {}: {line:#?}", phone.name()));
                }
            }
        }
        last.is_empty().then_some(())
    });
    let shown = shown.await.is_some();
    assert!(shown, "{}", last.join("\n"));
}
