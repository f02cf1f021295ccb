//! A phone that does not have the expected number: nothing of it is stored until somebody says that it is right.

#![allow(clippy::unwrap_used)]
#![allow(dead_code, reason = "each test uses some of the world")]

mod world;

use portaria_domain::{Action, Address, Cause, Next, SessionStatus, UnixMs};
use portaria_sessions::{Asker, HostError};
use portaria_whatsapp::{Ending, FakeSession, Signal};
use world::{World, account, ana, let_in};

/// Invented. The account of these tests has the number 5511900000001.
const OTHER: &str = "5511900000009";

/// The account's phone scans where this number is expected.
async fn scanned(expected: &str) -> (World, FakeSession) {
    let world = World::expecting(expected).await;
    world.host.start_session(world.tenant, Asker::Tenant).await.unwrap();
    let session = world.gateway.opened().await;
    session.signal(Signal::Paired(account())).await;
    (world, session)
}

async fn asked(world: &World) {
    let status = world.until_so(|status| status.cause == Cause::UnexpectedNumber).await;
    assert_eq!((status.status, status.next), (SessionStatus::Failed, Next::Nothing));
    assert_eq!(status.action, Action::ConfirmNumber);
    assert_eq!(world.host.unexpected_account(world.tenant), Some(account()));
    assert_eq!(world.host.account(world.tenant), None);
}

async fn count_chats(world: &World) -> usize {
    let chats = world.stores.chats(world.tenant).await.unwrap();
    usize::from(chats.chat_by_address(&Address::one(ana())).await.unwrap().is_some())
}

#[tokio::test]
async fn an_unexpected_number_waits_with_nothing_stored_and_goes_on_once_it_is_right() {
    let (world, session) = scanned(OTHER).await;
    asked(&world).await;
    assert!(session.done().ended);
    assert!(session.deliver_text(&Address::one(ana()), "A1", "oi", UnixMs(5)).await.is_err(), "WhatsApp keeps it");
    assert_eq!(count_chats(&world).await, 0);
    let start = world.host.start_session(world.tenant, Asker::Tenant).await;
    assert!(matches!(start, Err(HostError::UnexpectedNumber)), "{start:?}");

    let world = world.restart().await;
    asked(&world).await;
    world.host.confirm_number(world.tenant, true, Asker::Tenant).await.unwrap();
    let session = world.gateway.opened().await;
    let_in(&session).await;
    world.until(SessionStatus::Connected).await;
    session.deliver_text(&Address::one(ana()), "A1", "oi", UnixMs(5)).await.unwrap();
    assert_eq!(count_chats(&world).await, 1);
    assert_eq!(world.host.account(world.tenant), Some(account()));
    let tenant = world.stores.tenant(world.tenant).await.unwrap().unwrap();
    assert_eq!((tenant.phone.as_deref(), tenant.unexpected_account), (Some("5511900000001"), None));
    let again = world.host.confirm_number(world.tenant, false, Asker::Provider).await;
    assert!(matches!(again, Err(HostError::NoNumber)), "{again:?}");
}

#[tokio::test]
async fn a_phone_that_is_not_the_right_one_is_unlinked() {
    let (world, _session) = scanned(OTHER).await;
    asked(&world).await;
    let (refused, session) = tokio::join!(world.host.confirm_number(world.tenant, false, Asker::Provider), async {
        let session = world.gateway.opened().await;
        session.signal(Signal::LoggedIn).await;
        session
    });
    let refused = refused.unwrap();
    assert_eq!((refused.status, refused.cause), (SessionStatus::LoggedOut, Cause::UnlinkedHere));
    assert!(session.done().logged_out && session.done().ended);
    assert_eq!(world.host.unexpected_account(world.tenant), None);
    assert_eq!(world.gateway.forgotten(), [world.stores.tenant_folder(world.tenant)]);
    world.host.start_session(world.tenant, Asker::Tenant).await.unwrap();
}

