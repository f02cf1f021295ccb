//! Every kind of draft, as a contact's phone and the phones of a group read it.

use portaria_domain::{Address, Attendance, Card, Draft, DraftContent, Jid, Occasion, Place};
use portaria_emulator::{Content, Draft as PhoneDraft, Kind, NewGroup, PhoneMessage};
use portaria_whatsapp::SendError;

use crate::world::{ANA, PADARIA, Session, World, key, line, outgoing, pn};

/// A chat of the shop's: what the shop writes to, and what the chat is called on Ana's phone.
struct Chat {
    to: Jid,
    at_ana: String,
}

/// A linked session, the chat with Ana, and a group with her of which the shop is an admin.
async fn chats() -> (World, Session, [Chat; 2]) {
    let world = World::new().await;
    let session = world.linked().await;
    let group = NewGroup { subject: "Turma".into(), members: vec![ANA.into()], ..NewGroup::default() };
    let group = world.padaria.create_group(group).await.unwrap().id;
    let direct = Chat { to: pn(ANA), at_ana: PADARIA.into() };
    let shared = Chat { to: group.parse().unwrap(), at_ana: group };
    (world, session, [direct, shared])
}

async fn read(world: &World, chat: &Chat, id: &str) -> PhoneMessage {
    line(&world.ana, &chat.at_ana, id, |line| line.id == id).await
}

