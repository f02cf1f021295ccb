//! Notes on chats, who answers, and whose a chat is: all of it stays here.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Credential, Socket, Tenant, World};

const NUMBER: &str = "5511900000001"; // invented

async fn attendants(world: &World, tenant: &Tenant, who: &Credential) -> Value {
    world.get(who, &tenant.path("/attendants")).await.json()
}

#[tokio::test]
async fn a_note_says_who_wrote_it_is_told_to_others_and_never_leaves() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "oi").await;
    let notes = tenant.path(&format!("/chats/{}/notes", tenant.chat));
    let (ana, rui) = (tenant.by_cookie(), Credential::Cookie(world.open_link(&tenant).await.cookie()));
    let mut other = Socket::open(&world, &rui, &tenant.path("/socket-ticket")).await;
    let named = world.post(&ana, &tenant.path("/attendants/own"), &json!({ "name": "Ana" })).await.json();

    let made = world.post(&ana, &notes, &json!({ "text": "Prefere entrega\nà tarde." })).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let note = made.json();
    assert_eq!((&note["authorId"], &note["authorName"]), (&named["id"], &json!("Ana")));
    assert_eq!((&note["chatId"], &note["changedAtMs"]), (&json!(tenant.chat), &Value::Null));
    assert_eq!(other.fact("note.updated").await["data"], note, "another browser sees it at once");
    assert_eq!(other.fact("chat.updated").await["data"]["notes"], 1);

    let one = format!("{notes}/{}", note["id"].as_str().unwrap());
    world.clock.advance(60_000);
    let changed = world.post(&rui, &one, &json!({ "text": "Prefere de manhã." })).await.json();
    assert_eq!(
        (&changed["authorName"], &changed["changedByName"]),
        (&json!("Ana"), &Value::Null),
        "nobody gave a name"
    );
    assert_eq!(changed["changedAtMs"], world.now_ms());
    assert_eq!(world.get(&tenant.by_key(), &notes).await.json(), json!([changed]));
    for bad in [json!({ "text": " " }), json!({ "text": "x".repeat(4_001) })] {
        assert_eq!(world.post(&ana, &notes, &bad).await.fields(), ["text"]);
    }
    assert_eq!(world.post(&ana, &notes, &json!({ "text": "x".repeat(4_000) })).await.status, 201);

    for (status, name) in [(204, "it goes"), (404, "it is gone")] {
        assert_eq!(world.ask(Method::DELETE, &ana, &one, None, &[]).await.status, status, "{name}");
    }
    assert_eq!(other.fact("note.removed").await["data"], json!({ "chatId": tenant.chat, "noteId": note["id"] }));
    assert_eq!(world.post(&ana, &one, &json!({ "text": "x" })).await.status, 404);
    let events = world.get(&ana, &tenant.path("/events?after=0&limit=200")).await;
    assert!(!events.text.contains("Prefere"), "what is deleted does not live on in events");

    assert!(world.gateway.sent().is_empty() && world.gateway.changes().is_empty(), "WhatsApp was told of a note");
    assert_eq!(world.get(&ana, &tenant.path("/outbox")).await.json()["items"], json!([]));
}

#[tokio::test]
async fn notes_go_with_their_chat_when_it_is_emptied_and_when_it_is_deleted() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "oi").await;
    let (chat, key) = (tenant.path(&format!("/chats/{}", tenant.chat)), tenant.by_key());
    let notes = format!("{chat}/notes");
    let write = json!({ "text": "Paga no dia 5." });
    assert_eq!(world.post(&key, &notes, &write).await.status, 201);
    assert_eq!(world.post(&key, &format!("{chat}/clear"), &json!({ "keepsStarred": true })).await.status, 204);
    assert_eq!(world.get(&key, &notes).await.json(), json!([]));
    assert_eq!(world.get(&key, &chat).await.json()["notes"], 0);
    assert_eq!(world.post(&key, &notes, &write).await.status, 201);
    assert_eq!(world.post(&key, &format!("{chat}/delete"), &json!({})).await.status, 204);
    assert_eq!(world.get(&key, &notes).await.status, 404);
}

