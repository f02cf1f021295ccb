//! Files as browsers, players and programs get them.

use image::ImageFormat;
use portaria_domain::{MediaKind, MessageId};
use reqwest::Method;
use serde_json::json;

use super::made::{VOICE, mp3, mp4, noise, picture, script_in_a_jpeg};
use super::{CUSTOMER, connected, show, told, until_one, uploaded};
use crate::world::{Credential, Socket, World};

#[tokio::test]
async fn a_part_is_the_part_that_was_asked_for() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let file = noise(200_000);
    let id = uploaded(&world, &tenant, &file, None).await;
    for (range, from, to) in [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99999", 0, 99_999),
        ("bytes=65535-65536", 65_535, 65_536),
        ("bytes=131072-", 131_072, 199_999),
        ("bytes=-1", 199_999, 199_999),
        ("bytes=-500000", 0, 199_999),
        ("bytes=199990-999999", 199_990, 199_999),
    ] {
        let part = show(&world, &tenant, &id, &[("range", range)]).await;
        assert_eq!(part.status, 206, "{range}");
        assert_eq!(part.header("content-range"), format!("bytes {from}-{to}/200000"), "{range}");
        assert_eq!(part.header("content-length"), (to - from + 1).to_string(), "{range}");
        assert!(part.bytes == file[from..=to], "{range}: other bytes");
    }
    for outside in ["bytes=200000-", "bytes=300000-400000", "bytes=-0"] {
        let answer = show(&world, &tenant, &id, &[("range", outside)]).await;
        assert_eq!((answer.status, answer.header("content-range")), (416, "bytes */200000"), "{outside}");
    }
    for whole in ["bytes=0-1,5-6", "lines=1-2", "bytes=9-1", "nonsense"] {
        let answer = show(&world, &tenant, &id, &[("range", whole)]).await;
        assert!(answer.status == 200 && answer.bytes == file || answer.status == 416, "{whole}: {}", answer.status);
    }
}

#[tokio::test]
async fn what_the_asker_has_already_is_not_sent_again() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let file = picture(ImageFormat::Jpeg);
    let id = uploaded(&world, &tenant, &file, None).await;
    let whole = show(&world, &tenant, &id, &[]).await;
    assert_eq!((whole.status, whole.header("accept-ranges")), (200, "bytes"));
    assert_eq!(whole.header("content-length"), file.len().to_string());
    let tag = whole.header("etag").to_owned();
    let weak = format!("\"x\", W/{tag}");
    for known in [tag.as_str(), &weak, "*"] {
        let answer = show(&world, &tenant, &id, &[("if-none-match", known)]).await;
        assert_eq!((answer.status, answer.bytes.len(), answer.header("etag")), (304, 0, &*tag), "{known}");
    }
    assert_eq!(show(&world, &tenant, &id, &[("if-none-match", "\"x\"")]).await.status, 200);
    let part = show(&world, &tenant, &id, &[("range", "bytes=0-9"), ("if-range", &tag)]).await;
    assert_eq!((part.status, &part.bytes[..]), (206, &file[..10]));
    let other = show(&world, &tenant, &id, &[("range", "bytes=0-9"), ("if-range", "\"x\"")]).await;
    assert_eq!((other.status, other.bytes), (200, file.clone()), "the beginning of another file is of no use");

    let path = tenant.path(&format!("/media/{id}"));
    let head = world.ask(Method::HEAD, &tenant.by_key(), &path, None, &[]).await;
    assert_eq!((head.status, head.bytes.len()), (200, 0));
    assert_eq!(head.header("content-length"), file.len().to_string());
    assert_eq!((head.header("etag"), head.header("content-type")), (&*tag, "image/jpeg"));
    assert_eq!(world.get(&Credential::None, &path).await.status, 401);
}

#[tokio::test]
async fn only_what_a_browser_shows_and_cannot_run_is_shown_in_place() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let html = b"<!doctype html><script>alert(1)</script>".to_vec();
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".to_vec();
    let exe = [b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0".as_slice(), &[0; 64], b"PE\0\0"].concat();
    for (file, name, content_type, place) in [
        (picture(ImageFormat::Png), "a.png", "image/png", "inline"),
        (picture(ImageFormat::Jpeg), "a.html", "image/jpeg", "inline"),
        (mp3(), "a.mp3", "audio/mpeg", "inline"),
        (VOICE.to_vec(), "a.ogg", "audio/ogg", "inline"),
        (mp4(), "a.mp4", "video/mp4", "inline"),
        (script_in_a_jpeg(), "a.js", "image/jpeg", "inline"),
        (html.clone(), "a.png", "text/plain", "attachment"),
        (svg, "a.svg", "text/plain", "attachment"),
        ([b"GIF89a/*".as_slice(), &html].concat(), "a.gif", "text/plain", "attachment"),
        (b"%PDF-1.7\n<script>".to_vec(), "a.pdf", "application/pdf", "attachment"),
        (exe, "a.exe", "application/octet-stream", "attachment"),
        (b"oi\n".to_vec(), "a.txt", "text/plain", "attachment"),
    ] {
        let id = uploaded(&world, &tenant, &file, Some(name)).await;
        let path = tenant.path(&format!("/media/{id}"));
        for (download, place) in [("", place), ("?download=true", "attachment")] {
            let answer = world.get(&tenant.by_key(), &format!("{path}{download}")).await;
            assert_eq!((answer.status, answer.header("content-type")), (200, content_type), "{name}");
            let expected = format!("{place}; filename*=UTF-8''{name}");
            assert_eq!(answer.header("content-disposition"), expected, "{download}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            assert!(answer.header("content-security-policy").starts_with("sandbox; default-src 'none'"));
            assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
            assert_eq!(answer.header("cache-control"), "private, no-cache");
            assert_eq!(answer.header("content-encoding"), "");
        }
    }
}

#[tokio::test]
async fn a_hostile_name_is_a_name_and_nothing_else() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    for (name, expected) in [
        ("../../etc/passwd", "....etcpasswd"),
        ("a\r\nSet-Cookie: x=1", "aSet-Cookie%3A%20x%3D1"),
        ("foto\u{202E}gpj.exe", "fotogpj.exe"),
        ("a\";filename=b.html", "a%22%3Bfilename%3Db.html"),
        ("orçamento 2026.pdf", "or%C3%A7amento%202026.pdf"),
    ] {
        let id = uploaded(&world, &tenant, b"oi", Some(name)).await;
        let answer = show(&world, &tenant, &id, &[]).await;
        assert_eq!(answer.header("content-disposition"), format!("attachment; filename*=UTF-8''{expected}"));
        assert_eq!(answer.header("set-cookie"), "");
    }
}

