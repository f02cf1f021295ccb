//! Chats, stars, labels and the block list, as the API changes them.

use portaria_domain::{AccountChange, Address, ChatChange, ChatKind, GroupFacts, GroupInfo, UnixMs};
use portaria_whatsapp::Signal;
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Tenant, World};

const ANA: &str = "55119000000017"; // invented: the world's customer of the first number

async fn connected() -> (World, Tenant) {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", "5511900000001", "oi").await; // invented number
    (world, tenant)
}

#[tokio::test]
async fn a_chat_is_put_away_and_muted_here_and_on_the_phone() {
    let (world, tenant) = connected().await;
    let path = tenant.path(&format!("/chats/{}/settings", tenant.chat));
    let body = json!({ "isArchived": true, "isPinned": true, "isMuted": true, "isMarkedUnread": true });
    let chat = world.post(&tenant.by_key(), &path, &body).await.json();
    assert_eq!(
        (&chat["isArchived"], &chat["mutedForEver"], &chat["isMarkedUnread"]),
        (&json!(true), &json!(true), &json!(true))
    );
    assert!(chat["pinnedAtMs"].is_i64());
    let is = |wanted: ChatChange| move |change: &AccountChange| matches!(change, AccountChange::Chat { change, .. } if *change == wanted);
    world.told(is(ChatChange::Archived(true))).await;
    world.told(is(ChatChange::Muted(Some(UnixMs::FOREVER)))).await;
    world.told(is(ChatChange::MarkedUnread(true))).await;
    let body = json!({ "isMuted": true, "mutedUntil": "2027-06-01T12:00:00Z", "isMarkedUnread": false, "disappearsAfterS": 86_400 });
    let chat = world.post(&tenant.by_key(), &path, &body).await.json();
    assert_eq!(
        (&chat["mutedForEver"], &chat["unread"], &chat["disappearsAfterS"]),
        (&json!(false), &json!(0), &json!(86_400))
    );
    world.told(is(ChatChange::MarkedUnread(false))).await;
    world.told(is(ChatChange::Disappearing(Some(86_400)))).await;
    for bad in [
        json!({ "mutedUntil": "2027-06-01T12:00:00Z" }),
        json!({ "isMuted": true, "mutedUntil": "amanhã" }),
        json!({ "disappearsAfterS": 7 }),
    ] {
        assert_eq!(world.post(&tenant.by_key(), &path, &bad).await.status, 422, "{bad}");
    }
}

#[tokio::test]
async fn a_chat_is_emptied_but_for_its_stars_and_then_deleted() {
    let (world, tenant) = connected().await;
    let chat = |rest: &str| tenant.path(&format!("/chats/{}{rest}", tenant.chat));
    let id =
        world.get(&tenant.by_key(), &chat("/messages")).await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let target = json!({ "chatId": tenant.chat, "messageId": id });
    let body = json!({ "message": { "kind": "star", "target": target } });
    let starred = world.post(&tenant.by_key(), &tenant.path("/send"), &body).await;
    assert_eq!(
        (starred.status, &starred.json()["message"]["marks"]["isStarred"]),
        (202, &json!(true)),
        "{}",
        starred.text
    );
    world.told(|change| matches!(change, AccountChange::Star { is_on: true, .. })).await;
    assert!(world.gateway.sent().is_empty(), "nothing of that goes to the other side");
    world.gateway.receive(tenant.tenant_id(), ANA, "sem estrela").await;
    assert_eq!(world.post(&tenant.by_key(), &chat("/clear"), &json!({ "keepsStarred": true })).await.status, 204);
    let left = world.get(&tenant.by_key(), &chat("/messages")).await.json();
    assert_eq!(left["items"].as_array().unwrap().iter().map(|one| &one["id"]).collect::<Vec<_>>(), [&json!(id)]);
    assert_eq!(world.post(&tenant.by_key(), &chat("/delete"), &json!({})).await.status, 204);
    assert_eq!(world.get(&tenant.by_key(), &chat("")).await.status, 404);
    world.told(|change| matches!(change, AccountChange::Chat { change: ChatChange::Deleted { .. }, .. })).await;
}

