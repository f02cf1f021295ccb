//! All data in one archive, as the store keeps it: it begins anew where something holds no longer, and what is in it stays
//! for as long as it does.

#![allow(clippy::unwrap_used)]

mod world;

use std::io::Write as _;

use portaria_domain::{Address, Content, ExportId, ExportState, Language, MarkKind, Media, Received};
use portaria_storage::{Blob, BlobName, ChatStore, ExportEntry, ExportKept, ExportPlace};
use sha2::{Digest as _, Sha256};
use world::{ANA_LID, ANA_PN, NOW, World, ana, deliver, deliver_mark, from, jid, mark};

async fn blob(chats: &ChatStore, bytes: &[u8]) -> Blob {
    let mut writer = chats.create_blob().await.unwrap();
    writer.write_all(bytes).unwrap();
    chats.finish_blob(writer).await.unwrap()
}

fn entry(path: &str, blob: Blob, is_packed: bool, starts_at: u64) -> ExportEntry {
    ExportEntry {
        path: path.into(),
        starts_at,
        data_at: starts_at + 30,
        blob,
        is_packed,
        size_bytes: 5,
        crc32: 7,
        sha256: [1; 32],
        at: NOW,
    }
}

/// A picture of hers that is here.
async fn picture(chats: &ChatStore, bytes: &[u8]) -> Blob {
    let json = serde_json::json!({
        "file": "image", "mime": "image/jpeg", "size_bytes": bytes.len(), "sha256": hex::encode(Sha256::digest(bytes)),
    });
    let media: Media = serde_json::from_value(json).unwrap();
    let content = Content::Media(media);
    deliver(chats, vec![Received { content, ..from(ana(), "P1", "") }], NOW).await;
    let tasks = chats.media_to_fetch(NOW, NOW + 60_000, 9).await.unwrap().tasks;
    let blob = blob(chats, bytes).await;
    chats.media_came(tasks[0].id, blob, "image/jpeg".into(), None, NOW).await.unwrap();
    blob
}

async fn revoke_picture(chats: &ChatStore) {
    deliver_mark(chats, mark(&from(ana(), "P1", ""), ana(), "R1", NOW, MarkKind::Revoke)).await;
}

async fn put(chats: &ChatStore, id: ExportId, entry: ExportEntry, next: ExportPlace) -> ExportKept {
    chats.keep_export_entry(id, entry, 3, Some(next), NOW).await.unwrap()
}

fn is_there(chats: &ChatStore, name: BlobName) -> bool {
    chats.blobs().open(name).unwrap().is_some()
}

