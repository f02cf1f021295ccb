//! What must never happen: a damaged, emptied or half-lost folder taken for a new one.

#![allow(clippy::unwrap_used)]

mod world;

use std::fs;

use portaria_domain::{LinkState, TenantId};
use portaria_storage::{StorageError, Stores, preflight};
use world::{NOW, World, ana, deliver, everything, from};

async fn opened(world: &World, tenant: TenantId) -> Result<usize, StorageError> {
    let chats = world.stores.chats(tenant).await?;
    let list = chats.chats(portaria_storage::ChatQuery { limit: 99, ..Default::default() }).await?;
    let mut messages = 0;
    for chat in list {
        messages += chats.messages(chat.id, None, 9_999).await?.messages.len();
    }
    Ok(messages)
}

#[tokio::test]
async fn an_emptied_file_is_damaged_and_not_new() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    world.stores.chats(tenant).await.unwrap();
    let world = world.reopen().await;
    let path = world.stores.tenant_folder(tenant).join("chats.db");
    fs::write(&path, []).unwrap();
    let key = world.stores.tenant_key(tenant).await.unwrap();
    assert!(preflight(path.clone(), key.clone()).await.is_ok(), "a library killed while making its file leaves one");
    assert!(matches!(opened(&world, tenant).await, Err(StorageError::Damaged { .. })), "we leave none");
    assert_eq!(fs::read(&path).unwrap().len(), 0, "it was left as it is");
    fs::write(path.with_extension("db-wal"), b"frames").unwrap();
    assert!(matches!(preflight(path.clone(), key.clone()).await, Err(StorageError::Damaged { .. })), "it was more");
    fs::remove_file(&path).unwrap();
    assert!(matches!(preflight(path, key).await, Err(StorageError::Damaged { .. })), "a log without its file");
}

#[tokio::test]
async fn a_control_plane_that_is_gone_or_empty_is_not_made_anew_over_its_tenants() {
    for emptied in [false, true] {
        let world = World::new().await;
        let tenant = world.tenant("Sol").await;
        world.stores.chats(tenant).await.unwrap();
        let World { folder, stores } = world;
        stores.close().await;
        drop(stores);
        let path = folder.path().join("portaria.db");
        if emptied {
            fs::write(&path, []).unwrap();
        } else {
            fs::remove_file(&path).unwrap();
        }
        let again = Stores::open(folder.path()).await;
        assert!(matches!(again, Err(StorageError::Damaged { .. })), "emptied: {emptied}");
        assert_eq!(path.exists(), emptied, "nothing was made in its place");
    }
}

#[tokio::test]
async fn a_master_key_that_is_gone_is_not_made_anew() {
    let World { folder, stores } = World::new().await;
    stores.close().await;
    drop(stores);
    let path = folder.path().join("master.key");
    fs::remove_file(&path).unwrap();
    assert!(matches!(Stores::open(folder.path()).await, Err(StorageError::Damaged { .. })));
    assert!(!path.exists(), "a second key beside a lost one would hide the loss");
}

#[tokio::test]
async fn a_flipped_bit_or_a_cut_anywhere_is_damage_and_never_other_words() {
    let world = World::new().await;
    let (hurt, sound) = (world.tenant("Ferida").await, world.tenant("Sadia").await);
    for tenant in [hurt, sound] {
        let chats = world.stores.chats(tenant).await.unwrap();
        let batch = (0..400).map(|index| from(ana(), &format!("A{index}"), &"palavras ".repeat(20)));
        deliver(&chats, batch.collect(), NOW).await;
    }
    let mut world = world.reopen().await;
    let path = world.stores.tenant_folder(hurt).join("chats.db");
    let whole = fs::read(&path).unwrap();
    assert!(whole.len() > 30 * 4_096, "{} bytes are too few to hide in", whole.len());
    let flips = (0..40).map(|step| {
        let mut bytes = whole.clone();
        let at = (step * 7_919 + 13) % bytes.len();
        bytes[at] ^= 1 << (step % 8);
        (format!("bit in byte {at}"), bytes)
    });
    let cuts = [whole.len() / 2, whole.len() - 4_096, whole.len() - 1, 4_096, 100, 1];
    let cuts = cuts.map(|length| (format!("cut to {length}"), whole[..length].to_vec()));
    for (what, bytes) in flips.chain(cuts) {
        world = world.reopen().await;
        fs::write(&path, &bytes).unwrap();
        let key = world.stores.tenant_key(hurt).await.unwrap();
        let looked = preflight(path.clone(), key).await;
        assert!(matches!(looked, Err(StorageError::Damaged { .. })), "{what}: {looked:?}");
        let read = opened(&world, hurt).await;
        // A flip in a page that nobody reads does no harm; one that is read is seen.
        assert!(matches!(read, Err(StorageError::Damaged { .. }) | Ok(400)), "{what}: {read:?}");
        assert_eq!(fs::read(&path).unwrap(), bytes, "{what}: damage is evidence");
        assert_eq!(opened(&world, sound).await.unwrap(), 400, "{what}: another tenant suffers");
    }
}

#[tokio::test]
async fn a_crash_in_the_midst_of_writing_leaves_all_or_nothing() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    deliver(&chats, vec![from(ana(), "A1", "antes")], NOW).await;
    // What lies on the disk at this moment is what a killed process leaves: the log was not taken in.
    let copy = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(world.stores.tenant_folder(tenant)).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
    }
    let log = copy.path().join("chats.db-wal");
    let bytes = fs::read(&log).unwrap();
    drop(chats);
    let world = world.reopen().await;
    let folder = world.stores.tenant_folder(tenant);
    for keep in [bytes.len(), bytes.len() - 1, bytes.len() / 2, bytes.len() / 3, 40, 0] {
        world.stores.close().await;
        let again = Stores::open(world.folder.path()).await.unwrap();
        for name in ["chats.db-wal", "chats.db-shm"] {
            let _ = fs::remove_file(folder.join(name));
        }
        fs::copy(copy.path().join("chats.db"), folder.join("chats.db")).unwrap();
        fs::write(folder.join("chats.db-wal"), &bytes[..keep]).unwrap();
        let chats = again.chats(tenant).await.unwrap();
        let count = everything(&chats).await.len();
        let events = chats.events_after(0, 99).await.unwrap().events;
        assert_eq!(count == 1, events.iter().any(|event| event.body.name() == "message.received"), "{keep} bytes");
        assert_eq!(chats.last_event_number().await.unwrap(), events.len() as u64, "{keep} bytes");
        drop(chats);
        again.close().await;
    }
}

#[tokio::test]
async fn rotating_an_expired_link_gives_one_that_opens() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    world.stores.set_link_expiry(tenant, Some(NOW + 5)).await.unwrap();
    let early = world.stores.rotate_link(tenant, NOW).await.unwrap();
    assert_eq!(early.expires_at, Some(NOW + 5), "an end that lies ahead stays");
    let late = world.stores.rotate_link(tenant, NOW + 10).await.unwrap();
    assert_eq!(late.state(NOW + 10), LinkState::Active);
}