#[tokio::test]
async fn a_message_is_deleted_for_this_account_alone_and_its_devices_are_told() {
    let (world, tenant) = connected().await;
    let chat = |rest: &str| tenant.path(&format!("/chats/{}{rest}", tenant.chat));
    let listed = async || world.get(&tenant.by_key(), &chat("/messages")).await.json()["items"].clone();
    let id = listed().await[0]["id"].as_str().unwrap().to_owned();
    let path = chat(&format!("/messages/{id}"));
    let delete = async |path: &str| world.ask(Method::DELETE, &tenant.by_key(), path, None, &[]).await;
    let before = world.get(&tenant.by_key(), &tenant.path("/events?limit=500")).await.json()["lastNumber"].clone();
    assert_eq!(delete(&path).await.status, 204);
    assert_eq!(delete(&path).await.status, 204, "whoever says it twice means the same");
    assert_eq!(listed().await, json!([]));
    world.told(|change| matches!(change, AccountChange::DeletedForMe { target, .. } if target.id.as_str() == id)).await;
    assert!(world.gateway.sent().is_empty(), "nothing of that goes to the other side");
    let events = world.get(&tenant.by_key(), &tenant.path(&format!("/events?after={before}"))).await.json();
    let told = &events["items"][0]["data"]["message"];
    assert_eq!(json!([told["id"], told["marks"]["isDeletedForMe"]]), json!([id, true]), "{events}");
    assert_eq!(delete(&chat("/messages/3EB0FFFFFFFFFFFFFFFFFF")).await.status, 404);
}

#[tokio::test]
async fn nothing_is_sent_to_whom_the_account_blocks() {
    let (world, tenant) = connected().await;
    let chat = |rest: &str| tenant.path(&format!("/chats/{}{rest}", tenant.chat));
    let send = async || world.post(&tenant.by_key(), &chat("/send"), &json!({ "text": "oi" })).await;
    let blocked = world.post(&tenant.by_key(), &chat("/block"), &json!({ "isBlocked": true })).await.json();
    assert_eq!(blocked["isBlocked"], true);
    world.told(|change| matches!(change, AccountChange::Block { is_on: true, .. })).await;
    let refused = send().await;
    assert_eq!((refused.status, refused.code().as_str()), (409, "contact_blocked"));
    let by_number = world.post(&tenant.by_key(), &tenant.path("/send"), &json!({ "to": ANA, "text": "oi" })).await;
    assert_eq!(by_number.code(), "contact_blocked");
    world.post(&tenant.by_key(), &chat("/block"), &json!({ "isBlocked": false })).await;
    assert_eq!(send().await.status, 202);
}

#[tokio::test]
async fn labels_are_made_put_on_chats_renamed_and_taken_away() {
    let (world, tenant) = connected().await;
    let labels = tenant.path("/labels");
    let made = world.post(&tenant.by_key(), &labels, &json!({ "name": " Pago ", "color": 5 })).await;
    assert_eq!((made.status, made.json()), (201, json!({ "id": "1", "name": "Pago", "color": 5 })));
    for bad in [json!({ "name": " ", "color": 1 }), json!({ "name": "x", "color": 20 })] {
        assert_eq!(world.post(&tenant.by_key(), &labels, &bad).await.status, 422, "{bad}");
    }
    let of_chat = tenant.path(&format!("/chats/{}/labels", tenant.chat));
    let chat = world.post(&tenant.by_key(), &of_chat, &json!({ "labels": ["1", "1"] })).await.json();
    assert_eq!(chat["labels"], json!(["1"]));
    assert_eq!(world.post(&tenant.by_key(), &of_chat, &json!({ "labels": ["7"] })).await.status, 404);
    world.told(|change| matches!(change, AccountChange::LabelOnChat { is_on: true, .. })).await;
    let one = tenant.path("/labels/1");
    assert_eq!(world.post(&tenant.by_key(), &one, &json!({ "name": "Quitado", "color": 2 })).await.status, 200);
    assert_eq!(
        world.get(&tenant.by_key(), &labels).await.json(),
        json!([{ "id": "1", "name": "Quitado", "color": 2 }])
    );
    assert_eq!(world.ask(reqwest::Method::DELETE, &tenant.by_key(), &one, None, &[]).await.status, 204);
    assert_eq!(world.get(&tenant.by_key(), &labels).await.json(), json!([]));
    let events = world.get(&tenant.by_key(), &tenant.path("/events?after=0&limit=200")).await.json();
    let last = events["items"].as_array().unwrap().iter().rfind(|event| event["type"] == "labels.changed");
    assert_eq!(last.map(|event| &event["data"]["labels"]), Some(&Value::Array(Vec::new())));
}

