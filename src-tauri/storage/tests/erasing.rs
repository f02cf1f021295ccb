//! One person is erased at their wish: nothing of them is left, and nothing of anybody else is missing.

#![allow(clippy::unwrap_used)]

mod world;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use portaria_domain::{
    Address, ChatKind, ContactId, ContactImportId, Content, Context, ErasureState, EventBody, GroupFacts, GroupInfo,
    MarkKind, Media, MessageStatus, NoteId, Participant, Quote, Received, Role, SystemLine, TenantId,
};
use portaria_storage::{ChatStore, ContactQuery, FiledContact, JobKind, Stores};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest as _, Sha256};
use world::{
    NOW, World, ana, deliver, deliver_mark, edit, enqueue, everything, from, group, id, in_group, jid, mark, me, own,
    raw, receipt, text, to_ana,
};

/// What stands nowhere afterwards: her words, her names, her number, her privacy id.
const HERS: [&str; 5] = ["segredo", "Canario", "tudo-sobre-ela", "5511900000002", "200000000002"];

fn rui() -> Address {
    Address { pn: Some(jid("5511900000003@s.whatsapp.net")), lid: Some(jid("200000000003@lid")) } // invented
}

/// A file from her.
async fn picture(chats: &ChatStore, id: &str, bytes: &[u8]) {
    let json = serde_json::json!({
        "file": "image", "mime": "image/jpeg", "size_bytes": bytes.len(), "sha256": hex::encode(Sha256::digest(bytes)),
    });
    let media: Media = serde_json::from_value(json).unwrap();
    deliver(chats, vec![Received { content: Content::Media(media), ..from(ana(), id, "") }], NOW).await;
    let tasks = chats.media_to_fetch(NOW, NOW + 60_000, 9).await.unwrap().tasks;
    let mut writer = chats.create_blob().await.unwrap();
    writer.write_all(bytes).unwrap();
    let blob = chats.finish_blob(writer).await.unwrap();
    chats.media_came(tasks[0].id, blob, "image/jpeg".into(), None, NOW).await.unwrap();
}

/// Everything that a tenant may know of somebody.
async fn fill(chats: &ChatStore) {
    let said = from(ana(), "A1", "segredo-direto");
    deliver(chats, vec![said.clone(), own(ana(), "B1", "resposta ao segredo")], NOW).await;
    deliver_mark(chats, mark(&said, ana(), "A2", NOW + 1, edit("segredo-editado"))).await;
    picture(chats, "A3", b"segredo-na-imagem").await;
    enqueue(chats, to_ana("B2", "promessa em segredo", None), NOW).await;
    chats.set_name(&ana(), "Ana Canario", true, NOW).await.unwrap();
    let chat = chats.chat_by_address(&ana()).await.unwrap().unwrap().id;
    let note = NoteId::from_parts(NOW, [7; 10]);
    chats.add_note(note, chat, "segredo da nota".into(), "login-1".into(), NOW).await.unwrap();
    chats.set_about(&ana(), "tudo-sobre-ela".into(), NOW).await.unwrap();
    let phone = ana().pn.unwrap().user().parse().unwrap();
    let filed = FiledContact {
        line: 1,
        name: "Ana Canario da Silva".into(),
        typed: "5511900000002".into(),
        phone: Some(phone),
    };
    let import = ContactImportId::from_parts(NOW, [8; 10]);
    chats.read_import(import, vec![filed], NOW).await.unwrap();
    chats.begin_import(import, NOW).await.unwrap();
    let task = chats.take_imported(NOW, NOW + 60_000).await.unwrap().unwrap();
    chats.save_imported(task, ana(), NOW).await.unwrap();

    let members = [ana(), rui(), me()].map(|address| Participant { address, role: Role::Member });
    let info = GroupInfo {
        chat: group(),
        kind: ChatKind::Group,
        subject: "Obra".into(),
        facts: GroupFacts::default(),
        disappears_after_s: None,
        participants: members.to_vec(),
    };
    chats.set_group(info, NOW).await.unwrap();
    let quote = Quote {
        id: id("G1"),
        sender: Some(ana()),
        from_me: false,
        kind: "text".into(),
        text: "segredo-no-grupo".into(),
    };
    let names_her = Received {
        content: text("oi @5511900000002, vem às 8?"),
        context: Context { quote: Some(Box::new(quote)), mentions: vec![ana()], ..Context::default() },
        raw: Some(raw("segredo-no-grupo 5511900000002")),
        ..in_group(rui(), "G2", "")
    };
    let joined = Content::System(SystemLine::Joined { who: vec![ana(), rui()] });
    let came = Content::System(SystemLine::Joined { who: vec![ana()] });
    let own_word = Received { push_name: String::new(), ..in_group(me(), "G5", "ata da obra") };
    let own_word = Received { key: portaria_domain::MessageKey { from_me: true, ..own_word.key.clone() }, ..own_word };
    let batch = vec![
        in_group(ana(), "G1", "segredo-no-grupo"),
        names_her.clone(),
        Received { content: joined, raw: None, ..in_group(rui(), "G3", "") },
        Received { content: came, raw: None, ..in_group(rui(), "G4", "") },
        own_word.clone(),
        Received { push_name: "Rui".into(), ..from(rui(), "R1", "isto fica") },
    ];
    deliver(chats, batch, NOW).await;
    deliver_mark(chats, mark(&names_her, ana(), "G6", NOW, MarkKind::Reaction { emoji: "👍".into() })).await;
    deliver_mark(chats, mark(&own_word, rui(), "G7", NOW, MarkKind::Reaction { emoji: "🍞".into() })).await;
    deliver_mark(chats, mark(&own_word, ana(), "G8", NOW, MarkKind::Reaction { emoji: "👍".into() })).await;
    let read = receipt(group(), &[id("G5")], MessageStatus::Read, NOW);
    chats.apply_receipt(portaria_domain::Receipt { by: ana(), ..read }, NOW).await.unwrap();
    chats.index_all().await.unwrap();
}