#[tokio::test]
async fn what_was_put_in_stays_over_a_restart_and_goes_with_the_archive() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    deliver(&chats, vec![from(ana(), "A1", "oi")], NOW).await;
    let photo = picture(&chats, b"retrato").await;
    let (export, events) = world.stores.begin_export(tenant, true, Language::Es, NOW).await.unwrap();
    assert_eq!((export.counts.all_messages, export.counts.all_files, events.len()), (2, 1, 1));
    let (same, events) = world.stores.begin_export(tenant, false, Language::En, NOW).await.unwrap();
    assert_eq!((same.id, same.has_media, events.len()), (export.id, true, 0), "one at a time");
    let names = chats.name_export_files(export.id, vec![(photo.name, "media/a.jpg".into())]).await.unwrap();
    let again = chats.name_export_files(export.id, vec![(photo.name, "media/b.jpg".into())]).await.unwrap();
    assert_eq!((names, again), (vec!["media/a.jpg".to_owned()], vec!["media/a.jpg".to_owned()]), "once named");
    let text = blob(&chats, b"packed").await;
    put(&chats, export.id, entry("a.txt", text, true, 0), ExportPlace::Files(None)).await;

    drop(chats);
    let world = world.reopen().await;
    let chats = world.stores.chats(tenant).await.unwrap();
    assert_eq!(world.stores.exports_kept().await.unwrap(), [(tenant, export.id, None)], "it is to be gone on with");
    let task = chats.export_task(export.id).await.unwrap().unwrap();
    assert_eq!((task.place, task.ends_at, task.export.counts.messages), (ExportPlace::Files(None), 36, 3));
    let (file, path, _) = chats.export_file_after(export.id, None).await.unwrap().unwrap();
    assert_eq!((file, path.as_str()), (photo, "media/a.jpg"));
    put(&chats, export.id, entry(&path, file, false, 36), ExportPlace::List).await;
    let list = blob(&chats, b"list").await;
    let last = ExportEntry { data_at: 73, ..entry("", list, false, 73) };
    world.stores.finish_export(tenant, export.id, last, NOW).await.unwrap();
    let export = chats.export(export.id).await.unwrap().unwrap();
    assert_eq!((export.state, export.size_bytes, export.counts.files), (ExportState::Ready, Some(77), 1));
    let at = chats.export_entry_at(export.id, 40).await.unwrap().unwrap();
    assert_eq!(at.path, "media/a.jpg");

    revoke_picture(&chats).await;
    chats.collect_media(NOW).await.unwrap();
    assert!(is_there(&chats, photo.name), "the archive needs it, although its message is gone");
    let until = export.kept_until.unwrap();
    assert_eq!(world.stores.exports_kept().await.unwrap(), [(tenant, export.id, Some(until))]);
    world.stores.expire_export(tenant, export.id, until).await.unwrap();
    assert!(!is_there(&chats, text.name) && !is_there(&chats, list.name));
    chats.collect_media(NOW).await.unwrap();
    assert!(!is_there(&chats, photo.name));
    assert_eq!(world.stores.exports_kept().await.unwrap(), []);
    assert_eq!(chats.export(export.id).await.unwrap().unwrap().state, ExportState::Expired);
}

#[tokio::test]
async fn a_file_whose_message_is_gone_is_not_put_in() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let photo = picture(&chats, b"retrato").await;
    let (export, _) = world.stores.begin_export(tenant, true, Language::En, NOW).await.unwrap();
    chats.name_export_files(export.id, vec![(photo.name, "media/a.jpg".into())]).await.unwrap();
    revoke_picture(&chats).await;
    assert_eq!(chats.export_file_after(export.id, None).await.unwrap(), None);
    let kept = put(&chats, export.id, entry("media/a.jpg", photo, false, 0), ExportPlace::Manifest).await;
    assert_eq!(kept, ExportKept::Lost);
}

#[tokio::test]
async fn two_chats_that_become_one_have_it_begin_anew() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let [by_number, by_privacy_id] = [ANA_PN, ANA_LID].map(|address| Address::one(jid(address)));
    deliver(&chats, vec![from(by_number, "A1", "oi"), from(by_privacy_id, "A2", "olá")], NOW).await;
    let (export, _) = world.stores.begin_export(tenant, false, Language::En, NOW).await.unwrap();
    let text = blob(&chats, b"packed").await;
    put(&chats, export.id, entry("a.txt", text, true, 0), ExportPlace::Messages(None)).await;
    deliver(&chats, vec![from(ana(), "A3", "sou eu")], NOW).await;
    let late = blob(&chats, b"late").await;
    let kept = put(&chats, export.id, entry("b.txt", late, true, 36), ExportPlace::Files(None)).await;
    assert_eq!(kept, ExportKept::Changed);
    assert!(!is_there(&chats, late.name), "what came too late is gone");
    let task = chats.export_task(export.id).await.unwrap().unwrap();
    assert_eq!((task.place, task.ends_at, task.export.counts.messages), (ExportPlace::Lists(0), 0, 0));
    assert!(!is_there(&chats, text.name), "what was made before is gone");
    world.stores.remove_export(tenant, export.id, NOW).await.unwrap();
    assert_eq!(chats.export_task(export.id).await.unwrap(), None);
    assert_eq!(world.stores.exports_kept().await.unwrap(), []);
}
