//! What of files must be on no disk and in no log.

use std::path::Path;

use portaria_domain::MediaKind;
use reqwest::Method;
use serde_json::json;

use super::{CUSTOMER, connected, sign, told, until_one, uploaded};
use crate::secrets::Log;
use crate::world::{Credential, World};

const CANARY: &str = "canary-conteudo-do-arquivo";
const NAME: &str = "canary-nome-do-arquivo";

fn holds(bytes: &[u8], needle: &str) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
}

/// How many files lie below a folder; none may hold what is secret.
fn look(folder: &Path, secrets: &[&str]) -> usize {
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            files += look(&path, secrets);
        } else {
            let bytes = std::fs::read(&path).unwrap();
            for secret in secrets {
                assert!(!holds(&bytes, secret), "{} holds {secret}", path.display());
                assert!(!path.display().to_string().contains(secret), "{} is named so", path.display());
            }
            files += 1;
        }
    }
    files
}

#[tokio::test]
async fn nothing_of_a_file_stands_readable_on_disk_or_reaches_the_log() {
    let log = Log::default();
    let writer = log.clone();
    // A subscriber of this thread: other tests of the process may have one of their own.
    let filter = tracing_subscriber::EnvFilter::new(
        "portaria_server=trace,portaria_sessions=trace,portaria_storage=trace,portaria_media=trace",
    );
    let subscriber =
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(move || writer.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let world = World::start().await;
    let tenant = connected(&world).await;
    let file = CANARY.repeat(10_000).into_bytes();
    let id = uploaded(&world, &tenant, &file, Some(NAME)).await;
    let body = json!({ "to": CUSTOMER, "message": { "kind": "media", "mediaId": id } });
    assert_eq!(world.post(&tenant.by_key(), &tenant.path("/send"), &body).await.status, 202);
    until_one(&world, &tenant, |message| message["status"] == "sent").await;
    let media = told(MediaKind::Document, "text/plain", file.len());
    world.gateway.receive_file(tenant.tenant_id(), CUSTOMER, media, [CANARY.as_bytes(), &file].concat()).await;
    until_one(&world, &tenant, |message| message["file"]["state"] == "here" && message["fromMe"] == false).await;

    // One upload that is under way while the disk is looked at.
    let headers = [("upload-length", "1000000")];
    let begun = world.ask(Method::POST, &tenant.by_key(), &tenant.path("/media/uploads"), None, &headers).await;
    let headers = [("content-type", "application/offset+octet-stream"), ("upload-offset", "0")];
    let half = Some(file.clone());
    let added = world.ask_bytes(Method::PATCH, &tenant.by_key(), begun.header("location"), half, &headers).await;
    assert_eq!(added.status, 204, "{}", added.text);

    let url = sign(&world, &tenant.by_key(), &tenant, &id).await;
    assert_eq!(world.get(&Credential::None, &url).await.status, 200);
    let signature = url.split_once("signature=").unwrap().1.to_owned();

    let files = look(world.folder.path(), &[CANARY, NAME, &signature]);
    assert!(files > 4, "only {files} files were looked at");
    let log = log.0.lock().unwrap().clone();
    assert!(!log.is_empty(), "the log was not looked at");
    for secret in [CANARY, NAME, &signature] {
        let text = String::from_utf8_lossy(&log);
        assert_eq!(text.lines().find(|line| line.contains(secret)), None, "the log holds {secret}");
    }
}
