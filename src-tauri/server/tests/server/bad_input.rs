//! Whatever is wrong with what comes in: a clear 4xx that names the field, and nothing changed.

use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::world::{Credential, Tenant, World};

/// A body that each route takes, by the name of its form in the description.
fn valid(form: &str) -> Value {
    match form {
        "CreateTenant" => json!({ "name": "Padaria", "phone": "5511900000001" }),
        "AccessBody" => json!({
            "network": { "isOpen": false, "address": "192.168.0.2", "name": "portaria", "linkBy": "name" },
            "internet": { "kind": "closed" },
            "admin": { "isRemote": false }
        }),
        "SettingsBody" => json!({ "name": "Conecta Zap", "language": "es", "firstRun": "name" }),
        "PasswordBody" => json!({ "password": "x" }),
        "FirstCode" | "ProofBody" => json!({ "code": "000000" }),
        "NewPasswordBody" => json!({ "password": "long enough, this one", "currentPassword": "x" }),
        "CreateKey" => json!({
            "label": "Faturamento", "maySeeSecrets": false, "scopes": ["read", "secrets"],
            "expiresAt": "2030-01-01T00:00:00Z", "allowedAddresses": ["203.0.113.7"],
        }),
        "TenantKeyBody" => json!({
            "label": "Loja virtual", "scopes": ["read"], "expiresAt": "2030-01-01T00:00:00Z",
            "allowedAddresses": ["203.0.113.7", "2001:db8::/32"],
        }),
        "RevokeKey" => json!({ "withIssued": false }),
        "PasswordLogin" => json!({ "password": "x", "code": "000000" }),
        "TicketLogin" => json!({ "ticket": "A".repeat(43) }),
        "DesktopBody" => json!({ "startsWithSystem": false, "keepsAwake": true, "notifies": true }),
        "UpdateChoice" => json!({ "channel": "stable", "checksDaily": false }),
        "PostponeUpdateBody" => json!({ "version": "9.9.9", "days": 1 }),
        "InstallUpdateBody" => json!({ "version": "9.9.9" }),
        "MediaPolicyBody" => json!({ "kinds": ["image"], "largestBytes": 1_000, "totalBytes": 100_000 }),
        "HistoryPolicyBody" => json!({ "days": 90 }),
        "DeletionPolicyBody" => json!({ "keepsDeleted": true }),
        "ChatSettings" => json!({ "isArchived": true }),
        "ClearChat" => json!({ "keepsStarred": true }),
        "BlockChat" => json!({ "isBlocked": true }),
        "ChatLabels" => json!({ "labels": [] }),
        "LabelBody" => json!({ "name": "Pago", "color": 5 }),
        "ProfileBody" => json!({ "name": "Padaria", "about": "oi", "pictureMediaId": "" }),
        "PreferencesBody" => json!({
            "showsOnline": true, "readReceipts": false, "lastSeen": "contacts", "picture": "everyone",
            "about": "nobody", "groupAdds": "contacts",
        }),
        "BusinessHoursBody" => json!({
            "timeZone": "America/Sao_Paulo",
            "week": {
                "monday": [{ "from": "08:00", "to": "18:00" }], "tuesday": [], "wednesday": [], "thursday": [],
                "friday": [], "saturday": [], "sunday": [],
            },
            "closedDates": [{ "date": "2026-12-25", "name": "Natal" }],
        }),
        "AutomaticMessagesBody" => json!({
            "language": "pt-BR", "timeZone": "America/Sao_Paulo",
            "away": {
                "isOn": true, "when": "outside_hours", "to": "everyone", "againAfterHours": 12, "text": "Fechado.",
            },
            "greeting": { "isOn": false, "to": "everyone", "text": "" },
        }),
        "Looking" => json!({ "isLooking": true }),
        "MediaChoiceBody" => json!({ "kinds": ["image"], "largestBytes": 1000 }),
        "CheckNumbers" => json!({ "numbers": ["5511900000001"], "typedIn": "br" }),
        "BlockParty" => json!({ "party": "5511900000001", "isBlocked": true }),
        "QuickReplyBody" => json!({ "shortcut": "oi", "text": "Bom dia, {nome}!" }),
        "WebhookBody" | "WebhookChangeBody" => json!({
            "url": "https://example.com/hook", "events": ["message.received"],
            "headers": [{ "name": "x-key", "value": "1" }],
        }),
        "SendAgainBody" => json!({
            "from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z", "onlyFailed": true, "dryRun": true,
        }),
        "PushBody" => crate::push::wanted("https://push.example.com/x"),
        "LinkEnd" => json!({ "expiresAtMs": 1_900_000_000_000_i64 }),
        "LinkLogin" => json!({ "secret": "A".repeat(43) }),
        "PasskeyBody" => json!({
            "id": "a2V5", "rawId": "a2V5", "type": "public-key",
            "response": { "clientDataJSON": "e30", "authenticatorData": "YQ", "signature": "cw" },
        }),
        "ConfirmNumber" => json!({ "isRight": true }),
        "EarlierChatsBody" => json!({ "continues": false }),
        "PairByCode" => json!({ "phone": "5511900000001" }),
        "SendMessage" => json!({ "to": "5511900000001", "text": "oi" }),
        "SendToChat" => json!({ "text": "oi" }),
        "NoteBody" => json!({ "text": "Prefere entrega à tarde." }),
        "AttendantBody" => json!({ "name": "Ana" }),
        "AssigneeBody" => json!({ "attendantId": "01900000-0000-7000-8000-000000000012" }),
        "ExportBody" => json!({ "media": true, "language": "pt-BR" }),
        "Typing" => json!({ "activity": "recording" }),
        "NewGroup" => json!({ "subject": "Entregas", "participants": ["5511900000001"] }),
        "GroupSettings" => json!({ "isLocked": true }),
        "GroupPicture" => json!({ "mediaId": "01900000-0000-7000-8000-00000000000a" }),
        "ParticipantsChange" => json!({ "change": "add", "participants": ["5511900000001"] }),
        "JoinDecision" => json!({ "approve": true, "participants": ["5511900000001"] }),
        "CancelSends" => json!({ "all": true }),
        _ => panic!("{form} is a form that this test does not know"),
    }
}

