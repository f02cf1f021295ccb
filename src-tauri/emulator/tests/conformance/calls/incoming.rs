//! Calls that phones place.

use portaria_emulator::{CallState, EmulatorError, NewGroup};
use whatsapp_rust::prelude::*;
use whatsapp_rust::types::call::CallAction;
use whatsapp_rust::wacore::types::call::MissedReason;

use super::{is_offer, offered, terminated};
use crate::client::{ANA, Client, PATIENCE, SHOP, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_companion_rings_and_its_refusal_reaches_the_caller() {
    let world = World::new().await;
    let client = world.linked().await;
    let other = world.linked().await;
    let id = world.ana.call(SHOP, true).unwrap();
    let call = offered(&client, &id).await;
    let CallAction::Offer { is_video, caller_pn, audio, group_jid, .. } = &call.action else { panic!("an offer") };
    assert!(*is_video && !audio.is_empty() && group_jid.is_none());
    assert_eq!(caller_pn.as_ref().map(|jid| jid.user.as_str()), Some(ANA));
    assert_eq!(call.notify.as_deref(), Some("Ana Souza"));
    let line = world.ana.wait_for_ringing(&id, 2, PATIENCE).await.unwrap();
    assert_eq!((line.from_me, line.state), (true, CallState::Ringing));

    client.inner.voip().reject(&call).await.unwrap();
    let line = world.ana.wait_for_call(&id, CallState::Rejected, PATIENCE).await.unwrap();
    assert_eq!(line.answered_by, Some(1), "by the first companion");
    assert_eq!(terminated(&other, &id).await.as_deref(), Some("rejected_elsewhere"));
    let seen_by_the_shop = world.shop.calls().remove(0);
    assert!(!seen_by_the_shop.missed && !seen_by_the_shop.from_me, "{seen_by_the_shop:?}");
    assert!(matches!(world.ana.hang_up(&id), Err(EmulatorError::CallOver(_))), "there is nothing left to end");
    client.stop().await;
    other.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_answered_on_the_phone_stops_ringing_elsewhere() {
    let world = World::new().await;
    let client = world.linked().await;
    let id = world.ana.call(SHOP, false).unwrap();
    offered(&client, &id).await;
    world.shop.accept_call(&id).unwrap();
    assert_eq!(terminated(&client, &id).await.as_deref(), Some("accepted_elsewhere"));
    let line = world.ana.wait_for_call(&id, CallState::Accepted, PATIENCE).await.unwrap();
    assert_eq!(line.answered_by, Some(0), "by the phone");
    world.ana.hang_up(&id).unwrap();
    assert_eq!(world.shop.calls()[0].state, CallState::Ended);
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_nobody_answers_is_missed() {
    let world = World::new().await;
    let client = world.linked().await;
    let given_up = world.ana.call(SHOP, false).unwrap();
    offered(&client, &given_up).await;
    world.ana.hang_up(&given_up).unwrap();
    assert_eq!(terminated(&client, &given_up).await, None, "who gives up gives no reason");
    let rung_out = world.ana.call(SHOP, false).unwrap();
    offered(&client, &rung_out).await;
    world.ana.ring_out(&rung_out).unwrap();
    assert_eq!(terminated(&client, &rung_out).await.as_deref(), Some("timeout"));
    let log = world.shop.calls();
    assert!(log.iter().all(|call| call.missed) && log.len() == 2, "{log:?}");
    assert!(world.ana.calls().iter().all(|call| !call.missed), "the caller has missed nothing");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_came_while_away_is_told_as_missed_and_does_not_ring() {
    let world = World::new().await;
    let backend = world.linked().await.leave(&world.shop).await;
    let id = world.ana.call(SHOP, false).unwrap();
    world.ana.hang_up(&id).unwrap();
    let back = Client::start(&world.net, backend).await;
    let missed = back.event("MissedCall", |event| match event {
        Event::MissedCall(missed) => Some((missed.call_id.clone(), matches!(missed.reason, MissedReason::Offline))),
        _ => None,
    });
    assert_eq!(missed.await, (id, true));
    assert_eq!(back.count(|event| matches!(event, Event::IncomingCall(call) if is_offer(call))), 0, "it never rings");
    back.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_blocked_rings_nowhere() {
    let world = World::new().await;
    let client = world.linked().await;
    world.shop.block(ANA, true).unwrap();
    let blocked = world.ana.call(SHOP, false).unwrap();
    assert!(matches!(world.shop.accept_call(&blocked), Err(EmulatorError::NoSuchCall(_))), "the shop knows of none");
    world.ana.hang_up(&blocked).unwrap();
    assert_eq!(world.ana.calls()[0].state, CallState::Cancelled, "Ana is told nothing");
    assert!(world.shop.calls().is_empty());
    world.shop.block(ANA, false).unwrap();
    let heard = world.ana.call(SHOP, false).unwrap();
    offered(&client, &heard).await;
    let told = |event: &Event| matches!(event, Event::IncomingCall(call) if call.action.call_id() == blocked);
    assert_eq!(client.count(told), 0, "nothing of the first one came before");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_call_names_its_group() {
    let world = World::new().await;
    let client = world.linked().await;
    let new = NewGroup { subject: "Fornada".into(), members: vec![SHOP.into()], ..NewGroup::default() };
    let group = world.ana.create_group(new).await.unwrap().id;
    let id = world.ana.call_group(&group, &[], false).unwrap();
    let call = offered(&client, &id).await;
    let CallAction::Offer { group_jid, joinable, .. } = &call.action else { panic!("an offer") };
    assert_eq!(group_jid.as_ref().map(ToString::to_string).as_deref(), Some(group.as_str()));
    assert!(*joinable);
    assert_eq!(world.shop.calls()[0].group.as_deref(), Some(group.as_str()));
    client.stop().await;
}
