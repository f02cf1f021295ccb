//! Looking for messages: what is found, what is not found any more, and what an index of an older store finds.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{Card, ChatChange, ChatId, Content, MarkKind, Media, MediaKind, Poll, PollOption};
use portaria_storage::{ChatStore, FoundPage, MessageSearch, PageOf, Writer};
use proptest::prelude::*;
use world::{
    ANA_LID, ANA_PN, NOW, World, ana, deliver, deliver_mark, edit, enqueue, from, group, history, in_group, jid, mark,
    own, to_ana,
};

async fn search(chats: &ChatStore, query: MessageSearch) -> FoundPage {
    chats.index_all().await.unwrap();
    chats.search_messages(MessageSearch { limit: query.limit.max(1), ..query }).await.unwrap()
}

fn words(typed: &str) -> MessageSearch {
    MessageSearch { words: Some(typed.into()), limit: 50, ..Default::default() }
}

async fn ids(chats: &ChatStore, query: MessageSearch) -> Vec<String> {
    search(chats, query).await.found.iter().map(|found| found.message.id.to_string()).collect()
}

async fn chat(chats: &ChatStore) -> ChatId {
    chats.chat_by_address(&ana()).await.unwrap().unwrap().id
}

#[tokio::test]
async fn words_are_found_without_accents_by_their_beginnings_and_as_phrases() {
    let world = World::new().await;
    let chats = world.chats().await;
    let batch = vec![
        from(ana(), "A1", "Segue a Tabela de Preços"),
        from(ana(), "A2", "preços da tabela"),
        own(ana(), "A3", "O ORÇAMENTO vai já 🎂"),
        from(ana(), "A4", "你好世界"),
    ];
    deliver(&chats, batch, NOW).await;
    for (typed, found) in [
        ("orcamento", vec!["A3"]),
        ("orçam", vec!["A3"]),
        ("tabela preco", vec!["A2", "A1"]),
        ("\"tabela de precos\"", vec!["A1"]),
        ("“tabela de pre", vec!["A1"]),
        ("abela", vec![]),
        ("🎂", vec!["A3"]),
        ("世界", vec!["A4"]),
        ("o", vec!["A3"]),
    ] {
        assert_eq!(ids(&chats, words(typed)).await, found, "{typed}");
    }
    let page = search(&chats, words("tabela")).await;
    assert_eq!(page.chats.len(), 1, "one chat, once");
    assert_eq!(page.found[1].snippet.hits, [(8, 14)]);
}

#[tokio::test]
async fn every_text_of_every_kind_is_found() {
    let world = World::new().await;
    let chats = world.chats().await;
    let with = |id: &str, content: Content| portaria_domain::Received { content, ..from(ana(), id, "") };
    let file = Media {
        file_name: Some("contrato.pdf".into()),
        caption: Some("assine".into()),
        ..Media::of(MediaKind::Document)
    };
    let option = |name: &str| PollOption { name: name.into(), hash: name.into() };
    let poll = Poll { question: "Quando?".into(), options: vec![option("Sábado"), option("Domingo")], choices: 1 };
    let card = Card { name: "Zé Encanador".into(), numbers: vec!["+55 11 90000-0005".into()], vcard: String::new() }; // invented
    deliver(
        &chats,
        vec![
            with("A1", Content::Media(file)),
            with("A2", Content::Poll(poll)),
            with("A3", Content::Contacts { cards: vec![card] }),
            from(ana(), "A4", "veja https://exemplo.com.br/cardapio"),
        ],
        NOW,
    )
    .await;
    for (typed, found) in [
        ("contrato", "A1"),
        ("assine", "A1"),
        ("domingo", "A2"),
        ("encanador", "A3"),
        ("90000-0005", "A3"),
        ("cardapio", "A4"),
    ] {
        assert_eq!(ids(&chats, words(typed)).await, [found], "{typed}");
    }
    let kinds = |kinds: &[&str]| MessageSearch {
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        limit: 9,
        ..Default::default()
    };
    assert_eq!(ids(&chats, kinds(&["document", "poll"])).await, ["A2", "A1"]);
    assert_eq!(ids(&chats, kinds(&["link"])).await, ["A4"]);
}

