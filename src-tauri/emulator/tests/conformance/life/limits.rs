//! Messages that the server does not take: no token, or too many new chats.

use std::time::Duration;

use portaria_emulator::NewPhone;
use serde_json::json;
use whatsapp_rust::MexRequest;
use whatsapp_rust::prelude::*;
use whatsapp_rust::wacore::iq::mex_operations::fetch_new_chat_message_capping_info;

use crate::client::{ANA, Client, PATIENCE, SHOP, World};

const HOUR: Duration = Duration::from_hours(1);

/// What the server said of a message: its `error`, if any.
async fn acknowledged(client: &Client, id: &str) -> Option<String> {
    client
        .event(&format!("ack of {id}"), |event| match event {
            Event::ServerAck(ack) if ack.id == id => Some(ack.error.clone()),
            _ => None,
        })
        .await
}

async fn mex(client: &Client, operation: &str) -> serde_json::Value {
    client
        .event(operation, |event| match event {
            Event::MexNotification(told) if told.op_name == operation => Some(told.payload["data"].clone()),
            _ => None,
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn under_a_time_lock_only_those_who_wrote_first_can_be_written_to() {
    let world = World::new().await;
    let client = world.linked().await;
    world.shop.lock_reach_out(HOUR, "DEFAULT");
    let told = mex(&client, "NotificationUserReachoutTimelockUpdate").await;
    assert_eq!(told["xwa2_notify_account_reachout_timelock"]["is_active"], true);
    let state = client.inner.mex().fetch_reachout_timelock().await.unwrap();
    assert_eq!((state.is_active, state.enforcement_type.as_deref()), (Some(true), Some("DEFAULT")));
    assert!(state.time_enforcement_ends.unwrap().parse::<u64>().unwrap() > 1_700_000_000, "seconds since the epoch");

    let refused = client.send(ANA, "promoção!").await;
    assert_eq!(acknowledged(&client, &refused).await.as_deref(), Some("463"));
    assert!(world.ana.messages_with(SHOP).is_empty(), "what is refused goes nowhere");

    world.ana.send_text(SHOP, "vocês têm bolo?").await.unwrap();
    client.text("vocês têm bolo?").await;
    assert_eq!(world.ana.standing().trusts, [SHOP], "who writes gives a token");
    let answer = client.send(ANA, "temos!").await;
    assert_eq!(acknowledged(&client, &answer).await, None, "her token goes with the answer");
    world.ana.wait_for_text(SHOP, "temos!", PATIENCE).await.unwrap();
    assert_eq!(world.shop.standing().refused_messages, 1);

    world.shop.unlock_reach_out();
    assert_eq!(client.inner.mex().fetch_reachout_timelock().await.unwrap().is_active, Some(false));
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_companion_gives_a_token_to_whoever_it_writes_to() {
    let world = World::new().await;
    let client = world.linked().await;
    client.send(ANA, "bom dia").await;
    world.ana.wait_for_text(SHOP, "bom dia", PATIENCE).await.unwrap();
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while world.shop.standing().trusts != [ANA] {
        assert!(tokio::time::Instant::now() < deadline, "no token was given");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capped_account_begins_no_more_chats_than_its_quota() {
    let world = World::new().await;
    let bia = world.net.create_phone(NewPhone { name: "Bia".into(), number: "5511900000012".into() }).await.unwrap();
    let client = world.linked().await;
    world.shop.cap_new_chats(1, HOUR);
    let first = client.send(ANA, "primeiro").await;
    assert_eq!(acknowledged(&client, &first).await, None);
    world.ana.wait_for_text(SHOP, "primeiro", PATIENCE).await.unwrap();
    let second = client.send(bia.number(), "segundo").await;
    assert_eq!(acknowledged(&client, &second).await.as_deref(), Some("475"));
    let again = client.send(ANA, "de novo").await;
    assert_eq!(acknowledged(&client, &again).await, None, "a chat that exists is not a new one");

    let asked = MexRequest::new(
        fetch_new_chat_message_capping_info::NAME,
        fetch_new_chat_message_capping_info::DOC_ID,
        json!({"input": {"type": "INDIVIDUAL_NEW_CHAT_MSG"}}),
    );
    let told = client.inner.mex().query(asked).await.unwrap().data.unwrap();
    let told: fetch_new_chat_message_capping_info::Response = serde_json::from_value(told).unwrap();
    let cap = told.xwa2_message_capping_info.unwrap();
    assert_eq!(cap.capping_status.as_deref(), Some("CAPPED"));
    assert_eq!((cap.used_quota.as_deref(), cap.total_quota.as_deref()), (Some("1"), Some("1")));

    world.shop.uncap_new_chats();
    let free = client.send(bia.number(), "agora sim").await;
    assert_eq!(acknowledged(&client, &free).await, None);
    bia.wait_for_text(SHOP, "agora sim", PATIENCE).await.unwrap();
    assert!(bia.messages_with(SHOP).iter().all(|message| message.text != "segundo"), "the refused one never came");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_query_is_answered_as_a_stale_one() {
    let world = World::new().await;
    let client = world.linked().await;
    let refused = client.inner.mex().query(MexRequest::new("Nothing", "1", json!({}))).await;
    assert!(refused.is_err(), "nobody knows this query: {refused:?}");
    client.stop().await;
}
