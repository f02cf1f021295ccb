//! WhatsApp's own settings of the account, read and changed here; and whether it is seen as online.

use std::time::Duration;

use portaria_domain::{Audience, PrivacyChange};
use portaria_emulator::{PrivacyCategory, PrivacyValue, ReceiptState};
use tokio::time::timeout;

use crate::world::{ANA, PADARIA, PATIENCE, World, pn};

async fn eventually(what: &str, is_so: impl Fn() -> bool) {
    let wait = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("it never came to this: {what}"));
}

fn value(world: &World, of: PrivacyCategory) -> PrivacyValue {
    world.padaria.privacy().into_iter().find(|(category, _)| *category == of).unwrap().1
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_setting_is_changed_for_the_account_and_one_of_the_phone_is_seen_here() {
    let world = World::new().await;
    let session = world.linked().await;
    let connection = &session.connection;
    for (change, category, wanted) in [
        (PrivacyChange::ReadReceipts(false), PrivacyCategory::ReadReceipts, PrivacyValue::None),
        (PrivacyChange::LastSeen(Audience::Nobody), PrivacyCategory::LastSeen, PrivacyValue::None),
        (PrivacyChange::Picture(Audience::Contacts), PrivacyCategory::ProfilePicture, PrivacyValue::Contacts),
        (PrivacyChange::About(Audience::Contacts), PrivacyCategory::About, PrivacyValue::Contacts),
        (PrivacyChange::GroupAdds(Audience::Contacts), PrivacyCategory::GroupAdd, PrivacyValue::Contacts),
    ] {
        connection.set_privacy(change).await.unwrap();
        assert_eq!(value(&world, category), wanted, "{change:?}");
    }
    world.padaria.set_privacy(PrivacyCategory::ReadReceipts, PrivacyValue::All).unwrap();
    world.padaria.set_privacy_except(PrivacyCategory::LastSeen, &[ANA]).unwrap();
    let seen = connection.privacy().await.unwrap();
    assert_eq!((seen.read_receipts, seen.last_seen), (Some(true), Some(Audience::ContactsExcept)));
    assert_eq!((seen.picture, seen.group_adds), (Some(Audience::Contacts), Some(Audience::Contacts)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_sends_no_read_receipts_tells_nobody_from_the_same_moment_on() {
    let world = World::new().await;
    let session = world.linked().await;
    let first = world.ana.send_text(PADARIA, "um").await.unwrap();
    let received = world.tenant.inbox.text("um").await;
    session.connection.set_privacy(PrivacyChange::ReadReceipts(false)).await.unwrap();
    session.connection.mark_read(&pn(ANA), None, &[received.key.id]).await.unwrap();
    session.connection.set_privacy(PrivacyChange::ReadReceipts(true)).await.unwrap();
    let second = world.ana.send_text(PADARIA, "dois").await.unwrap();
    let received = world.tenant.inbox.text("dois").await;
    session.connection.mark_read(&pn(ANA), None, &[received.key.id]).await.unwrap();
    world.ana.wait_for_receipt(PADARIA, &second, ReceiptState::Read, PATIENCE).await.unwrap();
    let line = world.ana.messages_with(PADARIA).into_iter().find(|line| line.id == first).unwrap();
    assert!(line.receipt < ReceiptState::Read, "she was told: {line:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_account_is_online_only_while_that_is_wished_for() {
    let world = World::new().await;
    let session = world.linked().await;
    eventually("out of sight", || !world.padaria.is_available()).await;
    session.connection.set_online(true).await.unwrap();
    eventually("online", || world.padaria.is_available()).await;
    session.connection.set_online(false).await.unwrap();
    eventually("out of sight again", || !world.padaria.is_available()).await;
}
