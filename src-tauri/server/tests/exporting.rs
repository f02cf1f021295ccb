//! `kill -9` in the midst of an export: it goes on, and the archive is whole and opened by somebody else's reader.

#![cfg(feature = "emulator")]
#![allow(clippy::unwrap_used)]

mod program;

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use portaria_emulator::{Attachment, Draft, Emulator, EmulatorConfig, Kind, NewPhone};
use program::{Program, Tenant};
use serde_json::{Value, json};
use zip::ZipArchive;

const TENANTS_NUMBER: &str = "5511900000001"; // invented
const CONTACTS: u32 = 8;
const TEXTS: u32 = 12;

/// A document of its own for each contact.
fn document(contact: u32) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    file.extend((0..200_000).map(|at: u32| (at.wrapping_mul(7_919 + contact) >> 3).to_le_bytes()[0]));
    file
}

async fn export(tenant: &Tenant, id: &str) -> Option<Value> {
    tenant.get(&format!("/exports/{id}")).await.ok()?.json().await.ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_goes_on_after_every_kill_and_is_whole() {
    let network = Emulator::start(EmulatorConfig::default()).await.unwrap();
    let phone = async |name: &str, number: &str| {
        network.create_phone(NewPhone { name: name.into(), number: number.into() }).await.unwrap()
    };
    let shop = phone("Padaria Sol", TENANTS_NUMBER).await;
    let folder = tempfile::tempdir().unwrap();
    // What is asked for waits until it was killed for the first time.
    std::fs::write(folder.path().join("portaria.toml"), "[limits]\nexports_together = 0\n").unwrap();
    let mut program = Program::start(folder.path(), &network);
    let tenant = program.log_in().await.create_tenant("Padaria Sol").await;
    tenant.pair(&shop).await;
    let mut words = BTreeSet::new();
    for contact in 0..CONTACTS {
        let from = phone(&format!("Cliente {contact}"), &format!("551190000010{contact}")).await; // invented
        for text in 0..TEXTS {
            words.insert(format!("pedido {contact}.{text}"));
            from.send_text(TENANTS_NUMBER, &format!("pedido {contact}.{text}")).await.unwrap();
        }
        let file = Attachment::new(document(contact));
        from.send_file(TENANTS_NUMBER, Draft::of(Kind::Document { name: format!("nota {contact}.pdf") }, ""), file)
            .await
            .unwrap();
    }
    let answer = json!({ "to": "5511900000100", "text": "sai às 8" });
    tenant.send(&answer, "key-1").await.unwrap();
    words.insert("sai às 8".to_owned());
    let all = async || {
        let messages = tenant.all_messages().await;
        let files: Vec<_> = messages.iter().filter(|one| one["content"]["kind"] == "media").collect();
        for file in &files {
            tenant.post(&format!("/media/{}/fetch", file["file"]["id"].as_str()?)).await;
        }
        let are_here = files.len() == CONTACTS as usize && files.iter().all(|one| one["file"]["state"] == "here");
        let texts: BTreeSet<_> =
            messages.iter().filter_map(|one| one["content"]["text"].as_str().map(str::to_owned)).collect();
        (are_here && texts == words).then_some(messages)
    };
    let messages = tenant.until("every message and file to be here", all).await;

    let begun = tenant.post_json("/exports", &json!({ "media": true }), "export").await;
    let id = begun.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    // Before anything of it is there, and then wherever it has come further.
    assert_eq!(export(&tenant, &id).await.unwrap()["state"], "making");
    std::fs::remove_file(folder.path().join("portaria.toml")).unwrap();
    program.kill_and_restart();
    for least in [1, 40, 80] {
        let came = async || {
            let now = export(&tenant, &id).await?;
            (now["state"] != "making" || now["counts"]["messages"].as_u64()? >= least).then_some(())
        };
        tenant.until("the export to come further", came).await;
        program.kill_and_restart();
    }
    let ready = tenant.until("the export", async || export(&tenant, &id).await.filter(|now| now["state"] == "ready"));
    assert_eq!(ready.await["counts"]["messages"], messages.len());

    let file = tenant.get(&format!("/exports/{id}/file")).await.unwrap().bytes().await.unwrap();
    let mut zip = ZipArchive::new(Cursor::new(file)).unwrap();
    let (mut exported, mut files) = (BTreeSet::new(), BTreeSet::new());
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).unwrap();
        let (path, mut bytes) = (entry.name().unwrap().into_owned(), Vec::new());
        entry.read_to_end(&mut bytes).unwrap();
        if path.starts_with("messages/") {
            let lines = std::str::from_utf8(&bytes).unwrap().lines();
            exported.extend(lines.map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].to_string()));
        } else if path.starts_with("media/") {
            files.insert(bytes);
        }
    }
    assert_eq!(exported, messages.iter().map(|one| one["id"].to_string()).collect());
    assert!(files == (0..CONTACTS).map(document).collect(), "other files");
    network.stop().await;
}
