//! What the network holds against an account, as a session in use hears of it.

use std::time::Duration;

use portaria_domain::UnixMs;
use portaria_whatsapp::{SendError, Signal};

use crate::world::{ANA, PADARIA, PATIENCE, Session, World, now, outgoing};

const HOUR: Duration = Duration::from_hours(1);

async fn limit(session: &mut Session) -> Option<UnixMs> {
    let what = |signal: &Signal| match signal {
        Signal::NewChatsLimited(until) => Some(*until),
        _ => None,
    };
    session.until("whether it may begin chats", what).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_time_lock_is_told_when_it_begins_with_each_login_and_when_it_ends() {
    let world = World::new().await;
    let mut session = world.linked().await;
    assert_eq!(limit(&mut session).await, None, "asked with the login");
    world.padaria.lock_reach_out(HOUR, "DEFAULT");
    let until = limit(&mut session).await.expect("it began");
    let left_ms = until.since_ms(now());
    assert!((3_500_000..=3_601_000).contains(&left_ms), "{left_ms} ms are left");

    let refused = session.connection.send(&outgoing("3EB0AA01", ANA, "promoção!")).await;
    assert!(matches!(refused, Err(SendError::Restricted)), "{refused:?}");
    assert_eq!(limit(&mut session).await, Some(until), "a refusal asks again");
    world.ana.send_text(PADARIA, "tem bolo?").await.unwrap();
    world.tenant.inbox.text("tem bolo?").await;
    session.connection.send(&outgoing("3EB0AA02", ANA, "tem!")).await.unwrap();
    world.ana.wait_for_text(PADARIA, "tem!", PATIENCE).await.unwrap();

    session.connection.close().await;
    session.ended().await;
    let mut session = world.open().await;
    session.ready().await;
    assert_eq!(limit(&mut session).await, Some(until), "and with the next login");
    world.padaria.unlock_reach_out();
    assert_eq!(limit(&mut session).await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cap_on_new_chats_refuses_as_a_lock_does() {
    let world = World::new().await;
    let session = world.linked().await;
    world.padaria.cap_new_chats(0, HOUR);
    let refused = session.connection.send(&outgoing("3EB0AA01", ANA, "promoção!")).await;
    assert!(matches!(refused, Err(SendError::Restricted)), "{refused:?}");
}
