//! A machine that slept or changed its network: nobody waits for what a timeout would find out.

#![allow(clippy::unwrap_used)]

mod world;

use std::sync::Arc;
use std::time::Duration;

use portaria_domain::{Cause, SessionStatus, UnixMs};
use portaria_sessions::{FileLeases, Host, HostConfig, SystemClock};
use portaria_storage::Stores;
use portaria_whatsapp::{Ending, FakeGateway, Signal};
use world::{PATIENCE, World, let_in};

/// A world whose attempts are an hour apart.
async fn patient() -> World {
    let (world, _) = World::connected().await;
    let World { folder, tenant, clock, host, stores, .. } = world;
    host.shutdown().await;
    drop((host, stores));
    let hour = Duration::from_hours(1);
    let config = HostConfig { first_retry: hour, longest_retry: hour, ..HostConfig::default() };
    let (gateway, stores) = (FakeGateway::default(), Stores::open(folder.path()).await.unwrap());
    let host =
        Host::start(config, stores.clone(), Arc::new(gateway.clone()), Arc::new(FileLeases), Arc::new(SystemClock));
    let host = host.await.unwrap();
    World { folder, gateway, stores, host, tenant, clock }
}

#[tokio::test]
async fn who_waits_for_the_network_tries_at_once() {
    let world = patient().await;
    for cause in [Cause::ConnectionLost, Cause::ServerUnreachable] {
        let session = world.gateway.opened().await;
        let_in(&session).await;
        world.until(SessionStatus::Connected).await;
        session.signal(Signal::Ended(Ending::Lost(cause))).await;
        world.until(SessionStatus::Reconnecting).await;
        world.host.wake();
    }
    let again = tokio::time::timeout(PATIENCE, world.gateway.opened()).await;
    let_in(&again.expect("nobody tried")).await;
    world.until(SessionStatus::Connected).await;
}

#[tokio::test]
async fn what_whatsapp_says_stands_whatever_the_network() {
    let world = patient().await;
    for ending in [Ending::Limited(UnixMs(i64::MAX / 2)), Ending::Lost(Cause::ServerBusy)] {
        let session = world.gateway.opened().await;
        session.signal(Signal::Ended(ending)).await;
        world.until_so(|status| matches!(status.status, SessionStatus::Restricted | SessionStatus::Reconnecting)).await;
        world.host.wake();
        let opened = tokio::time::timeout(Duration::from_millis(300), world.gateway.opened()).await;
        assert!(opened.is_err(), "{ending:?} is no matter of the network");
        world.host.start_session(world.tenant, portaria_sessions::Asker::Provider).await.unwrap();
    }
}

#[tokio::test]
async fn a_session_in_use_finds_out_whether_its_connection_still_carries() {
    let (world, session) = World::connected().await;
    world.host.wake();
    tokio::time::timeout(PATIENCE, session.until(|done| done.verified == 1)).await.unwrap();
    assert_eq!(world.host.status(world.tenant).unwrap().status, SessionStatus::Connected, "an answer keeps it");
}
