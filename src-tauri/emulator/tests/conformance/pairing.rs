//! Pairing that takes a passkey, is refused, or has its code withdrawn.

use std::sync::Arc;

use portaria_emulator::EmulatorError;
use whatsapp_rust::pair_code::PairCodeRejection;
use whatsapp_rust::passkey::Assertion;
use whatsapp_rust::prelude::*;
use whatsapp_rust::wacore::store::InMemoryBackend;

use crate::client::{ANA, Client, PATIENCE, SHOP, World};

/// The options that the device was shown.
async fn asked_for_the_passkey(client: &Client) -> String {
    client
        .event("PairPasskeyRequest", |event| match event {
            Event::PairPasskeyRequest(request) => Some(request.request_options_json.clone()),
            _ => None,
        })
        .await
}

/// The code that the device shows.
async fn code_to_compare(client: &Client) -> String {
    client
        .event("PairPasskeyConfirmation", |event| match event {
            Event::PairPasskeyConfirmation(shown) => Some(shown.code.clone()),
            _ => None,
        })
        .await
}

/// A client whose QR code the phone of a passkey's owner has read.
async fn at_the_passkey(world: &World) -> Client {
    world.shop.require_passkey(true);
    let client = Client::start(&world.net, Arc::new(InMemoryBackend::new())).await;
    let scanned = world.shop.scan(&client.qr_code().await).await;
    assert!(matches!(scanned, Err(EmulatorError::PasskeyAsked)), "the camera alone links nothing: {scanned:?}");
    client
}

async fn answered(world: &World, client: &Client) {
    let options = asked_for_the_passkey(client).await;
    let answer = world.shop.passkey().unwrap().answer(&options).unwrap();
    let assertion =
        Assertion { credential_id: answer.credential_id, assertion_json: answer.assertion_json.into_bytes() };
    client.inner.send_passkey_response(assertion).await.unwrap();
    world.shop.allow_passkey_link(PATIENCE).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_and_equal_codes_link_the_device() {
    let world = World::new().await;
    let client = at_the_passkey(&world).await;
    answered(&world, &client).await;
    let shown = code_to_compare(&client).await;
    assert_eq!(world.shop.wait_for_passkey_code(PATIENCE).await.unwrap(), shown, "both ends show the same");
    client.inner.send_passkey_confirmation().await.unwrap();
    world.shop.confirm_passkey().await.unwrap();
    client.connected().await;
    assert_eq!(world.shop.linked_devices().len(), 1);
    client.send(ANA, "com chave de acesso").await;
    world.ana.wait_for_text(SHOP, "com chave de acesso", PATIENCE).await.unwrap();
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_who_sees_another_code_links_nothing() {
    let world = World::new().await;
    let client = at_the_passkey(&world).await;
    answered(&world, &client).await;
    code_to_compare(&client).await;
    world.shop.wait_for_passkey_code(PATIENCE).await.unwrap();
    world.shop.refuse_passkey().unwrap();
    let refused = client.inner.send_passkey_confirmation().await;
    assert!(refused.is_err(), "the keys are not taken: {refused:?}");
    assert!(world.shop.linked_devices().is_empty());
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_passkey_is_worth_nothing() {
    let world = World::new().await;
    let client = at_the_passkey(&world).await;
    world.ana.require_passkey(true);
    let options = asked_for_the_passkey(&client).await;
    let answer = world.ana.passkey().unwrap().answer(&options).unwrap();
    let assertion =
        Assertion { credential_id: answer.credential_id, assertion_json: answer.assertion_json.into_bytes() };
    let refused = client.inner.send_passkey_response(assertion).await;
    assert!(refused.is_err(), "Ana's passkey does not open the shop: {refused:?}");
    assert!(world.shop.passkey_code().is_none() && world.shop.linked_devices().is_empty());
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_code_says_why() {
    let world = World::new().await;
    for (code, expected) in [
        (400, PairCodeRejection::BadRequest),
        (403, PairCodeRejection::Forbidden),
        (429, PairCodeRejection::RateOverlimit),
        (452, PairCodeRejection::FeatureNotAvailable),
        (500, PairCodeRejection::InternalServerError),
    ] {
        world.shop.refuse_code_requests(Some(code));
        let client = Client::start_with_code(&world.net, SHOP).await;
        let (rejection, backoff) = refused_code(&client).await;
        assert_eq!(rejection, Some(expected));
        assert_eq!(backoff.is_some(), code == 429, "only a throttled device is told how long to wait");
        client.stop().await;
    }
    world.shop.refuse_code_requests(None);
    world.shop.refuse_typed_codes(Some(403));
    let client = Client::start_with_code(&world.net, SHOP).await;
    let entered = world.shop.enter_code(&shown_code(&client).await).await;
    assert!(matches!(entered, Err(EmulatorError::PairingAbandoned)), "{entered:?}");
    assert_eq!(refused_code(&client).await.0, Some(PairCodeRejection::Forbidden));
    assert!(world.shop.linked_devices().is_empty());
    client.stop().await;
}

async fn refused_code(client: &Client) -> (Option<PairCodeRejection>, Option<std::time::Duration>) {
    client
        .event("PairingCodeError", |event| match event {
            Event::PairingCodeError(error) => Some((error.rejection, error.backoff)),
            _ => None,
        })
        .await
}

async fn shown_code(client: &Client) -> String {
    client
        .event("PairingCode", |event| match event {
            Event::PairingCode(code) => Some(code.code.clone()),
            _ => None,
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_code_links_nothing_and_the_next_one_does() {
    let world = World::new().await;
    let client = Client::start_with_code(&world.net, SHOP).await;
    let old = shown_code(&client).await;
    world.shop.withdraw_code(true).unwrap();
    let by_hand = client.event("PairingCodeRefresh", |event| match event {
        Event::PairingCodeRefresh(refresh) => Some(refresh.force_manual),
        _ => None,
    });
    assert!(by_hand.await, "the owner of the device must ask anew");
    let typed = world.shop.enter_code(&old).await;
    assert!(matches!(typed, Err(EmulatorError::NoCodeAsked)), "{typed:?}");
    let options = whatsapp_rust::pair_code::PairCodeOptions { phone_number: SHOP.into(), ..Default::default() };
    let new = client.inner.pair_with_code(options).await.unwrap();
    world.shop.enter_code(&new).await.unwrap();
    client.connected().await;
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_qr_code_whose_secret_was_retired_is_drawn_anew() {
    let world = World::new().await;
    let client = Client::start(&world.net, Arc::new(InMemoryBackend::new())).await;
    let old = client.qr_code().await;
    world.net.retire_qr_secrets();
    let new = client.event("a new QR code", |event| match event {
        Event::PairingQrCode(code) if code.code != old => Some(code.code.clone()),
        _ => None,
    });
    let new = new.await;
    assert_eq!(new.split(',').next(), old.split(',').next(), "the reference stays, its secret is another");
    world.shop.scan(&new).await.unwrap();
    client.connected().await;
    client.stop().await;
}
