//! What a tenant chooses itself: being seen, which files are fetched; and how much room it takes.

use std::time::Duration;

use portaria_domain::{Audience, Privacy};
use serde_json::{Value, json};

use crate::world::{Tenant, World};

const NUMBER: &str = "5511900000001"; // invented

/// Waits until the account was shown like that, as online or not, oldest first.
async fn shown(world: &World, wanted: &[bool]) {
    let look = async {
        while world.gateway.shown_online() != wanted {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let seen = tokio::time::timeout(Duration::from_secs(10), look).await;
    assert!(seen.is_ok(), "{:?} is not {wanted:?}", world.gateway.shown_online());
}

async fn preferences(world: &World, tenant: &Tenant) -> Value {
    world.get(&tenant.by_key(), &tenant.path("/preferences")).await.json()
}

#[tokio::test]
async fn what_whatsapp_holds_is_asked_of_it_changed_there_and_told_by_an_event() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "oi").await;
    let privacy =
        Privacy { read_receipts: Some(true), last_seen: Some(Audience::ContactsExcept), ..Privacy::default() };
    world.gateway.set_privacy(privacy);
    let first = preferences(&world, &tenant).await;
    let unknown = json!({
        "showsOnline": false, "readReceipts": true, "lastSeen": "contacts_except", "picture": null, "about": null,
        "groupAdds": null,
    });
    assert_eq!(first, unknown);
    let path = tenant.path("/preferences");
    let change = json!({ "readReceipts": false, "groupAdds": "contacts", "showsOnline": true });
    let changed = world.post(&tenant.by_cookie(), &path, &change).await.json();
    assert_eq!((&changed["readReceipts"], &changed["groupAdds"]), (&json!(false), &json!("contacts")));
    assert_eq!((&changed["showsOnline"], &changed["lastSeen"]), (&json!(true), &json!("contacts_except")));
    let events = world.get(&tenant.by_key(), &tenant.path("/events?after=0")).await.json();
    let told = events["items"].as_array().unwrap().iter().rfind(|event| event["type"] == "preferences.changed");
    assert_eq!(told.unwrap()["data"], changed);

    assert_eq!(preferences(&world, &tenant).await["readReceipts"], false, "asked anew after a change");
    // The phone says otherwise, and nobody tells of it.
    world.gateway.set_privacy(Privacy { read_receipts: Some(true), ..privacy });
    assert_eq!(preferences(&world, &tenant).await["readReceipts"], false, "asked a moment ago");
    world.clock.advance(61_000);
    assert_eq!(preferences(&world, &tenant).await["readReceipts"], true);

    let refused = world.post(&tenant.by_key(), &path, &json!({ "lastSeen": "contacts_except" })).await;
    assert_eq!(refused.fields(), ["lastSeen"], "the phone has the list");

    let world = world.restart(|_| {}).await;
    world.until(&tenant, "connected").await;
    assert_eq!(preferences(&world, &tenant).await["showsOnline"], true);
    world.post(&tenant.by_key(), &tenant.path("/stop"), &json!({})).await;
    let refused = world.post(&tenant.by_key(), &path, &json!({ "readReceipts": false })).await;
    assert_eq!(refused.code(), "not_connected");
    let own = world.post(&tenant.by_key(), &path, &json!({ "showsOnline": false })).await.json();
    assert_eq!((&own["showsOnline"], &own["readReceipts"]), (&json!(false), &json!(true)), "what is known is shown");
}

