//! Linking an account that asks for its passkey.

use std::time::Duration;

use portaria_whatsapp::{PasskeyAnswer, PasskeyStep, Signal};
use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn a_passkey_is_asked_for_answered_and_compared() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    let path = tenant.path("/passkey");
    assert_eq!(world.get(&tenant.by_key(), &path).await.code(), "no_passkey");
    world.post(&tenant.by_key(), &tenant.path("/start"), &json!({})).await;
    world.until(&tenant, "pairing").await;

    let lives_for = Duration::from_secs(100);
    let options = json!({ "challenge": "AAEC", "rpId": "web.whatsapp.com", "userVerification": "required" });
    let step = PasskeyStep::Asked { options: options.to_string() };
    world.gateway.say(tenant.tenant_id(), Signal::Passkey { step, lives_for }).await;
    world.until(&tenant, "confirming").await;
    // Codes go on coming from the library, and lead nowhere.
    let qr = Signal::Qr { text: "late".into(), lives_for };
    world.gateway.say(tenant.tenant_id(), qr).await;
    let asked = world.get(&tenant.by_key(), &path).await.json();
    assert_eq!((&asked["step"], &asked["options"], &asked["code"]), (&json!("asked"), &options, &json!(null)));
    assert!(asked["expiresAtMs"].as_i64().unwrap() > 0);
    assert_eq!(world.get(&tenant.by_key(), &tenant.path("/qr")).await.code(), "no_qr");
    let status = world.get(&tenant.by_key(), &tenant.path("/status")).await.json();
    assert_eq!((&status["cause"], &status["action"]), (&json!("passkey_asked"), &json!("passkey")), "{status}");
    let early = world.post(&tenant.by_key(), &tenant.path("/passkey/confirm"), &json!({})).await;
    assert_eq!(early.code(), "no_passkey", "there is nothing to compare yet");

    let response = json!({ "clientDataJSON": "e30", "authenticatorData": "YQ", "signature": "cw", "userHandle": null });
    let body = json!({ "id": "a2V5", "rawId": "a2V5", "type": "public-key", "response": response });
    for (field, change) in [
        ("id", json!({ "id": "a b" })),
        ("rawId", json!({ "rawId": "" })),
        ("rawId", json!({ "rawId": "YW5vdGhlcg" })),
        ("type", json!({ "type": "password" })),
        (
            "response.signature",
            json!({ "response": { "clientDataJSON": "e30", "authenticatorData": "YQ", "signature": "?" } }),
        ),
    ] {
        let mut bad = body.clone();
        bad.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(world.post(&tenant.by_key(), &path, &bad).await.fields(), [field], "{bad}");
    }
    assert_eq!(world.gateway.passkeys(), [], "WhatsApp hears of none of these");
    assert_eq!(world.post(&tenant.by_key(), &path, &body).await.status, 204);
    let answer = PasskeyAnswer {
        credential_id: b"key".to_vec(),
        client_data: b"{}".to_vec(),
        authenticator_data: b"a".to_vec(),
        signature: b"s".to_vec(),
        user_handle: None,
    };
    assert_eq!(world.gateway.passkeys(), [answer]);

    let step = PasskeyStep::Compare { code: "K7MZ-4QTX".into() };
    world.gateway.say(tenant.tenant_id(), Signal::Passkey { step, lives_for }).await;
    let shown = loop {
        let shown = world.get(&tenant.by_key(), &path).await.json();
        if shown["step"] == "compare" {
            break shown;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(
        (&shown["step"], &shown["code"], &shown["options"]),
        (&json!("compare"), &json!("K7MZ-4QTX"), &json!(null))
    );
    assert_eq!(world.post(&tenant.by_key(), &path, &body).await.code(), "no_passkey", "it was answered");
    assert_eq!(world.post(&tenant.by_key(), &tenant.path("/passkey/confirm"), &json!({})).await.status, 204);
    world.gateway.scan(tenant.tenant_id(), "5511900000001").await; // invented number
    world.until(&tenant, "connected").await;
    assert_eq!(world.get(&tenant.by_key(), &path).await.code(), "no_passkey");
}

#[tokio::test]
async fn a_passkey_that_nobody_gives_in_time_is_told_from_a_code_that_nobody_scans() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    world.post(&tenant.by_key(), &tenant.path("/start"), &json!({})).await;
    world.until(&tenant, "pairing").await;
    let step = PasskeyStep::Asked { options: "{}".into() };
    world.gateway.say(tenant.tenant_id(), Signal::Passkey { step, lives_for: Duration::from_secs(1) }).await;
    world.gateway.say(tenant.tenant_id(), Signal::Ended(portaria_whatsapp::Ending::QrRanOut)).await;
    world.until(&tenant, "stopped").await;
    let status = world.get(&tenant.by_key(), &tenant.path("/status")).await.json();
    assert_eq!((&status["cause"], &status["action"]), (&json!("passkey_expired"), &json!("new_code")), "{status}");
}
