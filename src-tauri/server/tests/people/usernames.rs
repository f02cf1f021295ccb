//! People who go by a user name and show nobody their number.

use portaria_emulator::NewGroup;
use serde_json::{Value, json};

use super::World;
use crate::program::people::{BIA, SHOP};

const NAME: &str = "ana.souza";

async fn found(world: &World, search: &str) -> Vec<Value> {
    let people = world.json(&format!("/contacts?search={search}")).await;
    people["items"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_goes_by_a_user_name_is_shown_and_found_by_it() {
    let world = World::new().await;
    let ana = &world.people.ana;
    ana.go_by_username(Some(NAME));
    ana.send_text(SHOP, "oi").await.unwrap();
    let chat = world.chat("Ana", |_| true).await;
    assert_eq!(chat["pn"], Value::Null, "nobody is told the number");
    let path = format!("/chats/{}/profile", chat["id"].as_str().unwrap());
    world.json(&path).await;
    let chat = world.chat("Ana", |chat| chat["username"] == NAME).await;
    let [contact] = found(&world, "ana.sou").await.try_into().unwrap();
    assert_eq!((&contact["username"], &contact["chatId"]), (&json!(NAME), &chat["id"]));
    let chats = world.json(&format!("/chats?search={NAME}")).await;
    assert_eq!(chats["items"].as_array().unwrap().len(), 1);
    assert!(found(&world, "bia.lima").await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_says_by_which_name_its_members_can_be_found() {
    let world = World::new().await;
    let ana = &world.people.ana;
    ana.go_by_username(Some(NAME));
    let members = vec![SHOP.into(), BIA.into()];
    let new = NewGroup { subject: "Doces".into(), members, ..NewGroup::default() };
    let group = ana.create_group(new).await.unwrap().id;
    ana.send_text(&group, "oi a todos").await.unwrap();
    world.chat("Doces", |chat| chat["lastMessage"]["content"]["text"] == "oi a todos").await;
    ana.send_text(SHOP, "e a vocês").await.unwrap();
    // Nobody looked at the chat: it was the group that said so.
    world.chat("Ana", |chat| chat["username"] == NAME).await;
}
