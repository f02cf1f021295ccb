//! What phones send and do, as it is delivered.

use portaria_domain::{
    Attendance, CallOutcome, ChatChange, ChatKind, Content, Context, Mark, MarkKind, MediaKind, MessageStatus,
    Received, SystemLine, UnixMs,
};
use portaria_emulator::{
    Advertisement, Attachment, Attendance as PhoneAttendance, Card, Draft, GroupChange, Kind, Phone, PollOption,
    VoteForms,
};
use portaria_whatsapp::{Gateway as _, Signal};

use crate::files::picture;
use crate::world::{ANA, PADARIA, PATIENCE, World, line, outgoing, pn};

const STATUS: &str = "status@broadcast";

/// Sends the shop words of Ana's; gives back what arrived.
async fn told(world: &World, draft: Draft) -> Received {
    let id = world.ana.send_draft(PADARIA, draft).await.unwrap();
    world.received(&id).await
}

/// Waits for a mark and compares it as a whole: what it says, by whom, and on which message.
async fn marked(world: &World, id: &str, kind: MarkKind, by: &str, on: &Received) -> Mark {
    let mark = world.marked(id).await;
    assert_eq!((&mark.kind, mark.by.pn.as_ref(), mark.from_me), (&kind, Some(&pn(by)), by == PADARIA));
    assert_eq!(mark.target, on.key, "{kind:?}");
    mark
}

fn edit(text: &str) -> MarkKind {
    MarkKind::Edit { content: Box::new(Content::plain(text)), context: Box::new(Context::default()) }
}