#[tokio::test]
async fn the_account_is_online_only_while_somebody_looks_and_only_where_that_was_chosen() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "oi").await;
    let (looking, path) = (tenant.path("/looking"), tenant.path("/preferences"));
    assert_eq!(world.post(&tenant.by_cookie(), &looking, &json!({ "isLooking": true })).await.status, 204);
    shown(&world, &[false]).await; // nobody chose it: the phone notifies as ever
    world.post(&tenant.by_key(), &path, &json!({ "showsOnline": true })).await;
    shown(&world, &[false, true]).await;
    world.post(&tenant.by_key(), &looking, &json!({ "isLooking": true })).await;
    world.post(&tenant.by_cookie(), &looking, &json!({ "isLooking": false })).await;
    world.post(&tenant.by_key(), &looking, &json!({ "isLooking": false })).await;
    shown(&world, &[false, true, false]).await;
    world.post(&tenant.by_cookie(), &looking, &json!({ "isLooking": true })).await;
    shown(&world, &[false, true, false, true]).await;
    // Who closes the browser says nothing more.
    world.clock.advance(60_000);
    world.post(&tenant.by_cookie(), &path, &json!({ "showsOnline": true })).await;
    shown(&world, &[false, true, false, true, false]).await;
}

#[tokio::test]
async fn a_tenant_chooses_less_than_the_provider_allows_and_never_more() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "oi").await;
    let provider = world.provider().await;
    let (own, of_provider) = (tenant.path("/media-policy"), format!("/api/saas/tenants/{}/media-policy", tenant.id));
    let allow = async |kinds: &[&str], largest: u64| {
        let policy = json!({ "kinds": kinds, "largestBytes": largest, "totalBytes": 1_000_000 });
        assert_eq!(world.post(&provider, &of_provider, &policy).await.status, 200);
    };
    allow(&["image", "video"], 5_000).await;
    let first = world.get(&tenant.by_key(), &own).await.json();
    assert_eq!(first["chosen"], json!({ "kinds": ["image", "video"], "largestBytes": 5_000 }));
    assert_eq!((&first["chosen"], &first["totalBytes"]), (&first["allowed"], &json!(1_000_000)));
    let more = json!({ "kinds": ["image", "document"], "largestBytes": 5_001 });
    assert_eq!(world.post(&tenant.by_key(), &own, &more).await.fields(), ["kinds", "largestBytes"]);
    let less = json!({ "kinds": ["image"], "largestBytes": 4_000 });
    let chosen = world.post(&tenant.by_key(), &own, &less).await.json();
    assert_eq!(chosen["chosen"], less);
    // A bound that is moved moves what was chosen, and not the other way round.
    allow(&["image", "video"], 3_000).await;
    assert_eq!(world.get(&tenant.by_key(), &own).await.json()["chosen"]["largestBytes"], 3_000);
    allow(&["image", "video"], 9_000).await;
    assert_eq!(world.get(&tenant.by_key(), &own).await.json()["chosen"], less);
    let shown = world.get(&provider, &of_provider).await.json();
    assert_eq!(shown["policy"]["kinds"], json!(["image", "video"]), "the provider's own word stands");
    // Who takes all of it takes more when there is more.
    world.post(&tenant.by_key(), &own, &json!({ "kinds": ["video", "image"], "largestBytes": 9_000 })).await;
    allow(&["image", "video", "voice"], 10_000).await;
    assert_eq!(world.get(&tenant.by_key(), &own).await.json()["chosen"]["largestBytes"], 10_000);
}

#[tokio::test]
async fn the_room_that_a_tenant_takes_is_told_by_its_kinds() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "oi").await;
    let path = tenant.path("/storage");
    let before = world.get(&tenant.by_key(), &path).await.json();
    assert!(before["messagesBytes"].as_u64().unwrap() > 4_096, "{before}");
    assert_eq!((&before["mediaBytes"], &before["byKind"]), (&json!(0), &json!([])));
    assert!(before["oldestAtMs"].as_i64().is_some(), "{before}");
    let (method, file) = (reqwest::Method::POST, b"%PDF-1.4 orcamento".to_vec());
    let kept = world.ask_bytes(method, &tenant.by_key(), &tenant.path("/media"), Some(file), &[]).await;
    assert_eq!(kept.status, 201, "{}", kept.text);
    let after = world.get(&tenant.by_key(), &path).await.json();
    assert_eq!((&after["mediaBytes"], &after["mediaFiles"]), (&json!(18), &json!(1)));
    assert_eq!(after["byKind"], json!([{ "kind": "application", "bytes": 18, "files": 1 }]));
}
