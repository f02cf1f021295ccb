//! Logins that are refused: for good, for a while, or a few times.

use std::time::Duration;

use portaria_emulator::{LoginLimit, Overload};
use whatsapp_rust::prelude::*;
use whatsapp_rust::types::events::{ConnectFailureReason, LoggedOut, TempBanReason};

use crate::client::{Client, PATIENCE, SHOP, World};

fn logged_out(event: &Event) -> Option<LoggedOut> {
    if let Event::LoggedOut(ended) = event { Some(ended.clone()) } else { None }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_banned_account_is_cut_off_and_told_so_when_it_comes_back() {
    let world = World::new().await;
    let client = world.linked().await;
    world.shop.ban();
    let ended = client.event("LoggedOut", logged_out).await;
    assert!(ended.on_connect, "it was refused at the login that followed the cut");
    assert_eq!(ended.reason, ConnectFailureReason::AccountLocked);
    let words = ended.logout_message.expect("a locked account is told why");
    assert_eq!(words.locale.as_deref(), Some("pt_BR"));
    assert_eq!(world.shop.standing().ban.map(|ban| ban.reason), Some(403));
    assert_eq!(world.shop.linked_devices().len(), 1, "the ban is the account's, the device is still linked");
    let backend = client.leave(&world.shop).await;

    world.shop.lift_ban();
    let back = Client::start(&world.net, backend).await;
    back.connected().await;
    back.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_temporary_ban_says_how_long_it_lasts_and_ends_by_the_clock() {
    let world = World::new().await;
    let backend = world.linked().await.leave(&world.shop).await;
    world.shop.ban_for(Duration::from_millis(2_500), 104);
    let refused = Client::start(&world.net, backend.clone()).await;
    let ban = refused.event("TemporaryBan", |event| match event {
        Event::TemporaryBan(ban) => Some(ban.clone()),
        _ => None,
    });
    let ban = ban.await;
    assert_eq!(ban.code, TempBanReason::SentTooManySameMessage);
    assert!((1..=3).contains(&ban.expire.num_seconds()), "what is left of it: {:?}", ban.expire);
    refused.stop().await;

    let deadline = tokio::time::Instant::now() + PATIENCE;
    while world.shop.standing().ban.is_some() {
        assert!(tokio::time::Instant::now() < deadline, "a ban of two seconds never ended");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let back = Client::start(&world.net, backend).await;
    back.connected().await;
    world.ana.send_text(SHOP, "voltou?").await.unwrap();
    back.text("voltou?").await;
    back.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_is_heard_as_what_it_is() {
    let world = World::new().await;
    let backend = world.linked().await.leave(&world.shop).await;
    for reason in [400, 401, 402, 403, 405, 406, 409, 411] {
        world.shop.refuse_login(Some(reason));
        let refused = Client::start(&world.net, backend.clone()).await;
        let heard = refused.event("refusal", |event| match event {
            Event::LoggedOut(ended) => Some(ended.reason.code()),
            Event::ConnectFailure(failure) => Some(failure.reason.code()),
            Event::TemporaryBan(_) => Some(402),
            Event::ClientOutdated(outdated) => outdated.raw.as_ref().map(|_| 405),
            _ => None,
        });
        assert_eq!(heard.await, i32::from(reason));
        refused.stop().await;
    }
    world.shop.refuse_login(None);
    let back = Client::start(&world.net, backend).await;
    back.connected().await;
    back.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overloaded_server_is_tried_again_until_it_answers() {
    let world = World::new().await;
    let backend = world.linked().await.leave(&world.shop).await;
    for reason in [500, 503] {
        world.shop.refuse_logins(reason, 1);
        let patient = Client::start(&world.net, backend.clone()).await;
        let heard = patient.event("ConnectFailure", |event| match event {
            Event::ConnectFailure(failure) => Some(failure.reason.code()),
            _ => None,
        });
        assert_eq!(heard.await, i32::from(reason));
        patient.connected().await;
        patient.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_comes_too_soon_must_wait_its_turn() {
    for answer in [Overload::Unavailable503, Overload::RateLimited429] {
        let world = World::new().await;
        // Pairing takes the only login of these seconds.
        world.net.limit_logins(Some(LoginLimit { logins: 1, within_ms: 2_500, answer }));
        let client = world.linked().await;
        world.shop.drop_connections().await;
        world.ana.send_text(SHOP, "espere a sua vez").await.unwrap();
        client.text("espere a sua vez").await;
        if answer == Overload::Unavailable503 {
            let refused = client.count(|event| matches!(event, Event::ConnectFailure(_)));
            assert!(refused > 0, "at least one login was one too many");
        }
        assert!(world.shop.standing().refused_logins > 0, "{answer:?} was said");
        client.stop().await;
    }
}