#[tokio::test]
async fn each_browser_says_once_who_answers_there_and_a_name_means_one_person() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "oi").await;
    let (pc, phone) = (tenant.by_cookie(), Credential::Cookie(world.open_link(&tenant).await.cookie()));
    let own = tenant.path("/attendants/own");
    assert_eq!(attendants(&world, &tenant, &pc).await, json!({ "attendants": [], "ownId": null }));
    let ana = world.post(&pc, &own, &json!({ "name": " Ana " })).await.json();
    assert_eq!(ana["name"], "Ana");
    let again = world.post(&phone, &own, &json!({ "name": "ANÁ" })).await.json();
    assert_eq!(again, ana, "the same person on another device");
    let rui = world.post(&phone, &own, &json!({ "name": "Rui" })).await.json();
    assert_eq!(attendants(&world, &tenant, &phone).await, json!({ "attendants": [ana, rui], "ownId": rui["id"] }));
    assert_eq!(attendants(&world, &tenant, &pc).await["ownId"], ana["id"]);
    assert_eq!(attendants(&world, &tenant, &tenant.by_key()).await["ownId"], Value::Null);
    let logins = world.get(&pc, &tenant.path("/logins")).await.json();
    let names: Vec<_> = logins.as_array().unwrap().iter().map(|login| &login["attendantName"]).collect();
    assert!(names.contains(&&json!("Rui")) && names.contains(&&json!("Ana")), "{names:?}");

    let one = tenant.path(&format!("/attendants/{}", ana["id"].as_str().unwrap()));
    let taken = world.post(&pc, &one, &json!({ "name": "rui" })).await;
    assert_eq!((taken.status, taken.fields()), (422, vec!["name".to_owned()]));
    for bad in ["", " ", "a\nb", &"x".repeat(41)] {
        assert_eq!(world.post(&pc, &own, &json!({ "name": bad })).await.fields(), ["name"], "{bad:?}");
    }
    let notes = tenant.path(&format!("/chats/{}/notes", tenant.chat));
    world.post(&pc, &notes, &json!({ "text": "x" })).await;
    assert_eq!(world.post(&pc, &one, &json!({ "name": "Ana Paula" })).await.status, 200);
    assert_eq!(world.get(&pc, &notes).await.json()[0]["authorName"], "Ana Paula");
    for at in 0..48 {
        let added = world.post(&pc, &tenant.path("/attendants"), &json!({ "name": format!("Nome {at}") })).await;
        assert_eq!(added.status, 201);
    }
    let full = world.post(&pc, &own, &json!({ "name": "Zé" })).await;
    assert_eq!((full.status, full.fields()), (422, vec!["name".to_owned()]));
    assert_eq!(world.ask(Method::DELETE, &pc, &one, None, &[]).await.status, 204);
    assert_eq!(attendants(&world, &tenant, &pc).await["ownId"], Value::Null);
    assert_eq!(world.get(&pc, &notes).await.json()[0]["authorName"], "Ana Paula", "the note keeps her name");
}

