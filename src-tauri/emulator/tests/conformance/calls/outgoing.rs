//! Calls that companions place and accept, spelled by the library's own builders: what it does of them by itself needs
//! relays and media, which this network has not.

use portaria_emulator::CallState;
use whatsapp_rust::NodeFilter;
use whatsapp_rust::prelude::*;
use whatsapp_rust::types::call::{CallAction, IncomingCall};
use whatsapp_rust::wacore::stanza::call::{
    AcceptParams, CAPABILITY_OFFER, DEFAULT_AUDIO_RATES, OfferDeviceKey, OfferParams, TerminateParams, build_accept,
    build_offer, build_preaccept, build_terminate,
};

use super::{heard, offered, terminated};
use crate::client::{ANA, Client, PATIENCE, SHOP, World};

const ID: &str = "5A0F8E2C44D14B7FA1B2C3D4E5F60718";

/// The shop's first companion, as others see it.
fn shops(world: &World) -> Jid {
    Jid::lid_device(world.shop.lid(), 1)
}

/// The shop's companion calls Ana's three devices.
async fn call(world: &World, client: &Client, video: bool) {
    let key = |device: u16| OfferDeviceKey {
        device_jid: Jid::lid_device(world.ana.lid(), device),
        ciphertext: format!("a chave do aparelho {device}").into_bytes(),
        enc_type: "msg".into(),
    };
    let taken = client.inner.wait_for_node(NodeFilter::tag("ack").attr("class", "call").attr("type", "offer"));
    let offer = build_offer(&OfferParams {
        call_id: ID,
        to: &Jid::lid(world.ana.lid()),
        call_creator: &shops(world),
        device_keys: &[key(0), key(1), key(2)],
        privacy_token: Some(b"token"),
        capability: Some(&CAPABILITY_OFFER),
        device_identity: None,
        id: Some("oferta"),
        multi_device: true,
        video,
        audio_rates: DEFAULT_AUDIO_RATES,
    });
    client.inner.send_node(offer).await.unwrap();
    assert_eq!(taken.await.unwrap().get().get_attr("id").unwrap().as_str(), "oferta", "the server has taken it");
}

/// The shop's companion ends the call, or tells one device that another took it.
async fn terminate(world: &World, client: &Client, to: Jid, reason: Option<&str>) {
    let params = TerminateParams { call_id: ID, to: &to, id: Some("fim"), call_creator: &shops(world), reason };
    client.inner.send_node(build_terminate(&params)).await.unwrap();
}

async fn accept(client: &Client, incoming: &IncomingCall) {
    let accept = build_accept(&AcceptParams {
        call_id: incoming.action.call_id(),
        to: &incoming.from,
        id: "aceito",
        call_creator: incoming.action.call_creator(),
        audio_rates: &["16000"],
        relay_te: None,
        rte: None,
        voip_settings: None,
        capability: None,
        video: false,
        peer_abtest_bucket: None,
        peer_abtest_bucket_id_list: None,
    });
    client.inner.send_node(accept).await.unwrap();
}