struct Form {
    path: String,
    who: Credential,
    name: String,
    schema: Value,
}

async fn world() -> (World, Tenant, Credential) {
    let world = World::with(|config| {
        // Hundreds of wrong tries come from one address here; the limiters have a test of their own.
        let many = std::num::NonZeroU32::new(100_000).unwrap();
        config.limits.admin_login_burst = many;
        config.limits.link_login_burst = many;
        config.limits.pair_code_burst = many;
    })
    .await;
    let tenant = world.connected_tenant("Padaria Sol", "5511900000001", "oi").await; // invented number
    let provider = world.provider().await;
    (world, tenant, provider)
}

fn forms(tenant: &Tenant, provider: &Credential) -> Vec<Form> {
    let document: Value = serde_json::from_str(&portaria_server::openapi_document()).unwrap();
    let mut forms = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let reference = &item["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"];
        let Some(name) = reference.as_str().and_then(|reference| reference.rsplit('/').next()) else { continue };
        let path = path
            .replace("{tenantId}", &tenant.id)
            .replace("{chatId}", &tenant.chat)
            .replace("{publicId}", &tenant.public_id);
        let who = match path.as_str() {
            path if path.starts_with("/api/saas") => provider.clone(),
            path if path.ends_with("/api-keys") => tenant.by_cookie(),
            _ => tenant.by_key(),
        };
        forms.push(Form { path, who, name: name.to_owned(), schema: document["components"]["schemas"][name].clone() });
    }
    forms
}

