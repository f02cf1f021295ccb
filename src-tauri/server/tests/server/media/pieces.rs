//! Files in pieces: begun, resumed, given up.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use portaria_domain::MediaPolicy;
use portaria_storage::Stores;
use reqwest::Method;
use serde_json::json;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::made::noise;
use super::{connected, show};
use crate::world::{Answer, Tenant, World};

async fn begin(world: &World, tenant: &Tenant, length: usize) -> Answer {
    let metadata = format!("filename {},kind dA==", STANDARD.encode("orçamento.bin"));
    let length = length.to_string();
    let headers = [("upload-length", length.as_str()), ("upload-metadata", &metadata), ("tus-resumable", "1.0.0")];
    world.ask_bytes(Method::POST, &tenant.by_key(), &tenant.path("/media/uploads"), None, &headers).await
}

async fn begun(world: &World, tenant: &Tenant, length: usize) -> String {
    let answer = begin(world, tenant, length).await;
    assert_eq!((answer.status, answer.header("tus-resumable")), (201, "1.0.0"), "{}", answer.text);
    answer.header("location").to_owned()
}

async fn add(world: &World, tenant: &Tenant, location: &str, from: usize, piece: &[u8]) -> Answer {
    let from = from.to_string();
    let headers = [("content-type", "application/offset+octet-stream"), ("upload-offset", from.as_str())];
    world.ask_bytes(Method::PATCH, &tenant.by_key(), location, Some(piece.to_vec()), &headers).await
}

/// How much is here, as both ways of asking tell it.
async fn offset(world: &World, tenant: &Tenant, location: &str) -> usize {
    let head = world.ask(Method::HEAD, &tenant.by_key(), location, None, &[]).await;
    assert_eq!((head.status, head.header("cache-control")), (200, "no-store"));
    head.header("upload-offset").parse().unwrap()
}

#[tokio::test]
async fn pieces_become_the_file() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let file = noise(300_000);
    let location = begun(&world, &tenant, file.len()).await;
    assert_eq!(offset(&world, &tenant, &location).await, 0);
    let first = add(&world, &tenant, &location, 0, &file[..100_000]).await;
    assert_eq!((first.status, first.header("upload-offset")), (204, "100000"), "{}", first.text);
    assert_eq!(first.header("portaria-media-id"), "", "it is not whole");
    let progress = world.get(&tenant.by_key(), &location).await.json();
    assert_eq!(progress, json!({ "offset": 100_000, "sizeBytes": 300_000, "media": null }));

    for wrong in [0, 99_999, 100_001] {
        let answer = add(&world, &tenant, &location, wrong, &file[100_000..]).await;
        assert_eq!((answer.status, answer.code().as_str()), (409, "upload_conflict"), "from {wrong}");
    }
    let longer = [&file[100_000..], b"x"].concat();
    assert_eq!(add(&world, &tenant, &location, 100_000, &longer).await.code(), "payload_too_large");
    let here = offset(&world, &tenant, &location).await;
    let last = add(&world, &tenant, &location, here, &file[here..]).await;
    assert_eq!((last.status, last.header("upload-offset")), (204, "300000"), "{}", last.text);
    let id = last.header("portaria-media-id").to_owned();
    assert_eq!(show(&world, &tenant, &id, &[]).await.bytes, file);
    let progress = world.get(&tenant.by_key(), &location).await.json();
    assert_eq!(progress["media"]["id"], id.as_str(), "who lost the last answer can ask");
    assert_eq!(progress["media"]["fileName"], "orçamento.bin");
    let more = add(&world, &tenant, &location, 300_000, b"x").await;
    assert_eq!(more.code(), "payload_too_large", "a whole file takes no more");
}

#[tokio::test]
async fn what_cannot_be_begun_or_added_says_why() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    assert_eq!(begin(&world, &tenant, 100_000_001).await.code(), "payload_too_large");
    assert_eq!(begin(&world, &tenant, 0).await.fields(), ["Upload-Length"]);
    let without = world.ask(Method::POST, &tenant.by_key(), &tenant.path("/media/uploads"), None, &[]).await;
    assert_eq!(without.fields(), ["upload-length"]);
    let location = begun(&world, &tenant, 4).await;
    let headers = [("content-type", "text/plain"), ("upload-offset", "0")];
    let answer = world.ask_bytes(Method::PATCH, &tenant.by_key(), &location, Some(b"oi".to_vec()), &headers).await;
    assert_eq!(answer.code(), "unsupported_media_type");
    let headers = [("content-type", "application/offset+octet-stream")];
    let answer = world.ask_bytes(Method::PATCH, &tenant.by_key(), &location, Some(b"oi".to_vec()), &headers).await;
    assert_eq!(answer.fields(), ["upload-offset"]);
    assert_eq!(offset(&world, &tenant, &location).await, 0);
}

