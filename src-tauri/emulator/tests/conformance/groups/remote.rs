//! Groups over the control API.

use serde_json::{Value, json};

use super::{ANA, BIA, SHOP, World, bia};

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_test_can_make_and_change_a_group() {
    let world = World::new().await;
    bia(&world).await;
    let http = reqwest::Client::new();
    let base = format!("{}/control/phones", world.net.http_url());
    let post = async |path: String, body: Value| {
        let answer = http.post(format!("{base}/{path}")).json(&body).send().await.unwrap();
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap_or_default())
    };
    let (status, made) = post(format!("{SHOP}/groups"), json!({"subject": "Entregas", "members": [ANA]})).await;
    assert_eq!((status, made["members"][0]["role"].as_str()), (201, Some("superadmin")), "{made}");
    let group = made["id"].as_str().unwrap().to_owned();
    let add = json!({"change": "add", "numbers": [ANA, BIA]});
    let (_, added) = post(format!("{SHOP}/groups/{group}/members"), add).await;
    assert_eq!(added, json!([{"number": ANA, "code": 409}, {"number": BIA, "code": 200}]));
    let (_, changed) = post(format!("{SHOP}/groups/{group}"), json!({"subject": "Rotas", "approval": true})).await;
    assert_eq!((changed["subject"].as_str(), changed["settings"]["approval"].as_bool()), (Some("Rotas"), Some(true)));
    let (status, refused) = post(format!("{ANA}/groups/{group}"), json!({"announcement": true})).await;
    assert_eq!(status, 401, "{refused}");
    let (_, invite) = post(format!("{SHOP}/groups/{group}/invite"), json!({})).await;
    let (status, _) = post(format!("{BIA}/groups/{group}/leave"), json!({})).await;
    assert_eq!(status, 204);
    let (_, joined) = post(format!("{BIA}/groups/join"), json!({"link": invite["code"]})).await;
    assert_eq!(joined["waiting"], true);
    let decide = json!({"numbers": [BIA], "approve": true});
    let (_, decided) = post(format!("{SHOP}/groups/{group}/requests"), decide).await;
    assert_eq!(decided, json!([BIA]));
    let listed = http.get(format!("{base}/{BIA}/groups")).send().await.unwrap().json::<Value>().await.unwrap();
    assert_eq!(listed[0]["members"].as_array().unwrap().len(), 3);
}
