//! Newsletters over the control API.

use serde_json::{Value, json};

use crate::client::{ANA, SHOP, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_test_can_make_follow_and_write_a_newsletter() {
    let world = World::new().await;
    let ana = world.linked_to(&world.ana).await;
    let http = reqwest::Client::new();
    let base = format!("{}/control/phones", world.net.http_url());
    let post = async |path: String, body: Value| {
        let answer = http.post(format!("{base}/{path}")).json(&body).send().await.unwrap();
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap_or_default())
    };
    let get =
        async |path: String| http.get(format!("{base}/{path}")).send().await.unwrap().json::<Value>().await.unwrap();
    let (status, refused) = post(format!("{SHOP}/newsletters"), json!({"name": ""})).await;
    assert_eq!((status, refused["code"].as_str()), (406, Some("newsletterUnfit")));
    let (status, made) = post(format!("{SHOP}/newsletters"), json!({"name": "Padaria Sol"})).await;
    assert_eq!((status, made["owner"].as_str(), made["description"].as_str()), (201, Some(SHOP), Some("")), "{made}");
    let id = made["id"].as_str().unwrap();
    let of_the_shop = format!("{SHOP}/newsletters/{id}");
    let (_, changed) = post(of_the_shop.clone(), json!({"description": "O que sai do forno"})).await;
    assert_eq!((&changed["name"], &changed["description"]), (&json!("Padaria Sol"), &json!("O que sai do forno")));

    let link = format!("https://whatsapp.com/channel/{}", made["invite"].as_str().unwrap());
    let (_, found) = post(format!("{ANA}/newsletters/find"), json!({"link": link})).await;
    assert_eq!(found["id"], id);
    let of_ana = format!("{ANA}/newsletters/{id}");
    let (status, refused) = post(of_ana.clone(), json!({"name": "Lua"})).await;
    assert_eq!((status, refused["code"].as_str()), (403, Some("newsletterOwnerOnly")), "it is not hers");
    assert_eq!(post(format!("{of_ana}/follow"), json!({"on": true})).await.0, 204);
    assert_eq!(post(format!("{of_ana}/mute"), json!({"on": true})).await.0, 204);
    let (status, sent) = post(format!("{SHOP}/send"), json!({"to": id, "text": "Pão de queijo às 16h"})).await;
    assert_eq!(status, 200, "{sent}");
    assert_eq!(
        ana.text("Pão de queijo às 16h").await.0.id,
        sent["id"].as_str().unwrap(),
        "a follower's companion reads it"
    );

    let server_id = get(of_ana.clone()).await["posts"][0]["serverId"].as_u64().unwrap();
    assert_eq!(post(format!("{of_ana}/react"), json!({"post": server_id, "sign": "❤"})).await.0, 204);
    assert_eq!(post(format!("{of_ana}/react"), json!({"post": 7, "sign": "❤"})).await.0, 404, "there is no such post");
    assert_eq!(post(format!("{of_ana}/see"), json!({"posts": [server_id]})).await.0, 204);
    let view = &get(format!("{ANA}/newsletters")).await[0];
    assert_eq!(view["followers"], json!([ANA]));
    assert_eq!((&view["posts"][0]["reactions"], &view["posts"][0]["views"]), (&json!({"❤": 1}), &json!(1)));

    assert_eq!(post(format!("{of_ana}/follow"), json!({"on": false})).await.0, 204);
    assert_eq!(get(format!("{ANA}/newsletters")).await, json!([]));
    assert_eq!(http.delete(format!("{base}/{of_ana}")).send().await.unwrap().status(), 403);
    assert_eq!(http.delete(format!("{base}/{of_the_shop}")).send().await.unwrap().status(), 204);
    assert_eq!(http.get(format!("{base}/{of_the_shop}")).send().await.unwrap().status(), 404);
    ana.stop().await;
}
