//! Chats of a number that was linked before: kept apart, or gone on with from the number that is linked now.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{
    Address, Chat, ChatChange, ChatId, ChatKind, EarlierAccount, EarlierChats, EventBody, GroupFacts, GroupInfo,
    Message, MessageKey, MessageStatus, Received,
};
use portaria_storage::{ChatQuery, ChatStore, MessageSearch};
use world::{NOW, World, ana, deliver, from, group, history, in_group, jid, me, own, text};

/// The number that is linked after [`me`]. Invented, as its privacy id is.
fn other() -> Address {
    Address { pn: Some(jid("5511900000009@s.whatsapp.net")), lid: Some(jid("900000000009@lid")) }
}

fn beto() -> Address {
    Address { pn: Some(jid("5511900000003@s.whatsapp.net")), lid: Some(jid("200000000003@lid")) } // invented
}

/// What `who` wrote on another device of theirs.
fn by(who: Address, said: Received) -> Received {
    Received { key: MessageKey { from_me: true, sender: who, ..said.key }, ..said }
}

async fn listed(chats: &ChatStore) -> Vec<Chat> {
    chats.chats(ChatQuery { limit: 99, ..ChatQuery::default() }).await.unwrap()
}

async fn earlier(chats: &ChatStore) -> EarlierAccount {
    let [account] = chats.earlier_accounts().await.unwrap().try_into().unwrap();
    account
}

async fn messages(chats: &ChatStore, chat: ChatId) -> Vec<Message> {
    let mut page = chats.messages(chat, None, 99).await.unwrap().messages;
    page.reverse();
    page
}

async fn texts(chats: &ChatStore, chat: ChatId) -> Vec<(String, bool)> {
    let said = messages(chats, chat).await;
    said.into_iter().map(|message| (message.id.to_string(), message.is_of_earlier_number)).collect()
}

/// Decides, and does everything that follows.
async fn go_on(chats: &ChatStore) {
    let account = earlier(chats).await;
    chats.decide_about_chats(account.id, true, NOW).await.unwrap().unwrap();
    while !chats.continue_some_chats(NOW).await.unwrap().1 {}
}

async fn found(chats: &ChatStore, words: &str) -> Vec<String> {
    chats.index_all().await.unwrap();
    let query = MessageSearch { words: Some(words.into()), limit: 50, ..MessageSearch::default() };
    let page = chats.search_messages(query).await.unwrap();
    page.found.iter().map(|found| found.message.id.to_string()).collect()
}