fn reaction(emoji: &str) -> MarkKind {
    MarkKind::Reaction { emoji: emoji.into() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_what_they_were_sent_as() {
    let world = World::new().await;
    let _session = world.linked().await;
    let recording = Attachment { waveform: Some(vec![0, 50, 100]), ..Attachment::new(b"OggS".as_slice()) };
    let drawn = Attachment {
        mimetype: Some("application/was".into()),
        preview: Some(picture()),
        ..Attachment::new(b"drawn".as_slice())
    };
    let once = Attachment { view_once: true, ..Attachment::new(picture()) };
    let cases = [
        (Kind::Image, "o bolo", Attachment::new(picture()), MediaKind::Image),
        (Kind::Image, "", once, MediaKind::Image),
        (Kind::Audio { voice: true, seconds: 3 }, "", recording, MediaKind::Voice),
        (
            Kind::Document { name: "nota.pdf".into() },
            "a nota",
            Attachment::new(b"%PDF".as_slice()),
            MediaKind::Document,
        ),
        (Kind::Sticker, "", Attachment::new(b"RIFF....WEBP".as_slice()), MediaKind::Sticker),
        (Kind::Sticker, "", drawn, MediaKind::Sticker),
    ];
    for (kind, words, file, expected) in cases {
        let (size, is_once) = (file.bytes.len() as u64, file.view_once);
        let is_drawn = file.mimetype.is_some();
        let id = world.ana.send_file(PADARIA, Draft::of(kind.clone(), words), file).await.unwrap();
        let got = world.received(&id).await;
        let Content::Media(media) = got.content else { panic!("{:?}", got.content) };
        assert_eq!((media.kind, media.size_bytes), (expected, Some(size)));
        assert_eq!(media.caption.unwrap_or_default(), words, "{kind:?}");
        assert_eq!((got.context.is_view_once, media.is_lottie), (is_once, is_drawn), "{kind:?}");
        match kind {
            Kind::Image => assert_eq!((media.width, media.height), (Some(1), Some(1))),
            Kind::Audio { .. } => assert_eq!((media.duration_s, media.waveform), (Some(3), vec![0, 50, 100])),
            Kind::Document { name } => assert_eq!(media.file_name, Some(name)),
            _ => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_come_with_all_that_belongs_to_them() {
    let world = World::new().await;
    let session = world.linked().await;
    session.connection.send(&outgoing("ASKED", ANA, "qual bolo?")).await.unwrap();
    world.ana.wait_for_text(PADARIA, "qual bolo?", PATIENCE).await.unwrap();

    let got = told(&world, Draft::text("o de fubá").quoting("ASKED")).await;
    assert_eq!(got.content, Content::plain("o de fubá"));
    let quote = got.context.quote.unwrap();
    assert_eq!((quote.id.as_str(), quote.from_me, quote.sender.unwrap().pn), ("ASKED", true, Some(pn(PADARIA))));
    assert_eq!((quote.kind.as_str(), quote.text.as_str()), ("text", "qual bolo?"));

    let words = format!("oi @{PADARIA}");
    let got = told(&world, Draft { mentions: vec![PADARIA.into()], ..Draft::text(words.clone()) }).await;
    assert_eq!(got.content, Content::plain(words));
    assert_eq!(got.context.mentions.iter().map(|who| who.pn.clone()).collect::<Vec<_>>(), [Some(pn(PADARIA))]);

    let got = told(&world, Draft { forwarded: true, ..Draft::text("repasse") }).await;
    assert_eq!((got.content, got.context.forwarded), (Content::plain("repasse"), 1));

    let click = Advertisement { title: "Bolos".into(), click_id: "clique".into(), ..Advertisement::default() };
    let got = told(&world, Draft { advertisement: Some(click), ..Draft::text("vi o anúncio") }).await;
    let referral = got.context.referral.unwrap();
    assert_eq!((referral.title.as_str(), referral.click_id.as_str()), ("Bolos", "clique"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn places_cards_polls_and_events_come_with_their_fields() {
    let world = World::new().await;
    let _session = world.linked().await;
    for live in [false, true] {
        let kind = Kind::Location { latitude: -23.5, longitude: -46.5, address: "Rua A, 1".into(), live };
        let got = told(&world, Draft::of(kind, "Feira")).await;
        let Content::Place(place) = got.content else { panic!("{:?}", got.content) };
        assert_eq!((place.latitude, place.longitude, place.is_live), (-23.5, -46.5, live));
        let said = if live { (None, None, Some("Feira")) } else { (Some("Feira"), Some("Rua A, 1"), None) };
        assert_eq!((place.name.as_deref(), place.address.as_deref(), place.caption.as_deref()), said);
    }
    let card = |name: &str| Card { name: name.into(), number: ANA.into() };
    for cards in [vec![card("Ana")], vec![card("Ana"), card("Bia")]] {
        let names: Vec<_> = cards.iter().map(|card| card.name.clone()).collect();
        let got = told(&world, Draft::of(Kind::Contacts { cards }, "")).await;
        let Content::Contacts { cards } = got.content else { panic!("{:?}", got.content) };
        assert_eq!(cards.iter().map(|card| card.name.clone()).collect::<Vec<_>>(), names);
        assert_eq!(cards[0].numbers, [format!("+{ANA}")]);
    }
    let got = told(&world, poll(&["Sim", "Não"])).await;
    let Content::Poll(poll) = got.content else { panic!("{:?}", got.content) };
    let names: Vec<_> = poll.options.iter().map(|option| option.name.as_str()).collect();
    assert_eq!((poll.question.as_str(), names, poll.choices), ("Vem?", vec!["Sim", "Não"], 1));
    let Content::Occasion(event) = told(&world, event()).await.content else { panic!("no event") };
    assert_eq!((event.name.as_str(), event.starts_at_s), ("Festa", Some(1_900_000_000)));
    assert_eq!((event.description.as_deref(), event.is_cancelled), (Some("no salão"), false));
}

fn poll(options: &[&str]) -> Draft {
    let option = |name: &&str| PollOption { name: (*name).to_owned(), voters: Vec::new() };
    Draft::of(Kind::Poll { options: options.iter().map(option).collect(), choices: 1 }, "Vem?")
}

fn event() -> Draft {
    let kind = Kind::Event {
        starts_at_s: 1_900_000_000,
        description: "no salão".into(),
        answers: std::iter::empty().collect(),
    };
    Draft::of(kind, "Festa")
}

/// Both sides' phones, each with the number that it writes to.
fn sides(world: &World) -> [(&Phone, &str, &'static str); 2] {
    [(&world.ana, PADARIA, ANA), (&world.padaria, ANA, PADARIA)]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn votes_and_answers_open_with_the_secret_of_their_message() {
    let world = World::new().await;
    let _session = world.linked().await;
    let codec = world.gateway.codec();
    for (writer, to, by) in sides(&world) {
        let asked = world.received(&writer.send_draft(to, poll(&["Sim", "Não"])).await.unwrap()).await;
        let invited = world.received(&writer.send_draft(to, event()).await.unwrap()).await;
        let Content::Poll(poll) = &asked.content else { panic!("{:?}", asked.content) };
        for (phone, with, voter) in sides(&world) {
            let own = world.received(&world.padaria.send_text(ANA, "minha vez").await.unwrap()).await.key.sender;
            line(phone, with, "the poll", |line| line.id == asked.id().as_str()).await;
            let forms = [(false, false), (true, false), (false, true), (true, true)];
            for (turn, (creator_by_lid, voter_by_lid)) in forms.into_iter().enumerate() {
                let option = &poll.options[turn % 2];
                let forms = VoteForms { creator_by_lid, voter_by_lid };
                let vote = phone.vote_by(with, asked.id().as_str(), &[&option.name], forms).await.unwrap();
                let sealed = MarkKind::Sealed { name: "pollUpdateMessage".into() };
                let mark = marked(&world, &vote, sealed, voter, &asked).await;
                let opened =
                    codec.open(&mark, asked.raw.as_ref().unwrap(), &asked.key.sender, &own).map(|mark| mark.kind);
                let chosen = MarkKind::Vote { options: vec![option.hash.clone()] };
                assert_eq!(opened, Some(chosen), "{by}'s poll, {voter}'s vote, {forms:?}");
            }
            let answer = phone.answer(with, invited.id().as_str(), PhoneAttendance::Maybe).await.unwrap();
            let sealed = MarkKind::Sealed { name: "encEventResponseMessage".into() };
            let mark = marked(&world, &answer, sealed, voter, &invited).await;
            let opened =
                codec.open(&mark, invited.raw.as_ref().unwrap(), &invited.key.sender, &own).map(|mark| mark.kind);
            assert_eq!(opened, Some(MarkKind::Answer { attendance: Attendance::Maybe, guests: 0 }), "{by} {voter}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_either_side_says_about_a_message_names_it() {
    let world = World::new().await;
    let _session = world.linked().await;
    for (writer, to, by) in sides(&world) {
        let id = writer.send_text(to, "o preço: 21").await.unwrap();
        let text = world.received(&id).await;
        for (phone, with, who) in sides(&world) {
            line(phone, with, "the text", |line| line.id == id).await;
            for emoji in ["😋", ""] {
                let mark = phone.react(with, &id, emoji).await.unwrap();
                marked(&world, &mark, reaction(emoji), who, &text).await;
            }
            let pin = phone.pin_for(with, &id, 86_400).await.unwrap();
            marked(&world, &pin, MarkKind::Pin { for_s: 86_400 }, who, &text).await;
            let pin = phone.pin(with, &id, false).await.unwrap();
            marked(&world, &pin, MarkKind::Unpin, who, &text).await;
        }
        let edited = writer.edit(to, &id, "o preço: 12").await.unwrap();
        marked(&world, &edited, edit("o preço: 12"), by, &text).await;
        let revoked = writer.revoke(to, &id).await.unwrap();
        marked(&world, &revoked, MarkKind::Revoke, by, &text).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_group_every_word_has_its_author() {
    let world = World::new().await;
    let _session = world.linked().await;
    let group = world.group().await;
    world.padaria.promote_members(&group, &[ANA]).await.unwrap();
    let sides = [(&world.ana, ANA), (&world.padaria, PADARIA)];
    for ((writer, by), (other, admin)) in [(sides[0], sides[1]), (sides[1], sides[0])] {
        for (last, revoker) in [(writer, by), (other, admin)] {
            let id = writer.send_text(&group, "bom dia, turma").await.unwrap();
            let text = world.received(&id).await;
            assert_eq!((text.content.words(), text.chat_kind), (Some("bom dia, turma"), ChatKind::Group));
            assert_eq!(text.key.chat.primary().unwrap().to_string(), group);
            assert_eq!((text.key.sender.pn.as_ref(), text.key.from_me), (Some(&pn(by)), by == PADARIA));
            for (phone, who) in sides {
                line(phone, &group, "the text", |line| line.id == id).await;
                let mark = phone.react(group.as_str(), &id, "👍").await.unwrap();
                marked(&world, &mark, reaction("👍"), who, &text).await;
            }
            let edited = writer.edit(group.as_str(), &id, "boa tarde").await.unwrap();
            marked(&world, &edited, edit("boa tarde"), by, &text).await;
            let revoked = last.revoke(group.as_str(), &id).await.unwrap();
            marked(&world, &revoked, MarkKind::Revoke, revoker, &text).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_says_who_got_and_read_it_and_how_it_is_called() {
    let world = World::new().await;
    let mut session = world.linked().await;
    let group = world.group().await;
    session.send("ALL", &group.parse().unwrap(), portaria_domain::Draft::text("oi, turma"), None).await;
    line(&world.ana, &group, "the text", |line| line.id == "ALL").await;
    world.ana.read_chat(&group).await.unwrap();
    let mut missing = vec![MessageStatus::Delivered, MessageStatus::Read];
    let by_ana = session.until("Ana's receipts", |signal| {
        let Signal::Receipt(receipt) = signal else { return None };
        let of_this = receipt.chat.primary().unwrap().to_string() == group && receipt.ids[0].as_str() == "ALL";
        if of_this && receipt.by.pn == Some(pn(ANA)) {
            missing.retain(|status| *status != receipt.status);
        }
        missing.is_empty().then_some(())
    });
    by_ana.await;

    let change = GroupChange { subject: Some("Turma B".into()), ..GroupChange::default() };
    world.padaria.change_group(&group, change).await.unwrap();
    let renamed = Content::System(SystemLine::Subject { subject: "Turma B".into() });
    let said = world.tenant.inbox.message("the new name", |message| message.content == renamed).await;
    assert_eq!((said.key.sender.pn, said.chat_kind), (Some(pn(PADARIA)), ChatKind::Group));
    let info = session.until("the group", |signal| match signal {
        Signal::Group(info) if info.subject == "Turma B" => Some(info.clone()),
        _ => None,
    });
    let info = info.await;
    assert_eq!((info.chat, info.kind, info.participants.len()), (said.key.chat, ChatKind::Group, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_phone_does_to_a_chat_is_told() {
    let world = World::new().await;
    let mut session = world.linked().await;
    let text = told(&world, Draft::text("oi")).await;
    let end_ms = 4_000_000_000_000;
    let phone = &world.padaria;
    let archive = |on: bool| move || phone.archive_chat(ANA, on).unwrap();
    let pin = |on: bool| move || phone.pin_chat(ANA, on).unwrap();
    let mute = |until: Option<i64>| move || phone.mute_chat(ANA, until).unwrap();
    let unread = |on: bool| move || phone.mark_chat_unread(ANA, on).unwrap();
    let deeds: [(Box<dyn Fn()>, ChatChange); 8] = [
        (Box::new(archive(true)), ChatChange::Archived(true)),
        (Box::new(archive(false)), ChatChange::Archived(false)),
        (Box::new(pin(false)), ChatChange::Pinned(None)),
        (Box::new(mute(Some(end_ms))), ChatChange::Muted(Some(UnixMs(end_ms)))),
        (Box::new(mute(Some(-1))), ChatChange::Muted(Some(UnixMs::FOREVER))),
        (Box::new(mute(None)), ChatChange::Muted(None)),
        (Box::new(unread(true)), ChatChange::MarkedUnread(true)),
        (Box::new(unread(false)), ChatChange::MarkedUnread(false)),
    ];
    for (deed, wanted) in deeds {
        let what = format!("{wanted:?}");
        deed();
        let heard = session.until(&what, |signal| match signal {
            Signal::Chat { chat, change } if *change == wanted => Some(chat.clone()),
            _ => None,
        });
        assert_eq!(heard.await, text.key.chat, "{what}");
    }
    pin(true)();
    let pinned = session.until("a pin", |signal| match signal {
        Signal::Chat { chat, change: ChatChange::Pinned(Some(_)) } => Some(chat.clone()),
        _ => None,
    });
    assert_eq!(pinned.await, text.key.chat);

    let id = text.id().as_str();
    for is_on in [true, false] {
        let star = MarkKind::Star { is_on };
        phone.star_message(ANA, id, is_on).unwrap();
        let mark = world.tenant.inbox.mark("a star", |mark| mark.kind == star).await;
        assert_eq!((mark.target, mark.from_me), (text.key.clone(), true));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_phones_address_book_names_people() {
    let world = World::new().await;
    let mut session = world.linked().await;
    let text = told(&world, Draft::text("oi")).await;
    let phone = &world.padaria;
    phone.save_contact(ANA, "Ana da feira").unwrap();
    let named = session.until("her name", |signal| match signal {
        Signal::Name { party, name, from_address_book: true } => Some((party.clone(), name.clone())),
        _ => None,
    });
    assert_eq!(named.await, (text.key.chat, "Ana da feira".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn posts_are_told_apart_from_chats() {
    let world = World::new().await;
    let _session = world.linked().await;
    world.ana.save_contact(PADARIA, "Padaria").unwrap();
    let post = world.received(&world.ana.send_text(STATUS, "feriado").await.unwrap()).await;
    assert_eq!((post.content, post.chat_kind), (Content::plain("feriado"), ChatKind::Status));
    assert_eq!((post.key.chat.primary().unwrap().to_string().as_str(), post.key.sender.pn), (STATUS, Some(pn(ANA))));

    let channel = world.ana.create_newsletter("Receitas", "").await.unwrap().id;
    world.padaria.follow_newsletter(&channel).await.unwrap();
    world.ana.send_text(&channel, "bolo de fubá").await.unwrap();
    let id = world.tenant.inbox.text("bolo de fubá").await.key.id;
    let post = world.received(id.as_str()).await;
    assert_eq!((post.chat_kind, post.key.from_me), (ChatKind::Newsletter, false));
    assert_eq!(post.key.chat.primary().unwrap().to_string(), channel);
}

/// How a call stops ringing, and what it is then.
type Deed = (fn(&World, &str), CallOutcome);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_stands_in_the_chat_while_it_rings_and_how_it_ended() {
    let world = World::new().await;
    let _session = world.linked().await;
    let deeds: [Deed; 4] = [
        (|world, call| world.ana.hang_up(call).unwrap(), CallOutcome::Missed),
        (|world, call| world.ana.ring_out(call).unwrap(), CallOutcome::Missed),
        (|world, call| world.padaria.accept_call(call).unwrap(), CallOutcome::Answered),
        (|world, call| world.padaria.reject_call(call).unwrap(), CallOutcome::Refused),
    ];
    for (turn, (deed, outcome)) in deeds.into_iter().enumerate() {
        let video = turn % 2 == 0;
        let call = world.ana.call(PADARIA, video).unwrap();
        world.ana.wait_for_ringing(&call, 1, PATIENCE).await.unwrap();
        for (stands, what) in [(CallOutcome::Ringing, "a call that rings"), (outcome, "a call that is over")] {
            let of_call = |message: &Received| {
                message.id().as_str() == call
                    && matches!(&message.content, Content::Call(said) if said.outcome == stands)
            };
            let told = world.tenant.inbox.message(what, of_call).await;
            let Content::Call(said) = told.content else { panic!("{:?}", told.content) };
            assert_eq!((said.is_video, told.key.from_me), (video, false));
            assert_eq!(told.key.sender.pn, Some(pn(ANA)));
            if stands == CallOutcome::Ringing {
                deed(&world, &call);
            }
        }
    }
}