/// Every value of every table of a file, as it stands there when it is opened under its key.
async fn dump(stores: &Stores, tenant: TenantId) -> String {
    let key = hex::encode(stores.tenant_key(tenant).await.unwrap().expose());
    let db = Connection::open(stores.tenant_folder(tenant).join("chats.db")).unwrap();
    db.pragma_update(None, "key", format!("x'{key}'")).unwrap();
    let names = |sql: &str| -> Vec<String> {
        db.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let mut all = String::new();
    for table in names("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'") {
        let mut read = db.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
        let columns = read.column_count();
        let mut rows = read.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                if let ValueRef::Text(bytes) | ValueRef::Blob(bytes) = row.get_ref(column).unwrap() {
                    all.push_str(&String::from_utf8_lossy(bytes));
                    all.push('\n');
                }
            }
        }
    }
    all
}

fn files_in(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { files_in(&path) } else { 1 }).sum()
}

async fn contact(chats: &ChatStore, name: &str) -> ContactId {
    let page = chats.contacts(ContactQuery { limit: 9, ..ContactQuery::default() }).await.unwrap();
    page.contacts.iter().find(|contact| contact.name.contains(name)).unwrap().id
}

#[tokio::test]
async fn nothing_is_left_of_a_person_and_nothing_of_others_is_missing_whenever_it_is_interrupted() {
    let world = World::new().await;
    let tenant = world.tenant("Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    fill(&chats).await;
    let before = dump(&world.stores, tenant).await;
    for word in HERS {
        assert!(before.contains(word), "{word} was never there");
    }
    let media = world.stores.tenant_folder(tenant).join("media");
    assert_eq!(files_in(&media), 1);
    let copy = world.stores.tenant_folder(tenant).join("chats.before-3.db");
    fs::write(&copy, b"what was").unwrap();

    let who = contact(&chats, "Canario").await;
    let erasure = world.stores.begin_erasure(tenant, who, NOW).await.unwrap().unwrap();
    assert_eq!(world.stores.begin_erasure(tenant, who, NOW).await.unwrap(), Some(erasure), "asked twice, done once");
    assert_eq!(world.stores.erasures_underway().await.unwrap(), [(tenant, erasure)]);
    assert_eq!(chats.erasure(erasure).await.unwrap().unwrap().state, ErasureState::Erasing);
    drop(chats);
    // Each step is whole; between any two of them the process may be killed.
    let mut world = world;
    let mut events = Vec::new();
    for step in 0.. {
        assert!(step < 99, "it never ends");
        world = world.reopen().await;
        let (told, is_over) = world.stores.erase_some(tenant, erasure, NOW).await.unwrap();
        events.extend(told);
        if is_over {
            break;
        }
    }
    world = world.reopen().await;
    assert!(world.stores.erase_some(tenant, erasure, NOW).await.unwrap().1, "there is nothing left to erase");
    assert_eq!(world.stores.erasures_underway().await.unwrap(), [(tenant, erasure)], "its files are still here");
    world.stores.finish_erasure(tenant, erasure, NOW).await.unwrap();
    world.stores.finish_erasure(tenant, erasure, NOW + 9).await.unwrap();

    let after = dump(&world.stores, tenant).await;
    for word in HERS {
        assert!(!after.contains(word), "{word} is still there: {after}");
    }
    assert_eq!((files_in(&media), copy.exists()), (0, false));
    assert!(world.stores.erasures_underway().await.unwrap().is_empty());

    let chats = world.stores.chats(tenant).await.unwrap();
    let told = |event: &portaria_domain::Event| matches!(event.body, EventBody::ContactErased { erasure: of, contact } if of == erasure && contact == who);
    assert_eq!(events.iter().filter(|event| told(event)).count(), 1);
    assert!(chats.events_after(0, 999).await.unwrap().events.iter().any(told), "who was away hears of it, too");
    let receipt = chats.erasure(erasure).await.unwrap().unwrap();
    assert_eq!((receipt.state, receipt.erased_at, receipt.percent), (ErasureState::Erased, Some(NOW), 100));
    assert_eq!(receipt.party_hash.len(), 64);
    let counts = receipt.counts;
    assert_eq!((counts.messages, counts.mentions, counts.receipts, counts.files), (5, 3, 1, 1), "{counts:?}");
    assert!(counts.marks >= 3, "{counts:?}");

    let left = everything(&chats).await;
    let mut words: Vec<_> = left.iter().filter_map(|message| message.content.words()).collect();
    words.sort_unstable();
    assert_eq!(words, ["ata da obra", "isto fica", "oi @…, vem às 8?"]);
    let own = left.iter().find(|message| message.id == id("G5")).unwrap();
    assert_eq!(own.marks.reactions.len(), 1, "of Rui");
    let joined = Content::System(SystemLine::Joined { who: vec![rui()] });
    assert!(left.iter().any(|message| message.content == joined), "{left:?}");
    assert!(chats.chat_by_address(&ana()).await.unwrap().is_none());
    assert!(chats.chat_by_address(&rui()).await.unwrap().is_some());
    let members = chats.participants(chats.chat_by_address(&group()).await.unwrap().unwrap().id).await.unwrap();
    assert_eq!(members.len(), 2);
    assert_eq!(chats.next_job(JobKind::FetchMedia).await.unwrap(), None);

    // She writes again: that is a new beginning.
    deliver(&chats, vec![from(ana(), "A9", "bom dia")], NOW).await;
    assert_eq!(everything(&chats).await.iter().filter(|message| message.content == text("bom dia")).count(), 1);
}

#[tokio::test]
async fn who_is_not_there_is_not_erased() {
    let world = World::new().await;
    let (tenant, neighbour) = (world.tenant("Sol").await, world.tenant("Lua").await);
    let chats = world.stores.chats(tenant).await.unwrap();
    deliver(&chats, vec![from(ana(), "A1", "oi")], NOW).await;
    let who = contact(&chats, "Ana").await;
    assert_eq!(world.stores.begin_erasure(neighbour, who, NOW).await.unwrap(), None, "another tenant's contact");
    assert!(world.stores.erasures_underway().await.unwrap().is_empty());
    assert_eq!(everything(&chats).await.len(), 1);
}
