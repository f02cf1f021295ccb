//! Looking for messages through the API.

use serde_json::{Value, json};

use crate::world::{Tenant, World};

const NUMBER: &str = "5511900000001"; // invented

async fn found(world: &World, tenant: &Tenant, query: &str) -> Value {
    let answer = world.get(&tenant.by_key(), &tenant.path(&format!("/messages?{query}"))).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.text);
    answer.json()
}

fn ids(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|item| item["message"]["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_message_is_found_by_its_words_with_its_chat_and_where_they_stand() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria Sol", NUMBER, "Segue a Tabela de Preços 🎂").await;
    let page = found(&world, &tenant, "search=tabela%20de%20precos").await;
    let item = &page["items"][0];
    assert_eq!(item["message"]["chatId"], page["chats"][0]["id"]);
    let text: Vec<u16> = item["snippet"]["text"].as_str().unwrap().encode_utf16().collect();
    let hits = item["snippet"]["hits"].as_array().unwrap().iter().map(|hit| {
        let at = |end: &str| usize::try_from(hit[end].as_u64().unwrap()).unwrap();
        String::from_utf16(&text[at("start")..at("end")]).unwrap()
    });
    assert_eq!(hits.collect::<Vec<_>>(), ["Tabela", "de", "Preços"]);
    assert_eq!((&page["indexedPercent"], &page["nextCursor"]), (&json!(100), &Value::Null));
    for none in ["search=preco%20caro", "search=%22de%20tabela%22", "search=%22", "search=*", "search=tabela&writer=me"]
    {
        assert_eq!(found(&world, &tenant, none).await["items"], json!([]), "{none}");
    }
    assert_eq!(ids(&found(&world, &tenant, "search=%F0%9F%8E%82&kind=text,image&writer=others").await).len(), 1);
}

#[tokio::test]
async fn a_chat_opens_around_a_message_and_goes_on_in_both_directions() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria Sol", NUMBER, "oi").await;
    for n in 0..9 {
        let body = json!({ "text": format!("recado {n}") });
        world.post(&tenant.by_key(), &tenant.path(&format!("/chats/{}/send", tenant.chat)), &body).await;
    }
    let page = found(&world, &tenant, "search=%22recado%204%22").await;
    let around = ids(&page)[0].to_owned();
    let messages = async |query: &str| {
        let path = tenant.path(&format!("/chats/{}/messages?{query}", tenant.chat));
        world.get(&tenant.by_key(), &path).await
    };
    let texts = |page: &Value| -> Vec<String> {
        page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["content"]["text"].as_str().unwrap().to_owned())
            .collect()
    };
    let middle = messages(&format!("around={around}&limit=4")).await.json();
    assert_eq!(texts(&middle), ["recado 6", "recado 5", "recado 4", "recado 3"]);
    let newer = messages(&format!("newer={}", middle["newerCursor"].as_str().unwrap())).await.json();
    assert_eq!((texts(&newer), &newer["newerCursor"]), (vec!["recado 8".to_owned(), "recado 7".into()], &Value::Null));
    let older = messages(&format!("cursor={}&limit=2", middle["nextCursor"].as_str().unwrap())).await.json();
    assert_eq!(texts(&older), ["recado 2", "recado 1"]);
    assert_eq!(messages("around=NOT-THERE").await.status, 404);
    let both = format!("around={around}&newer={}", middle["newerCursor"].as_str().unwrap());
    assert_eq!(messages(&both).await.status, 422, "two places at once");
}

#[tokio::test]
async fn one_tenant_finds_nothing_of_another() {
    let world = World::start().await;
    let a = world.connected_tenant("Adega", NUMBER, "segredo da adega").await;
    let b = world.connected_tenant("Bistrô", "5511900000011", "segredo do bistro").await; // invented
    assert_eq!(ids(&found(&world, &a, "search=segredo").await).len(), 1);
    assert_eq!(found(&world, &a, "search=bistro").await["items"], json!([]));
    assert_eq!(found(&world, &a, &format!("search=segredo&chatId={}", b.chat)).await["items"], json!([]));
}
