//! The folder of an earlier version, started by today's program: the first one in use, which kept texts alone.
//!
//! Its two databases are made by the migrations that it knew, and filled as it wrote them; the phone's keys lie in a file
//! of the WhatsApp library, whose version is the same.

#![cfg(feature = "emulator")]
#![allow(clippy::unwrap_used)]

mod program;

use portaria_domain::Clock as _;
use portaria_emulator::EmulatorConfig;
use portaria_sessions::SystemClock;
use portaria_storage::{OlderFile, Stores};
use program::people::{ANA, People, SHOP};
use program::{PATIENCE, Program, Tenant};
use reqwest::StatusCode;
use serde_json::{Value, json};

/// How many migrations that version knew.
const CONTROL: usize = 1;
const CONVERSATIONS: usize = 3;

/// The control plane, with whatever opens something as it is today.
const CONTROL_ROWS: &str = r#"
INSERT INTO tenants (id, name, search, phone, desired, account, status, database_key, created_at_ms)
  SELECT id, name, 'padaria sol', phone, 'run', account,
         '{"status":"connected","since"::now,"cause":"logged_in","next":"nothing","next_at":null,"action":"none",
           "progress_percent":null}',
         database_key, created_at_ms
  FROM today.tenants;
INSERT INTO links (public_id, tenant_id, epoch, secret_hash)
  SELECT public_id, tenant_id, epoch, secret_hash FROM today.links;
INSERT INTO logins (id, tenant_id, link_epoch, secret_hash, created_at_ms, seen_at_ms, expires_at_ms)
  SELECT id, tenant_id, link_epoch, secret_hash, created_at_ms, seen_at_ms, expires_at_ms
  FROM today.logins WHERE created_at_ms > 0;
INSERT INTO api_keys (id, kid, tenant_id, secret_hash, scopes, label, created_at_ms)
  SELECT id, kid, tenant_id, secret_hash, scopes, label, created_at_ms FROM today.api_keys WHERE created_at_ms > 0;
INSERT INTO audit (at_ms, actor, action, tenant_id, detail) SELECT :now, 'provider', 'tenant.created', id, ''
  FROM today.tenants;
"#;

/// A conversation with Ana: read, unread, not opened, of a kind that was not shown; one text that waits to leave, and one
/// that left a moment before the end and has no second tick. A group without a message.
const CONVERSATION_ROWS: &str = r#"
INSERT INTO owner (tenant_id, event_number) VALUES (':tenant', 41);
INSERT INTO chats (id, tenant_id, pn, lid, kind, book_name, push_name, search, unread, last_activity_at_ms, last_message_row)
VALUES ('01930000-0000-7000-8000-000000000001', ':tenant', ':ana@s.whatsapp.net', ':ana_lid@lid', 'direct', 'Ana da Feira',
        'Ana', 'ana da feira', 1, :now - 10000, 6),
       ('01930000-0000-7000-8000-000000000002', ':tenant', NULL, ':group', 'group', 'Festa', '', 'festa', 0,
        :now - 90000, NULL);
INSERT INTO names (address, tenant_id, book_name, push_name) VALUES (':ana@s.whatsapp.net', ':tenant', 'Ana da Feira', 'Ana');
INSERT INTO messages (row, tenant_id, chat_id, id, sender_key, sender, from_me, at_ms, content, status)
SELECT old.row, ':tenant', '01930000-0000-7000-8000-000000000001', old.id, old.sender_key, old.sender, old.from_me,
       :now - old.age_ms, old.content, old.status
FROM (SELECT 1 AS row, 'A1' AS id, ':ana@s.whatsapp.net' AS sender_key,
             '{"pn":":ana@s.whatsapp.net","lid":":ana_lid@lid"}' AS sender, 0 AS from_me, 60000 AS age_ms,
             '{"kind":"text","text":"tem pão?"}' AS content, 'read' AS status
      UNION ALL SELECT 2, 'A2', ':ana@s.whatsapp.net', '{"pn":":ana@s.whatsapp.net","lid":":ana_lid@lid"}', 0, 50000,
             '{"kind":"unsupported","name":"imageMessage"}', 'read'
      UNION ALL SELECT 3, 'A3', ':ana@s.whatsapp.net', '{"pn":":ana@s.whatsapp.net","lid":":ana_lid@lid"}', 0, 40000,
             '{"kind":"undecryptable"}', 'read'
      UNION ALL SELECT 4, 'A4', ':ana@s.whatsapp.net', '{"pn":":ana@s.whatsapp.net","lid":":ana_lid@lid"}', 0, 30000,
             '{"kind":"text","text":"alguém aí?"}', 'delivered'
      UNION ALL SELECT 5, '3EB0C0FFEE0000000005', 'me', '{"pn":":shop@s.whatsapp.net","lid":":shop_lid@lid"}', 1, 20000,
             '{"kind":"text","text":"sem visto"}', 'sent'
      UNION ALL SELECT 6, '3EB0C0FFEE0000000006', 'me', '{"pn":":shop@s.whatsapp.net","lid":":shop_lid@lid"}', 1, 10000,
             '{"kind":"text","text":"na fila"}', 'queued') AS old;
