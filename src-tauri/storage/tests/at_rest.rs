//! Files at rest: unreadable without their key, for their owner alone, and damage is seen before it is used.

#![allow(clippy::unwrap_used)]

mod world;

use std::fs;
use std::path::{Path, PathBuf};

use portaria_storage::{StorageError, Stores, preflight};
use world::{NOW, World, ana, deliver, everything, from};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        found.push(path.clone());
        if path.is_dir() {
            found.extend(files(&path));
        }
    }
    found
}

#[tokio::test]
async fn nothing_that_was_written_can_be_read_off_the_disk() {
    let world = World::new().await;
    let tenant = world.tenant("Canario Tenant").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    deliver(&chats, vec![from(ana(), "A1", "canario-no-texto")], NOW).await;
    for path in files(world.folder.path()).into_iter().filter(|path| path.is_file()) {
        let bytes = fs::read(&path).unwrap();
        for canary in ["canario-no-texto", "Canario Tenant", "SQLite format 3", "5511900000002"] {
            let found = bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
            assert!(!found, "{canary:?} stands in {}", path.display());
        }
    }
}

#[cfg(unix)]
#[tokio::test]
async fn files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![from(ana(), "A1", "oi")], NOW).await;
    for path in files(world.folder.path()) {
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        let wanted = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode, wanted, "{} has mode {mode:o}", path.display());
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_key_file_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let World { folder, stores } = World::new().await;
    drop(stores);
    fs::set_permissions(folder.path().join("master.key"), fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(Stores::open(folder.path()).await, Err(StorageError::Exposed { .. })));
}

#[tokio::test]
async fn damage_is_seen_left_alone_and_stays_with_one_tenant() {
    let world = World::new().await;
    let (hurt, sound) = (world.tenant("Ferida").await, world.tenant("Sadia").await);
    for tenant in [hurt, sound] {
        let chats = world.stores.chats(tenant).await.unwrap();
        deliver(&chats, vec![from(ana(), "A1", "oi")], NOW).await;
    }
    let world = world.reopen().await;
    let path = world.stores.tenant_folder(hurt).join("chats.db");
    let whole = fs::read(&path).unwrap();
    for at in (0..whole.len().min(8_192)).step_by(1_021) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x20;
        fs::write(&path, &damaged).unwrap();
        let key = world.stores.tenant_key(hurt).await.unwrap();
        let looked = preflight(path.clone(), key).await;
        assert!(matches!(looked, Err(StorageError::Damaged { .. })), "byte {at}: {looked:?}");
        assert_eq!(fs::read(&path).unwrap(), damaged, "a damaged file is evidence, not scrap paper");
    }
    fs::write(&path, &whole[..100]).unwrap();
    assert!(matches!(world.stores.chats(hurt).await, Err(StorageError::Damaged { .. })));
    assert_eq!(everything(&world.stores.chats(sound).await.unwrap()).await.len(), 1);
}

#[tokio::test]
async fn a_file_of_another_tenant_does_not_open() {
    let world = World::new().await;
    let (a, b) = (world.tenant("A").await, world.tenant("B").await);
    world.stores.chats(a).await.unwrap();
    let world = world.reopen().await;
    let folder = world.stores.prepare_tenant_folder(b).await.unwrap();
    fs::copy(world.stores.tenant_folder(a).join("chats.db"), folder.join("chats.db")).unwrap();
    assert!(matches!(world.stores.chats(b).await, Err(StorageError::Damaged { .. })));
}
