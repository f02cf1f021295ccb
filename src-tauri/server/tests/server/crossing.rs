//! A crosses B: every route of the description with every wrong credential.
//!
//! The rows come from the OpenAPI document. A route that has no row here fails the test, so that
//! nobody adds one without saying who may use it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Answer, Credential, Tenant, World};

/// To which credentials a route belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plane {
    /// Proves nothing and needs nothing.
    Open,
    /// Exchanges something for a login.
    Login,
    /// The provider's.
    Admin,
    /// The provider's in person: no key opens it.
    Person,
    /// One tenant's, with the scopes a key needs.
    Tenant(&'static str),
    /// A tenant's key at an address that names no tenant: who crosses there is tried in `mcp`.
    Agent,
    /// One tenant's browser: no key opens it.
    Browser,
}

impl Plane {
    fn is_a_tenants(self) -> bool {
        matches!(self, OfTenant(_) | Browser)
    }
}

use Plane::{Admin, Agent, Browser, Login, Open, Person, Tenant as OfTenant};

const ROUTES: &[(&str, &str, Plane)] = &[
    ("get", "/healthz", Open),
    ("get", "/readyz", Open),
    ("get", "/api/reach/{name}", Open),
    ("post", "/api/saas/login", Login),
    ("post", "/api/saas/ticket-login", Login),
    ("post", "/client/{publicId}/login", Login),
    ("post", "/api/saas/logout", Admin),
    ("get", "/api/saas/me", Admin),
    ("post", "/api/saas/create-tenant", Admin),
    ("get", "/api/saas/tenants", Admin),
    ("get", "/api/saas/tenants/{tenantId}", Admin),
    ("get", "/api/saas/overview", Admin),
    ("get", "/api/saas/tenants/{tenantId}/link", Admin),
    ("get", "/api/saas/tenants/{tenantId}/link/qr", Admin),
    ("post", "/api/saas/tenants/{tenantId}/link/rotate", Admin),
    ("post", "/api/saas/tenants/{tenantId}/link/revoke", Admin),
    ("post", "/api/saas/tenants/{tenantId}/link/expire", Admin),
    ("get", "/api/saas/tenants/{tenantId}/media-policy", Admin),
    ("post", "/api/saas/tenants/{tenantId}/media-policy", Admin),
    ("get", "/api/saas/tenants/{tenantId}/history-policy", Admin),
    ("post", "/api/saas/tenants/{tenantId}/history-policy", Admin),
    ("get", "/api/saas/tenants/{tenantId}/deletion-policy", Admin),
    ("post", "/api/saas/tenants/{tenantId}/deletion-policy", Admin),
    ("post", "/api/saas/tenants/{tenantId}/start", Admin),
    ("post", "/api/saas/tenants/{tenantId}/stop", Admin),
    ("post", "/api/saas/tenants/{tenantId}/pause", Admin),
    ("post", "/api/saas/tenants/{tenantId}/confirm-number", Admin),
    ("post", "/api/saas/tenants/{tenantId}/api-key", Admin),
    ("get", "/api/saas/tenants/{tenantId}/api-keys", Admin),
    ("post", "/api/saas/tenants/{tenantId}/api-keys", Admin),
    ("post", "/api/saas/tenants/{tenantId}/api-keys/{keyId}/revoke", Admin),
    ("get", "/api/saas/desktop", Admin),
    ("post", "/api/saas/desktop", Admin),
    ("get", "/api/saas/update", Admin),
    ("post", "/api/saas/update", Admin),
    ("post", "/api/saas/update/check", Admin),
    ("post", "/api/saas/update/postpone", Admin),
    ("post", "/api/saas/update/install", Person),
    ("get", "/api/saas/access", Admin),
    ("post", "/api/saas/access", Person),
    ("post", "/api/saas/access/check", Admin),
    ("get", "/api/saas/settings", Admin),
    ("post", "/api/saas/settings", Admin),
    ("post", "/api/saas/password", Person),
    ("post", "/api/saas/totp", Person),
    ("post", "/api/saas/totp/confirm", Person),
    ("post", "/api/saas/totp/off", Person),
    ("post", "/api/saas/totp/recovery-codes", Person),
    ("get", "/api/saas/api-keys", Person),
    ("post", "/api/saas/api-keys", Person),
    ("get", "/api/saas/api-keys/{keyId}/issued", Person),
    ("post", "/api/saas/api-keys/{keyId}/revoke", Person),
    ("post", "/api/saas/socket-ticket", Admin),
    ("get", "/api/whatsapp/{tenantId}", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/status", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/qr", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/pair-code", OfTenant("control")),
    ("get", "/api/whatsapp/{tenantId}/passkey", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/passkey", OfTenant("control")),
    ("post", "/api/whatsapp/{tenantId}/passkey/confirm", OfTenant("control")),
    ("post", "/api/whatsapp/{tenantId}/confirm-number", OfTenant("control")),
    ("post", "/api/whatsapp/{tenantId}/start", OfTenant("control")),
    ("post", "/api/whatsapp/{tenantId}/stop", OfTenant("control")),
    ("post", "/api/whatsapp/{tenantId}/logout", OfTenant("control")),
    ("post", "/api/whatsapp/{tenantId}/send", OfTenant("send")),
    ("get", "/api/whatsapp/{tenantId}/chats", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/chats/{chatId}", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/messages", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/chats/{chatId}/messages", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/chats/{chatId}/gallery", OfTenant("read")),
    ("delete", "/api/whatsapp/{tenantId}/chats/{chatId}/messages/{messageId}", OfTenant("send")),
    ("get", "/api/whatsapp/{tenantId}/chats/{chatId}/messages/{messageId}/thumbnail", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/chats/{chatId}/messages/{messageId}/receipts", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/chats/{chatId}/participants", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/chats/{chatId}/participants", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/groups", OfTenant("send")),
    ("get", "/api/whatsapp/{tenantId}/chats/{chatId}/groups", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/chats/{chatId}/group", OfTenant("send")),
    ("get", "/api/whatsapp/{tenantId}/chats/{chatId}/join-requests", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/chats/{chatId}/join-requests", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/chats/{chatId}/leave", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/chats/{chatId}/picture", OfTenant("send")),
    ("delete", "/api/whatsapp/{tenantId}/chats/{chatId}/picture", OfTenant("send")),
    ("get", "/api/whatsapp/{tenantId}/chats/{chatId}/profile", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/chats/{chatId}/picture", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/profile", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/profile", OfTenant("control")),
    ("get", "/api/whatsapp/{tenantId}/logins", OfTenant("read")),
    ("delete", "/api/whatsapp/{tenantId}/logins", OfTenant("control")),
    ("delete", "/api/whatsapp/{tenantId}/logins/{loginId}", OfTenant("control")),
    ("get", "/api/whatsapp/{tenantId}/preferences", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/preferences", OfTenant("control")),
    ("get", "/api/whatsapp/{tenantId}/business-hours", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/business-hours", OfTenant("control")),
    ("delete", "/api/whatsapp/{tenantId}/business-hours", OfTenant("control")),
    ("get", "/api/whatsapp/{tenantId}/automatic-messages", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/automatic-messages", OfTenant("control")),
    ("get", "/api/whatsapp/{tenantId}/looking", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/looking", OfTenant("send")),
    ("get", "/api/whatsapp/{tenantId}/media-policy", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/media-policy", OfTenant("control")),
    ("get", "/api/whatsapp/{tenantId}/storage", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/profile/picture", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/outbox", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/outbox/cancel", OfTenant("send")),
    ("delete", "/api/whatsapp/{tenantId}/chats/{chatId}/outbox/{messageId}", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/chats/{chatId}/outbox/{messageId}/send-again", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/chats/{chatId}/send", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/chats/{chatId}/read", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/chats/{chatId}/typing", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/chats/{chatId}/settings", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/chats/{chatId}/clear", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/chats/{chatId}/delete", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/chats/{chatId}/block", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/chats/{chatId}/labels", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/chats/{chatId}/assignee", OfTenant("send")),
    ("delete", "/api/whatsapp/{tenantId}/chats/{chatId}/assignee", OfTenant("send")),
    ("get", "/api/whatsapp/{tenantId}/chats/{chatId}/notes", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/chats/{chatId}/notes", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/chats/{chatId}/notes/{noteId}", OfTenant("send")),
    ("delete", "/api/whatsapp/{tenantId}/chats/{chatId}/notes/{noteId}", OfTenant("send")),
    ("get", "/api/whatsapp/{tenantId}/attendants", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/attendants", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/attendants/own", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/attendants/{attendantId}", OfTenant("send")),
    ("delete", "/api/whatsapp/{tenantId}/attendants/{attendantId}", OfTenant("send")),
    ("get", "/api/whatsapp/{tenantId}/chats/{chatId}/invite-link", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/chats/{chatId}/invite-link", OfTenant("send")),
    ("get", "/api/whatsapp/{tenantId}/labels", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/labels", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/labels/{labelId}", OfTenant("send")),
    ("delete", "/api/whatsapp/{tenantId}/labels/{labelId}", OfTenant("send")),
    ("get", "/api/whatsapp/{tenantId}/contacts", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/contacts/letters", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/contacts/export", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/contacts/{contactId}", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/contacts/check", OfTenant("send")),
    ("get", "/api/whatsapp/{tenantId}/contacts/check/{checkId}", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/contacts/imports", OfTenant("send")),
    ("get", "/api/whatsapp/{tenantId}/contacts/imports/{importId}", OfTenant("read")),
    ("delete", "/api/whatsapp/{tenantId}/contacts/imports/{importId}", OfTenant("send")),
    ("get", "/api/whatsapp/{tenantId}/contacts/imports/{importId}/people", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/contacts/imports/{importId}/start", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/contacts/{contactId}/erase", OfTenant("control")),
    ("get", "/api/whatsapp/{tenantId}/earlier-accounts", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/earlier-accounts/{accountId}", OfTenant("control")),
    ("get", "/api/whatsapp/{tenantId}/erasures", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/erasures/{erasureId}", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/exports", OfTenant("control")),
    ("post", "/api/whatsapp/{tenantId}/exports", OfTenant("control and read")),
    ("get", "/api/whatsapp/{tenantId}/exports/{exportId}", OfTenant("control")),
    ("delete", "/api/whatsapp/{tenantId}/exports/{exportId}", OfTenant("control")),
    ("get", "/api/whatsapp/{tenantId}/exports/{exportId}/file", OfTenant("control and read")),
    ("post", "/api/whatsapp/{tenantId}/exports/{exportId}/url", OfTenant("control and read")),
    ("get", "/api/whatsapp/{tenantId}/exports/{exportId}/signed", Open),
    ("get", "/api/whatsapp/{tenantId}/blocked", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/blocked", OfTenant("send")),
    ("get", "/api/whatsapp/{tenantId}/api-keys", Browser),
    ("post", "/api/whatsapp/{tenantId}/api-keys", Browser),
    ("post", "/api/whatsapp/{tenantId}/api-keys/{keyId}/revoke", Browser),
    ("get", "/api/whatsapp/{tenantId}/push", Browser),
    ("post", "/api/whatsapp/{tenantId}/push", Browser),
    ("delete", "/api/whatsapp/{tenantId}/push", Browser),
    ("post", "/api/whatsapp/{tenantId}/push/test", Browser),
    ("get", "/api/whatsapp/{tenantId}/quick-replies", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/quick-replies", OfTenant("send")),
    ("post", "/api/whatsapp/{tenantId}/quick-replies/{quickReplyId}", OfTenant("send")),
    ("delete", "/api/whatsapp/{tenantId}/quick-replies/{quickReplyId}", OfTenant("send")),
    ("get", "/api/whatsapp/{tenantId}/statistics", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/statistics/export", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/events", OfTenant("read")),
    ("get", "/api/whatsapp/{tenantId}/media/{mediaId}", OfTenant("media and read")),
    ("post", "/api/whatsapp/{tenantId}/media/{mediaId}/fetch", OfTenant("media and read")),
    ("post", "/api/whatsapp/{tenantId}/media/{mediaId}/url", OfTenant("media and read")),
    ("get", "/api/whatsapp/{tenantId}/media/{mediaId}/signed", Open),
    ("post", "/api/whatsapp/{tenantId}/media", OfTenant("media and send")),
    ("post", "/api/whatsapp/{tenantId}/media/uploads", OfTenant("media and send")),
    ("get", "/api/whatsapp/{tenantId}/media/uploads/{uploadId}", OfTenant("media and send")),
    ("patch", "/api/whatsapp/{tenantId}/media/uploads/{uploadId}", OfTenant("media and send")),
    ("delete", "/api/whatsapp/{tenantId}/media/uploads/{uploadId}", OfTenant("media and send")),
    ("get", "/api/whatsapp/{tenantId}/webhooks", OfTenant("control")),
    ("post", "/api/whatsapp/{tenantId}/webhooks", OfTenant("control and read")),
    ("get", "/api/whatsapp/{tenantId}/webhooks/{webhookId}", OfTenant("control")),
    ("post", "/api/whatsapp/{tenantId}/webhooks/{webhookId}", OfTenant("control and read")),
    ("delete", "/api/whatsapp/{tenantId}/webhooks/{webhookId}", OfTenant("control")),
    ("post", "/api/whatsapp/{tenantId}/webhooks/{webhookId}/rotate", OfTenant("control")),
    ("post", "/api/whatsapp/{tenantId}/webhooks/{webhookId}/test", OfTenant("control")),
    ("post", "/api/whatsapp/{tenantId}/webhooks/{webhookId}/pause", OfTenant("control")),
    ("post", "/api/whatsapp/{tenantId}/webhooks/{webhookId}/resume", OfTenant("control")),
    ("post", "/api/whatsapp/{tenantId}/webhooks/{webhookId}/send-again", OfTenant("control and read")),
    ("get", "/api/whatsapp/{tenantId}/webhooks/{webhookId}/deliveries", OfTenant("control")),
    ("get", "/api/whatsapp/{tenantId}/webhooks/{webhookId}/deliveries/{deliveryId}", OfTenant("control and read")),
    (
        "post",
        "/api/whatsapp/{tenantId}/webhooks/{webhookId}/deliveries/{deliveryId}/send-again",
        OfTenant("control and read"),
    ),
    ("post", "/api/whatsapp/{tenantId}/socket-ticket", OfTenant("read")),
    ("post", "/api/whatsapp/{tenantId}/leave", OfTenant("read")),
    ("post", "/api/mcp", Agent),
];

/// Where nobody listens.
const NOBODY: &str = "http://127.0.0.1:1/";

/// What of B must never be seen by anybody else.
const CANARIES: [&str; 4] = ["canary-bistro", "canary-segredo", "5511900000011", "canary-qr"];

/// A route with the names filled in.
pub struct Call {
    pub method: Method,
    pub path: String,
    plane: Plane,
    takes_body: bool,
    /// Whose key opens it, and the scopes that it needs: `providerKey` or `tenantKey`; none where no key does.
    pub key: Option<(&'static str, Vec<String>)>,
}

/// Every route, addressed to this tenant and chat.
pub fn calls(tenant: &Tenant, chat: &str) -> Vec<Call> {
    let document: Value = serde_json::from_str(&portaria_server::openapi_document()).unwrap();
    let mut calls = Vec::new();
    let mut known = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let row = ROUTES.iter().find(|(m, p, _)| m == method && p == path);
            let (_, _, plane) = row.unwrap_or_else(|| panic!("{method} {path} is not in the matrix: who may use it?"));
            known += 1;
            let security = operation["security"].to_string();
            let described = match plane {
                Open | Login => security == "null",
                Admin => {
                    security.contains("adminCookie") && security.contains("providerKey") && !security.contains("tenant")
                }
                Person => security == r#"[{"adminCookie":[]}]"#,
                Agent => security == r#"[{"tenantKey":[]}]"#,
                Browser => security == r#"[{"tenantCookie":[]}]"#,
                OfTenant(scopes) => {
                    let scopes = json!({ "tenantKey": scopes.split(" and ").collect::<Vec<_>>() }).to_string();
                    security.contains(&scopes) && !security.contains("admin")
                }
            };
            assert!(described, "{method} {path} describes its credentials as {security}");
            calls.push(Call {
                method: method.to_uppercase().parse().unwrap(),
                path: path
                    .replace("{tenantId}", &tenant.id)
                    .replace("{chatId}", chat)
                    .replace("{messageId}", MESSAGE)
                    .replace("{labelId}", LABEL)
                    .replace("{quickReplyId}", QUICK_REPLY)
                    .replace("{noteId}", NOTE)
                    .replace("{attendantId}", ATTENDANT)
                    .replace("{contactId}", CONTACT)
                    .replace("{checkId}", CHECK)
                    .replace("{importId}", IMPORT)
                    .replace("{loginId}", LOGIN)
                    .replace("{accountId}", ACCOUNT)
                    .replace("{erasureId}", ERASURE)
                    .replace("{exportId}", EXPORT)
                    .replace("{webhookId}", WEBHOOK)
                    .replace("{deliveryId}", DELIVERY)
                    .replace("{mediaId}", MEDIA)
                    .replace("{uploadId}", UPLOAD)
                    .replace("{publicId}", &tenant.public_id),
                plane: *plane,
                takes_body: operation["requestBody"].is_object(),
                key: ["providerKey", "tenantKey"].into_iter().find_map(|name| {
                    let ways = operation["security"].as_array()?;
                    let scopes = ways.iter().find_map(|way| way[name].as_array())?;
                    Some((name, scopes.iter().map(|scope| scope.as_str().unwrap().to_owned()).collect()))
                }),
            });
        }
    }
    assert_eq!(known, ROUTES.len(), "the matrix knows a route that is gone");
    calls
}

/// A message that is not there.
const MESSAGE: &str = "3EB0FFFFFFFFFFFFFFFFFF";

/// A label that is not there.
const LABEL: &str = "999";

/// A file and an upload that are not there.
const MEDIA: &str = "01900000-0000-7000-8000-00000000000a";
const UPLOAD: &str = "01900000-0000-7000-8000-00000000000b";

/// A person and a check of numbers that are not there.
const CONTACT: &str = "01900000-0000-7000-8000-00000000000d";
const CHECK: &str = "01900000-0000-7000-8000-00000000000e";

/// A file of people that is not there.
const IMPORT: &str = "01900000-0000-7000-8000-000000000016";

/// A number that was not linked before.
const ACCOUNT: &str = "01900000-0000-7000-8000-000000000017";

/// An erasure that is not there.
const ERASURE: &str = "01900000-0000-7000-8000-000000000010";

/// An export that is not there.
const EXPORT: &str = "01900000-0000-7000-8000-000000000015";

/// A login that is not there.
const LOGIN: &str = "01900000-0000-7000-8000-00000000000f";

/// A quick reply that is not there.
const QUICK_REPLY: &str = "01900000-0000-7000-8000-00000000000c";

/// A note and an attendant that are not there.
const NOTE: &str = "01900000-0000-7000-8000-000000000011";
const ATTENDANT: &str = "01900000-0000-7000-8000-000000000012";

/// A webhook and a delivery of it that are not there.
const WEBHOOK: &str = "01900000-0000-7000-8000-000000000013";
const DELIVERY: &str = "01900000-0000-7000-8000-000000000014";

/// A shortcut that no quick reply has yet.
fn short() -> String {
    static MADE: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    format!("r{}", MADE.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
}

/// A body that the route would take.
fn body(path: &str) -> Value {
    let last = path.rsplit('/').next().unwrap();
    match last {
        "access" => json!({
            "network": { "isOpen": false, "name": "portaria", "linkBy": "name" }, "internet": { "kind": "closed" },
            "admin": { "isRemote": false }
        }),
        "desktop" => json!({ "startsWithSystem": false, "keepsAwake": true, "notifies": true }),
        "update" => json!({ "channel": "stable", "checksDaily": false }),
        "postpone" => json!({ "version": "9.9.9", "days": 1 }),
        "install" => json!({ "version": "9.9.9" }),
        "totp" => json!({ "password": "x" }),
        "confirm" | "off" | "recovery-codes" if path.contains("/totp") => json!({ "code": "000000" }),
        "password" => json!({ "password": "long enough, this one" }),
        "create-tenant" => json!({ "name": "Novo" }),
        "api-keys" => json!({ "label": "Faturamento" }),
        ACCOUNT => json!({ "continues": false }),
        "confirm-number" => json!({ "isRight": false }),
        "passkey" => json!({
            "id": "a2V5", "rawId": "a2V5", "type": "public-key",
            "response": { "clientDataJSON": "e30", "authenticatorData": "YQ", "signature": "cw" },
        }),
        "pair-code" => json!({ "phone": "5511900000099" }),
        "send" if path.contains("/chats/") => json!({ "text": "oi" }),
        "send" => json!({ "to": "5511900000099", "text": "oi" }),
        "media-policy" if path.starts_with("/api/whatsapp") => json!({ "kinds": ["image"], "largestBytes": 1_000 }),
        "media-policy" => json!({ "kinds": ["image"], "largestBytes": 1_000, "totalBytes": 100_000 }),
        "history-policy" => json!({ "days": 90 }),
        "business-hours" => {
            let day = json!([{ "from": "08:00", "to": "18:00" }]);
            json!({
                "timeZone": "America/Sao_Paulo", "closedDates": [],
                "week": {
                    "monday": day, "tuesday": day, "wednesday": day, "thursday": day, "friday": day, "saturday": [],
                    "sunday": [],
                },
            })
        }
        "automatic-messages" => json!({
            "language": "pt-BR", "timeZone": "America/Sao_Paulo",
            "away": { "isOn": true, "when": "always", "to": "everyone", "againAfterHours": 12, "text": "Fechado." },
            "greeting": { "isOn": false, "to": "everyone", "text": "" },
        }),
        "deletion-policy" => json!({ "keepsDeleted": true }),
        "clear" => json!({ "keepsStarred": true }),
        "block" => json!({ "isBlocked": false }),
        "labels" if path.contains("/chats/") => json!({ "labels": [] }),
        _ if path.contains("/labels") => json!({ "name": "Novo", "color": 1 }),
        "check" if path.contains("/contacts") => json!({ "numbers": ["5511900000099"] }),
        "imports" => json!("5511900000099"),
        "blocked" => json!({ "party": "5511900000098", "isBlocked": true }),
        _ if path.contains("/quick-replies") => json!({ "shortcut": short(), "text": "Bom dia, {nome}!" }),
        "push" => crate::push::wanted(NOBODY),
        "assignee" => json!({ "attendantId": ATTENDANT }),
        _ if path.contains("/notes") => json!({ "text": "Prefere entrega à tarde." }),
        _ if path.contains("/attendants") => json!({ "name": short() }),
        "webhooks" => json!({ "url": NOBODY, "events": ["message.received"] }),
        "send-again" if path.contains("/webhooks/") && !path.contains("/deliveries/") => json!({ "onlyFailed": true }),
        "exports" => json!({ "media": true }),
        "typing" => json!({ "typing": true }),
        "groups" => json!({ "subject": "Entregas", "participants": ["5511900000099"] }),
        "group" => json!({ "isLocked": true }),
        "looking" => json!({ "isLooking": true }),
        "participants" => json!({ "change": "add", "participants": ["5511900000099"] }),
        "join-requests" => json!({ "approve": true, "participants": ["5511900000099"] }),
        "picture" => json!({ "mediaId": MEDIA }),
        _ => json!({}),
    }
}

pub async fn call(world: &World, call: &Call, who: &Credential) -> Answer {
    let is_piece = call.method == Method::PATCH;
    let body = (call.method == Method::POST || is_piece).then(|| body(&call.path).to_string());
    let headers: &[(&str, &str)] = if is_piece {
        &[("content-type", "application/offset+octet-stream"), ("upload-offset", "0")]
    } else if call.path.ends_with("/media/uploads") {
        &[("upload-length", "2")]
    } else {
        &[]
    };
    world.ask(call.method.clone(), who, &call.path, body, headers).await
}

fn must_hide(answer: &Answer, what: &str) {
    let headers = format!("{:?}", answer.headers);
    for canary in CANARIES {
        assert!(!answer.text.contains(canary) && !headers.contains(canary), "{what}: told {canary}: {}", answer.text);
    }
}

/// Two tenants at work; B has everything that A must not see.
async fn two_tenants(world: &World) -> (Tenant, Tenant) {
    let a = world.connected_tenant("Adega", "5511900000001", "conversa de A").await;
    let b = world.connected_tenant("canary-bistro", "5511900000011", "canary-segredo").await;
    assert!(!a.chat.is_empty() && !b.chat.is_empty());
    (a, b)
}

/// The same call about a message that waits for its hour: what names a message finds it, and what cancels it, too.
async fn about_what_waits(world: &World, tenant: &Tenant, call: &Call) -> Call {
    let body = json!({ "text": "lembrete", "sendAt": "2027-06-01T12:00:00Z" });
    let mut path = call.path.clone();
    if path.contains(MESSAGE) {
        let sent = world.post(&tenant.by_key(), &tenant.path(&format!("/chats/{}/send", tenant.chat)), &body).await;
        path = path.replace(MESSAGE, sent.json()["id"].as_str().unwrap());
    }
    if path.contains(&format!("/labels/{LABEL}")) {
        let made = world.post(&tenant.by_key(), &tenant.path("/labels"), &json!({ "name": "Novo", "color": 1 })).await;
        path = path.replace(LABEL, made.json()["id"].as_str().unwrap());
    }
    if path.contains(ERASURE) || path.ends_with("/erase") {
        // Somebody of whom nothing else here needs to know.
        let number = format!("55119777{:0>5}", &short()[1..]); // invented
        world.gateway.receive(tenant.tenant_id(), &number, "oi").await;
        let found = world.get(&tenant.by_key(), &tenant.path(&format!("/contacts?search={number}"))).await.json();
        path = path.replace(CONTACT, found["items"][0]["id"].as_str().unwrap());
        if path.contains(ERASURE) {
            let erase = format!("/contacts/{}/erase", found["items"][0]["id"].as_str().unwrap());
            let begun = world.post(&tenant.by_key(), &tenant.path(&erase), &json!({})).await.json();
            path = path.replace(ERASURE, begun["id"].as_str().unwrap());
        }
    }
    if path.contains(CONTACT) {
        let found = world.get(&tenant.by_key(), &tenant.path("/contacts")).await.json();
        path = path.replace(CONTACT, found["items"][0]["id"].as_str().unwrap());
    }
    if path.contains("{keyId}") {
        let label = short();
        world.post(&tenant.by_cookie(), &tenant.path("/api-keys"), &json!({ "label": label })).await;
        let listed = world.get(&tenant.by_cookie(), &tenant.path("/api-keys")).await.json();
        let made = listed.as_array().unwrap().iter().find(|key| key["label"] == label.as_str()).unwrap();
        path = path.replace("{keyId}", made["id"].as_str().unwrap());
    }
    if path.contains(LOGIN) {
        let other = Credential::Cookie(world.open_link(tenant).await.cookie());
        let logins = world.get(&other, &tenant.path("/logins")).await.json();
        let other = logins.as_array().unwrap().iter().find(|login| login["isThis"] == true).unwrap().clone();
        path = path.replace(LOGIN, other["id"].as_str().unwrap());
    }
    if path.contains(CHECK) {
        let numbers = json!({ "numbers": ["5511900000099"] });
        let begun = world.post(&tenant.by_key(), &tenant.path("/contacts/check"), &numbers).await.json();
        path = path.replace(CHECK, begun["id"].as_str().unwrap());
    }
    if path.contains(IMPORT) {
        let file = json!("5511900000099");
        let read = world.post(&tenant.by_key(), &tenant.path("/contacts/imports"), &file).await.json();
        path = path.replace(IMPORT, read["id"].as_str().unwrap());
    }
    if path.contains(QUICK_REPLY) {
        let reply = json!({ "shortcut": short(), "text": "Bom dia!" });
        let made = world.post(&tenant.by_key(), &tenant.path("/quick-replies"), &reply).await;
        path = path.replace(QUICK_REPLY, made.json()["id"].as_str().unwrap());
    }
    if path.contains(NOTE) {
        let note = json!({ "text": "Prefere entrega à tarde." });
        let notes = tenant.path(&format!("/chats/{}/notes", tenant.chat));
        let made = world.post(&tenant.by_key(), &notes, &note).await;
        path = path.replace(NOTE, made.json()["id"].as_str().unwrap());
    }
    if path.contains(ATTENDANT) {
        let made = world.post(&tenant.by_key(), &tenant.path("/attendants"), &json!({ "name": short() })).await;
        path = path.replace(ATTENDANT, made.json()["id"].as_str().unwrap());
    }
    if path.contains(EXPORT) {
        path = path.replace(EXPORT, &crate::exports::made(world, tenant).await);
    }
    if path.contains(WEBHOOK) {
        path = path.replace(WEBHOOK, &a_webhook(world, tenant).await);
    }
    if path.contains(DELIVERY) {
        path = path.replace(DELIVERY, &a_delivery(world, tenant, path.split('/').nth(5).unwrap()).await);
    }
    if path.contains(MEDIA) {
        let kept = world.post(&tenant.by_key(), &tenant.path("/media"), &json!({})).await;
        path = path.replace(MEDIA, kept.json()["id"].as_str().unwrap());
    }
    if path.contains(UPLOAD) {
        let length = [("upload-length", "2")];
        let begun = world.ask(Method::POST, &tenant.by_key(), &tenant.path("/media/uploads"), None, &length).await;
        begun.header("location").clone_into(&mut path);
    }
    Call { path, ..call_copy(call) }
}

/// A webhook that is not disabled; there is one at most.
async fn a_webhook(world: &World, tenant: &Tenant) -> String {
    let listed = world.get(&tenant.by_key(), &tenant.path("/webhooks")).await.json();
    if let Some(webhook) = listed.as_array().unwrap().first() {
        return webhook["id"].as_str().unwrap().to_owned();
    }
    let body = json!({ "url": NOBODY });
    let made = world.post(&tenant.by_key(), &tenant.path("/webhooks"), &body).await.json();
    made["webhook"]["id"].as_str().unwrap().to_owned()
}

/// A delivery of a webhook.
async fn a_delivery(world: &World, tenant: &Tenant, webhook: &str) -> String {
    world.gateway.receive(tenant.tenant_id(), "5511900000099", "oi").await;
    world.post(&tenant.by_key(), &tenant.path(&format!("/webhooks/{webhook}/resume")), &json!({})).await;
    let path = tenant.path(&format!("/webhooks/{webhook}/deliveries"));
    let look = async {
        loop {
            let listed = world.get(&tenant.by_key(), &path).await.json();
            if let Some(delivery) = listed["items"].as_array().unwrap().first() {
                return delivery["id"].as_str().unwrap().to_owned();
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), look).await.expect("a delivery was made")
}

#[tokio::test]
async fn nobody_but_its_tenant_uses_a_tenants_route() {
    let world = World::start().await;
    let (a, b) = two_tenants(&world).await;
    let provider = world.provider().await;
    let Credential::Cookie(admin_cookie) = &provider else { unreachable!() };
    let admin_value = admin_cookie.split_once('=').unwrap().1;

    // What once let somebody in to B and no longer does.
    let old_key = b.by_key();
    let renewed = world.post(&provider, &format!("/api/saas/tenants/{}/api-key", b.id), &json!({})).await.json();
    let b = Tenant { key: renewed["apiKey"].as_str().unwrap().to_owned(), ..b };
    let old_login = b.by_cookie();
    let rotated = world.post(&provider, &format!("/api/saas/tenants/{}/link/rotate", b.id), &json!({})).await.json();
    let secret = rotated["url"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
    let mut b = Tenant { secret, ..b };
    let left = world.open_link(&b).await.cookie();
    world.post(&Credential::Cookie(left.clone()), &b.path("/leave"), &json!({})).await;
    b.cookie = world.open_link(&b).await.cookie();
    let other_kid = format!("wsk_{}_{}", &a.key[4..12], b.key.splitn(3, '_').nth(2).unwrap());

    let wrong = [
        ("nothing", Credential::None, 401),
        ("A's login", a.by_cookie(), 404),
        ("A's key", a.by_key(), 404),
        ("a rotated link's login", old_login, 401),
        ("a login that was left", Credential::Cookie(left), 401),
        ("a renewed key", old_key, 401),
        ("B's proof under A's key name", Credential::Key(other_kid), 401),
        ("the provider's login", provider.clone(), 401),
        ("the provider's login as a tenant's", Credential::Cookie(format!("portaria_tenant={admin_value}")), 401),
        ("B's link secret as a key", Credential::Key(b.secret.clone()), 401),
        ("a basic password", Credential::Header("authorization", "Basic YWRtaW46YWRtaW4=".into()), 401),
        ("a key in a header of its own", Credential::Header("apikey", b.key.clone()), 401),
        ("an empty bearer beside nothing", Credential::Header("authorization", "Bearer".into()), 401),
    ];
    let before = world.gateway.sent().len();
    for call_ in calls(&b, &b.chat) {
        if !call_.plane.is_a_tenants() {
            continue;
        }
        for (name, who, status) in &wrong {
            let what = format!("{} {} with {name}", call_.method, call_.path);
            let answer = call(&world, &call_, who).await;
            assert_eq!(answer.status, *status, "{what}: {}", answer.text);
            must_hide(&answer, &what);
        }
        for key in ["apiKey", "apikey", "token", "key", "access_token"] {
            let with_key = Call { path: format!("{}?{key}={}", call_.path, b.key), ..call_copy(&call_) };
            assert_eq!(
                call(&world, &with_key, &Credential::None).await.status,
                401,
                "a key in the address: {}",
                with_key.path
            );
        }
    }
    assert_eq!(world.gateway.sent().len(), before, "nothing left in B's name");

    // The other side of the guard: B itself, by login and by key, gets through everywhere.
    let own = calls(&b, &b.chat).into_iter().filter(|call| call.plane.is_a_tenants());
    let (last, first): (Vec<_>, Vec<_>) =
        own.partition(|call| ["/leave", "/logout", "/delete"].iter().any(|end| call.path.ends_with(end)));
    for call_ in first.iter().chain(&last) {
        for who in [b.by_key(), b.by_cookie()] {
            if call_.method == Method::DELETE && call_.path.ends_with("/logins") && matches!(who, Credential::Key(_)) {
                continue; // it has no login of its own that would stay
            }
            if call_.plane == Browser && matches!(who, Credential::Key(_)) {
                assert_eq!(call(&world, call_, &who).await.status, 403, "{} {}", call_.method, call_.path);
                continue;
            }
            let call_ = &about_what_waits(&world, &b, call_).await;
            let answer = call(&world, call_, &who).await;
            if call_.path.ends_with("/thumbnail") || (call_.path.ends_with("/picture") && call_.method == Method::GET) {
                assert_eq!(answer.status, 404, "a text has no picture, and nobody here shows theirs");
                continue;
            }
            if call_.path.contains("/earlier-accounts/") {
                assert_eq!(answer.status, 404, "nobody here linked another number before");
                continue;
            }
            assert!(
                !matches!(answer.status, 401 | 403 | 404 | 500..),
                "{} {}: {}",
                call_.method,
                call_.path,
                answer.text
            );
            if call_.path.ends_with("/delete") {
                break; // there is nothing left for the login to delete
            }
            if call_.path.ends_with("/leave") && !call_.path.contains("/chats/") {
                break; // with the key, so that the login stays for the next
            }
        }
    }
}

fn call_copy(call: &Call) -> Call {
    Call {
        method: call.method.clone(),
        path: call.path.clone(),
        plane: call.plane,
        takes_body: call.takes_body,
        key: call.key.clone(),
    }
}

#[tokio::test]
async fn a_tenant_reaches_nothing_of_another_through_its_own_credential() {
    let world = World::start().await;
    let (a, b) = two_tenants(&world).await;
    for call_ in calls(&a, &b.chat) {
        if !call_.plane.is_a_tenants() {
            continue;
        }
        // Anew, since one of the calls before ends logins.
        let own =
            if call_.plane == Browser { Credential::Cookie(world.open_link(&a).await.cookie()) } else { a.by_key() };
        if call_.path.ends_with("/logout") || call_.path.ends_with("/leave") {
            continue;
        }
        // B's chat under A's own address.
        if call_.path.contains(&b.chat) {
            let answer = call(&world, &call_, &own).await;
            assert_eq!(answer.status, 404, "{} {}: {}", call_.method, call_.path, answer.text);
            must_hide(&answer, &call_.path);
            continue;
        }
        // B's id in the query, where a peer product looked for it.
        for name in ["tenantId", "tenant_id", "instanceName", "instance", "session", "sessionId"] {
            let path = format!("{}?{name}={}", call_.path, b.id);
            let answer = call(&world, &Call { path, ..call_copy(&call_) }, &own).await;
            must_hide(&answer, &format!("{name} in the query of {}", call_.path));
        }
        // B's id in the body; of a file it is only bytes.
        if call_.takes_body && !call_.path.contains("/media") && !call_.path.ends_with("/imports") {
            let mut forged = body(&call_.path);
            forged["tenantId"] = json!(b.id);
            let answer = world.post(&own, &call_.path, &forged).await;
            assert_eq!((answer.code().as_str(), answer.fields()), ("validation_failed", vec!["tenantId".to_owned()]));
            must_hide(&answer, &call_.path);
        }
    }
    assert!(
        world.gateway.sent().iter().all(|message| message.to.user() != "55119000000117"),
        "B's customer heard of A"
    );
}

#[tokio::test]
async fn nobody_but_the_provider_uses_an_admin_route() {
    let world = World::with(|config| config.public_url = Some("https://zap.example.com".parse().unwrap())).await;
    let (a, b) = two_tenants(&world).await;
    let provider = world.provider().await;
    let ended = world.provider().await;
    assert_eq!(world.post(&ended, "/api/saas/logout", &json!({})).await.status, 204);
    let tenant_value = a.cookie.split_once('=').unwrap().1;
    let wrong = [
        ("nothing", Credential::None, 401),
        ("a tenant's login", a.by_cookie(), 401),
        ("a tenant's login as the provider's", Credential::Cookie(format!("portaria_admin={tenant_value}")), 401),
        ("a tenant's key", a.by_key(), 403),
        ("the tenant's own key", b.by_key(), 403),
        ("a login that ended", ended, 401),
        ("a guess", Credential::Cookie(format!("portaria_admin={}.{}", a.id, "A".repeat(43))), 401),
    ];
    let label = json!({ "label": "Faturamento", "maySeeSecrets": true });
    let key = world.post(&provider, "/api/saas/api-keys", &label).await.json();
    let key = Credential::Key(key["apiKey"].as_str().unwrap().to_owned());
    let listed = world.get(&provider, "/api/saas/api-keys").await.json();
    let key_id = listed[0]["id"].as_str().unwrap();
    let of_b = world.get(&provider, &format!("/api/saas/tenants/{}/api-keys", b.id)).await.json();
    let key_id_of_b = of_b[0]["id"].as_str().unwrap();
    let own = || {
        let calls = calls(&b, &b.chat).into_iter().filter(|call| matches!(call.plane, Admin | Person));
        calls.map(|call| Call {
            path: call.path.replace("{keyId}", if call.path.contains("/tenants/") { key_id_of_b } else { key_id }),
            ..call
        })
    };
    for call_ in own() {
        for (name, who, status) in &wrong {
            let what = format!("{} {} with {name}", call_.method, call_.path);
            let answer = call(&world, &call_, who).await;
            assert_eq!(answer.status, *status, "{what}: {}", answer.text);
            must_hide(&answer, &what);
        }
        // The right credential under the public name: the panel stays at home.
        let body = (call_.method == Method::POST).then(|| body(&call_.path).to_string());
        let headers = [("host", "zap.example.com")];
        let answer = world.ask(call_.method.clone(), &provider, &call_.path, body, &headers).await;
        assert_eq!(answer.code(), "misdirected_host", "{} {}", call_.method, call_.path);
    }
    // The other side of the guard: the provider's key for all but keys, and the provider in person for all.
    for call_ in own() {
        let answer = call(&world, &call_, &key).await;
        let opens = (200..300).contains(&answer.status) || answer.text.contains("no_number");
        assert_eq!(opens, call_.plane == Admin, "{} {} by key: {}", call_.method, call_.path, answer.text);
    }
    let ends_logins = |call: &Call| call.path.ends_with("/logout") || call.path.ends_with("/password");
    let (last, first): (Vec<_>, Vec<_>) = own().partition(ends_logins);
    for call_ in first.iter().chain(&last) {
        let who = if ends_logins(call_) { &world.provider().await } else { &provider };
        let answer = call(&world, call_, who).await;
        // They have nothing to do here; what they do where they have stands in `totp` and `updates`.
        let is_idle = ["/totp", "/update/install", "/confirm-number"].iter().any(|part| call_.path.contains(part));
        let opens = (200..300).contains(&answer.status) || (is_idle && answer.status == 409);
        assert!(opens, "{} {}: {}", call_.method, call_.path, answer.text);
    }
    let unknown = b.id.replace(&b.id[30..], "000000");
    assert_eq!(world.get(&world.provider().await, &format!("/api/saas/tenants/{unknown}")).await.code(), "not_found");
}

#[tokio::test]
async fn reading_changes_nothing() {
    let world = World::start().await;
    let (a, b) = two_tenants(&world).await;
    let provider = world.provider().await;
    // What people show of themselves is asked of WhatsApp when somebody first looks, and kept; what came since the last
    // search is entered for the next one.
    for path in
        ["/profile".to_owned(), "/preferences".to_owned(), format!("/chats/{}/profile", b.chat), "/messages".to_owned()]
    {
        assert_eq!(world.get(&b.by_key(), &b.path(&path)).await.status, 200);
    }
    let (before, openings) = (world.written(), world.gateway.openings());
    for call_ in calls(&b, &b.chat) {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            for who in [Credential::None, a.by_cookie(), b.by_cookie(), b.by_key(), provider.clone()] {
                let answer = world.ask(method.clone(), &who, &call_.path, None, &[]).await;
                assert_ne!(answer.status, 500, "{method} {}: {}", call_.path, answer.text);
            }
        }
    }
    assert_eq!(
        (world.written(), world.gateway.openings()),
        (before, openings),
        "something was written or started by reading"
    );
}
