//! One WhatsApp account at two tenants.

use serde_json::json;

use crate::world::{Socket, World};

const NUMBER: &str = "5511900000001"; // invented

#[tokio::test]
async fn whoever_has_linked_the_same_account_is_told_without_a_name_and_the_provider_with_it() {
    let world = World::start().await;
    let provider = world.provider().await;
    let a = world.connected_tenant("canary-sol", NUMBER, "oi").await;
    let b = world.tenant("canary-lua").await;
    let mut portal = Socket::open(&world, &a.by_cookie(), &a.path("/socket-ticket")).await;
    let mut panel = Socket::open(&world, &provider, "/api/saas/socket-ticket").await;
    let portal_of = async |tenant: &crate::world::Tenant| world.get(&tenant.by_cookie(), &tenant.path("")).await;
    assert_eq!(portal_of(&a).await.json()["account"]["isShared"], false);

    world.post(&b.by_key(), &b.path("/start"), &json!({})).await;
    world.gateway.scan(b.tenant_id(), NUMBER).await;
    let told = async |portal: &mut Socket, is_shared: bool| {
        while portal.event("account").await["isShared"] != is_shared {}
    };
    told(&mut portal, true).await;
    for (tenant, other) in [(&a, &b), (&b, &a)] {
        let seen = portal_of(tenant).await;
        assert_eq!(seen.json()["account"]["isShared"], true);
        assert!(!seen.text.contains(&other.name) && !seen.text.contains(&other.id), "{}", seen.text);
        let shown = world.get(&provider, &format!("/api/saas/tenants/{}", tenant.id)).await.json();
        assert_eq!(shown["sameAccountAs"], json!([other.id]));
    }
    // The panel hears it of the one that did nothing, too.
    loop {
        let shown = panel.event("tenant").await;
        if shown["id"] == a.id.as_str() && shown["sameAccountAs"] == json!([b.id]) {
            break;
        }
    }

    world.post(&b.by_key(), &b.path("/logout"), &json!({})).await;
    told(&mut portal, false).await;
    assert_eq!(portal_of(&a).await.json()["account"]["isShared"], false);
}