#[tokio::test]
async fn there_are_a_hundred_labels_at_most() {
    let (world, tenant) = connected().await;
    let make = async |number: u32| {
        let body = json!({ "name": format!("Etiqueta {number}"), "color": number % 20 });
        world.post(&tenant.by_key(), &tenant.path("/labels"), &body).await
    };
    for number in 0..100 {
        assert_eq!(make(number).await.status, 201, "{number}");
    }
    let refused = make(100).await;
    assert_eq!((refused.status, refused.code().as_str()), (409, "too_many_labels"));
    let labels = world.get(&tenant.by_key(), &tenant.path("/labels")).await.json();
    assert_eq!(labels.as_array().map(Vec::len), Some(100));
}

#[tokio::test]
async fn a_group_is_made_and_its_chat_is_here() {
    let (world, tenant) = connected().await;
    let body = json!({ "subject": " Entregas ", "participants": ["+55 11 90000-0077"] });
    let made = world.post(&tenant.by_key(), &tenant.path("/groups"), &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let made = made.json();
    assert_eq!((&made["chat"]["name"], &made["participants"][0]["result"]), (&json!("Entregas"), &json!("done")));
    let chat = made["chat"]["id"].as_str().unwrap();
    let members = world.get(&tenant.by_key(), &tenant.path(&format!("/chats/{chat}/participants"))).await.json();
    assert_eq!(members.as_array().map(Vec::len), Some(1), "{members}");
    let of_chat = |rest: &str| tenant.path(&format!("/chats/{chat}{rest}"));
    let change = json!({ "subject": "Entregas e trocas", "description": " Só pedidos ", "isAnnouncement": true });
    assert_eq!(world.post(&tenant.by_key(), &of_chat("/group"), &change).await.status, 204);
    assert_eq!(world.ask(Method::DELETE, &tenant.by_key(), &of_chat("/picture"), None, &[]).await.status, 204);
    let asking = world.get(&tenant.by_key(), &of_chat("/join-requests")).await.json();
    let by = json!({ "pn": "5511900000078@s.whatsapp.net", "lid": null });
    assert_eq!(asking, json!([{ "by": by, "atMs": null }]));
    let approve = json!({ "approve": true, "participants": ["+55 11 90000-0078"] });
    let decided = world.post(&tenant.by_key(), &of_chat("/join-requests"), &approve).await.json();
    assert_eq!(decided[0]["result"], "done", "{decided}");
    let promote = |change: &str| json!({ "change": change, "participants": ["+55 11 90000-0077"] });
    assert_eq!(world.post(&tenant.by_key(), &of_chat("/participants"), &promote("promote")).await.status, 200);
    assert_eq!(world.post(&tenant.by_key(), &of_chat("/participants"), &promote("crown")).await.status, 422);
    let left = world.post(&tenant.by_key(), &tenant.path(&format!("/chats/{chat}/leave")), &json!({})).await;
    assert_eq!(left.status, 204, "{}", left.text);
    let members = world.get(&tenant.by_key(), &tenant.path(&format!("/chats/{chat}/participants"))).await.json();
    assert_eq!(members, json!([]));
}

#[tokio::test]
async fn a_group_says_who_may_what_and_has_a_link_to_join_by() {
    let (world, tenant) = connected().await;
    let describe = async |id: &str| {
        let facts = GroupFacts {
            description: "Obra da rua A".into(),
            is_announcement: true,
            is_locked: false,
            only_admins_add: true,
            needs_approval: true,
            community: Some("120363000000000050@g.us".parse().unwrap()),
        };
        let info = GroupInfo {
            chat: Address::one(format!("{id}@g.us").parse().unwrap()),
            kind: ChatKind::Group,
            subject: format!("Obra {id}"),
            facts,
            disappears_after_s: None,
            participants: Vec::new(),
        };
        world.gateway.say(tenant.tenant_id(), Signal::Group(Box::new(info))).await;
        let look = async {
            loop {
                let chats = world.get(&tenant.by_key(), &tenant.path("/chats")).await.json();
                let found = chats["items"].as_array().unwrap().iter().find(|chat| chat["pn"] == format!("{id}@g.us"));
                if let Some(found) = found {
                    return found.clone();
                }
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(10), look).await.unwrap()
    };
    let group = describe("120363000000000001").await;
    let known = json!({
        "description": "Obra da rua A", "isAnnouncement": true, "isLocked": false, "onlyAdminsAdd": true, "needsApproval": true,
        "community": "120363000000000050@g.us",
    });
    assert_eq!(group["group"], known);
    let link = |id: &Value| tenant.path(&format!("/chats/{}/invite-link", id.as_str().unwrap()));
    let of_group = link(&group["id"]);
    let url = world.get(&tenant.by_key(), &of_group).await.json();
    assert_eq!(url, json!({ "url": "https://chat.whatsapp.com/OLD" }));
    let url = world.post(&tenant.by_key(), &of_group, &json!({})).await.json();
    assert_eq!(url, json!({ "url": "https://chat.whatsapp.com/NEW" }));
    let other = describe("120363000000000009").await;
    let change = json!({ "change": "add", "participants": ["5511900000077"] });
    let add = |id: &Value| tenant.path(&format!("/chats/{}/participants", id.as_str().unwrap()));
    let refused = world.post(&tenant.by_key(), &add(&other["id"]), &change).await;
    assert_eq!((refused.status, refused.code().as_str()), (409, "not_an_admin"));
    let done = world.post(&tenant.by_key(), &add(&group["id"]), &change).await.json();
    let who = json!({ "pn": "5511900000077@s.whatsapp.net", "lid": null });
    assert_eq!(done, json!([{ "who": who, "result": "done", "code": null, "invitation": null }]));
    let many: Vec<String> = (0..51).map(|number| format!("55119000001{number:02}")).collect();
    let too_many = json!({ "change": "add", "participants": many });
    assert_eq!(world.post(&tenant.by_key(), &add(&group["id"]), &too_many).await.fields(), ["participants"]);
    let mixed = json!({ "change": "add", "participants": ["5511900000077", "x"] });
    assert_eq!(world.post(&tenant.by_key(), &add(&group["id"]), &mixed).await.fields(), ["participants.1"]);
    let linked = tenant.path(&format!("/chats/{}/groups", group["id"].as_str().unwrap()));
    let linked = world.get(&tenant.by_key(), &linked).await.json();
    let linked: Vec<_> = linked.as_array().unwrap().iter().map(|chat| &chat["id"]).collect();
    assert_eq!(linked, [&group["id"], &other["id"]], "both are of one community");
    let direct = world.get(&tenant.by_key(), &link(&json!(tenant.chat))).await;
    assert_eq!((direct.status, direct.code().as_str()), (422, "not_a_group"));
    let direct = world.get(&tenant.by_key(), &tenant.path(&format!("/chats/{}", tenant.chat))).await.json();
    assert_eq!(direct["group"], Value::Null);
    for (last, status, code) in [
        (2, 504, "whatsapp_unanswered"),
        (3, 409, "account_restricted"),
        (4, 409, "not_in_group"),
        (5, 409, "group_full"),
        (6, 429, "whatsapp_rate_limited"),
        (8, 409, "group_gone"),
        (9, 409, "not_an_admin"),
    ] {
        let other = describe(&format!("12036300000000000{last}")).await;
        let refused = world.get(&tenant.by_key(), &link(&other["id"])).await;
        assert_eq!((refused.status, refused.code().as_str()), (status, code), "{}", refused.text);
    }
}
