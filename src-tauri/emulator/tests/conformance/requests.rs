//! Requests that clients make beside the large areas, each answered with what whatsapp-rust, Baileys and whatsmeow read.

use std::time::Duration;

use serde_json::{Value, json};
use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Node, NodeContent, Server};
use whatsapp_rust::prelude::*;
use whatsapp_rust::wacore::request::InfoQuery;
use whatsapp_rust::wacore::types::spam_report::{SpamFlow, SpamReportRequest};
use whatsapp_rust::{IqError, NodeFilter};

use crate::client::{ANA, Client, PATIENCE, SHOP, World};

async fn ask(client: &Client, set: bool, namespace: &str, asked: Node) -> Result<Node, u16> {
    let (to, content) = (Jid::new("", Server::Pn), Some(NodeContent::Nodes(vec![asked])));
    let query = if set { InfoQuery::set(namespace, to, content) } else { InfoQuery::get(namespace, to, content) };
    match client.inner.send_iq(query).await {
        Ok(answer) => Ok(answer.get().to_owned()),
        Err(IqError::ServerError { code, .. }) => Err(code),
        Err(other) => panic!("{namespace} was not answered: {other}"),
    }
}

fn plain(tag: &'static str) -> Node {
    NodeBuilder::new(tag).build()
}