#[tokio::test]
async fn each_field_of_each_body_is_checked() {
    let (world, tenant, provider) = world().await;
    let before = world.written();
    let forms = forms(&tenant, &provider);
    assert_eq!(forms.len(), 64, "the description lost a body");
    for form in forms {
        let good: Map<String, Value> = valid(&form.name).as_object().unwrap().clone();
        let refuse = async |body: Value, field: &str, why: &str| {
            let answer = world.post(&form.who, &form.path, &body).await;
            let what = format!("{} {why} {field}: {}", form.path, answer.text);
            assert_eq!(answer.status, 422, "{what}");
            assert_eq!(answer.code(), "validation_failed", "{what}");
            let fields = answer.fields();
            let names_it = |told: &String| *told == field || told.starts_with(&format!("{field}."));
            assert!(fields.len() == 1 && fields.iter().all(names_it), "{what}");
        };
        for (field, schema) in form.schema["properties"].as_object().unwrap() {
            let with = |value: Value| {
                let mut body = good.clone();
                body.insert(field.clone(), value);
                Value::Object(body)
            };
            for wrong in [json!(5), json!([]), json!({}), json!(1.5), json!("x"), json!(true)] {
                let kind = schema["type"].to_string();
                let fits = [
                    ("string", wrong.is_string()),
                    ("boolean", wrong.is_boolean()),
                    ("integer", wrong.is_i64()),
                    ("array", wrong.is_array()),
                ];
                if fits.iter().any(|(word, is_one)| *is_one && kind.contains(word)) {
                    continue;
                }
                refuse(with(wrong.clone()), field, &format!("type {wrong}")).await;
            }
            let is_required = form.schema["required"].as_array().into_iter().flatten().any(|name| name == field);
            if is_required {
                if !schema["type"].to_string().contains("null") {
                    refuse(with(Value::Null), field, "null").await;
                }
                let mut body = good.clone();
                body.remove(field);
                refuse(Value::Object(body), field, "missing").await;
            }
            // A wrong secret of any length is answered like a wrong one of the right length.
            if let Some(most) = schema["maxLength"].as_u64().filter(|_| field != "secret") {
                refuse(with(json!("9".repeat(usize::try_from(most).unwrap() + 1))), field, "too long").await;
            }
        }
        let mut body = good.clone();
        body.insert("admin".into(), json!(true));
        refuse(Value::Object(body), "admin", "unknown").await;
    }
    assert_eq!(world.written(), before, "something was written");
    assert!(world.gateway.sent().is_empty(), "something was sent");
}

#[tokio::test]
async fn a_hostile_name_or_number_is_refused_with_every_field_that_is_wrong() {
    let (world, _, provider) = world().await;
    for name in ["", "   ", "a\nb", "x\u{202E}exe.fdp", "\u{200B}\u{2800}", &"á".repeat(81)] {
        let answer = world.post(&provider, "/api/saas/create-tenant", &json!({ "name": name, "phone": "12" })).await;
        assert_eq!(answer.fields(), ["name", "phone"], "{name:?}");
    }
    for to in [
        "",
        "12",
        "\u{202A}\u{202C}",
        "status@broadcast",
        "x@evil.com",
        "abc@s.whatsapp.net",
        "5511900000001:3@s.whatsapp.net",
        "'; DROP TABLE messages;--",
    ] {
        let tenant = world.tenant("Outra").await;
        let answer = world.post(&tenant.by_key(), &tenant.path("/send"), &json!({ "to": to, "text": "" })).await;
        assert_eq!(answer.fields(), ["to", "text"], "{to:?}");
    }
}