#[tokio::test]
async fn who_where_and_when_narrow_what_is_found() {
    let world = World::new().await;
    let chats = world.chats().await;
    let day = 86_400_000;
    let at = |days: i64, received: portaria_domain::Received| portaria_domain::Received {
        at: Some(NOW - days * day),
        ..received
    };
    let batch = vec![
        at(3, from(ana(), "A1", "pão")),
        at(2, own(ana(), "A2", "pão")),
        at(1, in_group(ana(), "G1", "pão")),
        from(ana(), "A3", "pão"),
    ];
    deliver(&chats, batch, NOW).await;
    let query = || words("pao");
    assert_eq!(ids(&chats, query()).await, ["A3", "G1", "A2", "A1"], "the newest first");
    assert_eq!(ids(&chats, MessageSearch { writer: Some(Writer::Me), ..query() }).await, ["A2"]);
    assert_eq!(ids(&chats, MessageSearch { writer: Some(Writer::Others), ..query() }).await, ["A3", "G1", "A1"]);
    for address in [ANA_PN, ANA_LID] {
        let by_ana = MessageSearch { writer: Some(Writer::Party(jid(address))), ..query() };
        assert_eq!(ids(&chats, by_ana).await, ["A3", "G1", "A1"], "{address}");
    }
    let here = chats.chat_by_address(&group()).await.unwrap().unwrap().id;
    assert_eq!(ids(&chats, MessageSearch { chat: Some(here), ..query() }).await, ["G1"]);
    let since = MessageSearch { since: Some(NOW - 2 * day), until: Some(NOW), ..query() };
    assert_eq!(ids(&chats, since).await, ["G1", "A2"], "from the first moment, up to the last");
}

#[tokio::test]
async fn pages_follow_each_other_whatever_arrives_or_goes_meanwhile() {
    let world = World::new().await;
    let chats = world.chats().await;
    let batch = (0..25).map(|n| from(ana(), &format!("A{n:02}"), "pão")).collect();
    deliver(&chats, batch, NOW).await;
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let page = search(&chats, MessageSearch { before, limit: 10, ..words("pao") }).await;
        all.extend(page.found.iter().map(|found| found.message.id.to_string()));
        deliver(&chats, vec![from(ana(), &format!("B{}", all.len()), "pão")], NOW + 5_000).await;
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    let expected: Vec<_> = (0..25).rev().map(|n| format!("A{n:02}")).collect();
    assert_eq!(all, expected);
}

#[tokio::test]
async fn other_words_and_deletions_leave_nothing_of_the_words_before() {
    let world = World::new().await;
    let chats = world.chats().await;
    let (edited, revoked, hidden) =
        (from(ana(), "A1", "antigas"), from(ana(), "A2", "segredo"), from(ana(), "A3", "segredo"));
    let starred = from(ana(), "A4", "segredo");
    deliver(&chats, vec![edited.clone(), revoked.clone(), hidden.clone(), starred], NOW).await;
    assert_eq!(ids(&chats, words("segredo")).await.len(), 3);
    deliver_mark(&chats, mark(&edited, ana(), "E1", NOW + 1, edit("novas"))).await;
    deliver_mark(&chats, mark(&revoked, ana(), "E2", NOW + 1, MarkKind::Revoke)).await;
    deliver_mark(&chats, mark(&hidden, world::me(), "E3", NOW + 1, MarkKind::DeleteForMe)).await;
    // Before anything is entered anew: what is gone is gone with the change itself.
    let gone = chats.search_messages(words("antigas segredo")).await.unwrap().found.len();
    assert_eq!(gone, 0);
    assert_eq!(ids(&chats, words("novas")).await, ["A1"]);
    assert_eq!(ids(&chats, words("segredo")).await, ["A4"]);
    let clear = ChatChange::Cleared { until: NOW + 9_000, keeps_starred: false };
    chats.change_chat(&ana(), clear, NOW + 9_000).await.unwrap();
    assert!(chats.search_messages(words("segredo")).await.unwrap().found.is_empty());
}