fn attr(node: &Node, key: &str) -> String {
    node.attrs.get(key).map(ToString::to_string).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn before_a_status_a_client_learns_who_is_to_see_it() {
    let world = World::new().await;
    let client = world.linked().await;
    let answer = ask(&client, false, "status", plain("privacy")).await.unwrap();
    let lists = answer.get_optional_child("privacy").unwrap().children().unwrap();
    assert!(lists.iter().all(|list| list.tag == "list"));
    let kinds: Vec<_> = lists.iter().map(|list| (attr(list, "type"), attr(list, "default"))).collect();
    let expected = [("contacts", "true"), ("whitelist", ""), ("blacklist", "")];
    assert_eq!(kinds, expected.map(|(kind, default)| (kind.to_owned(), default.to_owned())));
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accounts_link_leads_to_it_until_it_is_renewed() {
    let world = World::new().await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let own = |action: &'static str| NodeBuilder::new("qr").attr("type", "contact").attr("action", action).build();
    let of = |code: &str| NodeBuilder::new("qr").attr("code", code).build();
    let code = async |action| {
        let answer = ask(&shop, true, "w:qr", own(action)).await.unwrap();
        attr(answer.get_optional_child("qr").unwrap(), "code")
    };
    let first = code("get").await;
    assert!(first.len() == 14 && first == code("get").await, "it stays the same: {first}");
    let led_to = ask(&ana, false, "w:qr", of(&first)).await.unwrap();
    let led_to = led_to.get_optional_child("qr").unwrap();
    let found = (attr(led_to, "type"), attr(led_to, "jid"), attr(led_to, "notify"));
    assert_eq!(found, ("contact".into(), Jid::pn(SHOP).to_string(), "Padaria Sol".into()));
    let renewed = code("revoke").await;
    assert_ne!(renewed, first);
    assert_eq!(ask(&ana, false, "w:qr", of(&first)).await.unwrap_err(), 404, "the old one leads nowhere");
    assert_eq!(ask(&ana, false, "w:qr", of("")).await.unwrap_err(), 404, "nor does none");
    assert!(ask(&ana, false, "w:qr", of(&renewed)).await.is_ok());
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_no_bots_no_goods_and_no_orders() {
    let world = World::new().await;
    let client = world.linked().await;
    let bots = ask(&client, false, "bot", NodeBuilder::new("bot").attr("v", "2").build()).await.unwrap();
    let sections = bots.get_optional_child("bot").unwrap().children().unwrap().to_vec();
    assert_eq!((attr(&sections[0], "type").as_str(), sections[0].children().is_none()), ("all", true));
    for shelf in ["product_catalog", "collections"] {
        let answer = ask(&client, false, "w:biz:catalog", plain(shelf)).await.unwrap();
        assert!(answer.get_optional_child(shelf).is_some_and(|shelf| shelf.children().is_none()), "{shelf}");
    }
    assert_eq!(ask(&client, true, "w:biz:catalog", plain("product_catalog_add")).await.unwrap_err(), 501);
    assert_eq!(ask(&client, false, "fb:thrift_iq", plain("order")).await.unwrap_err(), 404);
    client.stop().await;
}

/// What a mex operation answers, by the id that another client library carries.
async fn mex(client: &Client, id: &'static str, variables: Value) -> Value {
    let body = json!({ "variables": variables }).to_string().into_bytes();
    let asked = NodeBuilder::new("query").attr("query_id", id).bytes(body).build();
    let answer = ask(client, false, "w:mex", asked).await.unwrap();
    let Some(NodeContent::Bytes(body)) = &answer.get_optional_child("result").unwrap().content else { panic!("{id}") };
    let answer: Value = serde_json::from_slice(body).unwrap();
    assert!(answer.get("errors").is_none(), "{id} is known: {answer}");
    answer["data"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn newsletters_are_made_and_followed_by_the_ids_of_other_libraries() {
    let world = World::new().await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let baileys = json!({"input": {"name": "Sol", "description": null}});
    let made = mex(&shop, "8823471724422422", baileys).await["xwa2_newsletter_create"].take();
    let thread = &made["thread_metadata"];
    assert_eq!((&thread["name"]["text"], thread["picture"].is_object()), (&json!("Sol"), true), "{made}");
    let whatsmeow = json!({"newsletter_input": {"name": "Lua"}});
    let other = mex(&shop, "6234210096708695", whatsmeow).await["xwa2_newsletter_create"].take();
    assert_eq!(other["thread_metadata"]["name"]["text"], "Lua");

    let by_key = json!({"input": {"key": thread["invite"], "type": "INVITE"}});
    assert_eq!(mex(&ana, "6563316087068696", by_key).await["xwa2_newsletter"]["id"], made["id"]);
    let of = |newsletter: &Value| json!({"newsletter_id": newsletter["id"]});
    assert_eq!(mex(&ana, "7130823597031706", of(&made)).await["xwa2_newsletter_admin"]["admin_count"], 1);
    mex(&ana, "9926858900719341", of(&other)).await;
    for (id, muted) in [("29766401636284406", "ON"), ("9864994326891137", "OFF"), ("6274038279359549", "ON")] {
        mex(&ana, id, of(&other)).await;
        let mine = mex(&ana, "6388546374527196", json!({})).await["xwa2_newsletter_subscribed"].take();
        assert_eq!(mine.as_array().unwrap().len(), 1);
        assert_eq!((&mine[0]["id"], &mine[0]["viewer_metadata"]["mute"]), (&other["id"], &json!(muted)));
    }
    mex(&ana, "6392786840836363", of(&other)).await;
    assert_eq!(mex(&ana, "6388546374527196", json!({})).await["xwa2_newsletter_subscribed"], json!([]));
    mex(&ana, "9152604461510864", json!({"input": {"text": "No forno"}})).await;
    assert_eq!(world.ana.about(), "No forno", "the about text over mex");
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_gets_a_number() {
    let world = World::new().await;
    let client = world.linked().await;
    let id = world.ana.send_text(SHOP, "compre agora").await.unwrap();
    client.text("compre agora").await;
    let request = SpamReportRequest {
        message_id: id,
        message_timestamp: 1_780_000_000,
        from_jid: Some(Jid::pn(ANA)),
        participant_jid: None,
        group_jid: None,
        group_subject: None,
        spam_flow: SpamFlow::MessageMenu,
        raw_message: None,
        media_type: None,
        local_message_type: None,
    };
    let taken = client.inner.send_spam_report(request).await.unwrap();
    assert!(taken.report_id.is_some_and(|id| id.len() == 10));
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_needs_no_answer_is_taken_and_what_nobody_knows_is_refused() {
    let world = World::new().await;
    let client = world.linked().await;
    for (set, namespace, asked) in [
        (false, "w:p", "ping"),
        (true, "w:stats", "add"),
        (true, "tos", "notice"),
        (true, "urn:xmpp:whatsapp:push", "config"),
    ] {
        let answer = ask(&client, set, namespace, plain(asked)).await.unwrap();
        assert!(answer.children().is_none(), "{namespace}");
    }
    for set in [false, true] {
        let refused = ask(&client, set, "w:nobody:knows", plain("what")).await;
        assert_eq!(refused.unwrap_err(), 501, "an empty answer would look like one");
    }
    let untyped =
        NodeBuilder::new("iq").attr("to", "s.whatsapp.net").attr("id", "estatística").attr("xmlns", "w:stats");
    let answered = client.inner.wait_for_node(NodeFilter::tag("iq").attr("id", "estatística"));
    client.inner.send_node(untyped.children([plain("add")]).build()).await.unwrap();
    let answer = tokio::time::timeout(PATIENCE.min(Duration::from_secs(10)), answered).await;
    assert_eq!(answer.unwrap().unwrap().get().get_attr("type").unwrap().as_str(), "result", "as Baileys sends them");
    client.stop().await;
}
