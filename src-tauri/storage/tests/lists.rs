//! The parts of the list of chats, and who waits for an answer.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{
    Address, AlbumSoFar, ChatChange, Content, Context, MarkKind, Media, MediaKind, MessageStatus, Received, SystemLine,
};
use portaria_storage::{ChatQuery, ChatStore, ChatsShown, ToCancel};
use world::{
    ANA_PN, NOW, World, ana, deliver, deliver_mark, enqueue, from, group, history, id, in_group, jid, mark, me, own,
    to_ana,
};

async fn shown(chats: &ChatStore, show: ChatsShown) -> Vec<Address> {
    let query = ChatQuery { show, limit: 9, ..ChatQuery::default() };
    chats.chats(query).await.unwrap().into_iter().map(|chat| chat.address).collect()
}

fn bia() -> Address {
    Address::one(jid("5511900000003@s.whatsapp.net")) // invented
}

async fn change(chats: &ChatStore, chat: &Address, change: ChatChange) {
    chats.change_chat(chat, change, NOW).await.unwrap();
}

#[tokio::test]
async fn each_part_of_the_list_holds_what_belongs_to_it() {
    use ChatsShown as Show;
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![in_group(ana(), "G1", "oi")], NOW - 9_000).await;
    deliver(&chats, vec![own(bia(), "B1", "oi")], NOW - 5_000).await;
    deliver(&chats, vec![from(ana(), "A1", "oi")], NOW).await;
    for (show, found) in [
        (Show::All, vec![ana(), bia(), group()]),
        (Show::Main, vec![ana(), bia(), group()]),
        (Show::Archived, vec![]),
        (Show::Unread, vec![ana(), group()]),
        (Show::Groups, vec![group()]),
        (Show::Waiting, vec![ana()]),
        (Show::Pinned, vec![]),
    ] {
        assert_eq!(shown(&chats, show).await, found, "{show:?}");
    }
    change(&chats, &bia(), ChatChange::Pinned(Some(NOW))).await;
    change(&chats, &ana(), ChatChange::Archived(true)).await;
    change(&chats, &bia(), ChatChange::MarkedUnread(true)).await;
    for (show, found) in [
        (Show::All, vec![ana(), bia(), group()]),
        (Show::Main, vec![bia(), group()]),
        (Show::Archived, vec![ana()]),
        (Show::Unread, vec![bia(), group()]),
        (Show::Waiting, vec![]),
        (Show::Pinned, vec![bia()]),
    ] {
        assert_eq!(shown(&chats, show).await, found, "{show:?}");
    }
    let (label, _) = chats.make_label("Novo".into(), 1, NOW).await.unwrap().unwrap();
    let labelled = ChatQuery { label: Some(label.id.clone()), limit: 9, ..ChatQuery::default() };
    assert!(chats.chats(labelled.clone()).await.unwrap().is_empty());
    let chat = chats.chat_by_address(&bia()).await.unwrap().unwrap().id;
    chats.set_chat_labels(chat, vec![label.id], NOW).await.unwrap();
    let found: Vec<_> = chats.chats(labelled).await.unwrap().into_iter().map(|chat| chat.address).collect();
    assert_eq!(found, [bia()]);
}

#[tokio::test]
async fn nobody_waits_because_something_newer_is_gone_and_a_cancelled_answer_is_none() {
    let world = World::new().await;
    let chats = world.chats().await;
    let since = async || chats.chat_by_address(&ana()).await.unwrap().unwrap().waiting_since;
    let at = |ms: i64, received: Received| Received { at: Some(NOW + ms), ..received };
    deliver(&chats, vec![from(ana(), "A1", "oi"), at(10_000, from(ana(), "A2", "alguém?"))], NOW + 10_000).await;
    let answer = enqueue(&chats, to_ana("B1", "já vai", None), NOW + 20_000).await;
    assert_eq!(since().await, None);
    chats.cancel(ToCancel::One(answer.chat, answer.id), NOW + 30_000).await.unwrap();
    assert_eq!(since().await, Some(NOW), "the answer never left: from the first message on");

    // Both in one second: who wrote after the answer waits still, when a second answer is taken back.
    deliver(&chats, vec![at(30_000, own(ana(), "B0", "oi")), at(30_000, from(ana(), "A3", "e então?"))], NOW + 30_000)
        .await;
    let again = enqueue(&chats, to_ana("B3", "já", None), NOW + 35_000).await;
    chats.cancel(ToCancel::One(again.chat, again.id), NOW + 36_000).await.unwrap();
    assert_eq!(since().await, Some(NOW + 30_000));

    deliver(&chats, vec![at(40_000, own(ana(), "B2", "do celular"))], NOW + 40_000).await;
    chats.star_here(from(ana(), "A1", "oi").key, me(), id("S1"), true, NOW + 45_000).await.unwrap();
    change(&chats, &ana(), ChatChange::Cleared { until: NOW + 50_000, keeps_starred: true }).await;
    assert_eq!(chats.chat_by_address(&ana()).await.unwrap().unwrap().last_message.unwrap().id, id("A1"));
    assert_eq!(since().await, None, "who was answered does not wait because the answer is not here any more");
}