#[tokio::test]
async fn a_file_that_arrives_is_fetched_and_told() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let mut socket = Socket::open(&world, &tenant.by_cookie(), &tenant.path("/socket-ticket")).await;
    let file = picture(ImageFormat::Png);
    let media = told(MediaKind::Image, "image/jpeg", file.len());
    world.gateway.receive_file(tenant.tenant_id(), CUSTOMER, media, file.clone()).await;
    let news = loop {
        let news = socket.fact("message.updated").await;
        if news["data"]["message"]["file"]["state"] == "here" {
            break news;
        }
    };
    let told = &news["data"]["message"]["file"];
    assert_eq!(json!([told["mime"], told["sizeBytes"], told["reason"]]), json!(["image/png", file.len(), null]));
    let id = told["id"].as_str().unwrap();
    let shown = show(&world, &tenant, id, &[]).await;
    assert_eq!((shown.status, shown.header("content-type"), &shown.bytes), (200, "image/png", &file));

    let message = &news["data"]["message"];
    let path = format!("/chats/{}/messages/{}/thumbnail", tenant.chat, message["id"].as_str().unwrap());
    let small = world.get(&tenant.by_key(), &tenant.path(&path)).await;
    assert_eq!((small.status, small.header("content-type")), (200, "image/jpeg"), "one is made of it");
    let other = world.tenant("Loja Lua").await;
    assert_eq!(show(&world, &other, id, &[]).await.code(), "not_found", "it is one tenant's");
}

#[tokio::test]
async fn what_is_held_back_is_fetched_when_somebody_asks() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let file = noise(1_000);
    let media = told(MediaKind::Document, "application/pdf", 40_000_000);
    world.gateway.receive_file(tenant.tenant_id(), CUSTOMER, media, file.clone()).await;
    let held = until_one(&world, &tenant, |message| message["file"]["state"] == "on_demand").await;
    assert_eq!(held["file"]["reason"], "too_large");
    let id = held["file"]["id"].as_str().unwrap();
    assert_eq!(show(&world, &tenant, id, &[]).await.code(), "media_not_here");
    let fetch = async |who: &Credential, path: &str| world.post(who, path, &json!({})).await;
    let path = tenant.path(&format!("/media/{id}/fetch"));
    assert_eq!(fetch(&tenant.by_key(), &path).await.status, 202);
    until_one(&world, &tenant, |message| message["file"]["state"] == "here").await;
    assert_eq!(show(&world, &tenant, id, &[]).await.bytes, file);
    assert_eq!(fetch(&tenant.by_key(), &path).await.status, 202, "asking again does no harm");

    let other = world.tenant("Loja Lua").await;
    let theirs = other.path(&format!("/media/{id}/fetch"));
    assert_eq!(fetch(&other.by_key(), &theirs).await.code(), "not_found");
    for unknown in ["nothing", "01890000-0000-7000-8000-000000000000", "%FF"] {
        assert_eq!(show(&world, &tenant, unknown, &[]).await.code(), "not_found", "{unknown}");
    }
}

#[tokio::test]
async fn a_file_that_does_not_come_says_why_and_can_be_asked_for_again() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let media = portaria_domain::Content::Media(told(MediaKind::Image, "image/jpeg", 4));
    let id = world.gateway.receive_content(tenant.tenant_id(), CUSTOMER, media).await;
    let failed = until_one(&world, &tenant, |message| message["file"]["state"] == "failed").await;
    assert_eq!(failed["file"]["reason"], "no_file");
    world.gateway.files.give(id, picture(ImageFormat::Jpeg));
    let path = tenant.path(&format!("/media/{}/fetch", failed["file"]["id"].as_str().unwrap()));
    assert_eq!(world.post(&tenant.by_key(), &path, &json!({})).await.status, 202);
    until_one(&world, &tenant, |message| message["file"]["state"] == "here").await;
}

#[tokio::test]
async fn a_file_that_comes_slowly_delays_no_other() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    world.gateway.files.make_endless(MessageId::parse("IN1").unwrap());
    let receive = async |size: usize| {
        let media = told(MediaKind::Document, "application/zip", size);
        world.gateway.receive_file(tenant.tenant_id(), CUSTOMER, media, noise(size)).await.to_string()
    };
    assert_eq!(receive(1).await, "IN1", "the one that never ends");
    for size in 2..9 {
        let id = receive(size).await;
        until_one(&world, &tenant, |message| message["id"] == id && message["file"]["state"] == "here").await;
    }
    until_one(&world, &tenant, |message| message["id"] == "IN1" && message["file"]["state"] == "waiting").await;
}