INSERT INTO outbox (tenant_id, message_row, recipient, text, queued_at_ms, sent_at_ms)
VALUES (':tenant', 5, ':ana@s.whatsapp.net', 'sem visto', :now - 20000, :now - 19000),
       (':tenant', 6, ':ana@s.whatsapp.net', 'na fila', :now - 10000, NULL);
INSERT INTO idempotency_keys (key, tenant_id, fingerprint, message_row, at_ms)
VALUES ('na fila', ':tenant', zeroblob(32), 6, :now - 10000);
INSERT INTO events (number, tenant_id, at_ms, body)
VALUES (41, ':tenant', :now - 10000, '{"type":"chat.changed","data":{"chat":"01930000-0000-7000-8000-000000000001"}}');
"#;

async fn texts(tenant: &Tenant) -> Vec<Value> {
    let mut messages = tenant.all_messages().await;
    messages.reverse();
    let line = |message: &Value| json!([message["id"], message["content"]["kind"], message["content"]["text"]]);
    messages.iter().filter(|message| message["content"]["kind"] != "system").map(line).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_of_an_earlier_version_goes_on_where_it_was() {
    let People { network, shop, ana, group, .. } = People::new(EmulatorConfig::default()).await;
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &network);
    let provider = program.log_in().await;
    let tenant = provider.create_tenant("Padaria Sol").await;
    tenant.pair(&shop).await;
    let device = || shop.linked_devices().iter().map(|device| (device.id, device.linked_at_ms)).collect::<Vec<_>>();
    let linked = device();
    program.kill();

    let now = SystemClock.now().0.to_string();
    let fill = |rows: &str| {
        // Longer names come first: each stands for itself.
        let words =
            [(":ana_lid", ana.lid()), (":shop_lid", shop.lid()), (":ana", ANA.to_owned()), (":shop", SHOP.to_owned())];
        let rows = words.into_iter().fold(rows.to_owned(), |rows, (name, word)| rows.replace(name, &word));
        rows.replace(":tenant", tenant.id()).replace(":group", &group).replace(":now", &now)
    };
    let stores = Stores::open(folder.path()).await.unwrap();
    let control = OlderFile { schema: CONTROL, rows: fill(CONTROL_ROWS) };
    let conversations = OlderFile { schema: CONVERSATIONS, rows: fill(CONVERSATION_ROWS) };
    stores.become_older(tenant.id().parse().unwrap(), control, conversations).await.unwrap();
    ana.send_text(SHOP, "enquanto se atualiza").await.unwrap();

    let program = Program::start(folder.path(), &network);
    let (provider, tenant) = (provider.at(&program), tenant.at(&program));
    tenant.until_connected().await;
    assert_eq!(device(), linked, "the same device, and no other one");
    let left = ana.wait_for_text(SHOP, "na fila", PATIENCE).await.unwrap();
    assert_eq!(left.id, "3EB0C0FFEE0000000006", "under the id that it had");
    ana.wait_for_text(SHOP, "sem visto", PATIENCE).await.unwrap();
    tenant.until("what came meanwhile", async || (texts(&tenant).await.len() == 7).then_some(())).await;
    let all = texts(&tenant).await;
    let there = [
        json!(["A1", "text", "tem pão?"]),
        json!(["A2", "unsupported", null]),
        json!(["A3", "undecryptable", null]),
        json!(["A4", "text", "alguém aí?"]),
    ];
    assert_eq!(all[..4], there);
    let mut ours: Vec<_> = all[4..].iter().map(|line| line[2].as_str().unwrap()).collect();
    ours.sort_unstable();
    assert_eq!(ours, ["enquanto se atualiza", "na fila", "sem visto"]);

    let chats: Value = tenant.get("/chats?limit=50").await.unwrap().json().await.unwrap();
    let named = |name: &str| chats["items"].as_array().unwrap().iter().find(|chat| chat["name"] == name).cloned();
    assert_eq!(named("Ana da Feira").unwrap()["unread"], 2, "one from before, one of today");
    assert!(named("Festa").is_some());

    // Whatever opened something opens it still: the provider's browser, the tenant's key (all along) and the link.
    let new = provider.post("/api/saas/create-tenant", &json!({ "name": "Mais um" })).await;
    assert_eq!(new.status(), StatusCode::CREATED);
    assert_eq!(tenant.open_link().await.status(), StatusCode::OK);

    // Events go on behind the last number, and none of them is a new link.
    let events: Value = tenant.get("/events?after=41&limit=500").await.unwrap().json().await.unwrap();
    let events = events["items"].as_array().unwrap();
    assert_eq!(events[0]["number"], 42);
    assert!(events.iter().all(|event| !["pairing", "logged_out"].map(Value::from).contains(&event["data"]["status"])));

    // A caller that never heard the answer asks once more. Keys stood for something else then, and nothing leaves twice.
    let again = tenant.post_json("/send", &json!({ "to": ANA, "text": "na fila" }), "na fila").await;
    assert_eq!(again.status(), StatusCode::CONFLICT);
    let twice = ana.messages_with(SHOP).into_iter().filter(|line| line.text == "na fila").count();
    assert_eq!(twice, 1);
}