#[tokio::test]
async fn somebody_waits_from_their_first_message_until_the_account_writes() {
    let world = World::new().await;
    let chats = world.chats().await;
    let since = async || chats.chat_by_address(&ana()).await.unwrap().unwrap().waiting_since;
    let at = |ms: i64, received: Received| Received { at: Some(NOW + ms), ..received };
    deliver(&chats, vec![from(ana(), "A1", "oi"), at(60_000, from(ana(), "A2", "alguém?"))], NOW + 60_000).await;
    assert_eq!(since().await, Some(NOW), "from the first on");
    let line = portaria_domain::Content::System(SystemLine::Subject { subject: "x".into() });
    deliver(&chats, vec![Received { content: line, ..at(70_000, from(ana(), "S1", "")) }], NOW + 70_000).await;
    assert_eq!(since().await, Some(NOW), "what tells of the chat changes nothing");
    enqueue(&chats, to_ana("B1", "olá", None), NOW + 80_000).await;
    assert_eq!(since().await, None);
    deliver(&chats, vec![at(90_000, from(ana(), "A3", "obrigada"))], NOW + 90_000).await;
    assert_eq!(since().await, Some(NOW + 90_000));
    deliver(&chats, vec![at(95_000, own(ana(), "B2", "do celular"))], NOW + 95_000).await;
    assert_eq!(since().await, None, "wherever the account wrote");
}

#[tokio::test]
async fn what_the_past_brings_waits_like_the_rest() {
    let world = World::new().await;
    let chats = world.chats().await;
    let ana = Address::one(jid(ANA_PN));
    let before = |ms: i64, received: Received| (Received { at: Some(NOW - ms), ..received }, MessageStatus::Read);
    let messages =
        vec![before(9_000, own(ana.clone(), "B1", "oi")), before(5_000, from(ana.clone(), "A1", "tem pão?"))];
    chats.store_history(history(ana.clone(), messages), NOW).await.unwrap();
    assert_eq!(shown(&chats, ChatsShown::Waiting).await, [ana]);
}

/// A picture or film of an album.
fn part(received: Received, album: &str, kind: MediaKind, caption: Option<&str>) -> Received {
    let media = Media { caption: caption.map(Into::into), ..Media::of(kind) };
    let context = Context { album: Some(id(album)), ..Context::default() };
    Received { content: Content::Media(media), context, ..received }
}

#[tokio::test]
async fn the_line_of_a_chat_says_how_much_of_an_album_has_come() {
    use MediaKind::{Image, Video};
    let world = World::new().await;
    let chats = world.chats().await;
    let said = async || {
        let chat = chats.chat_by_address(&ana()).await.unwrap().unwrap();
        chat.last_album.map(|AlbumSoFar { images, videos, caption }| (images, videos, caption))
    };
    let words = |text: &str| Some(text.to_owned());
    deliver(&chats, vec![part(from(ana(), "A1", ""), "E", Image, None)], NOW).await;
    assert_eq!(said().await, None, "one alone is no album");
    deliver(&chats, vec![part(from(ana(), "A2", ""), "E", Video, Some("a feira"))], NOW).await;
    assert_eq!(said().await, Some((1, 1, words("a feira"))));
    let other = vec![
        part(from(ana(), "A3", ""), "F", Image, Some("outras")),
        part(own(ana(), "B1", ""), "E", Image, Some("de outro")),
        part(in_group(ana(), "G1", ""), "E", Image, None),
        part(from(ana(), "A4", ""), "E", Image, Some("depois")),
        part(from(ana(), "A4", ""), "E", Image, Some("depois")),
    ];
    deliver(&chats, other, NOW).await;
    assert_eq!(said().await, Some((2, 1, words("a feira"))), "what else there is belongs to others");
    let revoked = part(from(ana(), "A2", ""), "E", Video, None);
    deliver_mark(&chats, mark(&revoked, ana(), "R1", NOW, MarkKind::Revoke)).await;
    assert_eq!(said().await, Some((2, 0, words("depois"))), "what was deleted is not counted");
    deliver(&chats, vec![from(ana(), "A5", "gostou?")], NOW).await;
    assert_eq!(said().await, None, "a text is the newest");
    let past = vec![
        (part(own(bia(), "P1", ""), "H", Image, None), MessageStatus::Read),
        (part(own(bia(), "P2", ""), "H", Image, None), MessageStatus::Read),
    ];
    chats.store_history(history(bia(), past), NOW).await.unwrap();
    let bia = chats.chat_by_address(&bia()).await.unwrap().unwrap();
    assert_eq!(bia.last_album.map(|album| (album.images, album.videos)), Some((2, 0)), "of the past, too");
}
