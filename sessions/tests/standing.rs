//! What WhatsApp holds against an account: it is said, what it forbids is refused, and it ends by itself.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{Action, Cause, Draft, FailureReason, MessageStatus, Next, SessionStatus, UnixMs};
use portaria_sessions::{Destination, HostError};
use portaria_whatsapp::{Ending, SendError, Signal};
use world::{HandClock, LOOKS, PATIENCE, World, from_ana, jid, let_in, to, to_ana, words};

fn to_a_stranger() -> portaria_sessions::SendRequest {
    to(Destination::Jid(jid("5511900000003@s.whatsapp.net")), Draft::text("promoção")) // invented
}

#[tokio::test]
async fn an_account_that_may_begin_no_chats_says_so_answers_go_on_and_it_ends_by_itself() {
    let (world, session) = World::connected().await;
    session.deliver(vec![from_ana("A1", "tem pão?")]).await.unwrap();
    let until = world.clock.now() + 60 * 60 * 1_000;
    session.signal(Signal::NewChatsLimited(Some(until))).await;
    let limited = world.until(SessionStatus::Restricted).await;
    assert_eq!(
        (limited.cause, limited.next, limited.next_at),
        (Cause::NewChatsRestricted, Next::LimitEnds, Some(until))
    );

    let refused = world.host.send(world.tenant, to_a_stranger()).await;
    let Err(HostError::NewChatsRestricted(status)) = refused else { panic!("{refused:?}") };
    assert_eq!(status.next_at, Some(until), "with its end");
    world.send(to_ana("tem sim")).await;
    let done = tokio::time::timeout(PATIENCE, session.until(|done| !done.sent.is_empty())).await.unwrap();
    assert_eq!(done.sent.iter().map(words).collect::<Vec<_>>(), ["tem sim"]);

    session.signal(Signal::NewChatsLimited(Some(world.clock.now() + 50))).await;
    world.until(SessionStatus::Connected).await;
    world.send(to_a_stranger()).await;
}

#[tokio::test]
async fn whatsapp_lifts_a_limit_before_its_end() {
    let (world, session) = World::connected().await;
    session.signal(Signal::NewChatsLimited(Some(UnixMs::FOREVER))).await;
    world.until(SessionStatus::Restricted).await;
    session.signal(Signal::NewChatsLimited(None)).await;
    world.until(SessionStatus::Connected).await;
}

#[tokio::test]
async fn a_message_that_a_limit_refuses_fails_with_that_reason_and_delays_no_other() {
    let (world, session) = World::connected().await;
    session.answer_sends(|out| if words(out) == "promoção" { Err(SendError::Restricted) } else { Ok(()) });
    let refused = world.send(to_a_stranger()).await;
    world.send(to_ana("oi")).await;
    let failed = world.until_message(&refused, |message| message.status == MessageStatus::Failed).await;
    assert_eq!(failed.failure, Some(FailureReason::Restricted));
    tokio::time::timeout(PATIENCE, session.until(|done| done.texts() == ["oi"])).await.unwrap();
}

#[tokio::test]
async fn a_limit_is_of_one_session_and_the_next_asks_anew() {
    let (world, session) = World::connected().await;
    session.signal(Signal::NewChatsLimited(Some(UnixMs::FOREVER))).await;
    world.until(SessionStatus::Restricted).await;
    session.signal(Signal::Ended(Ending::Lost(Cause::ConnectionLost))).await;
    world.until(SessionStatus::Reconnecting).await;
    let_in(&world.gateway.opened().await).await;
    world.until(SessionStatus::Connected).await;
}

#[tokio::test]
async fn nothing_is_taken_for_sending_from_an_account_that_is_blocked() {
    let (world, session) = World::connected().await;
    session.signal(Signal::Ended(Ending::Banned)).await;
    world.until(SessionStatus::Banned).await;
    let refused = world.host.send(world.tenant, to_ana("oi")).await;
    assert!(matches!(refused, Err(HostError::Banned(status)) if status.cause == Cause::AccountBanned), "{refused:?}");
}

#[tokio::test]
async fn when_a_tenant_was_last_active_outlives_a_restart() {
    let (world, session) = World::connected().await;
    assert_eq!(world.host.last_activity(world.tenant), None);
    session.deliver(vec![from_ana("A1", "oi")]).await.unwrap();
    let at = world.host.last_activity(world.tenant).unwrap();
    world.host.stop_session(world.tenant).await.unwrap();
    let world = world.restart().await;
    assert_eq!(world.host.last_activity(world.tenant), Some(at));
}

/// WhatsApp lets the device in so many times, and says each time that it is not linked.
async fn deny(world: &World, times: u32) {
    for _ in 0..times {
        let session = world.gateway.opened().await;
        session.signal(Signal::LoggedIn).await;
        session.signal(Signal::Ended(Ending::Lost(Cause::LinkDenied))).await;
    }
}

#[tokio::test]
async fn a_link_that_is_denied_for_hours_is_believed_to_be_gone() {
    let clock = HandClock::new();
    let (world, session) = World::by(clock.clone()).await.connect().await;
    session.signal(Signal::Ended(Ending::Lost(Cause::LinkDenied))).await;
    deny(&world, 20).await;
    world.until_so(|status| (status.status, status.cause) == (SessionStatus::Reconnecting, Cause::LinkDenied)).await;
    clock.advance(3 * 60 * 60 * 1_000);
    let gone = tokio::select! {
        gone = world.until(SessionStatus::LoggedOut) => gone,
        () = deny(&world, u32::MAX) => unreachable!("it was let in again and again"),
    };
    assert_eq!((gone.cause, gone.next, gone.action), (Cause::LinkDenied, Next::Nothing, Action::NewCode));
    assert_eq!(world.gateway.forgotten(), [world.stores.tenant_folder(world.tenant)], "its keys open nothing any more");
}

#[tokio::test]
async fn a_few_denials_are_a_mistake_however_long_ago_the_first_was() {
    let clock = HandClock::new();
    let (world, session) = World::by(clock.clone()).await.connect().await;
    session.signal(Signal::Ended(Ending::Lost(Cause::LinkDenied))).await;
    deny(&world, 4).await;
    clock.advance(24 * 60 * 60 * 1_000);
    deny(&world, 4).await;
    let_in(&world.gateway.opened().await).await;
    world.until(SessionStatus::Connected).await;
}

#[tokio::test]
async fn nobody_looks_into_the_file_of_a_tenant_with_nothing_to_do() {
    let (world, session) = World::connected().await;
    session.deliver(vec![from_ana("A1", "oi")]).await.unwrap();
    let chats = world.stores.chats(world.tenant).await.unwrap();
    let unused = async {
        let mut before = None;
        while before != Some(chats.uses()) {
            before = Some(chats.uses());
            tokio::time::sleep(LOOKS * 20).await;
        }
    };
    tokio::time::timeout(PATIENCE, unused).await.unwrap();
    world.send(to_ana("oi")).await;
    tokio::time::timeout(PATIENCE, session.until(|done| !done.sent.is_empty())).await.unwrap();
}
