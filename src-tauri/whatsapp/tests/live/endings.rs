use std::time::Duration;

use portaria_domain::Cause;
use portaria_emulator::{Fault, FaultKind, StreamErrorKind};
use portaria_whatsapp::{Ending, Gateway as _, OpenError, SendError};

use crate::world::{ANA, PADARIA, PATIENCE, Tenant, World, gateway, outgoing};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_that_unlinks_the_device_ends_its_session() {
    let world = World::new().await;
    let mut session = world.linked().await;
    world.padaria.unlink_all().await.unwrap();
    assert_eq!(session.ended().await, Ending::Unlinked(Cause::UnlinkedOnPhone));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_unlinked_while_it_was_away_learns_it_at_the_login() {
    let world = World::new().await;
    let mut session = world.linked().await;
    session.connection.close().await;
    session.ended().await;
    world.padaria.unlink_all().await.unwrap();
    assert_eq!(world.open().await.ended().await, Ending::Unlinked(Cause::UnlinkedOnPhone));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_linked_device_that_is_told_by_mistake_that_it_is_not_keeps_its_link() {
    let world = World::new().await;
    let mut session = world.linked().await;
    session.connection.close().await;
    session.ended().await;
    world.net.inject(Fault::new(FaultKind::MistakenUnauthorized).of(PADARIA).times(1));
    assert_eq!(world.open().await.ended().await, Ending::Lost(Cause::LinkDenied));
    world.open().await.ready().await;
    assert_eq!(world.padaria.linked_devices().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_that_was_unlinked_is_told_so_at_its_next_login_where_it_was_not_before() {
    let world = World::new().await;
    let mut session = world.linked().await;
    world.padaria.stream_error(StreamErrorKind::Unauthorized401).await;
    assert_eq!(session.ended().await, Ending::Lost(Cause::LinkDenied));
    assert_eq!(world.open().await.ended().await, Ending::Unlinked(Cause::UnlinkedOnPhone));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_that_was_removed_is_unlinked_at_once() {
    for said in [StreamErrorKind::DeviceRemoved, StreamErrorKind::Removed516] {
        let world = World::new().await;
        let mut session = world.linked().await;
        world.padaria.stream_error(said).await;
        assert_eq!(session.ended().await, Ending::Unlinked(Cause::UnlinkedOnPhone), "{said:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn logging_out_takes_the_device_off_the_phone() {
    let world = World::new().await;
    let mut session = world.linked().await;
    session.connection.log_out().await;
    assert_eq!(session.ended().await, Ending::Unlinked(Cause::UnlinkedHere));
    assert_eq!(world.padaria.linked_devices(), []);
}

/// The library goes on showing codes for minutes; the session must not wait for them, nor its database be held.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_waits_for_its_scan_stops_at_once() {
    let world = World::new().await;
    let mut session = world.open().await;
    session.qr().await;
    let asked = std::time::Instant::now();
    session.connection.close().await;
    assert_eq!(session.ended().await, Ending::Closed);
    assert!(asked.elapsed() < Duration::from_secs(1), "it took {:?}", asked.elapsed());
    assert!(!world.tenant.log_is_there(), "the database is closed: its log is folded in and gone");
    world.open().await.qr().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_device_elsewhere_takes_the_session_over() {
    let world = World::new().await;
    let mut session = world.linked().await;
    world.padaria.stream_error(StreamErrorKind::Replaced).await;
    assert_eq!(session.ended().await, Ending::Replaced);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_login_says_what_it_means() {
    let world = World::new().await;
    let mut session = world.linked().await;
    session.connection.close().await;
    session.ended().await;
    for (reason, ending) in [
        (403, Ending::Banned),
        (406, Ending::Banned),
        (405, Ending::Broken(Cause::ClientOutdated)),
        (418, Ending::Broken(Cause::LoginRefused)),
        (503, Ending::Lost(Cause::ServerBusy)),
        (401, Ending::Unlinked(Cause::UnlinkedOnPhone)),
    ] {
        world.padaria.refuse_login(Some(reason));
        assert_eq!(world.open().await.ended().await, ending, "{reason}");
    }
    world.padaria.refuse_login(None);
    world.open().await.ready().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_limited_for_a_time_says_until_when() {
    let world = World::new().await;
    let mut session = world.linked().await;
    session.connection.close().await;
    session.ended().await;
    world.padaria.refuse_login(Some(402));
    let ending = world.open().await.ended().await;
    assert!(matches!(ending, Ending::Limited(until) if until.0 > 0), "{ending:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_with_too_much_to_do_is_tried_again_later() {
    let world = World::new().await;
    let mut session = world.linked().await;
    world.padaria.stream_error(StreamErrorKind::Unavailable503).await;
    assert_eq!(session.ended().await, Ending::Lost(Cause::ServerBusy));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_breaks_ends_the_session_and_the_next_one_goes_on() {
    let world = World::new().await;
    let mut session = world.linked().await;
    world.net.cut_everyone().await;
    assert_eq!(session.ended().await, Ending::Lost(Cause::ConnectionLost));
    let refused = session.connection.send(&outgoing("3EB0AA04", ANA, "oi")).await;
    assert!(matches!(refused, Err(SendError::NotConnected)), "{refused:?}");
    world.open().await.ready().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_cannot_be_reached_is_said_at_once() {
    let world = World::new().await;
    world.net.refuse_connections(true);
    assert_eq!(world.open().await.ended().await, Ending::Lost(Cause::ServerUnreachable));
    world.net.refuse_connections(false);
    world.open().await.qr().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_nobody_listens_nobody_is_reached() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}/ws/chat", free.local_addr().unwrap());
    drop(free);
    let mut session = Tenant::new().open(&gateway(&url)).await;
    assert_eq!(session.ended().await, Ending::Lost(Cause::ServerUnreachable));
}

/// The library looks every 15 to 30 s, lets a look pass that comes less than 15 s after the last word or while an
/// answer is awaited, and waits 20 s for what it asks: two looks and two waits at the most.
const SILENCE_IS_NOTICED_IN: Duration = Duration::from_secs(2 * (30 + 20));

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_falls_silent_is_noticed() {
    let world = World::new().await;
    let mut session = world.linked().await;
    session.patience = SILENCE_IS_NOTICED_IN + PATIENCE;
    world.padaria.silence(true);
    assert_eq!(session.ended().await, Ending::Lost(Cause::ConnectionLost));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_stops_listening_ends_the_session() {
    let world = World::new().await;
    let session = world.linked().await;
    drop(session.signals);
    world.padaria.wait_for_connections(0, PATIENCE).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_build_for_the_emulator_talks_to_no_other_machine() {
    let tenant = Tenant::new();
    let opened = gateway("wss://web.whatsapp.com/ws/chat").open(tenant.opening(), tenant.inbox.clone()).await;
    assert!(matches!(opened, Err(OpenError::NotLoopback(_))));
    assert_eq!(std::fs::read_dir(tenant.folder.path()).unwrap().count(), 0, "nothing was made");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_no_database_is_left_as_it_is() {
    let world = World::new().await;
    let file = world.tenant.folder.path().join("whatsapp.db");
    std::fs::write(&file, vec![7; 8192]).unwrap();
    let opened = world.gateway.open(world.tenant.opening(), world.tenant.inbox.clone()).await;
    assert!(matches!(opened, Err(OpenError::Damaged(_))));
    assert_eq!(std::fs::read(&file).unwrap(), vec![7; 8192]);
}