#[tokio::test]
async fn who_links_another_number_is_asked_until_they_answer() {
    let world = World::new().await;
    let tenant = world.tenant("Padaria Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    chats.use_account(&me(), NOW).await.unwrap();
    deliver(&chats, vec![from(ana(), "A1", "oi")], NOW).await;
    let events = chats.use_account(&other(), NOW).await.unwrap();
    assert!(
        matches!(&events[..], [event] if matches!(&event.body, EventBody::EarlierAccountUpdated(account)
            if account.state == EarlierChats::Asked && account.chats == 1 && account.address == me())),
        "{events:?}"
    );
    assert_eq!(chats.use_account(&other(), NOW).await.unwrap(), [], "nobody is asked twice");
    drop(chats);
    let world = world.reopen().await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let account = earlier(&chats).await;
    assert_eq!((account.state, account.chats), (EarlierChats::Asked, 1), "also after a restart");
    assert_eq!(listed(&chats).await, [], "until then they are kept apart");

    let (account, events) = chats.decide_about_chats(account.id, false, NOW).await.unwrap().unwrap();
    assert_eq!((account.state, events.len()), (EarlierChats::KeptApart, 1));
    assert_eq!(chats.decide_about_chats(account.id, false, NOW).await.unwrap().unwrap().1, [], "once is enough");
    assert!(!chats.has_chats_to_continue().await.unwrap());

    let events = chats.use_account(&me(), NOW).await.unwrap();
    let told: Vec<_> = events.iter().map(|event| event.body.name()).collect();
    assert_eq!(told, ["earlier_account.updated"], "the first number is linked again, and the other has no chats");
    assert_eq!((listed(&chats).await.len(), chats.earlier_accounts().await.unwrap()), (1, vec![]));
}

#[tokio::test]
async fn chats_go_on_from_the_linked_number_and_say_what_another_one_wrote() {
    let world = World::new().await;
    let chats = world.chats().await;
    chats.use_account(&me(), NOW).await.unwrap();
    let sold = own(ana(), "A2", "temos bolo de fubá");
    deliver(&chats, vec![from(ana(), "A1", "tem bolo?"), sold], NOW).await;
    deliver(&chats, vec![from(beto(), "B1", "bom dia"), in_group(ana(), "G1", "oi a todos")], NOW).await;
    deliver(&chats, vec![from(other(), "O1", "sou eu mesmo")], NOW).await;
    chats.change_chat(&ana(), ChatChange::Disappearing(Some(86_400)), NOW).await.unwrap();
    let first = chats.chat_by_address(&ana()).await.unwrap().unwrap().id;
    chats.mark_chat_read(first, NOW).await.unwrap();
    let aside = chats.chat_by_address(&other()).await.unwrap().unwrap().id;
    assert_eq!(found(&chats, "bolo").await, ["A2", "A1"]);

    chats.use_account(&other(), NOW).await.unwrap();
    assert_eq!(found(&chats, "bolo").await, Vec::<String>::new());
    go_on(&chats).await;
    let account = earlier(&chats).await;
    assert_eq!(
        (account.state, account.chats),
        (EarlierChats::Continued, 2),
        "the group, and the chat with this number"
    );
    let list = listed(&chats).await;
    assert_eq!(list.len(), 2, "{list:?}");
    let chat = chats.chat(first).await.unwrap().unwrap();
    assert!(
        chat.is_current && chat.disappears_after_s.is_none(),
        "it is the same chat, without the timer of another number"
    );
    assert!(!chats.chat(aside).await.unwrap().unwrap().is_current, "nobody's chat with themselves is made of it");
    assert_eq!(chats.pending_reads(9).await.unwrap(), [], "this number tells nobody what another one read");
    assert_eq!(found(&chats, "bolo").await, ["A2", "A1"]);
    assert_eq!(found(&chats, "todos").await, Vec::<String>::new(), "the group is another number's still");

    deliver(&chats, vec![from(ana(), "A3", "e hoje?"), from(beto(), "B2", "e eu?")], NOW + 1_000).await;
    let said = [("A1", true), ("A2", true), ("A3", false)].map(|(id, earlier)| (id.to_owned(), earlier));
    assert_eq!(texts(&chats, first).await, said);
    let of_another = messages(&chats, first).await.into_iter().find(|message| message.from_me).unwrap();
    assert_eq!(of_another.sender, me(), "what was written from here says from which number");
    chats.mark_chat_read(first, NOW).await.unwrap();
    let read: Vec<_> = chats.pending_reads(9).await.unwrap().into_iter().flat_map(|pending| pending.ids).collect();
    assert_eq!(read, [world::id("A3")]);
    assert_eq!(listed(&chats).await.len(), 2, "who writes again writes in the same chat");
    let people = chats.contacts(portaria_storage::ContactQuery { limit: 9, ..Default::default() }).await.unwrap();
    assert_eq!(people.contacts.len(), 2, "they are people of the linked number");
}

#[tokio::test]
async fn what_both_numbers_have_with_one_person_becomes_one_chat_with_everything_once() {
    let world = World::new().await;
    let chats = world.chats().await;
    chats.use_account(&me(), NOW).await.unwrap();
    deliver(&chats, vec![from(ana(), "A1", "ao primeiro"), own(ana(), "A2", "do primeiro")], NOW).await;
    // A group of both numbers: what the first wrote is somebody else's to the second, and the other way round.
    let shared =
        [in_group(me(), "G1", "do primeiro"), in_group(other(), "G2", "do segundo"), in_group(ana(), "G3", "oi")];
    let [g1, g2, g3] = shared;
    deliver(&chats, vec![by(me(), g1.clone()), g2.clone(), g3.clone()], NOW).await;
    let first = chats.chat_by_address(&ana()).await.unwrap().unwrap().id;

    chats.use_account(&other(), NOW).await.unwrap();
    let past = vec![(from(Address::one(ana().lid.unwrap()), "B1", "ao segundo"), MessageStatus::Delivered)];
    chats.store_history(history(Address::one(ana().lid.unwrap()), past), NOW).await.unwrap();
    deliver(&chats, vec![g1, by(other(), g2), g3], NOW).await;
    let second = chats.chat_by_address(&ana()).await.unwrap().unwrap().id;
    go_on(&chats).await;

    assert_eq!(listed(&chats).await.len(), 2, "Ana, and the group");
    let into = chats.chat_or_merged(first).await.unwrap().unwrap();
    assert_eq!((into.id, into.is_current), (second, true), "who knows the chat by its old id finds it");
    let mut ids = texts(&chats, second).await;
    ids.sort();
    let all = [("A1", true), ("A2", true), ("B1", false)].map(|(id, earlier)| (id.to_owned(), earlier));
    assert_eq!(ids, all);
    let group = chats.chat_by_address(&group()).await.unwrap().unwrap();
    let said = messages(&chats, group.id).await;
    let mut sides: Vec<_> = said.iter().map(|message| (message.id.to_string(), message.from_me)).collect();
    sides.sort();
    let all = [("G1", true), ("G2", true), ("G3", false)].map(|(id, own)| (id.to_owned(), own));
    assert_eq!(sides, all, "each message once, and both numbers' own are own");
    assert_eq!(earlier(&chats).await.chats, 0);
    assert_eq!(chats.continue_some_chats(NOW).await.unwrap(), (vec![], true), "nothing is done twice");
}

#[tokio::test]
async fn a_group_goes_on_once_the_linked_number_is_in_it_and_not_before() {
    let world = World::new().await;
    let chats = world.chats().await;
    chats.use_account(&me(), NOW).await.unwrap();
    deliver(&chats, vec![in_group(ana(), "G1", "antes")], NOW).await;
    chats.use_account(&other(), NOW).await.unwrap();
    go_on(&chats).await;
    assert_eq!((listed(&chats).await, earlier(&chats).await.chats), (vec![], 1));
    let info = GroupInfo {
        chat: group(),
        kind: ChatKind::Group,
        subject: "Obra".into(),
        facts: GroupFacts::default(),
        disappears_after_s: None,
        participants: vec![],
    };
    chats.set_group(info, NOW).await.unwrap();
    deliver(&chats, vec![in_group(ana(), "G2", "depois")], NOW + 1_000).await;
    let [chat] = listed(&chats).await.try_into().unwrap();
    let all = [("G1", true), ("G2", false)].map(|(id, earlier)| (id.to_owned(), earlier));
    assert_eq!((chat.name.as_str(), texts(&chats, chat.id).await), ("Obra", all.to_vec()));
}

#[tokio::test]
async fn many_chats_go_on_in_steps_and_a_kill_between_them_loses_and_doubles_nothing() {
    let world = World::new().await;
    let tenant = world.tenant("Padaria Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    chats.use_account(&me(), NOW).await.unwrap();
    let person = |n: usize| Address::one(jid(&format!("55119100{n:05}@s.whatsapp.net"))); // invented
    let batch = |ids: &str| (0..150).map(|n| from(person(n), &format!("{ids}{n}"), "oi")).collect::<Vec<_>>();
    deliver(&chats, batch("A"), NOW).await;
    chats.use_account(&other(), NOW).await.unwrap();
    deliver(&chats, batch("B").into_iter().step_by(5).collect(), NOW).await;
    let id = earlier(&chats).await.id;
    chats.decide_about_chats(id, true, NOW).await.unwrap().unwrap();
    let (events, is_over) = chats.continue_some_chats(NOW).await.unwrap();
    assert!(!is_over && events.iter().any(|event| event.body.name() == "earlier_account.updated"));
    drop(chats);
    let world = world.reopen().await;
    let chats = world.stores.chats(tenant).await.unwrap();
    assert!(chats.has_chats_to_continue().await.unwrap(), "who comes next goes on with it");
    assert_eq!(earlier(&chats).await.state, EarlierChats::Continuing);
    // Somebody writes in between whose chat has not gone on yet.
    deliver(&chats, vec![from(person(149), "C149", "e eu?")], NOW).await;
    while !chats.continue_some_chats(NOW).await.unwrap().1 {}
    let all = chats.chats(ChatQuery { limit: 999, ..ChatQuery::default() }).await.unwrap();
    assert_eq!(all.len(), 150, "one chat with each person");
    let mut count = 0;
    for chat in &all {
        count += messages(&chats, chat.id).await.len();
    }
    assert_eq!(count, 150 + 30 + 1);
    assert_eq!(
        messages(&chats, chats.chat_by_address(&person(5)).await.unwrap().unwrap().id).await[0].content,
        text("oi")
    );
}
