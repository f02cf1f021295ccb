//! Files of messages: kept once, sealed, fetched by a job that survives a restart, removed with what they belong to.

#![allow(clippy::unwrap_used)]

mod world;

use std::io::{Read as _, Write as _};

use portaria_domain::{
    Address, ChatKind, Content, Context, HoldReason, MarkKind, Media, MediaFailure, MediaFile, MediaKind, MediaPolicy,
    MediaState, MessageKey, MessageStatus, Received, UnixMs,
};
use portaria_storage::{Blob, ChatStore, JobKind, Says, StorageError};
use sha2::{Digest as _, Sha256};
use world::{NOW, World, ana, deliver, deliver_mark, everything, from, history, jid, mark, to_ana};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

fn media(kind: MediaKind, bytes: &[u8]) -> Media {
    let json = serde_json::json!({
        "file": kind, "mime": "image/jpeg", "size_bytes": bytes.len(), "sha256": hex::encode(Sha256::digest(bytes)),
    });
    serde_json::from_value(json).unwrap()
}

/// A picture from Ana.
fn picture(id: &str, bytes: &[u8]) -> Received {
    Received { content: Content::Media(media(MediaKind::Image, bytes)), ..from(ana(), id, "") }
}

async fn keep(chats: &ChatStore, bytes: &[u8]) -> Blob {
    let mut writer = chats.create_blob().await.unwrap();
    writer.write_all(bytes).unwrap();
    chats.finish_blob(writer).await.unwrap()
}

/// Lets every file come that is to be fetched.
async fn fetch_all(chats: &ChatStore, bytes: &[u8], now: UnixMs) -> usize {
    let tasks = chats.media_to_fetch(now, now + MINUTE_MS, 99).await.unwrap().tasks;
    for task in &tasks {
        let blob = keep(chats, bytes).await;
        chats.media_came(task.id, blob, "image/png".into(), Some(vec![0xFF, 0xD8]), now).await.unwrap();
    }
    tasks.len()
}

async fn file(chats: &ChatStore, id: &str) -> Option<MediaFile> {
    let all = everything(chats).await;
    all.into_iter().find(|message| message.id.as_str() == id).unwrap().file
}

async fn state(chats: &ChatStore, id: &str) -> MediaState {
    file(chats, id).await.unwrap().state
}

#[tokio::test]
async fn a_file_waits_is_fetched_and_is_here_after_a_restart() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let events = deliver(&chats, vec![picture("A1", b"bolo"), from(ana(), "A2", "oi")], NOW).await;
    assert_eq!(events.len(), 2);
    assert_eq!((state(&chats, "A1").await, file(&chats, "A2").await), (MediaState::Waiting, None));
    drop(chats);
    let world = world.reopen().await;
    let chats = world.stores.chats(tenant).await.unwrap();
    assert_eq!(fetch_all(&chats, b"bolo", NOW).await, 1, "the job was kept");
    let here = file(&chats, "A1").await.unwrap();
    assert_eq!((here.state, here.mime.as_str(), here.size_bytes), (MediaState::Here, "image/png", Some(4)));
    assert!(here.has_preview);
    let stored = chats.media(here.id).await.unwrap().unwrap();
    let mut bytes = Vec::new();
    chats.open_blob(stored.blob.unwrap()).await.unwrap().unwrap().read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, b"bolo");
    assert_eq!(chats.preview(stored.chat, &stored.message).await.unwrap(), Some(vec![0xFF, 0xD8]));
    assert_eq!(fetch_all(&chats, b"bolo", NOW + DAY_MS).await, 0, "and is done");
}

#[tokio::test]
async fn the_same_file_is_fetched_once_and_kept_once() {
    let chats = World::new().await.chats().await;
    deliver(&chats, vec![picture("A1", b"bolo"), picture("A2", b"bolo"), picture("A3", b"torta")], NOW).await;
    let tasks = chats.media_to_fetch(NOW, NOW + MINUTE_MS, 1).await.unwrap().tasks;
    let blob = keep(&chats, b"bolo").await;
    let events = chats.media_came(tasks[0].id, blob, "image/png".into(), None, NOW).await.unwrap();
    assert_eq!(events.len(), 2, "both messages are told");
    assert_eq!(state(&chats, "A2").await, MediaState::Here);
    assert_eq!(state(&chats, "A3").await, MediaState::Waiting);
    deliver(&chats, vec![picture("A4", b"bolo")], NOW).await;
    assert_eq!(state(&chats, "A4").await, MediaState::Here, "known before it is fetched");
    deliver(&chats, vec![picture("A4", b"bolo")], NOW).await;
    assert_eq!(chats.media_bytes().await.unwrap(), 4);
}

