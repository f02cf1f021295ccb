//! Every kind of message through the API: what arrives is told as it came, and what is sent leaves as it was asked.

use std::time::Duration;

use portaria_domain::{
    Call, CallOutcome, Card, Choice, ChoiceAction, Choices, ChoicesKind, Chosen, Content, GroupInvitation, MarkKind,
    Media, MediaKind, MessageId, MessageStatus, Payment, PaymentKind, Place, Poll, PollOption, SystemLine, UnixMs,
};
use portaria_whatsapp::FakeCodec;
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Answer, Socket, Tenant, World};

const NUMBER: &str = "5511900000001"; // invented
const CUSTOMER: &str = "55119000000017"; // invented

fn picture() -> Content {
    Content::Media(Media {
        caption: Some("pedido 123".into()),
        mime: "image/jpeg".into(),
        size_bytes: Some(1_000),
        width: Some(640),
        ..Media::of(MediaKind::Image)
    })
}

fn poll() -> Content {
    let option = |name: &str| PollOption { name: name.into(), hash: name.to_lowercase() };
    Content::Poll(Poll { question: "Vamos?".into(), options: vec![option("Sim"), option("Não")], choices: 1 })
}

/// A kind, and where in its JSON something of it must stand.
fn kinds() -> Vec<(Content, &'static str, Value)> {
    let place = Place {
        latitude: -23.55,
        longitude: -46.63,
        name: Some("Padaria".into()),
        address: None,
        url: None,
        accuracy_m: None,
        is_live: false,
        caption: None,
    };
    let card = Card { name: "Zé".into(), numbers: vec!["+55 11 90000-0005".into()], vcard: "BEGIN:VCARD".into() }; // invented
    let choices = Choices {
        shape: ChoicesKind::List,
        header: String::new(),
        text: "Escolha".into(),
        footer: String::new(),
        button: "Ver".into(),
        options: vec![Choice {
            id: "1".into(),
            title: "Pão".into(),
            description: None,
            section: "Manhã".into(),
            action: ChoiceAction::Reply,
        }],
    };
    let payment = Payment {
        about: PaymentKind::Requested,
        amount_thousandths: Some(12_500),
        currency: Some("BRL".into()),
        note: None,
    };
    let invitation = GroupInvitation {
        group: "120363000000000001@g.us".into(),
        name: "Obra".into(),
        code: "abc".into(),
        expires_at_s: None,
        caption: None,
    };
    let call = Call { is_video: true, outcome: CallOutcome::Missed, duration_s: None };
    let chosen = Chosen { id: "1".into(), title: "Pão".into(), description: None, answer_json: None };
    vec![
        (Content::plain("oi"), "/text", json!("oi")),
        (picture(), "/caption", json!("pedido 123")),
        (Content::Place(place), "/latitude", json!(-23.55)),
        (Content::Contacts { cards: vec![card] }, "/cards/0/name", json!("Zé")),
        (poll(), "/options/1/name", json!("Não")),
        (Content::Choices(choices), "/options/0/section", json!("Manhã")),
        (Content::Chosen(chosen), "/title", json!("Pão")),
        (Content::Payment(payment), "/amountThousandths", json!(12_500)),
        (Content::GroupInvitation(invitation), "/name", json!("Obra")),
        (Content::Call(call), "/outcome", json!("missed")),
        (Content::System(SystemLine::Subject { subject: "Obra 2".into() }), "/subject", json!("Obra 2")),
        (Content::OpenOnPhone, "/kind", json!("open_on_phone")),
        (Content::Undecryptable, "/kind", json!("undecryptable")),
        (Content::Unsupported { name: "richResponseMessage".into() }, "/name", json!("richResponseMessage")),
    ]
}

async fn messages(world: &World, tenant: &Tenant) -> Value {
    world.get(&tenant.by_key(), &tenant.path(&format!("/chats/{}/messages", tenant.chat))).await.json()
}

async fn send(world: &World, tenant: &Tenant, body: &Value) -> Answer {
    world.post(&tenant.by_key(), &tenant.path("/send"), body).await
}

async fn connected(world: &World) -> Tenant {
    world.connected_tenant("Padaria Sol", NUMBER, "bom dia").await
}

