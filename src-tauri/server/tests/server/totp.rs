//! Login in two steps: who has the password alone does not get in, and the provider always does.

use portaria_server::Offline;
use reqwest::Method;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret as SharedSecret, Totp};

use crate::world::{Answer, Credential, PASSWORD, World, config};

const STEP_MS: i64 = 30_000;

/// An authenticator app that was told the secret. It goes by a clock of its own.
struct App(Totp);

impl App {
    fn of(secret: &Value) -> Self {
        let secret = SharedSecret::try_from_base32(secret.as_str().unwrap()).unwrap();
        let builder = Builder::new().with_secret(secret).with_account_name("app").with_issuer(Some("app"));
        Self(builder.build().unwrap())
    }

    /// What it shows when it is so much later than on the server.
    fn shows(&self, world: &World, later_ms: i64) -> String {
        let seconds = (world.now_ms() + later_ms) / 1000;
        self.0.generate(u64::try_from(seconds).unwrap()).to_string()
    }
}

async fn log_in(world: &World, body: Value, headers: &[(&str, &str)]) -> Answer {
    world.ask(Method::POST, &Credential::None, "/api/saas/login", Some(body.to_string()), headers).await
}

async fn with_code(world: &World, code: &str) -> Answer {
    log_in(world, json!({ "password": PASSWORD, "code": code }), &[]).await
}

/// A code that the app does not show around now.
fn wrong(app: &App, world: &World) -> String {
    let near = [-60_000, -STEP_MS, 0, STEP_MS, 60_000].map(|later| app.shows(world, later));
    (0..10).map(|digit| digit.to_string().repeat(6)).find(|code| !near.contains(code)).unwrap()
}

fn recovery_codes(answer: &Answer) -> Vec<String> {
    let codes = answer.json()["recoveryCodes"].as_array().cloned().unwrap();
    codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect()
}

/// Login in two steps is on: the app, the recovery codes, and the browser in which it was switched on.
async fn switched_on(world: &World) -> (App, Vec<String>, Credential) {
    let provider = world.provider().await;
    let begun = world.post(&provider, "/api/saas/totp", &json!({ "password": PASSWORD })).await;
    assert_eq!(begun.status, 201, "{}", begun.text);
    let app = App::of(&begun.json()["secret"]);
    let first = json!({ "code": app.shows(world, 0) });
    let confirmed = world.post(&provider, "/api/saas/totp/confirm", &first).await;
    assert_eq!(confirmed.status, 200, "{}", confirmed.text);
    // The code that confirmed it is used.
    world.clock.advance(2 * STEP_MS);
    (app, recovery_codes(&confirmed), Credential::Cookie(confirmed.cookie()))
}

#[tokio::test]
async fn it_is_switched_on_by_who_knows_the_password_and_counts_once_the_app_has_shown_a_code() {
    let world = World::start().await;
    let provider = world.provider().await;
    let begin = async |provider: &Credential, password: &str| {
        world.post(provider, "/api/saas/totp", &json!({ "password": password })).await
    };
    assert_eq!(begin(&provider, "x").await.code(), "needs_password", "there is none to come after");
    let provider = Credential::Cookie(
        world.post(&provider, "/api/saas/password", &json!({ "password": PASSWORD })).await.cookie(),
    );
    assert_eq!(begin(&provider, "wrong").await.fields(), ["password"]);
    let confirm = async |code: &str| world.post(&provider, "/api/saas/totp/confirm", &json!({ "code": code })).await;
    assert_eq!(confirm("000000").await.code(), "totp_not_begun");
    let forgotten = begin(&provider, PASSWORD).await.json();
    let begun = begin(&provider, PASSWORD).await.json();
    let address = begun["address"].as_str().unwrap();
    assert!(address.starts_with("otpauth://totp/Portaria:Portaria?secret="), "{address}");
    assert!(address.contains(begun["secret"].as_str().unwrap()), "{address}");
    assert_eq!(log_in(&world, json!({ "password": PASSWORD }), &[]).await.status, 204, "it counts already");

    let app = App::of(&begun["secret"]);
    assert_eq!(confirm(&App::of(&forgotten["secret"]).shows(&world, 0)).await.fields(), ["code"]);
    assert_eq!(confirm(&wrong(&app, &world)).await.fields(), ["code"]);
    let other = world.provider().await;
    let confirmed = confirm(&app.shows(&world, 0)).await;
    assert_eq!((confirmed.status, recovery_codes(&confirmed).len()), (200, 10), "{}", confirmed.text);
    assert_eq!(world.get(&other, "/api/saas/me").await.status, 401, "who logged in by one step is still in");
    let here = Credential::Cookie(confirmed.cookie());
    let me = world.get(&here, "/api/saas/me").await.json();
    assert_eq!((&me["totpOn"], &me["recoveryCodesLeft"]), (&json!(true), &json!(10)));
    assert_eq!(begin(&here, PASSWORD).await.code(), "totp_on");
    assert_eq!(with_code(&world, &app.shows(&world, 0)).await.code(), "totp_invalid", "it confirmed, and is used");
}