#[tokio::test]
async fn what_moves_to_another_chat_or_place_is_found_there() {
    let world = World::new().await;
    let chats = world.chats().await;
    let by = |address: &str| portaria_domain::Address::one(jid(address));
    deliver(&chats, vec![from(by(ANA_PN), "A1", "pão"), from(by(ANA_LID), "A2", "pão")], NOW).await;
    assert_eq!(ids(&chats, words("pao")).await.len(), 2);
    deliver(&chats, vec![from(ana(), "A3", "pão")], NOW).await; // both prove to be one
    let query = MessageSearch { chat: Some(chat(&chats).await), ..words("pao") };
    assert_eq!(ids(&chats, query).await, ["A3", "A2", "A1"]);
    let queued = enqueue(&chats, to_ana("B1", "pão quente", None), NOW + 1_000).await;
    assert_eq!(ids(&chats, words("quente")).await, ["B1"]);
    deliver(
        &chats,
        vec![portaria_domain::Received { at: Some(NOW + 60_000), ..from(ana(), "A4", "pão") }],
        NOW + 60_000,
    )
    .await;
    let due = world::due(&chats, NOW + 61_000).await;
    chats.mark_sent(due[0].row, NOW + 61_000).await.unwrap();
    assert_eq!(
        ids(&chats, words("pao")).await[0],
        queued.id.to_string(),
        "what waited stands after what came meanwhile"
    );
}

#[tokio::test]
async fn a_store_from_before_is_entered_batch_by_batch_and_goes_on_after_a_restart() {
    let world = World::new().await;
    let tenant = world.tenant("Padaria Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let messages = (0..2_500).map(|n| (from(ana(), &format!("H{n}"), "pão"), portaria_domain::MessageStatus::Read));
    chats.store_history(history(ana(), messages.collect()), NOW).await.unwrap();
    assert!(chats.index_some().await.unwrap() < 100, "not all of it at once");
    drop(chats);
    let world = world.reopen().await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let half = chats.search_messages(MessageSearch { limit: 9_999, ..words("pao") }).await.unwrap().found.len();
    assert_eq!(half, 1_000, "what was entered stays so");
    chats.index_all().await.unwrap();
    assert_eq!(chats.index_some().await.unwrap(), 100);
    let all = chats.search_messages(MessageSearch { limit: 9_999, ..words("pao") }).await.unwrap().found.len();
    assert_eq!(all, 2_500);
}

#[tokio::test]
async fn a_page_stands_around_a_message_and_goes_on_in_both_directions() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, (0..50).map(|n| from(ana(), &format!("A{n:02}"), "x")).collect(), NOW).await;
    let chat = chat(&chats).await;
    let names = |page: &portaria_storage::MessagePage| -> Vec<String> {
        page.messages.iter().map(|message| message.id.to_string()).collect()
    };
    let row = |from: i32, to: i32| -> Vec<String> { (from..=to).rev().map(|n| format!("A{n:02}")).collect() };
    let page = chats.messages_at(chat, PageOf::Around(world::id("A20")), 10).await.unwrap().unwrap();
    assert_eq!(names(&page), row(16, 25));
    let newer = chats.messages_at(chat, PageOf::After(page.newer.unwrap()), 10).await.unwrap().unwrap();
    assert_eq!(names(&newer), row(26, 35));
    let older = chats.messages(chat, page.next, 10).await.unwrap();
    assert_eq!(names(&older), row(6, 15));
    let last = chats.messages_at(chat, PageOf::After(newer.newer.unwrap()), 20).await.unwrap().unwrap();
    assert_eq!((names(&last), last.newer), (row(36, 49), None), "the newest end it");
    let first = chats.messages_at(chat, PageOf::Around(world::id("A00")), 10).await.unwrap().unwrap();
    assert_eq!((names(&first), first.next), (row(0, 5), None));
    let end = chats.messages_at(chat, PageOf::Around(world::id("A49")), 10).await.unwrap().unwrap();
    assert_eq!((names(&end), end.newer), (row(40, 49), None), "the page is full also at the end");
    assert!(chats.messages_at(chat, PageOf::Around(world::id("Z9")), 10).await.unwrap().is_none());
}

#[test]
fn nothing_that_is_typed_or_written_is_an_error() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (chats, _world) = runtime.block_on(async {
        let world = World::new().await;
        (world.chats().await, world)
    });
    let count = std::cell::Cell::new(0);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(60));
    let strings = ("[\"*()^:+\\-\\PC]{0,60}", ".{0,200}");
    runner
        .run(&strings, |(typed, written)| {
            let number = count.get() + 1;
            count.set(number);
            runtime.block_on(async {
                deliver(&chats, vec![from(ana(), &format!("P{number}"), &written)], NOW + number).await;
                search(&chats, words(&typed)).await;
                search(&chats, words(&written)).await;
            });
            Ok(())
        })
        .unwrap();
    for typed in ["\"", "\u{0}", "NEAR(a b)", "words:x OR *", &"\"a ".repeat(2_000), &"á".repeat(65_536), "'; --"] {
        runtime.block_on(search(&chats, words(typed)));
    }
}