#[tokio::test]
async fn every_kind_that_arrives_is_told_as_it_came() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let kinds = kinds();
    for (content, ..) in &kinds {
        world.gateway.receive_content(tenant.tenant_id(), CUSTOMER, content.clone()).await;
    }
    let page = messages(&world, &tenant).await;
    let mut told: Vec<Value> = page["items"].as_array().unwrap().clone();
    told.reverse();
    assert_eq!(told.len(), kinds.len() + 1, "the first text and one of each");
    for ((content, pointer, value), message) in kinds.iter().zip(&told[1..]) {
        assert_eq!(message["content"].pointer(pointer), Some(value), "{content:?} is told as {message}");
        let kind = if matches!(content, Content::Media(_)) { "media" } else { content.kind() };
        assert_eq!(message["content"]["kind"], kind);
    }
}

#[tokio::test]
async fn a_message_that_is_changed_and_deleted_is_told_as_it_is_and_its_words_are_gone() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let id = world.gateway.receive(tenant.tenant_id(), CUSTOMER, "o preço: canario-21").await;
    let edit = MarkKind::Edit { content: Content::plain("o preço certo: canario-12").into(), context: Box::default() };
    world.gateway.mark(tenant.tenant_id(), CUSTOMER, &id, edit).await;
    world.gateway.mark(tenant.tenant_id(), CUSTOMER, &id, MarkKind::Reaction { emoji: "👍".into() }).await;
    let newest = messages(&world, &tenant).await["items"][0].clone();
    assert_eq!(newest["content"]["text"], "o preço certo: canario-12");
    assert_eq!(newest["marks"]["edits"][0]["content"]["text"], "o preço: canario-21");
    assert_eq!(newest["marks"]["reactions"][0]["emoji"], "👍");

    world.gateway.mark(tenant.tenant_id(), CUSTOMER, &id, MarkKind::Revoke).await;
    let newest = messages(&world, &tenant).await["items"][0].clone();
    assert_eq!(
        (&newest["content"], &newest["marks"]["deleted"]["fromMe"]),
        (&json!({ "kind": "deleted" }), &json!(false))
    );
    for path in ["/chats", "/events?after=0&limit=500", &format!("/chats/{}/messages", tenant.chat)] {
        let answer = world.get(&tenant.by_key(), &tenant.path(path)).await;
        assert!(!answer.text.contains("canario"), "{path} still tells it: {}", answer.text);
    }
}

#[tokio::test]
async fn what_is_sent_about_a_message_leaves_and_shows_at_once() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let poll = world.gateway.receive_content(tenant.tenant_id(), CUSTOMER, poll()).await;
    let target = |id: &MessageId| json!({ "chatId": tenant.chat, "messageId": id.as_str() });
    let react = json!({ "message": { "kind": "reaction", "target": target(&poll), "emoji": "🙏" } });
    let answer = send(&world, &tenant, &react).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    assert_eq!(answer.json()["message"]["marks"]["reactions"][0]["emoji"], "🙏");
    let vote = json!({ "message": { "kind": "vote", "target": target(&poll), "options": ["Sim"] } });
    assert_eq!(send(&world, &tenant, &vote).await.json()["message"]["marks"]["votes"][0]["fromMe"], true);
    let other = json!({ "message": { "kind": "vote", "target": target(&poll), "options": ["Talvez"] } });
    assert_eq!(send(&world, &tenant, &other).await.code(), "unfit_options");
    let nobody = MessageId::parse("NOTHERE").unwrap();
    let lost = json!({ "message": { "kind": "revoke", "target": target(&nobody) } });
    assert_eq!(send(&world, &tenant, &lost).await.status, 404);
    let left = async || {
        while world.gateway.sent().len() < 2 {
            tokio::task::yield_now().await;
        }
        let sent = world.gateway.sent();
        sent.iter().filter_map(|sent| FakeCodec::mark(&sent.raw)).map(|mark| mark.word()).collect::<Vec<_>>()
    };
    let left = tokio::time::timeout(Duration::from_secs(10), left()).await.unwrap();
    assert_eq!(left, ["reaction", "vote"]);
    let elsewhere = json!({ "to": "5511900000044", "message": { "kind": "revoke", "target": target(&poll) } }); // invented
    assert_eq!(
        send(&world, &tenant, &elsewhere).await.fields(),
        ["message.target"],
        "a mark goes where its message is"
    );
}

#[tokio::test]
async fn a_quote_and_a_place_leave_as_they_were_asked() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let asked = world.gateway.receive(tenant.tenant_id(), CUSTOMER, "onde fica?").await;
    let path = tenant.path(&format!("/chats/{}/send", tenant.chat));
    let place = json!({ "message": { "kind": "place", "latitude": -23.55, "longitude": -46.63, "name": "Padaria" }, "quote": asked.as_str() });
    let answer = world.post(&tenant.by_key(), &path, &place).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    let message = answer.json()["message"].clone();
    assert_eq!(
        (&message["content"]["name"], &message["context"]["quote"]["text"]),
        (&json!("Padaria"), &json!("onde fica?"))
    );
}

