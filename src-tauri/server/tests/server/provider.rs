//! What the provider says of itself: the name of the service, its language, how far the first run is.

use portaria_domain::Language;
use serde_json::{Value, json};

use crate::world::{Credential, Socket, World};

async fn say(world: &World, provider: &Credential, body: Value) -> Value {
    let answer = world.post(provider, "/api/saas/settings", &body).await;
    assert_eq!(answer.status, 200, "{body}: {}", answer.text);
    answer.json()
}

async fn shown(world: &World, provider: &Credential) -> Value {
    world.get(provider, "/api/saas/settings").await.json()
}

#[tokio::test]
async fn a_name_and_a_language_hold_at_once_are_told_and_are_there_after_a_restart() {
    let world = World::start().await;
    let provider = world.provider().await;
    let tenant = world.tenant("Padaria Sol").await;
    let portals_name = async |world: &World| {
        let opened = world.open_link(&tenant).await.json()["providerName"].clone();
        let shown = world.get(&tenant.by_key(), &tenant.path("")).await.json()["providerName"].clone();
        assert_eq!(opened, shown);
        shown
    };
    let before = shown(&world, &provider).await;
    assert_eq!((&before["name"], &before["isNameChosen"]), (&json!("Portaria"), &json!(false)));
    assert_eq!(before["isLanguageChosen"], false, "the system's");
    assert_eq!(portals_name(&world).await, "Portaria");

    let mut languages = world.running.languages();
    assert_eq!(languages.next().await, Some(world.running.language()), "the present one at first");
    let mut socket = Socket::open(&world, &provider, "/api/saas/socket-ticket").await;
    let said = say(&world, &provider, json!({ "name": " Conecta Zap\u{200B}", "language": "es" })).await;
    assert_eq!((&said["name"], &said["language"]), (&json!("Conecta Zap"), &json!("es")));
    assert_eq!(socket.event("settings").await, said, "open panels are told");
    assert_eq!(portals_name(&world).await, "Conecta Zap");
    assert_eq!(languages.next().await, Some(Language::Es));
    for bad in [json!({ "name": " " }), json!({ "name": "a\u{202E}b" }), json!({ "language": "pt" })] {
        assert_eq!(world.post(&provider, "/api/saas/settings", &bad).await.status, 422, "{bad}");
    }
    assert_eq!(say(&world, &provider, json!({})).await, said, "what is left out stays");

    let world = world.restart(|_| {}).await;
    assert_eq!(shown(&world, &world.provider().await).await, said);
    assert_eq!((portals_name(&world).await, world.running.language()), (json!("Conecta Zap"), Language::Es));
}

#[tokio::test]
async fn a_name_that_was_given_at_the_start_stands_above_what_the_panel_says() {
    let world = World::start().await;
    let provider = world.provider().await;
    say(&world, &provider, json!({ "name": "Zap da Rua" })).await;
    let world = world.restart(|config| config.provider_name = Some("Conecta Zap".parse().unwrap())).await;
    let provider = world.provider().await;
    let said = say(&world, &provider, json!({ "name": "Outro", "language": "en" })).await;
    assert_eq!((&said["name"], &said["isNameFixed"]), (&json!("Conecta Zap"), &json!(true)));
    assert_eq!(said["language"], "en", "the language is not fixed with it");
    let world = world.restart(|_| {}).await;
    let said = shown(&world, &world.provider().await).await;
    assert_eq!((&said["name"], &said["isNameFixed"]), (&json!("Zap da Rua"), &json!(false)));
}

#[tokio::test]
async fn the_first_run_goes_on_where_it_was_and_is_over_for_who_has_tenants() {
    let world = World::start().await;
    let provider = world.provider().await;
    assert_eq!(shown(&world, &provider).await["firstRun"], "language");
    say(&world, &provider, json!({ "firstRun": "access" })).await;
    let world = world.restart(|_| {}).await;
    let provider = world.provider().await;
    assert_eq!(shown(&world, &provider).await["firstRun"], "access");

    say(&world, &provider, json!({ "firstRun": "customer" })).await;
    world.tenant("Padaria Sol").await;
    assert_eq!(shown(&world, &provider).await["firstRun"], "customer", "the first one is waited for");
    world.tenant("Padaria Lua").await;
    assert_eq!(shown(&world, &provider).await["firstRun"], "done", "there is another one");
    say(&world, &provider, json!({ "firstRun": "done" })).await;
    assert_eq!(shown(&world, &provider).await["firstRun"], "done");

    let world = World::start().await;
    let provider = world.provider().await;
    world.tenant("Padaria Sol").await;
    assert_eq!(shown(&world, &provider).await["firstRun"], "done", "as after an update");
}
