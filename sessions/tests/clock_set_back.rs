//! A clock that is set back by hours while sessions run: nothing waits for what it said before.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{Content, Media, MediaKind, MediaState, Message, MessageId, MessageStatus};
use portaria_storage::JobKind;
use portaria_whatsapp::{FetchError, SendError};
use world::{HandClock, PATIENCE, World, says, to_ana};

const THREE_HOURS_MS: i64 = 3 * 60 * 60 * 1_000;

#[tokio::test]
async fn what_is_put_off_by_seconds_leaves_after_seconds() {
    let clock = HandClock::new();
    let (world, session) = World::by(clock.clone()).await.connect().await;
    session.answer_sends(|_| Err(SendError::TimedOut));
    let sent = world.send(to_ana("oi")).await;
    let chats = world.stores.chats(world.tenant).await.unwrap();
    let put_off = async {
        while chats.waiting(None, None, 9).await.unwrap().iter().all(|one| one.attempts == 0) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, put_off).await.unwrap();
    clock.advance(-THREE_HOURS_MS);
    session.answer_sends(|_| Ok(()));
    world.until_message(&sent, |message| message.status == MessageStatus::Sent).await;
}

#[tokio::test]
async fn a_file_that_did_not_come_is_fetched_when_another_one_comes() {
    let clock = HandClock::new();
    let (world, session) = World::by(clock.clone()).await.connect().await;
    let picture = || Content::Media(Media { mime: "image/jpeg".into(), ..Media::of(MediaKind::Image) });
    session.answer_fetches(|_| Err(FetchError::Broken("cut".into())));
    session.deliver(vec![says("A1", picture())]).await.unwrap();
    let first = world.message("A1").await;
    let chats = world.stores.chats(world.tenant).await.unwrap();
    let put_off = async {
        while chats.next_job(JobKind::FetchMedia).await.unwrap() <= Some(world.clock.now()) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, put_off).await.unwrap();
    clock.advance(-THREE_HOURS_MS);
    session.answer_fetches(|_| Ok(()));
    for id in ["A1", "A2"] {
        session.give_file(MessageId::parse(id).unwrap(), id.as_bytes().to_vec());
    }
    session.deliver(vec![says("A2", picture())]).await.unwrap();
    let is_here = |message: &Message| message.file.as_ref().unwrap().state == MediaState::Here;
    world.until_message(&first, is_here).await;
}
