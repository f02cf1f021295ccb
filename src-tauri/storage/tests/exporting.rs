//! All data in one archive, as the store keeps it: it begins anew where something holds no longer, and what is in it stays
//! for as long as it does.

#![allow(clippy::unwrap_used)]

mod world;

use std::io::Write as _;

use portaria_domain::{
    Address, Content, Context, ExportFailure, ExportId, ExportState, Language, MarkKind, Media, Quote, Received,
};
use portaria_storage::{Blob, BlobName, ChatStore, ExportEntry, ExportKept, ExportPlace};
use sha2::{Digest as _, Sha256};
use world::{
    ANA_LID, ANA_PN, NOW, World, ana, deliver, deliver_mark, due, enqueue, everything, from, id, jid, mark, to_ana,
};

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
    chats.keep_export_entry(export.id, last, 0, None, NOW).await.unwrap();
    let late = world.stores.fail_export(tenant, export.id, ExportFailure::Unwritable, NOW).await.unwrap();
    assert_eq!(late, [], "what is there does not fail");
    assert_eq!(world.stores.exports_kept().await.unwrap(), [(tenant, export.id, None)], "nor is it forgotten");
    let export = chats.export(export.id).await.unwrap().unwrap();
    assert_eq!((export.state, export.size_bytes, export.counts.files), (ExportState::Ready, Some(77), 1));
    let at = chats.export_entry_at(export.id, 40).await.unwrap().unwrap();
    assert_eq!(at.path, "media/a.jpg");

    revoke_picture(&chats).await;
    chats.collect_media(NOW).await.unwrap();
    assert!(is_there(&chats, photo.name), "the archive needs it, although its message is gone");
    let until = export.kept_until.unwrap();
    assert_eq!(world.stores.settle_export(tenant, export.id).await.unwrap(), Some(until));
    assert_eq!(world.stores.exports_kept().await.unwrap(), [(tenant, export.id, Some(until))]);
    world.stores.expire_export(tenant, export.id, until).await.unwrap();
    assert!(!is_there(&chats, text.name) && !is_there(&chats, list.name));
    assert!(!is_there(&chats, photo.name), "nothing needs it any more");
    assert_eq!(world.stores.exports_kept().await.unwrap(), []);
    assert_eq!(chats.export(export.id).await.unwrap().unwrap().state, ExportState::Expired);
}

#[tokio::test]
async fn one_that_is_being_made_stays_noted_whoever_looked_before_it_was_begun() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    let (export, _) = world.stores.begin_export(tenant, true, Language::En, NOW).await.unwrap();
    let noted = [(tenant, export.id, None)];
    assert_eq!(world.stores.settle_export(tenant, export.id).await.unwrap(), None);
    assert_eq!(world.stores.exports_kept().await.unwrap(), noted);
    world.write("DELETE FROM exports_kept".into()).await;
    world.stores.begin_export(tenant, true, Language::En, NOW).await.unwrap();
    assert_eq!(world.stores.exports_kept().await.unwrap(), noted);
}

#[tokio::test]
async fn what_waits_and_is_sent_meanwhile_is_found_once_in_the_order_of_one_moment() {
    let world = World::new().await;
    let chats = world.chats().await;
    for id in ["B1", "B2"] {
        enqueue(&chats, to_ana(id, "oi", None), NOW).await;
    }
    let at = NOW + 60_000;
    deliver(&chats, vec![Received { at: Some(at), ..from(ana(), "A1", "cadê?") }], at).await;
    let chat = chats.export_chat_after(None).await.unwrap().unwrap();
    assert_eq!(chats.export_chat_after(Some(chat)).await.unwrap(), None);
    let mut found = Vec::new();
    for number in chats.export_order(chat).await.unwrap() {
        let page = chats.export_messages(chat, vec![number], NOW).await.unwrap();
        found.extend(page.into_iter().map(|one| one.message.id.to_string()));
        for item in due(&chats, at + 60_000).await {
            chats.mark_sent(item.row, at + 60_000).await.unwrap();
        }
    }
    assert_eq!(found, ["B1", "B2", "A1"]);
    let now: Vec<_> = everything(&chats).await.into_iter().map(|message| message.id.to_string()).collect();
    assert_eq!(now, ["A1", "B1", "B2"], "they have other places by now");
}

#[tokio::test]
async fn an_answer_does_not_say_what_was_deleted_for_everyone() {
    let world = World::new().await;
    let chats = world.chats().await;
    let answer = |to: &str, id: &str| {
        let quote = Quote {
            id: self::id(to),
            sender: Some(ana()),
            from_me: false,
            kind: "text".into(),
            text: format!("canario de {to}"),
        };
        Received { context: Context { quote: Some(Box::new(quote)), ..Context::default() }, ..from(ana(), id, "isso") }
    };
    let deleted = from(ana(), "A1", "canario de A1");
    let all = vec![deleted.clone(), from(ana(), "A2", "canario de A2"), answer("A1", "A3"), answer("A2", "A4")];
    deliver(&chats, all, NOW).await;
    deliver_mark(&chats, mark(&deleted, ana(), "R1", NOW, MarkKind::Revoke)).await;
    let chat = chats.export_chat_after(None).await.unwrap().unwrap();
    let order = chats.export_order(chat).await.unwrap();
    let found = chats.export_messages(chat, order, NOW).await.unwrap();
    let quoted = found.into_iter().filter_map(|one| Some(one.message.context.quote?.text));
    assert_eq!(quoted.collect::<Vec<_>>(), ["", "canario de A2"]);
}

#[tokio::test]
async fn what_never_goes_in_is_counted_nowhere() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    picture(&chats, b"retrato").await;
    revoke_picture(&chats).await;
    let context = Context { expires_after_s: Some(1), ..Context::default() };
    deliver(&chats, vec![Received { context, ..from(ana(), "A1", "oi") }, from(ana(), "A2", "oi")], NOW).await;
    let (export, _) = world.stores.begin_export(tenant, true, Language::En, NOW + 2_000).await.unwrap();
    let chat = chats.export_chat_after(None).await.unwrap().unwrap();
    let order = chats.export_order(chat).await.unwrap();
    let messages = chats.export_messages(chat, order, NOW + 2_000).await.unwrap();
    assert_eq!(export.counts.all_messages, messages.len() as u64);
    assert_eq!((export.counts.all_messages, export.counts.all_files), (2, 0), "what was deleted, and what stays");
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