#[tokio::test]
async fn what_is_not_to_be_fetched_by_itself_is_fetched_when_somebody_asks() {
    let chats = World::new().await.chats().await;
    let policy = MediaPolicy { kinds: vec![MediaKind::Image], largest_bytes: 10, total_bytes: 1_000 };
    chats.set_media_policy(Some(&policy)).await.unwrap();
    assert_eq!(chats.media_policy().await.unwrap(), policy);
    let film = Received { content: Content::Media(media(MediaKind::Video, b"f")), ..from(ana(), "A1", "") };
    deliver(&chats, vec![film, picture("A2", &[1; 11])], NOW).await;
    let before = vec![(picture("A0", b"antigo"), MessageStatus::Delivered)];
    chats.store_history(history(ana(), before), NOW).await.unwrap();
    for (id, reason) in [("A1", HoldReason::Kind), ("A2", HoldReason::TooLarge), ("A0", HoldReason::History)] {
        assert_eq!(state(&chats, id).await, MediaState::OnDemand(reason));
    }
    assert_eq!(fetch_all(&chats, b"?", NOW).await, 0);
    let id = file(&chats, "A2").await.unwrap().id;
    let (found, events) = chats.ask_for_media(id, NOW).await.unwrap();
    assert!(found && events.len() == 1);
    assert_eq!(chats.ask_for_media(id, NOW).await.unwrap().1.len(), 0, "asked twice, told once");
    assert_eq!(fetch_all(&chats, &[1; 11], NOW).await, 1);
    assert_eq!(state(&chats, "A2").await, MediaState::Here);
}

#[tokio::test]
async fn beyond_the_tenants_room_nothing_is_fetched_or_uploaded() {
    let chats = World::new().await.chats().await;
    let policy = MediaPolicy { total_bytes: 5, ..MediaPolicy::default() };
    chats.set_media_policy(Some(&policy)).await.unwrap();
    deliver(&chats, vec![picture("A1", b"bolo")], NOW).await;
    fetch_all(&chats, b"bolo", NOW).await;
    deliver(&chats, vec![picture("A2", b"torta")], NOW).await;
    let due = chats.media_to_fetch(NOW, NOW + MINUTE_MS, 9).await.unwrap();
    assert_eq!((due.tasks.len(), due.events.len()), (0, 1));
    assert_eq!(state(&chats, "A2").await, MediaState::OnDemand(HoldReason::Full));
    let blob = keep(&chats, b"grande").await;
    let refused = chats.keep_upload(blob, media(MediaKind::Image, b"grande"), None, NOW).await;
    assert!(matches!(refused, Err(StorageError::NoRoom)), "{refused:?}");
    let again = keep(&chats, b"bolo").await;
    chats.keep_upload(again, media(MediaKind::Image, b"bolo"), None, NOW).await.unwrap();
}

#[tokio::test]
async fn a_job_is_one_workers_until_it_is_given_back_or_its_time_is_over() {
    let chats = World::new().await.chats().await;
    deliver(&chats, vec![picture("A1", b"bolo")], NOW).await;
    let take = async |now| chats.media_to_fetch(now, now + MINUTE_MS, 9).await.unwrap().tasks;
    let task = take(NOW).await.remove(0);
    assert!(take(NOW + 1).await.is_empty(), "somebody is at it");
    chats.give_job_back(task.job, NOW + 5_000, true).await.unwrap();
    assert!(take(NOW + 4_999).await.is_empty(), "not before its time");
    assert_eq!(take(NOW + 5_000).await[0].attempts, 1);
    assert_eq!(take(NOW + 5_000 + MINUTE_MS).await.len(), 1, "whoever had it did not come back");
    chats.release_jobs(JobKind::FetchMedia).await.unwrap();
    let task = take(NOW + 5_000).await.remove(0);
    chats.give_job_back(task.job, NOW + 65_000, true).await.unwrap();
    let back = NOW - 10_800_000;
    assert_eq!(take(back).await.len(), 1, "the clock was set back by three hours");
}

