//! What a program around the server sees and does: the tray of the desktop.

use std::sync::Arc;
use std::time::{Duration, Instant};

use portaria_domain::{Cause, SessionStatus, TenantId};
use portaria_server::{InstanceError, InstanceList, InstanceLists, LinkCheck};
use portaria_whatsapp::{Ending, Signal};
use serde_json::{Value, json};

use crate::world::World;

const MANY: usize = 1_000;

async fn next(lists: &mut InstanceLists) -> Arc<InstanceList> {
    let next = tokio::time::timeout(Duration::from_secs(20), lists.next());
    next.await.expect("no list came").expect("the server is up")
}

async fn until(lists: &mut InstanceLists, is_so: impl Fn(&InstanceList) -> bool) -> Arc<InstanceList> {
    loop {
        let list = next(lists).await;
        if is_so(&list) {
            return list;
        }
    }
}

/// Creates a tenant without opening its link.
async fn create(world: &World, name: &str) -> TenantId {
    let provider = world.provider().await;
    let created = world.post(&provider, "/api/saas/create-tenant", &json!({ "name": name })).await.json();
    created.pointer("/tenant/id").and_then(Value::as_str).unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_thousand_tenants_are_listed_by_need_at_most_once_a_second() {
    let world = World::start().await;
    let provider = world.provider().await;
    for number in 0..MANY {
        let body = json!({ "name": format!("Cliente {number:04}") });
        assert_eq!(world.post(&provider, "/api/saas/create-tenant", &body).await.status, 201);
    }
    let instances = world.running.instances();
    let mut lists = instances.follow();
    let first = next(&mut lists).await;
    assert_eq!(first.items.len(), MANY);
    assert_eq!(first.items[0].name.as_ref(), "Cliente 0000", "of those that stand alike the first by name");
    assert_eq!(first.worst(), Some(SessionStatus::Stopped));

    let began = Instant::now();
    let started: Vec<TenantId> = first.items.iter().skip(900).map(|item| item.id).collect();
    for id in &started {
        instances.start(*id).await.unwrap();
    }
    let mut seen = 0;
    loop {
        let list = next(&mut lists).await;
        seen += 1;
        if list.count(|status| status == SessionStatus::Pairing) == started.len() {
            assert_eq!(list.worst(), Some(SessionStatus::Pairing));
            let at_the_top = list.items[..started.len()].iter().all(|item| started.contains(&item.id));
            assert!(at_the_top, "who needs somebody comes first");
            break;
        }
    }
    let most = began.elapsed().as_secs() + 1;
    assert!(seen <= most, "{seen} lists in {:?}", began.elapsed());
}

#[tokio::test]
async fn what_has_not_changed_is_not_told() {
    let world = World::start().await;
    let sol = world.connected_tenant("Padaria Sol", "5511900000001", "oi").await;
    let mut lists = world.running.instances().follow();
    until(&mut lists, |list| list.worst() == Some(SessionStatus::Connected)).await;
    // A message and the progress of the past are no news of where a session stands.
    world.gateway.receive(sol.tenant_id(), "5511900000002", "mais uma").await;
    world.gateway.say(sol.tenant_id(), Signal::Progress(40)).await;
    assert!(tokio::time::timeout(Duration::from_millis(1_500), lists.next()).await.is_err(), "nothing had changed");
}

#[tokio::test]
async fn one_is_stopped_started_and_restarted() {
    let world = World::start().await;
    let sol = world.connected_tenant("Padaria Sol", "5511900000001", "oi").await;
    let (id, instances) = (sol.tenant_id(), world.running.instances());
    instances.stop(id).await.unwrap();
    world.until(&sol, "stopped").await;
    instances.start(id).await.unwrap();
    world.until(&sol, "connected").await;
    let openings = world.gateway.openings();
    instances.restart(id).await.unwrap();
    world.until(&sol, "connected").await;
    assert_eq!(world.gateway.openings(), openings + 1);
    let nobody = TenantId::from_parts(portaria_domain::UnixMs(1), [7; 10]);
    assert!(matches!(instances.start(nobody).await, Err(InstanceError::UnknownTenant)));
}

#[tokio::test]
async fn all_are_stopped_and_started_but_not_those_that_are_a_decision_of_their_own() {
    let world = World::start().await;
    let provider = world.provider().await;
    let sol = world.connected_tenant("Padaria Sol", "5511900000001", "oi").await;
    let lua = world.connected_tenant("Padaria Lua", "5511900000002", "oi").await;
    let unpaid = world.connected_tenant("Oficina", "5511900000003", "oi").await;
    let elsewhere = world.connected_tenant("Barbearia", "5511900000004", "oi").await;
    create(&world, "Sem celular").await;
    world.post(&provider, &format!("/api/saas/tenants/{}/pause", unpaid.id), &json!({})).await;
    world.gateway.say(elsewhere.tenant_id(), Signal::Ended(Ending::Replaced)).await;
    world.until(&elsewhere, "replaced").await;

    let instances = world.running.instances();
    assert_eq!(instances.stop_all().await, 2, "two were up");
    assert_eq!(instances.start_all().await, 2);
    for tenant in [&sol, &lua] {
        world.until(tenant, "connected").await;
    }
    for (tenant, status) in [(&unpaid, "paused"), (&elsewhere, "replaced")] {
        let now = world.get(&provider, &format!("/api/saas/tenants/{}", tenant.id)).await.json();
        assert_eq!(now["session"]["status"], status, "{now}");
    }
}

#[tokio::test]
async fn the_link_to_copy_opens_and_a_revoked_one_is_not_given() {
    let world = World::start().await;
    let sol = world.tenant("Padaria Sol").await;
    let instances = world.running.instances();
    let mut openings = instances.portal_openings();
    let url = instances.link(sol.tenant_id()).await.unwrap();
    assert!(url.ends_with(&format!("/client/{}#{}", sol.public_id, sol.secret)), "{url}");
    world.open_link(&sol).await;
    assert_eq!(openings.recv().await.unwrap(), sol.tenant_id(), "who opened it is told");
    let provider = world.provider().await;
    world.post(&provider, &format!("/api/saas/tenants/{}/link/revoke", sol.id), &json!({})).await;
    assert!(matches!(instances.link(sol.tenant_id()).await, Err(InstanceError::LinkClosed)));
}

#[tokio::test]
async fn links_that_open_here_only_need_no_check() {
    let world = World::start().await;
    assert_eq!(world.running.instances().check_link().await, LinkCheck::OnlyHere);
}

#[tokio::test]
async fn a_link_that_leads_nowhere_is_found_out() {
    let public = "http://127.0.0.1:9".parse().unwrap();
    let world = World::with(|config| config.public_url = Some(public)).await;
    match world.running.instances().check_link().await {
        LinkCheck::Fails { url, .. } => assert!(url.starts_with("http://127.0.0.1:9"), "{url}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_cause_and_the_end_of_the_server_are_told() {
    let world = World::start().await;
    let sol = world.connected_tenant("Padaria Sol", "5511900000001", "oi").await;
    let mut lists = world.running.instances().follow();
    world.gateway.say(sol.tenant_id(), Signal::Ended(Ending::Unlinked(Cause::UnlinkedOnPhone))).await;
    let list = until(&mut lists, |list| list.worst() == Some(SessionStatus::LoggedOut)).await;
    assert_eq!((list.items[0].cause, list.items[0].is_linked), (Cause::UnlinkedOnPhone, false));
    world.running.stop().await;
    assert!(lists.next().await.is_none());
}
