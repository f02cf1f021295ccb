//! A chat's gallery through the API.

use image::ImageFormat;
use serde_json::{Value, json};

use crate::media::made::picture;
use crate::media::{connected, uploaded};
use crate::world::{Answer, Tenant, World};

async fn gallery(world: &World, tenant: &Tenant, query: &str) -> Answer {
    world.get(&tenant.by_key(), &tenant.path(&format!("/chats/{}/gallery?{query}", tenant.chat))).await
}

async fn send(world: &World, tenant: &Tenant, message: Value) -> String {
    let path = tenant.path(&format!("/chats/{}/send", tenant.chat));
    let answer = world.post(&tenant.by_key(), &path, &json!({ "message": message })).await;
    assert_eq!(answer.status, 202, "{message}: {}", answer.text);
    answer.json()["message"]["id"].as_str().unwrap().to_owned()
}

fn ids(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn each_part_of_a_gallery_is_listed_and_what_opens_once_is_in_none() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let photo = uploaded(&world, &tenant, &picture(ImageFormat::Png), Some("foto.png")).await;
    let media = |more: Value| {
        let mut message = json!({ "kind": "media", "mediaId": photo });
        message.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        message
    };
    let picture = send(&world, &tenant, media(json!({ "caption": "veja https://exemplo.com.br" }))).await;
    send(&world, &tenant, media(json!({ "viewOnce": true, "caption": "https://exemplo.com.br" }))).await;
    let document = send(&world, &tenant, media(json!({ "as": "document", "fileName": "recibo.png" }))).await;
    send(&world, &tenant, json!({ "kind": "text", "text": "sem nada" })).await;
    let link = send(&world, &tenant, json!({ "kind": "text", "text": "http://loja.example/pedido" })).await;
    for (query, shown) in [
        ("", vec![&picture]),
        ("part=media", vec![&picture]),
        ("part=documents", vec![&document]),
        ("part=links", vec![&link, &picture]),
    ] {
        let answer = gallery(&world, &tenant, query).await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.text);
        let page = answer.json();
        assert_eq!(ids(&page), shown, "{query}");
        assert_eq!((&page["nextCursor"], &page["newerCursor"]), (&Value::Null, &Value::Null), "{query}");
    }
    let of_document = gallery(&world, &tenant, "part=documents").await.json()["items"][0].clone();
    assert_eq!(of_document["content"]["fileName"], "recibo.png");
    assert!(of_document["file"]["sizeBytes"].as_u64().unwrap() > 0);

    let first = gallery(&world, &tenant, "part=links&limit=1").await.json();
    let older = format!("part=links&cursor={}", first["nextCursor"].as_str().unwrap());
    let older = gallery(&world, &tenant, &older).await.json();
    assert_eq!((ids(&first), ids(&older)), (vec![&*link], vec![&*picture]));
    let newer = format!("part=links&newer={}", older["newerCursor"].as_str().unwrap());
    assert_eq!(ids(&gallery(&world, &tenant, &newer).await.json()), [&link]);
    let around = gallery(&world, &tenant, &format!("part=links&around={picture}")).await.json();
    assert_eq!(ids(&around), [&link, &picture]);
}

#[tokio::test]
async fn what_is_asked_of_a_gallery_has_to_make_sense() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let text = send(&world, &tenant, json!({ "kind": "text", "text": "oi" })).await;
    for (query, field) in [
        ("part=stickers", "part"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("cursor=x", "cursor"),
        ("newer=x", "newer"),
        ("around=", "around"),
        ("kind=media", "kind"),
        (&format!("cursor=1.{text}&around={text}"), "cursor"),
    ] {
        let answer = gallery(&world, &tenant, query).await;
        assert_eq!((answer.status, answer.fields()), (422, vec![field.to_owned()]), "{query}: {}", answer.text);
    }
    assert_eq!(gallery(&world, &tenant, &format!("around={text}")).await.status, 404, "a text is no picture");
}