#[tokio::test]
async fn what_failed_says_why_and_can_be_tried_again() {
    let chats = World::new().await.chats().await;
    deliver(&chats, vec![picture("A1", b"bolo")], NOW).await;
    let id = chats.media_to_fetch(NOW, NOW + MINUTE_MS, 9).await.unwrap().tasks[0].id;
    let events = chats.media_failed(id, MediaFailure::Gone, NOW).await.unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(state(&chats, "A1").await, MediaState::Failed(MediaFailure::Gone));
    assert_eq!(fetch_all(&chats, b"bolo", NOW + DAY_MS).await, 0);
    chats.ask_for_media(id, NOW).await.unwrap();
    assert_eq!(fetch_all(&chats, b"bolo", NOW).await, 1);
    assert!(!chats.ask_for_media(portaria_domain::MediaId::from_parts(NOW, [0; 10]), NOW).await.unwrap().0);
}

#[tokio::test]
async fn a_deleted_message_takes_its_file_along_unless_another_needs_it() {
    let chats = World::new().await.chats().await;
    let (first, second) = (picture("A1", b"bolo"), picture("A2", b"bolo"));
    deliver(&chats, vec![first.clone(), second.clone()], NOW).await;
    fetch_all(&chats, b"bolo", NOW).await;
    let name = chats.media(file(&chats, "A1").await.unwrap().id).await.unwrap().unwrap().blob.unwrap();
    deliver_mark(&chats, mark(&first, ana(), "R1", NOW + 1, MarkKind::Revoke)).await;
    assert_eq!(chats.collect_media(NOW).await.unwrap(), 0);
    assert!(chats.open_blob(name).await.unwrap().is_some());
    deliver_mark(&chats, mark(&second, ana(), "R2", NOW + 1, MarkKind::Revoke)).await;
    assert_eq!(chats.collect_media(NOW).await.unwrap(), 1);
    assert!(chats.open_blob(name).await.unwrap().is_none());
    assert_eq!(chats.media_bytes().await.unwrap(), 0);
    // The revocation came first.
    let third = picture("A3", b"torta");
    deliver_mark(&chats, mark(&third, ana(), "R3", NOW + 1, MarkKind::Revoke)).await;
    deliver(&chats, vec![third], NOW).await;
    assert_eq!(fetch_all(&chats, b"torta", NOW).await, 0);
}

#[tokio::test]
async fn an_upload_is_there_for_a_day_and_longer_where_it_was_sent() {
    let chats = World::new().await.chats().await;
    let about = media(MediaKind::Image, b"cardapio");
    let blob = keep(&chats, b"cardapio").await;
    let upload = chats.keep_upload(blob, about.clone(), Some(vec![1]), NOW).await.unwrap();
    assert_eq!(chats.upload(upload.id).await.unwrap(), Some(upload.clone()));
    let says = Says::Message { content: Content::Media(about.clone()), context: Context::default() };
    let sent = chats.enqueue(portaria_storage::Outgoing { says, ..to_ana("B1", "", None) }, NOW).await.unwrap();
    assert_eq!(sent.message.unwrap().file.unwrap().state, MediaState::Here);
    let name = chats.blob_of_message(sent.chat, &sent.id).await.unwrap();
    assert_eq!(name.unwrap().1, upload.blob());
    let other = keep(&chats, b"outro").await;
    let unsent = chats.keep_upload(other, media(MediaKind::Image, b"outro"), None, NOW).await.unwrap();
    assert_eq!(chats.collect_media(NOW + DAY_MS + 1).await.unwrap(), 1);
    assert_eq!((chats.upload(upload.id).await.unwrap(), chats.upload(unsent.id).await.unwrap()), (None, None));
    assert!(
        chats.open_blob(upload.blob).await.unwrap().is_some() && chats.open_blob(unsent.blob).await.unwrap().is_none()
    );
}

#[tokio::test]
async fn a_file_that_is_gone_from_its_place_can_be_asked_for_again() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    deliver(&chats, vec![picture("A1", b"bolo"), picture("A2", b"bolo")], NOW).await;
    fetch_all(&chats, b"bolo", NOW).await;
    let id = file(&chats, "A1").await.unwrap().id;
    let name = chats.media(id).await.unwrap().unwrap().blob.unwrap();
    assert!(chats.blob_lost(name, NOW).await.unwrap().is_empty(), "it is in its place");
    let text = name.to_string();
    let path = world.stores.tenant_folder(tenant).join("media").join(&text[..2]).join(&text);
    std::fs::write(&path, b"PBL1 and nothing that was sealed").unwrap();
    let damaged = chats.open_blob(name).await.err().unwrap();
    assert!(matches!(damaged, StorageError::Damaged { .. }), "{damaged:?}");
    std::fs::remove_file(&path).unwrap();
    assert!(chats.open_blob(name).await.unwrap().is_none());
    assert_eq!(chats.blob_lost(name, NOW).await.unwrap().len(), 2, "both messages are told");
    assert_eq!(state(&chats, "A2").await, MediaState::Failed(MediaFailure::Broken));
    chats.ask_for_media(id, NOW).await.unwrap();
    assert_eq!(fetch_all(&chats, b"bolo", NOW).await, 1);
    assert_eq!(state(&chats, "A1").await, MediaState::Here);
}

