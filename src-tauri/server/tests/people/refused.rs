//! What the tenant changes and WhatsApp does not let it change.

use portaria_emulator::GroupChange;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::World;

const DAY_S: u32 = 86_400;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_timer_that_only_admins_may_set_is_off_again_and_one_that_everybody_may_set_stays() {
    let world = World::new().await;
    let (ana, group) = (&world.people.ana, &world.people.group);
    ana.send_text(group, "oi").await.unwrap();
    let chat = world.chat("Festa", |chat| chat["unread"] == 1).await;
    let path = format!("/chats/{}/settings", chat["id"].as_str().unwrap());
    let set = async |key: &str| {
        let answer = world.tenant.post_json(&path, &json!({ "disappearsAfterS": DAY_S }), key).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let chat: Value = answer.json().await.unwrap();
        assert_eq!(chat["disappearsAfterS"], DAY_S, "here it is so at once");
    };
    let lock = async |locked: bool| {
        ana.change_group(group, GroupChange { locked: Some(locked), ..GroupChange::default() }).await.unwrap();
    };
    lock(true).await;
    set("locked").await;
    world.chat("Festa", |chat| chat["disappearsAfterS"].is_null()).await;
    lock(false).await;
    set("open").await;
    world
        .tenant
        .until("the group to have the timer", async || {
            let groups = world.people.shop.groups();
            groups.iter().any(|group| group.subject == "Festa" && group.settings.ephemeral_s == DAY_S).then_some(())
        })
        .await;
    world.chat("Festa", |chat| chat["disappearsAfterS"] == DAY_S).await;
}
