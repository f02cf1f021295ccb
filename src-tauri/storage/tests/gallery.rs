//! The parts of a chat's gallery, page by page.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{ChatId, Content, Context, MarkKind, Media, MediaKind, Received, UnixMs};
use portaria_storage::{ChatStore, GalleryPart, GalleryQuery, MessagePage, PageOf};
use world::{NOW, World, ana, deliver, deliver_mark, edit, from, mark};

use GalleryPart::{Documents, Links, Media as Pictures};

fn file(id: &str, kind: MediaKind) -> Received {
    Received { content: Content::Media(Media::of(kind)), ..from(ana(), id, "") }
}

fn captioned(id: &str, kind: MediaKind, caption: &str) -> Received {
    Received { content: Content::Media(Media { caption: Some(caption.into()), ..Media::of(kind) }), ..file(id, kind) }
}

fn at(seconds: i64, received: Received) -> Received {
    Received { at: Some(NOW + seconds * 1_000), ..received }
}

fn around(context: Context, received: Received) -> Received {
    Received { context, ..received }
}

async fn ana_chat(chats: &ChatStore) -> ChatId {
    chats.chat_by_address(&ana()).await.unwrap().unwrap().id
}

async fn page(chats: &ChatStore, part: GalleryPart, of: PageOf, limit: usize) -> MessagePage {
    let chat = ana_chat(chats).await;
    chats.gallery(GalleryQuery { chat, part, of, limit }, NOW).await.unwrap().unwrap()
}

fn ids(page: &MessagePage) -> Vec<&str> {
    page.messages.iter().map(|message| message.id.as_str()).collect()
}

async fn shown(chats: &ChatStore, part: GalleryPart, now: UnixMs) -> Vec<String> {
    let query = GalleryQuery { chat: ana_chat(chats).await, part, of: PageOf::Newest, limit: 99 };
    let page = chats.gallery(query, now).await.unwrap().unwrap();
    page.messages.iter().map(|message| message.id.to_string()).collect()
}

#[tokio::test]
async fn each_part_holds_what_belongs_to_it() {
    let world = World::new().await;
    let chats = world.chats().await;
    let kinds = MediaKind::ALL.into_iter().map(|kind| file(&format!("F-{}", kind.as_str()), kind));
    let texts = [
        ("T1", "oi"),
        ("T2", "veja HTTPS://exemplo.com.br agora"),
        ("T3", "http://loja.example"),
        ("T4", "mailto:ana@exemplo.com.br"),
        ("T5", "http e https:// sem nada"),
        ("T6", "https://"),
    ];
    let texts = texts.into_iter().map(|(id, words)| from(ana(), id, words));
    let mut batch: Vec<Received> = kinds.chain(texts).collect();
    batch.push(captioned("C1", MediaKind::Image, "o mapa: https://exemplo.com.br/mapa"));
    let batch = batch.into_iter().zip(0..).map(|(one, second)| at(second, one)).collect();
    deliver(&chats, batch, NOW + 99_000).await;
    assert_eq!(shown(&chats, Pictures, NOW).await, ["C1", "F-gif", "F-video", "F-image"]);
    assert_eq!(shown(&chats, Documents, NOW).await, ["F-document"]);
    assert_eq!(
        shown(&chats, Links, NOW).await,
        ["C1", "T5", "T3", "T2"],
        "what follows the sign is not a store's to judge"
    );
}