#[tokio::test]
async fn a_password_alone_does_not_log_in_and_a_ticket_of_this_machine_does() {
    let world = World::with_password(|_| {}).await;
    let (app, _, _) = switched_on(&world).await;
    let alone = log_in(&world, json!({ "password": PASSWORD }), &[]).await;
    assert_eq!((alone.status, alone.code()), (401, "totp_required".to_owned()));
    assert_eq!(alone.header("set-cookie"), "", "half a login");
    let guessed = log_in(&world, json!({ "password": "wrong", "code": app.shows(&world, 0) }), &[]).await;
    assert_eq!(guessed.code(), "unauthorized", "the code is not looked at before the password is right");
    let spaced = app.shows(&world, 0);
    let spaced = format!(" {} {} ", &spaced[..3], &spaced[3..]);
    assert_eq!(with_code(&world, &spaced).await.status, 204, "as apps show it");
    let _ = world.provider().await;
}

#[tokio::test]
async fn a_code_is_good_once_however_many_send_it_at_the_same_time() {
    let world = World::with_password(|_| {}).await;
    let (app, _, _) = switched_on(&world).await;
    let code = app.shows(&world, 0);
    let answers = futures_util::future::join_all((0..4).map(|_| with_code(&world, &code))).await;
    let entered = answers.iter().filter(|answer| answer.status == 204).count();
    assert_eq!(entered, 1, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
    world.clock.advance(STEP_MS);
    assert_eq!(with_code(&world, &code).await.code(), "totp_invalid", "it is within the time of its neighbour");
    let world = world.restart(|_| {}).await;
    assert_eq!(with_code(&world, &code).await.code(), "totp_invalid", "a restart forgot that it was used");
    assert_eq!(with_code(&world, &app.shows(&world, 0)).await.status, 204);
}

#[tokio::test]
async fn a_phone_may_be_half_a_minute_before_or_behind_and_no_more() {
    let world = World::with_password(|_| {}).await;
    let (app, _, _) = switched_on(&world).await;
    for (later, status) in [(-2 * STEP_MS, 401), (2 * STEP_MS, 401), (-STEP_MS, 204), (STEP_MS, 204), (0, 204)] {
        assert_eq!(with_code(&world, &app.shows(&world, later)).await.status, status, "{later} ms");
    }
}

#[tokio::test]
async fn a_clock_that_is_put_right_locks_nobody_out_and_makes_no_code_good_again() {
    let world = World::with_password(|_| {}).await;
    let (app, _, _) = switched_on(&world).await;
    let year_ms = 365 * 24 * 60 * 60 * 1000;
    world.clock.advance(year_ms);
    assert_eq!(with_code(&world, &app.shows(&world, 0)).await.status, 204, "logged in by a clock a year ahead");
    world.clock.advance(-year_ms);
    let code = app.shows(&world, 0);
    assert_eq!(with_code(&world, &code).await.status, 204, "the year is over that nobody waits for");
    world.clock.advance(-10 * STEP_MS);
    assert_eq!(with_code(&world, &app.shows(&world, 0)).await.status, 204);
    world.clock.advance(10 * STEP_MS);
    assert_eq!(with_code(&world, &code).await.code(), "totp_invalid", "it was used before the clock went back");
}

#[tokio::test]
async fn six_digits_are_not_found_by_trying() {
    let world = World::with_password(|config| {
        config.public_url = Some("https://zap.example.com".parse().unwrap());
        config.remote_admin = true;
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let (app, recovery, _) = switched_on(&world).await;
    let from = async |address: &str, body: Value, device: &str| {
        let headers = [("host", "zap.example.com"), ("x-forwarded-for", address), ("cookie", device)];
        log_in(&world, body, &headers).await
    };
    let right = |later| json!({ "password": PASSWORD, "code": app.shows(&world, later) });
    let first = from("203.0.113.5", right(0), "").await;
    assert_eq!(first.status, 204, "{}", first.text);
    let device = first.headers.get_all("set-cookie").iter().filter_map(|line| line.to_str().ok());
    let device = device.filter_map(|line| line.split(';').next()).find(|pair| pair.starts_with("portaria_device="));
    let device = device.unwrap().to_owned();

    // Who has the password guesses codes, three from each of many addresses.
    let guess = json!({ "password": PASSWORD, "code": wrong(&app, &world) });
    let mut looked_at = 0;
    for number in 0..30 {
        for _ in 0..3 {
            let answer = from(&format!("198.51.100.{number}"), guess.clone(), "").await;
            match answer.code().as_str() {
                "totp_invalid" => looked_at += 1,
                code => assert_eq!(code, "rate_limited"),
            }
        }
    }
    assert_eq!(looked_at, 20, "of a million");
    // Whoever is known gets in all the same: this machine, and a browser that logged in before. It is asked for a code, too.
    let remembered = from("203.0.113.5", json!({ "password": PASSWORD }), &device).await;
    assert_eq!(remembered.code(), "totp_required", "a remembered device is let to the code, never past it");
    assert_eq!(from("203.0.113.5", right(STEP_MS), &device).await.status, 204, "the remembered browser");
    assert_eq!(with_code(&world, &recovery[0]).await.status, 204, "this machine");
    // Each of them guesses no more than so often.
    let mut codes = Vec::new();
    for _ in 0..6 {
        codes.push(with_code(&world, &wrong(&app, &world)).await.code());
    }
    assert_eq!(codes.iter().filter(|code| *code == "totp_invalid").count(), 5, "{codes:?}");
    let _ = world.provider().await; // the ticket still opens
}

#[tokio::test]
async fn each_recovery_code_logs_in_once_and_new_ones_replace_them() {
    let world = World::with_password(|_| {}).await;
    let (app, codes, here) = switched_on(&world).await;
    let shouted = codes[0].to_uppercase().replace('-', " ");
    assert_eq!(with_code(&world, &shouted).await.status, 204, "however it is typed");
    assert_eq!(with_code(&world, &codes[0]).await.code(), "totp_invalid", "it was used");
    assert_eq!(world.get(&here, "/api/saas/me").await.json()["recoveryCodesLeft"], 9);

    let renew = async |proof: Value| world.post(&here, "/api/saas/totp/recovery-codes", &proof).await;
    assert_eq!(renew(json!({ "password": "wrong" })).await.fields(), ["password"]);
    assert_eq!(renew(json!({})).await.fields(), ["password"]);
    assert_eq!(renew(json!({ "password": PASSWORD, "code": "000000" })).await.fields(), ["code"]);
    let new = renew(json!({ "code": app.shows(&world, 0) })).await;
    assert_eq!((new.status, recovery_codes(&new).len()), (200, 10), "{}", new.text);
    assert_eq!(with_code(&world, &codes[1]).await.code(), "totp_invalid", "those from before");
    assert_eq!(with_code(&world, &recovery_codes(&new)[9]).await.status, 204);
    let folder = world.folder.path().join("data");
    for file in ["portaria.db", "portaria.db-wal"] {
        let bytes = std::fs::read(folder.join(file)).unwrap_or_default();
        let code = recovery_codes(&new)[0].replace('-', "");
        assert!(!bytes.windows(code.len()).any(|part| part == code.as_bytes()), "{file} holds a recovery code");
    }
}

#[tokio::test]
async fn it_is_switched_off_with_proof_or_at_the_machine() {
    let world = World::with_password(|_| {}).await;
    let (app, _, here) = switched_on(&world).await;
    let off = async |proof: Value| world.post(&here, "/api/saas/totp/off", &proof).await;
    assert_eq!(off(json!({ "code": wrong(&app, &world) })).await.fields(), ["code"]);
    assert_eq!(off(json!({ "password": PASSWORD })).await.status, 204);
    assert_eq!(off(json!({ "password": PASSWORD })).await.code(), "totp_off");
    assert_eq!(log_in(&world, json!({ "password": PASSWORD }), &[]).await.status, 204);

    let _ = switched_on(&world).await;
    assert_eq!(log_in(&world, json!({ "password": PASSWORD }), &[]).await.code(), "totp_required");
    let offline = Offline::beside(&config(world.folder.path())).await.unwrap();
    offline.reset_totp().await.unwrap();
    offline.close().await;
    let answer = log_in(&world, json!({ "password": PASSWORD }), &[]).await;
    assert_eq!(answer.status, 204, "the running server takes it up: {}", answer.text);
}