async fn two_of_anas(world: &World) -> (Client, Client) {
    (world.linked_to(&world.ana).await, world.linked_to(&world.ana).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_companions_call_rings_everywhere_with_each_devices_own_key() {
    let world = World::new().await;
    let (shop, (first, second)) = (world.linked().await, two_of_anas(&world).await);
    let raw = second.inner.wait_for_node(NodeFilter::tag("call"));
    call(&world, &shop, true).await;
    let incoming = offered(&first, ID).await;
    let CallAction::Offer { is_video, caller_pn, audio, .. } = &incoming.action else { panic!("an offer") };
    assert!(*is_video && audio.len() == 2, "as it was offered: {:?}", incoming.action);
    assert_eq!(caller_pn.as_ref().map(|jid| jid.user.as_str()), Some(SHOP));
    assert_eq!(incoming.notify.as_deref(), Some("Padaria Sol"));
    let raw = raw.await.unwrap();
    let offer = raw.get().get_optional_child("offer").unwrap();
    let key = offer.get_optional_child("enc").unwrap().content_bytes().unwrap().to_vec();
    assert_eq!(String::from_utf8(key).unwrap(), "a chave do aparelho 2");
    assert!(offer.get_optional_child("destination").is_none(), "other devices' keys are not its concern");
    assert!(offer.get_optional_child("privacy").is_none(), "the token is the server's");
    let line = world.shop.wait_for_ringing(ID, 2, PATIENCE).await.unwrap();
    assert_eq!((line.from_me, line.with.as_str(), line.state), (true, ANA, CallState::Ringing));
    let line = world.ana.calls().remove(0);
    assert!(!line.from_me && line.video && line.with == SHOP, "her phone rings too: {line:?}");

    first.inner.voip().reject(&incoming).await.unwrap();
    let refused = |call: &IncomingCall| matches!(call.action, CallAction::Reject { .. }).then(|| call.from.clone());
    let by = heard(&shop, ID, "a refusal", refused).await;
    assert_eq!(by.device, 1, "the caller's companion hears whose refusal it is");
    let line = world.shop.wait_for_call(ID, CallState::Rejected, PATIENCE).await.unwrap();
    assert_eq!(line.answered_by, Some(1));
    for client in [shop, first, second] {
        client.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_companion_tells_the_others_that_its_call_was_answered_and_goes_on() {
    let world = World::new().await;
    let (shop, (first, second)) = (world.linked().await, two_of_anas(&world).await);
    call(&world, &shop, false).await;
    offered(&second, ID).await;
    world.ana.accept_call(ID).unwrap();
    let accepted = |call: &IncomingCall| matches!(call.action, CallAction::Accept { .. }).then(|| call.from.clone());
    assert_eq!(heard(&shop, ID, "an answer", accepted).await.device, 0, "her phone answered");
    for (client, device) in [(&first, 1), (&second, 2)] {
        let to = Jid::lid_device(world.ana.lid(), device);
        terminate(&world, &shop, to, Some("accepted_elsewhere")).await;
        assert_eq!(terminated(client, ID).await.as_deref(), Some("accepted_elsewhere"));
    }
    assert_eq!(world.ana.calls()[0].state, CallState::Accepted, "for nobody is it over");
    terminate(&world, &shop, Jid::lid(world.ana.lid()), None).await;
    world.ana.wait_for_call(ID, CallState::Ended, PATIENCE).await.unwrap();
    assert!(!world.ana.calls()[0].missed);
    for client in [shop, first, second] {
        client.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_companions_speak_of_their_call_and_the_callee_hangs_up() {
    let world = World::new().await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    call(&world, &shop, false).await;
    let incoming = offered(&ana, ID).await;
    let preaccept = build_preaccept(ID, &incoming.from, &shops(&world), "antes", &["16000"], false);
    ana.inner.send_node(preaccept).await.unwrap();
    let preaccepted =
        |call: &IncomingCall| matches!(call.action, CallAction::PreAccept { .. }).then(|| call.from.clone());
    assert_eq!(heard(&shop, ID, "a device that gets ready", preaccepted).await, Jid::pn_device(ANA, 1));
    assert_eq!(world.shop.calls()[0].state, CallState::Ringing, "that is no answer yet");
    let raw = shop.inner.wait_for_node(NodeFilter::tag("call"));
    accept(&ana, &incoming).await;
    let raw = raw.await.unwrap();
    let rate = raw.get().get_optional_child("accept").unwrap().get_optional_child("audio").unwrap().get_attr("rate");
    assert_eq!(rate.unwrap().as_str(), "16000", "what she can do reaches the caller");
    let line = world.shop.wait_for_call(ID, CallState::Accepted, PATIENCE).await.unwrap();
    assert_eq!(line.answered_by, Some(1));
    ana.inner.voip().terminate(ID, &incoming.from, &shops(&world)).await.unwrap();
    assert_eq!(terminated(&shop, ID).await, None);
    world.shop.wait_for_call(ID, CallState::Ended, PATIENCE).await.unwrap();
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_companion_that_gives_up_leaves_a_missed_call() {
    let world = World::new().await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    call(&world, &shop, false).await;
    offered(&ana, ID).await;
    shop.inner.voip().terminate(ID, &Jid::lid(world.ana.lid()), &shops(&world)).await.unwrap();
    assert_eq!(terminated(&ana, ID).await, None);
    let line = world.ana.wait_for_call(ID, CallState::Cancelled, PATIENCE).await.unwrap();
    assert!(line.missed && !line.from_me);
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_a_companion_accepts_stops_ringing_elsewhere_until_it_hangs_up() {
    let world = World::new().await;
    let client = world.linked().await;
    let other = world.linked().await;
    let id = world.ana.call(SHOP, false).unwrap();
    let incoming = offered(&client, &id).await;
    offered(&other, &id).await;
    accept(&client, &incoming).await;
    let line = world.ana.wait_for_call(&id, CallState::Accepted, PATIENCE).await.unwrap();
    assert_eq!(line.answered_by, Some(1), "by the companion");
    assert_eq!(terminated(&other, &id).await.as_deref(), Some("accepted_elsewhere"));
    accept(&other, &incoming).await;
    client.inner.voip().terminate(&id, &incoming.from, incoming.action.call_creator()).await.unwrap();
    let line = world.ana.wait_for_call(&id, CallState::Ended, PATIENCE).await.unwrap();
    assert_eq!(line.answered_by, Some(1), "who comes too late changes nothing");
    client.stop().await;
    other.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_meddles_in_a_call_of_others() {
    let world = World::new().await;
    let bia = crate::groups::bia(&world).await;
    let (shop, bias) = (world.linked().await, world.linked_to(&bia).await);
    let id = world.ana.call(SHOP, false).unwrap();
    let incoming = offered(&shop, &id).await;
    accept(&bias, &incoming).await;
    bias.inner.voip().reject(&incoming).await.unwrap();
    bias.inner.voip().terminate(&id, &incoming.from, incoming.action.call_creator()).await.unwrap();
    let to = Jid::lid_device(world.shop.lid(), 1);
    bias.inner.send_node(build_preaccept(&id, &to, &incoming.from, "antes", &["16000"], false)).await.unwrap();
    bias.send(SHOP, "ouviu?").await;
    shop.text("ouviu?").await;
    assert_eq!(world.ana.calls()[0].state, CallState::Ringing);
    let meddled = |event: &Event| matches!(event, Event::IncomingCall(call) if !super::is_offer(call));
    assert_eq!(shop.count(meddled), 0, "nothing of it came");
    shop.stop().await;
    bias.stop().await;
}