#[tokio::test]
async fn what_a_paste_brings_along_is_not_held_against_a_number_or_a_name() {
    let (world, tenant, provider) = world().await;
    for to in [
        "\u{202a}+55 11 90000-0002\u{202c}",
        "+55\u{00A0}11\u{2009}90000\u{2013}0002",
        "tel:+55-11-90000-0002",
        "\u{202A}5511900000002@s.whatsapp.net\u{202C}",
    ] {
        let answer = world.post(&tenant.by_key(), &tenant.path("/send"), &json!({ "to": to, "text": "oi" })).await;
        assert_eq!(answer.status, 202, "{to:?}: {}", answer.text);
    }
    let body = json!({ "name": "\u{202A}Padaria Sol\u{202C}", "phone": "\u{202A}tel:+55-11-90000-0002\u{202C}" });
    let created = world.post(&provider, "/api/saas/create-tenant", &body).await.json();
    assert_eq!(created["tenant"]["name"], "Padaria Sol");
    assert_eq!(created["tenant"]["phone"], "5511900000002");
    for label in ["\u{200B}", "\u{2800}", "A\u{202E}na", "Ana\u{E0041}", "\u{E0041}"] {
        let answer = world.post(&provider, "/api/saas/api-keys", &json!({ "label": label })).await;
        assert_eq!((answer.status, answer.fields()), (422, vec!["label".to_owned()]), "{label:?}");
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused_and_nothing_changes() {
    let (world, tenant, provider) = world().await;
    let before = world.written();
    let deep = "[".repeat(5_000);
    for form in forms(&tenant, &provider) {
        for body in ["", "{", "oi", "{\"a\":1}}", "\u{0}", "{'name':'x'}", deep.as_str()] {
            let answer = world.ask(Method::POST, &form.who, &form.path, Some(body.to_owned()), &[]).await;
            assert!(matches!(answer.status, 400 | 422), "{} {:.20}: {}", form.path, body, answer.text);
            assert!(matches!(answer.code().as_str(), "bad_json" | "validation_failed"));
        }
        for body in ["null", "[]", "5", "\"x\""] {
            let answer = world.ask(Method::POST, &form.who, &form.path, Some(body.to_owned()), &[]).await;
            assert_eq!(answer.status, 422, "{} {body}", form.path);
        }
    }
    assert_eq!(world.written(), before, "something was written");
}

/// The same with one object in it replaced by an array of its values, in turn for each object.
fn with_arrays_for_objects(value: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    match value {
        Value::Object(fields) => {
            all.push(Value::Array(fields.values().cloned().collect()));
            for (name, field) in fields {
                for changed in with_arrays_for_objects(field) {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), changed);
                    all.push(Value::Object(fields));
                }
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                for changed in with_arrays_for_objects(item) {
                    let mut items = items.clone();
                    items[at] = changed;
                    all.push(Value::Array(items));
                }
            }
        }
        _ => {}
    }
    all
}

#[tokio::test]
async fn an_array_is_no_object_however_deep_it_stands() {
    let (world, tenant, provider) = world().await;
    for form in forms(&tenant, &provider) {
        for body in with_arrays_for_objects(&valid(&form.name)).iter().chain([&json!([]), &json!([true])]) {
            let answer = world.post(&form.who, &form.path, body).await;
            assert_eq!(answer.status, 422, "{} {body}: {}", form.path, answer.text);
        }
    }
    let target = json!({ "chatId": tenant.chat, "messageId": "IN0" });
    let place = json!({ "latitude": 1.5, "longitude": 2.5, "name": "x", "address": "y" });
    let kinds = [
        json!({ "kind": "text", "text": "oi" }),
        json!({ "kind": "place", "latitude": 1.5, "longitude": 2.5 }),
        json!({ "kind": "contacts", "cards": [{ "name": "Ana", "vcard": "BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nEND:VCARD" }] }),
        json!({ "kind": "occasion", "name": "x", "startsAt": "2030-01-01T00:00:00Z", "place": place }),
        json!({ "kind": "reaction", "target": target, "emoji": "👍" }),
        json!({ "kind": "star", "target": target }),
    ];
    for message in kinds {
        let path = tenant.path(&format!("/chats/{}/send", tenant.chat));
        for body in with_arrays_for_objects(&json!({ "message": message })) {
            let answer = world.post(&tenant.by_key(), &path, &body).await;
            assert_eq!(answer.status, 422, "{body}: {}", answer.text);
        }
        let answer = world.post(&tenant.by_key(), &path, &json!({ "message": message })).await;
        assert_eq!(answer.status, 202, "the other side: {message}: {}", answer.text);
    }
}