#[tokio::test]
async fn an_upload_that_is_given_up_is_gone_and_one_of_another_tenant_is_none() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let other = world.tenant("Loja Lua").await;
    let location = begun(&world, &tenant, 4).await;
    let id = location.rsplit('/').next().unwrap().to_owned();
    let theirs = other.path(&format!("/media/uploads/{id}"));
    for method in [Method::GET, Method::HEAD, Method::DELETE] {
        assert_eq!(world.ask(method.clone(), &other.by_key(), &theirs, None, &[]).await.status, 404, "{method}");
    }
    assert_eq!(add(&world, &other, &theirs, 0, b"oi").await.status, 404);

    assert_eq!(world.ask(Method::DELETE, &tenant.by_key(), &location, None, &[]).await.status, 204);
    assert_eq!(world.ask(Method::DELETE, &tenant.by_key(), &location, None, &[]).await.code(), "not_found");
    assert_eq!(world.ask(Method::HEAD, &tenant.by_key(), &location, None, &[]).await.status, 404);
    assert_eq!(add(&world, &tenant, &location, 0, b"oi").await.code(), "not_found");
    let folder = world.folder.path().join("data/sessions").join(&tenant.id).join("media/parts");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 0, "nothing of it is left");
}

#[tokio::test]
async fn a_tenant_has_eight_uploads_open_and_those_that_are_done_do_not_count() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    for _ in 0..10 {
        let location = begun(&world, &tenant, 2).await;
        assert_eq!(add(&world, &tenant, &location, 0, b"oi").await.status, 204);
    }
    let mut open = Vec::new();
    for _ in 0..8 {
        open.push(begun(&world, &tenant, 2).await);
    }
    let ninth = begin(&world, &tenant, 2).await;
    assert_eq!((ninth.status, ninth.code().as_str()), (429, "rate_limited"));
    let other = world.tenant("Loja Lua").await;
    begun(&world, &other, 2).await;
    assert_eq!(world.ask(Method::DELETE, &tenant.by_key(), &open[0], None, &[]).await.status, 204);
    begun(&world, &tenant, 2).await;
    assert_eq!(begin(&world, &tenant, 2).await.status, 429);
    world.clock.advance(60 * 60 * 1000);
    begun(&world, &tenant, 2).await;
    assert_eq!(world.ask(Method::HEAD, &tenant.by_key(), &open[1], None, &[]).await.status, 404, "it was forgotten");
}

#[tokio::test]
async fn a_connection_that_breaks_in_the_middle_loses_nothing_that_came() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let file = noise(500_000);
    let location = begun(&world, &tenant, file.len()).await;
    let mut here = 0;
    for cut in [120_000, 330_000] {
        let mut stream = TcpStream::connect(world.running.address()).await.unwrap();
        let head = format!(
            "PATCH {location} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nUpload-Offset: {here}\r\n\
             Content-Type: application/offset+octet-stream\r\nContent-Length: {}\r\n\r\n",
            world.running.address(),
            tenant.key,
            file.len() - here
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&file[here..cut]).await.unwrap();
        until_offset(&world, &tenant, &location, cut).await;
        let busy = add(&world, &tenant, &location, cut, &file[cut..]).await;
        assert_eq!(busy.code(), "upload_conflict", "there is one piece at a time");
        drop(stream);
        here = cut;
    }
    // The server learns in its own time that nobody brings the other piece any more.
    let finish = async {
        loop {
            let answer = add(&world, &tenant, &location, here, &file[here..]).await;
            if answer.status != 409 {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let last = tokio::time::timeout(Duration::from_secs(10), finish).await.expect("the broken piece was never let go");
    assert_eq!(last.status, 204, "{}", last.text);
    assert_eq!(show(&world, &tenant, last.header("portaria-media-id"), &[]).await.bytes, file);
}

async fn until_offset(world: &World, tenant: &Tenant, location: &str, wanted: usize) {
    let wait = async {
        while offset(world, tenant, location).await != wanted {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), wait).await.expect("what was sent never came");
}

#[tokio::test]
async fn a_file_for_which_there_is_no_room_gives_its_place_free() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let stores = Stores::open(&world.folder.path().join("data")).await.unwrap();
    let chats = stores.chats(tenant.tenant_id()).await.unwrap();
    let full = MediaPolicy { total_bytes: 1, ..MediaPolicy::default() };
    for _ in 0..9 {
        chats.set_media_policy(None).await.unwrap();
        let location = begun(&world, &tenant, 2).await;
        chats.set_media_policy(Some(&full)).await.unwrap();
        let full = add(&world, &tenant, &location, 0, b"oi").await;
        assert_eq!((full.status, full.code().as_str()), (507, "media_full"));
        assert_eq!(world.ask(Method::HEAD, &tenant.by_key(), &location, None, &[]).await.status, 404);
    }
    assert_eq!(begin(&world, &tenant, 2).await.code(), "media_full", "before anything of it comes");
    assert_eq!(super::upload(&world, &tenant, b"oi", None).await.code(), "media_full");
}