#[tokio::test]
async fn what_opens_once_was_deleted_or_has_no_time_left_is_in_no_part() {
    let world = World::new().await;
    let chats = world.chats().await;
    let once = Context { is_view_once: true, ..Context::default() };
    let brief = Context { expires_after_s: Some(60), ..Context::default() };
    let batch = vec![
        around(once, captioned("ONCE", MediaKind::Image, "https://exemplo.com.br")),
        around(brief.clone(), captioned("BRIEF", MediaKind::Image, "https://exemplo.com.br")),
        around(brief, file("BRIEF-DOC", MediaKind::Document)),
        captioned("GONE", MediaKind::Video, "https://exemplo.com.br"),
        from(ana(), "LINK", "https://exemplo.com.br"),
    ];
    deliver(&chats, batch, NOW).await;
    assert_eq!(shown(&chats, Pictures, NOW + 59_000).await, ["GONE", "BRIEF"]);
    let late = NOW + 60_000;
    assert_eq!(shown(&chats, Pictures, late).await, ["GONE"], "also before somebody cleared it away");
    assert_eq!(shown(&chats, Documents, late).await, [""; 0]);
    assert_eq!(shown(&chats, Links, late).await, ["LINK", "GONE"]);
    for keeps in [true, false] {
        chats.set_keeps_deleted(keeps, NOW).await.unwrap();
        let target = if keeps { "GONE" } else { "LINK" };
        let revoke = mark(&from(ana(), target, ""), ana(), &format!("D-{target}"), NOW, MarkKind::Revoke);
        deliver_mark(&chats, revoke).await;
    }
    assert_eq!(shown(&chats, Pictures, late).await, [""; 0], "what the tenant keeps of it stands in the chat alone");
    assert_eq!(shown(&chats, Links, late).await, [""; 0]);
}

#[tokio::test]
async fn a_text_that_is_changed_enters_and_leaves_the_links() {
    let world = World::new().await;
    let chats = world.chats().await;
    let text = from(ana(), "A1", "já mando");
    deliver(&chats, vec![text.clone()], NOW).await;
    assert_eq!(shown(&chats, Links, NOW).await, [""; 0]);
    deliver_mark(&chats, mark(&text, ana(), "E1", NOW + 1_000, edit("https://exemplo.com.br"))).await;
    assert_eq!(shown(&chats, Links, NOW).await, ["A1"]);
    deliver_mark(&chats, mark(&text, ana(), "E2", NOW + 2_000, edit("esquece"))).await;
    assert_eq!(shown(&chats, Links, NOW).await, [""; 0]);
}

#[tokio::test]
async fn pages_follow_one_another_in_either_direction_whatever_stands_between() {
    let world = World::new().await;
    let chats = world.chats().await;
    let mut batch = Vec::new();
    for number in 0..30 {
        // Several in one second, and texts between them.
        batch.push(at(number / 4, file(&format!("P{number:02}"), MediaKind::Image)));
        batch.push(at(number / 4, from(ana(), &format!("T{number:02}"), "oi")));
    }
    deliver(&chats, batch, NOW + 99_000).await;
    let all: Vec<String> = (0..30).rev().map(|number| format!("P{number:02}")).collect();

    let (mut walked, mut of) = (Vec::new(), PageOf::Newest);
    loop {
        let page = page(&chats, Pictures, of, 7).await;
        walked.extend(ids(&page).into_iter().map(str::to_owned));
        let Some(next) = page.next else { break };
        of = PageOf::Before(next);
    }
    assert_eq!(walked, all);

    let middle = page(&chats, Pictures, PageOf::Around(world::id("P10")), 6).await;
    assert_eq!(ids(&middle), ["P13", "P12", "P11", "P10", "P09", "P08"]);
    let newer = page(&chats, Pictures, PageOf::After(middle.newer.unwrap()), 6).await;
    assert_eq!(ids(&newer), ["P19", "P18", "P17", "P16", "P15", "P14"], "the nearest of them");
    let older = page(&chats, Pictures, PageOf::Before(middle.next.unwrap()), 99).await;
    assert_eq!((ids(&older).len(), older.next), (8, None));

    let chat = ana_chat(&chats).await;
    let of_text = GalleryQuery { chat, part: Pictures, of: PageOf::Around(world::id("T10")), limit: 6 };
    assert!(chats.gallery(of_text, NOW).await.unwrap().is_none(), "a text is no picture");
}
