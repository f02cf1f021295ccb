//! Texts that a tenant keeps ready to answer with.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn quick_replies_are_kept_changed_found_by_one_shortcut_each_and_taken_away() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", "5511900000001", "oi").await; // invented number
    let all = tenant.path("/quick-replies");
    let made = world.post(&tenant.by_key(), &all, &json!({ "shortcut": "/preço", "text": "Custa 5, {nome}." })).await;
    assert_eq!((made.status, &made.json()["shortcut"]), (201, &json!("preço")), "{}", made.text);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let twin = world.post(&tenant.by_key(), &all, &json!({ "shortcut": "PRECO", "text": "x" })).await;
    assert_eq!(
        (twin.status, twin.fields()),
        (422, vec!["shortcut".to_owned()]),
        "accents and case do not tell them apart"
    );
    for bad in [
        json!({ "shortcut": "bom dia", "text": "x" }),
        json!({ "shortcut": "/", "text": "x" }),
        json!({ "shortcut": "x".repeat(41), "text": "x" }),
        json!({ "shortcut": "x", "text": " " }),
        json!({ "shortcut": "x", "text": "x".repeat(4_097) }),
    ] {
        assert_eq!(world.post(&tenant.by_key(), &all, &bad).await.status, 422, "{bad}");
    }
    let one = tenant.path(&format!("/quick-replies/{id}"));
    let changed = world.post(&tenant.by_key(), &one, &json!({ "shortcut": "preço", "text": "Custa 6." })).await;
    assert_eq!((changed.status, &changed.json()["text"]), (200, &json!("Custa 6.")));
    assert_eq!(
        world.get(&tenant.by_key(), &all).await.json(),
        json!([{ "id": id, "shortcut": "preço", "text": "Custa 6." }])
    );
    assert_eq!(world.ask(Method::DELETE, &tenant.by_key(), &one, None, &[]).await.status, 204);
    assert_eq!(world.ask(Method::DELETE, &tenant.by_key(), &one, None, &[]).await.status, 404);
    assert_eq!(world.post(&tenant.by_key(), &one, &json!({ "shortcut": "a", "text": "b" })).await.status, 404);
    assert_eq!(world.get(&tenant.by_key(), &all).await.json(), json!([]));
    let events = world.get(&tenant.by_key(), &tenant.path("/events?after=0&limit=200")).await.json();
    let told: Vec<&Value> = events["items"].as_array().unwrap().iter().map(|event| &event["type"]).collect();
    assert!(told.contains(&&json!("quick_reply.removed")), "{told:?}");
    assert!(!events.to_string().contains("Custa"), "what was taken away does not live on in events");
}