#[tokio::test]
async fn the_callers_key_comes_back_and_what_is_for_later_can_be_cancelled() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let body = json!({ "to": CUSTOMER, "text": "lembrete", "sendAt": "2027-06-01T12:00:00Z" });
    let headers = [("idempotency-key", "pedido-42")];
    let ask = async || {
        let path = tenant.path("/send");
        world.ask(Method::POST, &tenant.by_key(), &path, Some(body.to_string()), &headers).await
    };
    let sent = ask().await.json();
    assert_eq!(sent["message"]["clientKey"], "pedido-42");
    assert_eq!(ask().await.json()["duplicate"], true);
    let listed = world.get(&tenant.by_key(), &tenant.path("/outbox")).await.json();
    let waiting = &listed["items"][0];
    assert_eq!((&waiting["state"], &waiting["clientKey"]), (&json!("scheduled"), &json!("pedido-42")));
    assert_eq!(waiting["nextAtMs"], UnixMs(1_811_851_200_000).0);
    assert!(world.gateway.sent().is_empty(), "it is not June");
    let path = tenant.path(&format!("/chats/{}/outbox/{}", tenant.chat, sent["id"].as_str().unwrap()));
    assert_eq!(world.ask(Method::DELETE, &tenant.by_key(), &path, None, &[]).await.status, 204);
    assert_eq!(world.get(&tenant.by_key(), &tenant.path("/outbox")).await.json()["items"], json!([]));
    assert_eq!(world.ask(Method::DELETE, &tenant.by_key(), &path, None, &[]).await.status, 404, "it is gone");
    for (when, code) in [("ontem", 422), ("2029-01-01T00:00:00Z", 422)] {
        let body = json!({ "to": CUSTOMER, "text": "x", "sendAt": when });
        assert_eq!(send(&world, &tenant, &body).await.status, code, "{when}");
    }
}

#[tokio::test]
async fn a_revocation_that_is_asked_for_twice_under_one_key_is_one() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let sent = send(&world, &tenant, &json!({ "to": CUSTOMER, "text": "engano" })).await.json();
    let target = json!({ "chatId": sent["chatId"], "messageId": sent["id"] });
    let body = json!({ "message": { "kind": "revoke", "target": target } }).to_string();
    let headers = [("idempotency-key", "desfazer")];
    for duplicate in [false, true] {
        let path = tenant.path("/send");
        let answer = world.ask(Method::POST, &tenant.by_key(), &path, Some(body.clone()), &headers).await;
        assert_eq!((answer.status, &answer.json()["duplicate"]), (202, &json!(duplicate)), "{}", answer.text);
    }
}

#[tokio::test]
async fn what_disappears_is_gone_on_the_clock_while_the_session_is_stopped() {
    let world = World::start().await;
    let tenant = connected(&world).await;
    let settings = tenant.path(&format!("/chats/{}/settings", tenant.chat));
    assert_eq!(world.post(&tenant.by_key(), &settings, &json!({ "disappearsAfterS": 86_400 })).await.status, 200);
    let sent = send(&world, &tenant, &json!({ "to": CUSTOMER, "text": "a senha do portão: 1234" })).await.json();
    world.gateway.until_given(sent["id"].as_str().unwrap()).await;
    world.gateway.receipt(tenant.tenant_id(), CUSTOMER, sent["id"].as_str().unwrap(), MessageStatus::Delivered).await;
    assert_eq!(world.post(&tenant.by_key(), &tenant.path("/stop"), &json!({})).await.status, 202);
    world.until(&tenant, "stopped").await;
    let search = tenant.path("/messages?search=senha");
    let found = async || world.get(&tenant.by_key(), &search).await.json()["items"].as_array().unwrap().len();
    assert_eq!(found().await, 1);

    let mut portal = Socket::open(&world, &tenant.by_cookie(), &tenant.path("/socket-ticket")).await;
    world.clock.advance(86_400_000);
    let chat = &world.get(&tenant.by_key(), &tenant.path("/chats")).await.json()["items"][0];
    assert_eq!(chat["lastMessage"]["content"]["text"], "bom dia", "{chat}");
    assert_eq!(messages(&world, &tenant).await["items"].as_array().unwrap().len(), 1);
    assert_eq!(found().await, 0);
    let told = portal.fact("chat.updated").await;
    assert_eq!(told["data"]["lastMessage"]["content"]["text"], "bom dia", "open panels hear of it");
}
