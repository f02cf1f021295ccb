//! Files in one piece.

use image::ImageFormat;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::made::{VOICE, mp3, noise, picture, wav};
use super::{connected, show, upload};
use crate::world::{World, raw};

const LARGEST: usize = 100_000_000;

#[tokio::test]
async fn a_file_is_looked_at_and_comes_back_as_it_went() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    for (file, name, mime, kind) in [
        (picture(ImageFormat::Png), Some("foto.png"), "image/png", "image"),
        (picture(ImageFormat::Jpeg), None, "image/jpeg", "image"),
        (VOICE.to_vec(), Some("nota.ogg"), "audio/ogg", "audio"),
        (mp3(), Some("música.mp3"), "audio/mpeg", "audio"),
        (wav(), None, "audio/wav", "document"),
        (b"%PDF-1.7\n".to_vec(), Some("orçamento.pdf"), "application/pdf", "document"),
        (noise(70_000), Some("dados"), "application/octet-stream", "document"),
    ] {
        let answer = upload(&world, &tenant, &file, name).await;
        assert_eq!(answer.status, 201, "{mime}: {}", answer.text);
        let told = answer.json();
        let expected = json!([mime, kind, file.len(), name]);
        assert_eq!(json!([told["mime"], told["kind"], told["sizeBytes"], told["fileName"]]), expected);
        let shown = show(&world, &tenant, told["id"].as_str().unwrap(), &[]).await;
        assert_eq!((shown.status, shown.bytes), (200, file), "{mime}");
    }
    let told = upload(&world, &tenant, &picture(ImageFormat::Png), None).await.json();
    assert_eq!(json!([told["width"], told["height"], told["durationS"]]), json!([40, 30, null]));
    assert_eq!(upload(&world, &tenant, VOICE, None).await.json()["durationS"], 2);
}

#[tokio::test]
async fn a_form_brings_a_file_and_its_name() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let form = |field: &str, file: &[u8]| {
        let head = format!(
            "--corte\r\nContent-Disposition: form-data; name=\"outro\"\r\n\r\nx\r\n--corte\r\n\
             Content-Disposition: form-data; name=\"{field}\"; filename=\"foto.png\"\r\n\
             Content-Type: text/html\r\n\r\n"
        );
        [head.as_bytes(), file, b"\r\n--corte--\r\n"].concat()
    };
    let send = async |path: &str, body: Vec<u8>| {
        let headers = [("content-type", "multipart/form-data; boundary=corte")];
        world.ask_bytes(Method::POST, &tenant.by_key(), &tenant.path(path), Some(body), &headers).await
    };
    let file = picture(ImageFormat::Png);
    let answer = send("/media", form("file", &file)).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let told = answer.json();
    assert_eq!(json!([told["fileName"], told["mime"]]), json!(["foto.png", "image/png"]), "whatever the form says");
    assert_eq!(show(&world, &tenant, told["id"].as_str().unwrap(), &[]).await.bytes, file);

    let renamed = send("/media?fileName=outra.png", form("file", &file)).await.json();
    assert_eq!(renamed["fileName"], "outra.png", "the address has the last word");
    assert_eq!(send("/media", form("anexo", &file)).await.fields(), ["file"], "a form without the field");
    assert_eq!(send("/media", form("file", b"")).await.fields(), ["file"], "an empty file");
    let torn = send("/media", form("file", &file)[..200].to_vec()).await;
    assert_eq!(torn.code(), "bad_upload", "a form that ends in the middle");
}

#[tokio::test]
async fn what_is_empty_too_long_named_or_not_allowed_is_refused() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    assert_eq!(upload(&world, &tenant, b"", None).await.fields(), ["file"]);
    assert_eq!(upload(&world, &tenant, b"oi", Some(&"x".repeat(256))).await.fields(), ["fileName"]);
    assert_eq!(upload(&world, &tenant, b"oi", Some(" \u{200B}")).await.json()["fileName"], Value::Null);
    let stranger = world.tenant("Loja Lua").await;
    let path = tenant.path("/media");
    let answer = world.ask_bytes(Method::POST, &stranger.by_key(), &path, Some(b"oi".to_vec()), &[]).await;
    assert_eq!(answer.code(), "not_found", "a key opens its own tenant only");
}

#[tokio::test]
async fn more_than_the_limit_is_refused_when_it_is_announced_and_when_it_comes() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let head = |length: &str| {
        format!(
            "POST {} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/octet-stream\r\n\
             Connection: close\r\n{length}\r\n\r\n",
            tenant.path("/media"),
            world.running.address(),
            tenant.key
        )
    };
    for announced in [LARGEST + 1_000_001, 50 * LARGEST] {
        let request = head(&format!("Content-Length: {announced}"));
        let answer = raw::exchange(world.running.address(), request.as_bytes()).await.expect("an answer at once");
        assert_eq!(raw::status(&answer), 413, "{announced} bytes: {answer}");
    }

    let mut stream = TcpStream::connect(world.running.address()).await.unwrap();
    stream.write_all(head("Transfer-Encoding: chunked").as_bytes()).await.unwrap();
    let chunk = [b"100000\r\n".as_slice(), &vec![7; 0x10_0000], b"\r\n"].concat();
    for _ in 0..=LARGEST / 0x10_0000 {
        if stream.write_all(&chunk).await.is_err() {
            break; // it was answered before everything had come
        }
    }
    let answer = raw::read_to_end(&mut stream).await.expect("an answer, though the body never ends");
    assert_eq!(raw::status(&answer), 413, "{answer}");
    let folder = world.folder.path().join("data/sessions").join(&tenant.id).join("media/parts");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 0, "nothing of it is left");
}