#[tokio::test]
async fn a_file_that_came_for_another_message_meanwhile_is_not_fetched() {
    let chats = World::new().await.chats().await;
    let before = vec![(picture("A0", b"bolo"), MessageStatus::Delivered)];
    chats.store_history(history(ana(), before), NOW).await.unwrap();
    deliver(&chats, vec![picture("A1", b"bolo")], NOW).await;
    fetch_all(&chats, b"bolo", NOW).await;
    assert_eq!(state(&chats, "A0").await, MediaState::OnDemand(HoldReason::History));
    chats.ask_for_media(file(&chats, "A0").await.unwrap().id, NOW).await.unwrap();
    let due = chats.media_to_fetch(NOW, NOW + MINUTE_MS, 9).await.unwrap();
    assert_eq!((due.tasks.len(), due.events.len()), (0, 1));
    assert_eq!(state(&chats, "A0").await, MediaState::Here);
}

/// Where everybody's statuses come.
fn statuses() -> Address {
    Address::one(jid("status@broadcast"))
}

/// A picture that Ana shows everybody for a day.
fn status(id: &str, bytes: &[u8]) -> Received {
    let picture = picture(id, bytes);
    Received { key: MessageKey { chat: statuses(), ..picture.key }, chat_kind: ChatKind::Status, ..picture }
}

/// The statuses that are kept, each with its file.
async fn kept_statuses(chats: &ChatStore) -> Vec<(String, MediaState)> {
    let chat = chats.chat_by_address(&statuses()).await.unwrap().unwrap().id;
    let page = chats.messages(chat, None, 50).await.unwrap();
    page.messages.iter().map(|message| (message.id.to_string(), message.file.as_ref().unwrap().state)).collect()
}

#[tokio::test]
async fn a_status_takes_no_room_by_itself_and_goes_with_its_file_after_a_day() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![status("S1", b"one"), picture("A1", b"two")], NOW).await;
    assert_eq!(kept_statuses(&chats).await, [("S1".into(), MediaState::OnDemand(HoldReason::History))]);
    assert_eq!(fetch_all(&chats, b"two", NOW).await, 1, "what a customer sends is fetched");

    let id = chats.messages(chats.chat_by_address(&statuses()).await.unwrap().unwrap().id, None, 1).await.unwrap();
    let id = id.messages[0].file.as_ref().unwrap().id;
    assert!(chats.ask_for_media(id, NOW).await.unwrap().0, "somebody asks for it");
    assert_eq!(fetch_all(&chats, b"one", NOW).await, 1);
    assert_eq!(kept_statuses(&chats).await, [("S1".into(), MediaState::Here)]);

    assert!(chats.expire_messages(NOW + DAY_MS - 1).await.unwrap().is_empty());
    chats.expire_messages(NOW + DAY_MS).await.unwrap();
    assert!(kept_statuses(&chats).await.is_empty());
    assert_eq!(chats.collect_media(NOW + DAY_MS).await.unwrap(), 1, "its file is in nobody's way");
    assert_eq!(state(&chats, "A1").await, MediaState::Here);
}

#[tokio::test]
async fn statuses_that_an_earlier_version_kept_go_as_well() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    deliver(&chats, vec![status("S1", b"one"), picture("A1", b"two")], NOW).await;
    drop(chats);
    let migration = include_str!("../migrations/chats/0032_statuses_end.sql");
    let kept_before = format!("UPDATE messages SET expires_at_ms = NULL; {migration}");
    let world = world.write_chats(tenant, &kept_before).await;
    let chats = world.stores.chats(tenant).await.unwrap();
    assert_eq!(kept_statuses(&chats).await.len(), 1);
    chats.expire_messages(NOW + DAY_MS).await.unwrap();
    assert!(kept_statuses(&chats).await.is_empty());
    assert_eq!(everything(&chats).await.len(), 1, "what a customer sends stays");
}
