//! The second step of the provider's login.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::Secret;
use portaria_storage::StorageError;
use world::World;

#[tokio::test]
async fn a_row_that_does_not_read_is_not_taken_for_off_and_can_be_removed() {
    let world = World::new().await;
    let secret = Secret::new([7; 20]);
    world.stores.begin_totp(&secret).await.unwrap();
    assert!(world.stores.totp().await.unwrap().is_none(), "what was begun does not count");
    assert!(!world.stores.confirm_totp(&Secret::new([8; 20]), 1, Vec::new()).await.unwrap(), "another secret's code");
    assert!(world.stores.confirm_totp(&secret, 1, vec![[1; 32]]).await.unwrap());
    assert!(!world.stores.confirm_totp(&secret, 2, Vec::new()).await.unwrap(), "nothing waits any more");
    assert!(!world.stores.use_totp_step(&secret, 1, 10).await.unwrap(), "it confirmed");
    assert!(!world.stores.use_totp_step(&Secret::new([8; 20]), 3, 10).await.unwrap(), "of a secret from before");
    assert!(world.stores.use_totp_step(&secret, 3, 10).await.unwrap());
    let world = world.reopen().await;
    assert_eq!(world.stores.totp().await.unwrap().unwrap().recovery_codes_left, 1);

    world.write("UPDATE settings SET value = '{\"secret\":\"07\"}' WHERE name = 'admin.totp'".to_owned()).await;
    let StorageError::Unreadable(value) = world.stores.totp().await.unwrap_err() else { panic!("it was read") };
    assert_eq!((value.table, value.row.as_str()), ("settings", "admin.totp"));
    world.stores.remove_totp().await.unwrap();
    assert!(world.stores.totp().await.unwrap().is_none());
}