#[tokio::test]
async fn each_parameter_of_each_list_is_checked() {
    let (world, tenant, provider) = world().await;
    let document: Value = serde_json::from_str(&portaria_server::openapi_document()).unwrap();
    let kept = world.post(&tenant.by_key(), &tenant.path("/media"), &json!({})).await.json();
    let file = kept["id"].as_str().unwrap().to_owned();
    let hook = json!({ "url": "http://127.0.0.1:1/" });
    let made = world.post(&tenant.by_key(), &tenant.path("/webhooks"), &hook).await.json();
    let webhook = made["webhook"]["id"].as_str().unwrap().to_owned();
    let people = json!("5511900000099");
    let read = world.post(&tenant.by_key(), &tenant.path("/contacts/imports"), &people).await.json();
    let import = read["id"].as_str().unwrap().to_owned();
    let mut tried = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let parameters = item["get"]["parameters"].as_array().cloned().unwrap_or_default();
        let names: Vec<_> =
            parameters.iter().filter(|p| p["in"] == "query").map(|p| p["name"].as_str().unwrap().to_owned()).collect();
        // What is wrong with a signed address is told to nobody.
        if names.is_empty() || path.ends_with("/signed") {
            continue;
        }
        let who = if path.starts_with("/api/saas") { provider.clone() } else { tenant.by_key() };
        let path = path.replace("{tenantId}", &tenant.id).replace("{chatId}", &tenant.chat);
        let path = path.replace("{mediaId}", &file).replace("{webhookId}", &webhook).replace("{importId}", &import);
        let mut wrong: Vec<(&str, String)> = vec![("bogus", "1".into())];
        for name in &names {
            match name.as_str() {
                "limit" => {
                    wrong.extend(["0", "-1", "x", "1000000", "9999999999999", ""].map(|v| ("limit", v.to_owned())));
                }
                "after" => wrong.extend(["-1", "x", "1.5", "99999999999999999999"].map(|v| ("after", v.to_owned()))),
                "cursor" => wrong.extend(["x", "1.", ".", "1.%20", "%00"].map(|v| ("cursor", v.to_owned()))),
                "newer" => wrong.extend(["x", "1.", ".", "1.%20", "%00"].map(|v| ("newer", v.to_owned()))),
                "around" => wrong.extend(["", "%00"].map(|v| ("around", v.to_owned()))),
                "kind" => wrong.extend(["x", "", "image,x", "IMAGE"].map(|v| ("kind", v.to_owned()))),
                "writer" => wrong.extend(["x", "", "@lid", "me,others"].map(|v| ("writer", v.to_owned()))),
                "since" => wrong.extend(["x", "", "2026-01-01", "1"].map(|v| ("since", v.to_owned()))),
                "until" => wrong.extend(["x", "", "2026-01-01", "1"].map(|v| ("until", v.to_owned()))),
                "from" | "to" | "activeFrom" | "activeTo" | "newFrom" | "newTo" | "failedFrom" | "failedTo" => {
                    wrong.extend(["x", "", "2026-01-01", "1"].map(|v| (name.as_str(), v.to_owned())));
                }
                "offset" => wrong.extend(["-1", "x", "10000001", ""].map(|v| ("offset", v.to_owned()))),
                "format" => wrong.extend(["x", "CSV", ""].map(|v| ("format", v.to_owned()))),
                "part" => wrong.extend(["x", "MEDIA", "media,links", ""].map(|v| ("part", v.to_owned()))),
                "show" => wrong.extend(["x", "MAIN", ""].map(|v| ("show", v.to_owned()))),
                "labelId" => wrong.extend([String::new(), "1".repeat(65)].map(|v| ("labelId", v))),
                "assigneeId" => wrong.extend(["x", "", "%00"].map(|v| ("assigneeId", v.to_owned()))),
                "chatId" => wrong.extend(["x", "%00", ""].map(|v| ("chatId", v.to_owned()))),
                "state" => wrong.extend(["x", "WAITING", ""].map(|v| ("state", v.to_owned()))),
                "status" => wrong.extend(["x", "CONNECTED", ""].map(|v| ("status", v.to_owned()))),
                "sort" => wrong.extend(["x", "NAME", ""].map(|v| ("sort", v.to_owned()))),
                "order" => wrong.extend(["x", "ASC", ""].map(|v| ("order", v.to_owned()))),
                "download" => wrong.extend(["x", "1", ""].map(|v| ("download", v.to_owned()))),
                // Where it is wrong, the request is nobody's.
                "view" => {}
                "search" => wrong.push(("search", "x".repeat(101))),
                other => panic!("{other} of {path} is a parameter that this test does not know"),
            }
        }
        for (name, value) in wrong {
            let answer = world.get(&who, &format!("{path}?{name}={value}")).await;
            assert_eq!(
                (answer.status, answer.fields()),
                (422, vec![name.to_owned()]),
                "{path}?{name}={value:.30}: {}",
                answer.text
            );
            tried += 1;
        }
        assert_eq!(world.get(&who, &path).await.status, 200, "the other side of the guard");
    }
    assert!(tried > 30, "the description lost its parameters");
    // What the store could take for a pattern or a statement finds nothing and breaks nothing.
    for words in ["%25", "_", "'", "%5C", "%22", "*"] {
        let found = world.get(&provider, &format!("/api/saas/tenants?search={words}")).await.json();
        assert_eq!(found["total"], 0, "{words}");
    }
    let far = format!("{}?after=18446744073709551615", tenant.path("/events"));
    assert_eq!(world.get(&tenant.by_key(), &far).await.json()["items"], json!([]));
}

