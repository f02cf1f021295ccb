//! However many tenants there are, few are open; and nothing waits for another tenant's disk.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_storage::TenantQuery;
use world::{NOW, World, ana, deliver, everything, from, history_chat};

const BOUND: usize = 64;

#[tokio::test]
async fn a_crowd_that_was_held_open_shrinks_again() {
    let world = World::new().await;
    let mut held = Vec::new();
    for index in 0..BOUND + 30 {
        let tenant = world.tenant(&format!("Loja {index}")).await;
        held.push(world.stores.chats(tenant).await.unwrap());
    }
    assert!(world.stores.open_tenants() > BOUND, "who is in use stays open");
    drop(held);
    let one_more = world.tenant("Mais uma").await;
    world.stores.chats(one_more).await.unwrap();
    assert!(world.stores.open_tenants() <= BOUND, "{} are open", world.stores.open_tenants());
}

#[tokio::test]
async fn a_tenant_asked_for_by_many_at_once_is_opened_once() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    let asking = (0..20).map(|index| {
        let stores = world.stores.clone();
        let id = format!("A{index}");
        async move { deliver(&stores.chats(tenant).await.unwrap(), vec![from(ana(), &id, "oi")], NOW).await }
    });
    let mut tasks = tokio::task::JoinSet::new();
    for ask in asking {
        tasks.spawn(ask);
    }
    tasks.join_all().await;
    assert_eq!(world.stores.open_tenants(), 1);
    let chats = world.stores.chats(tenant).await.unwrap();
    assert_eq!(everything(&chats).await.len(), 20);
    let events = chats.events_after(0, 999).await.unwrap().events;
    assert!(events.iter().zip(1..).all(|(event, number)| event.number == number), "no gap, nothing twice");
}

#[tokio::test]
async fn a_tenant_is_found_by_a_number_as_people_type_it() {
    let world = World::new().await;
    let new = portaria_storage::NewTenant { name: "Sol".parse().unwrap(), phone: Some("5511900000001".into()) }; // invented
    world.stores.create_tenant(new, NOW).await.unwrap();
    for (search, total) in [("+55 (11) 90000-0001", 1), ("90000", 1), ("+55 21", 0)] {
        let query = TenantQuery { search: Some(search.into()), limit: 9, ..Default::default() };
        assert_eq!(world.stores.tenants(query).await.unwrap().total, total, "{search:?}");
    }
}

#[tokio::test]
async fn closing_takes_the_logs_into_the_files() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    deliver(&chats, vec![from(ana(), "A1", "oi")], NOW).await;
    world.stores.close().await;
    let logs = [world.folder.path().join("portaria.db-wal"), world.stores.tenant_folder(tenant).join("chats.db-wal")];
    for log in logs {
        let length = log.metadata().map_or(0, |metadata| metadata.len());
        assert_eq!(length, 0, "{} still holds {length} bytes", log.display());
    }
}

#[tokio::test]
async fn a_part_of_twenty_thousand_messages_is_stored_whole_and_leaves_a_short_log() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let part = (0..200).map(|chat| {
        let address = portaria_domain::Address::one(world::jid(&format!("55119{chat:08}@s.whatsapp.net"))); // invented
        let message =
            |index| (from(address.clone(), &format!("A{index}"), "antes"), portaria_domain::MessageStatus::Read);
        let messages = (0..100).map(message).collect();
        portaria_domain::HistoryChat { name: format!("Cliente {chat}"), ..history_chat(address.clone(), messages) }
    });
    let input = portaria_domain::HistoryPart { chats: part.collect(), ..Default::default() };
    let begun = std::time::Instant::now();
    chats.store_history(input.clone(), NOW).await.unwrap();
    println!("20,000 messages took {:?}", begun.elapsed());
    let again = chats.store_history(input, NOW).await.unwrap();
    assert!(matches!(again.events[0].body, portaria_domain::EventBody::HistoryStored { chats: 200, messages: 0, .. }));
    assert_eq!(everything(&chats).await.len(), 20_000);
    world.stores.close().await;
    let log = world.stores.tenant_folder(tenant).join("chats.db-wal");
    assert_eq!(log.metadata().map_or(0, |metadata| metadata.len()), 0);
}