#[tokio::test]
async fn a_phone_that_scans_while_the_session_ends_is_asked_about_too() {
    let world = World::expecting(OTHER).await;
    world.host.start_session(world.tenant, Asker::Tenant).await.unwrap();
    let session = world.gateway.opened().await;
    session.signal(Signal::Paired(account())).await;
    // It is told to end before it hears of that.
    let world = world.restart().await;
    assert_eq!(world.host.account(world.tenant), None);
    asked(&world).await;
}

#[tokio::test]
async fn an_undoing_that_is_cut_off_begins_again() {
    let (world, _session) = scanned(OTHER).await;
    asked(&world).await;
    let (refused, session) = tokio::join!(world.host.confirm_number(world.tenant, false, Asker::Tenant), async {
        world.gateway.opened().await.signal(Signal::Ended(Ending::Lost(Cause::ConnectionLost))).await;
        let session = world.gateway.opened().await;
        session.signal(Signal::LoggedIn).await;
        session
    });
    assert_eq!(refused.unwrap().cause, Cause::UnlinkedHere);
    assert!(session.done().logged_out);
    assert_eq!(world.host.unexpected_account(world.tenant), None);
}

#[tokio::test]
async fn of_two_answers_at_once_one_holds() {
    let (world, _session) = scanned(OTHER).await;
    asked(&world).await;
    let log_in = async {
        loop {
            world.gateway.opened().await.signal(Signal::LoggedIn).await;
        }
    };
    let answers = async {
        tokio::join!(
            world.host.confirm_number(world.tenant, true, Asker::Tenant),
            world.host.confirm_number(world.tenant, false, Asker::Provider),
        )
    };
    let (yes, no) = tokio::select! {
        answers = answers => answers,
        () = log_in => unreachable!("it goes on"),
    };
    assert_eq!(world.host.unexpected_account(world.tenant), None);
    let is_linked = world.host.account(world.tenant).is_some();
    assert_eq!(is_linked, world.gateway.forgotten().is_empty(), "{yes:?}, {no:?}");
    assert!(if is_linked { yes.is_ok() } else { no.is_ok() }, "{yes:?}, {no:?}");
}

#[tokio::test]
async fn what_comes_at_that_moment_is_not_stored_and_is_no_fault_of_the_store() {
    let (world, session) = scanned(OTHER).await;
    assert!(session.deliver_text(&Address::one(ana()), "A1", "oi", UnixMs(5)).await.is_err());
    asked(&world).await;
    assert_eq!(count_chats(&world).await, 0);
}

#[tokio::test]
async fn a_phone_whose_scan_a_kill_made_us_forget_is_asked_about_at_its_login() {
    let world = World::expecting(OTHER).await;
    world.host.start_session(world.tenant, Asker::Tenant).await.unwrap();
    let session = world.gateway.opened().await;
    let_in(&session).await;
    asked(&world).await;
    assert!(session.done().ended);
}

#[tokio::test]
async fn a_paused_tenant_is_asked_again_once_the_provider_starts_it() {
    let (world, _session) = scanned(OTHER).await;
    asked(&world).await;
    world.host.pause_session(world.tenant).await.unwrap();
    world.until(SessionStatus::Paused).await;
    let by_tenant = world.host.confirm_number(world.tenant, true, Asker::Tenant).await;
    assert!(matches!(by_tenant, Err(HostError::Paused)), "{by_tenant:?}");
    let started = world.host.start_session(world.tenant, Asker::Provider).await.unwrap();
    assert_eq!(started.cause, Cause::UnexpectedNumber);
    asked(&world).await;
    let again = world.host.start_session(world.tenant, Asker::Provider).await;
    assert!(matches!(again, Err(HostError::UnexpectedNumber)), "{again:?}");
}

#[tokio::test]
async fn nobody_is_asked_about_the_number_that_is_expected_in_whatever_writing() {
    for expected in ["5511900000001", "551100000001"] {
        let (world, session) = scanned(expected).await;
        let_in(&session).await;
        world.until(SessionStatus::Connected).await;
        assert_eq!(world.host.unexpected_account(world.tenant), None, "{expected}");
    }
}