async fn until(world: &World, chat: &Chat, id: &str, what: &str, wanted: impl Fn(&Content) -> bool) {
    line(&world.ana, &chat.at_ana, what, |line| line.id == id && wanted(&line.content)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_is_read_as_it_was_written() {
    let (world, session, chats) = chats().await;
    for chat in &chats {
        let place = Place {
            latitude: -23.5,
            longitude: -46.5,
            name: Some("Padaria Sol".into()),
            address: Some("Rua A, 1".into()),
            url: None,
            accuracy_m: None,
            is_live: false,
            caption: None,
        };
        session.send("PLACE", &chat.to, DraftContent::Place(place), None).await;
        let got = read(&world, chat, "PLACE").await;
        assert!(matches!(got.content.kind, Kind::Location { latitude: -23.5, live: false, .. }), "{got:?}");

        let card = |name: &str| Card { name: name.into(), numbers: vec![ANA.into()], vcard: String::new() };
        for (id, cards) in [("CARD", vec![card("Ana")]), ("CARDS", vec![card("Ana"), card("Bia")])] {
            let count = cards.len();
            session.send(id, &chat.to, DraftContent::Contacts { cards }, None).await;
            let got = read(&world, chat, id).await;
            let Kind::Contacts { cards } = got.content.kind else { panic!("{got:?}") };
            assert_eq!((cards.len(), cards[0].name.as_str()), (count, "Ana"));
        }

        let mentions = Draft { mentions: vec![Address::one(pn(ANA))], ..Draft::text(format!("oi @{ANA}")) };
        let text = session.send("TEXT", &chat.to, mentions, None).await;
        assert_eq!(read(&world, chat, "TEXT").await.content.mentions, [ANA]);

        let answer = Draft { quote: Some(key(&chat.to, "TEXT", PADARIA)), ..Draft::text("de novo") };
        session.send("ANSWER", &chat.to, answer, Some(&text)).await;
        assert_eq!(read(&world, chat, "ANSWER").await.content.quoted.as_deref(), Some("TEXT"));

        let forward = DraftContent::Forward { target: key(&chat.to, "TEXT", PADARIA) };
        session.send("FORWARD", &chat.to, forward, Some(&text)).await;
        let got = read(&world, chat, "FORWARD").await;
        assert!(got.content.forwarded && got.content.mentions.is_empty(), "{got:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_about_a_message_reaches_it() {
    let (world, session, chats) = chats().await;
    for chat in &chats {
        let to = &chat.to;
        let text = session.send("TEXT", to, Draft::text("o preço: 21"), None).await;
        let own = key(to, "TEXT", PADARIA);
        let react = |emoji: &str| DraftContent::Reaction { target: own.clone(), emoji: emoji.into() };
        session.mark("REACT", to, react("👍"), None).await;
        until(&world, chat, "TEXT", "a sign", |seen| seen.reactions.get(PADARIA).is_some_and(|sign| sign == "👍"))
            .await;
        session.mark("UNREACT", to, react(""), None).await;
        until(&world, chat, "TEXT", "no sign", |seen| seen.reactions.get(PADARIA).is_none_or(String::is_empty)).await;

        session.mark("PIN", to, DraftContent::Pin { target: own.clone(), for_s: 86_400 }, None).await;
        until(&world, chat, "TEXT", "a pin", |seen| seen.pinned).await;
        session.mark("UNPIN", to, DraftContent::Unpin { target: own.clone() }, None).await;
        until(&world, chat, "TEXT", "no pin", |seen| !seen.pinned).await;

        let edit = DraftContent::Edit { target: own.clone(), text: "o preço certo: 12".into() };
        session.mark("EDIT", to, edit, Some(&text)).await;
        until(&world, chat, "TEXT", "an edit", |seen| seen.edited).await;
        assert_eq!(read(&world, chat, "TEXT").await.text, "o preço certo: 12");

        session.mark("REVOKE", to, DraftContent::Revoke { target: own }, None).await;
        until(&world, chat, "TEXT", "a deletion", |seen| seen.revoked).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_takes_back_what_somebody_else_wrote_in_the_group() {
    let (world, session, [_, group]) = chats().await;
    let id = world.ana.send_text(&group.at_ana, "propaganda").await.unwrap();
    let heard = world.tenant.inbox.text("propaganda").await;
    session.mark("REVOKE", &group.to, DraftContent::Revoke { target: heard.key }, None).await;
    until(&world, &group, &id, "a deletion", |seen| seen.revoked).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_poll_is_voted_in_from_both_sides() {
    let (world, session, chats) = chats().await;
    let voters = |line: &Content, name: &str| -> Vec<String> {
        let Kind::Poll { options, .. } = &line.kind else { return Vec::new() };
        options.iter().filter(|option| option.name == name).flat_map(|option| option.voters.clone()).collect()
    };
    for (chat, choices) in chats.iter().zip([1, 0]) {
        let options = vec!["doce".to_owned(), "salgado".to_owned()];
        let poll = DraftContent::Poll { question: "Qual?".into(), options, choices };
        let poll = session.send("POLL", &chat.to, poll, None).await;
        assert!(matches!(read(&world, chat, "POLL").await.content.kind, Kind::Poll { .. }));
        let target = key(&chat.to, "POLL", PADARIA);
        let vote = DraftContent::Vote { target, options: vec!["salgado".into()] };
        session.mark("VOTE", &chat.to, vote, Some(&poll)).await;
        until(&world, chat, "POLL", "the shop's vote", |seen| voters(seen, "salgado") == [PADARIA]).await;

        let kind = Kind::Poll { options: ["a", "b"].map(poll_option).into(), choices: 1 };
        let id = world.ana.send_draft(chat.at_ana.as_str(), PhoneDraft::of(kind, "E agora?")).await.unwrap();
        let asked = world.tenant.inbox.message("Ana's poll", |message| message.id().as_str() == id).await;
        let vote = DraftContent::Vote { target: asked.key.clone(), options: vec!["b".into()] };
        session.mark("VOTE2", &chat.to, vote, asked.raw.as_ref()).await;
        until(&world, chat, &id, "the shop's vote in Ana's poll", |seen| voters(seen, "b") == [PADARIA]).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_occasion_is_shown_and_its_answer_counts() {
    let (world, session, chats) = chats().await;
    let comes = |line: &Content| {
        let Kind::Event { answers, .. } = &line.kind else { return false };
        answers.contains_key(PADARIA)
    };
    for chat in &chats {
        let occasion = Occasion {
            name: "Ceia".into(),
            description: Some("Traga a família".into()),
            place: None,
            starts_at_s: Some(1_800_000_000),
            ends_at_s: None,
            join_link: None,
            is_cancelled: false,
        };
        let raw = session.send("CEIA", &chat.to, DraftContent::Occasion(occasion), None).await;
        let seen = read(&world, chat, "CEIA").await;
        let Kind::Event { starts_at_s, description, .. } = &seen.content.kind else { panic!("{seen:?}") };
        assert_eq!(
            (*starts_at_s, description.as_str(), seen.text.as_str()),
            (1_800_000_000, "Traga a família", "Ceia")
        );
        let target = key(&chat.to, "CEIA", PADARIA);
        let answer = DraftContent::Answer { target, attendance: Attendance::Going };
        session.mark("GOING", &chat.to, answer, Some(&raw)).await;
        until(&world, chat, "CEIA", "the shop's answer", comes).await;
    }
}

fn poll_option(name: &str) -> portaria_emulator::PollOption {
    portaria_emulator::PollOption { name: name.into(), voters: Vec::new() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_takes_a_message_at_an_address_without_a_device() {
    let world = World::new().await;
    let short = world.net.create_phone(portaria_emulator::NewPhone {
        name: "Bia".into(),
        number: "556297700021".into(), // invented
    });
    let short = short.await.unwrap();
    let session = world.linked().await;
    // The same number as people write it, a number that has no account, and a privacy id of nobody.
    let unknown: Jid = "99999999999999@lid".parse().unwrap();
    for to in [pn("5562997700021"), pn("5511900000099"), unknown] {
        // invented
        let refused =
            session.connection.send(&portaria_whatsapp::Outgoing { to, ..outgoing("NOBODY", ANA, "oi") }).await;
        assert!(matches!(refused, Err(SendError::NotOnWhatsapp)), "{refused:?}");
    }
    session.connection.send(&outgoing("BIA", "556297700021", "oi")).await.unwrap(); // invented
    line(&short, PADARIA, "the text", |line| line.id == "BIA").await;
    let by_lid = format!("{}@lid", world.ana.lid()).parse().unwrap();
    session.connection.send(&portaria_whatsapp::Outgoing { to: by_lid, ..outgoing("LID", ANA, "oi") }).await.unwrap();
    line(&world.ana, PADARIA, "the text", |line| line.id == "LID").await;
    assert!(world.net.ledger().message("NOBODY").is_none(), "nothing of it left");
}