#[tokio::test]
async fn a_chat_is_somebodys_until_it_is_anothers_or_nobodys() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "oi").await;
    let who = tenant.by_cookie();
    let mut socket = Socket::open(&world, &tenant.by_key(), &tenant.path("/socket-ticket")).await;
    let ana = world.post(&who, &tenant.path("/attendants/own"), &json!({ "name": "Ana" })).await.json();
    let ana = ana["id"].as_str().unwrap();
    assert_eq!(socket.fact("attendants.changed").await["data"]["attendants"][0]["name"], "Ana");
    let assignee = tenant.path(&format!("/chats/{}/assignee", tenant.chat));
    let mine = tenant.path(&format!("/chats?assigneeId={ana}"));
    assert_eq!(world.get(&who, &mine).await.json()["items"], json!([]));

    let given = world.post(&who, &assignee, &json!({ "attendantId": ana })).await.json();
    assert_eq!(given["assigneeId"], ana);
    assert_eq!(socket.fact("chat.updated").await["data"]["assigneeId"], ana);
    assert_eq!(world.get(&who, &mine).await.json()["items"][0]["id"], json!(tenant.chat));
    let stranger = json!({ "attendantId": "01900000-0000-7000-8000-000000000012" });
    assert_eq!(world.post(&who, &assignee, &stranger).await.fields(), ["attendantId"]);

    let back = world.ask(Method::DELETE, &who, &assignee, None, &[]).await;
    assert_eq!((back.status, &back.json()["assigneeId"]), (200, &Value::Null));
    world.post(&who, &assignee, &json!({ "attendantId": ana })).await;
    world.ask(Method::DELETE, &who, &tenant.path(&format!("/attendants/{ana}")), None, &[]).await;
    let chat = world.get(&who, &tenant.path(&format!("/chats/{}", tenant.chat))).await.json();
    assert_eq!(chat["assigneeId"], Value::Null, "who is gone sees to nothing");
    assert!(world.gateway.changes().is_empty(), "WhatsApp was told whose a chat is");
}

#[tokio::test]
async fn others_are_shown_who_is_in_a_chat_and_types_and_nobody_is_shown_themselves() {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", NUMBER, "oi").await;
    let (ana, rui) = (tenant.by_cookie(), Credential::Cookie(world.open_link(&tenant).await.cookie()));
    let looking = tenant.path("/looking");
    let named = world.post(&ana, &tenant.path("/attendants/own"), &json!({ "name": "Ana" })).await.json();
    let mut of_ana = Socket::open(&world, &ana, &tenant.path("/socket-ticket")).await;
    let mut of_rui = Socket::open(&world, &rui, &tenant.path("/socket-ticket")).await;

    let here = json!({ "isLooking": true, "chatId": tenant.chat });
    assert_eq!(world.post(&ana, &looking, &here).await.status, 204);
    let seen = of_rui.event("looking").await;
    let told = |seen: &Value| (seen["attendantName"].clone(), seen["chatId"].clone(), seen["isTyping"].clone());
    assert_eq!(told(&seen), (json!("Ana"), json!(tenant.chat), json!(false)));
    assert_eq!(seen["attendantId"], named["id"]);
    assert_eq!(world.get(&rui, &looking).await.json(), json!([seen]), "who comes later asks");
    assert_eq!(world.get(&ana, &looking).await.json(), json!([]), "she is not told of herself");

    let typing = tenant.path(&format!("/chats/{}/typing", tenant.chat));
    assert_eq!(world.post(&ana, &typing, &json!({ "typing": true })).await.status, 204);
    assert_eq!(told(&of_rui.event("looking").await), (json!("Ana"), json!(tenant.chat), json!(true)));
    assert_eq!(world.post(&ana, &typing, &json!({ "typing": false })).await.status, 204);
    assert_eq!(told(&of_rui.event("looking").await), (json!("Ana"), json!(tenant.chat), json!(false)));

    // The first that she hears of is his: nothing of her own came before.
    assert_eq!(world.post(&rui, &looking, &here).await.status, 204);
    assert_eq!(told(&of_ana.event("looking").await), (Value::Null, json!(tenant.chat), json!(false)));
    assert_eq!(world.post(&rui, &looking, &json!({ "isLooking": false })).await.status, 204);
    assert_eq!(told(&of_ana.event("looking").await), (Value::Null, Value::Null, json!(false)));

    world.clock.advance(60_000);
    assert_eq!(world.get(&rui, &looking).await.json(), json!([]), "she did not say so again");
    for bad in ["x", "01900000-0000-7000-8000-000000000012"] {
        let answer = world.post(&ana, &looking, &json!({ "isLooking": true, "chatId": bad })).await;
        assert_eq!(answer.fields(), ["chatId"], "{bad}");
    }
}