#[tokio::test]
async fn addresses_that_lead_nowhere_say_so() {
    let (world, tenant, provider) = world().await;
    for path in [
        "/api",
        "/api/",
        "/api/saas",
        "/api/nowhere",
        "/nowhere",
        "/assets/../portal.html",
        "/assets/%2e%2e/portal.html",
        "/portal.html",
        "/index.html",
        "/etc/passwd",
    ] {
        let answer = world.get(&provider, path).await;
        assert_eq!((answer.status, answer.code().as_str()), (404, "not_found"), "{path}");
    }
    for id in ["x", "..", "%2e%2e", "00000000-0000-0000-0000-000000000000", &tenant.id.to_uppercase()] {
        let answer = world.get(&tenant.by_key(), &format!("/api/whatsapp/{id}/status")).await;
        assert_eq!(answer.status, 404, "{id}");
        // Two dots never arrive: whoever asks takes them for a way up, to an address of its own.
        if !["..", "%2e%2e"].contains(&id) {
            let answer = world.get(&tenant.by_key(), &tenant.path(&format!("/chats/{id}/messages"))).await;
            assert_eq!(answer.status, 404, "chat {id}");
        }
    }
    for (method, path) in [
        (Method::DELETE, "/api/saas/me"),
        (Method::PUT, "/api/saas/login"),
        (Method::GET, "/api/saas/login"),
        (Method::POST, "/healthz"),
    ] {
        let answer = world.ask(method.clone(), &provider, path, None, &[]).await;
        assert_eq!((answer.status, answer.code().as_str()), (405, "method_not_allowed"), "{method} {path}");
        assert!(!answer.header("allow").is_empty(), "{method} {path}");
    }
}
