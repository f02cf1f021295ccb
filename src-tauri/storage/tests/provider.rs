//! What the provider said of itself.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{FirstRun, Language};
use portaria_storage::ProviderSettings;
use world::World;

#[tokio::test]
async fn what_was_said_is_there_after_a_restart_and_what_is_left_out_stays() {
    let world = World::new().await;
    assert_eq!(world.stores.provider_settings().await.unwrap(), ProviderSettings::default());
    let name = ProviderSettings { name: Some("Conecta Zap".parse().unwrap()), ..Default::default() };
    world.stores.change_provider_settings(name.clone()).await.unwrap();
    let rest = ProviderSettings { language: Some(Language::Es), first_run: Some(FirstRun::Access), name: None };
    world.stores.change_provider_settings(rest.clone()).await.unwrap();
    let world = world.reopen().await;
    assert_eq!(world.stores.provider_settings().await.unwrap(), ProviderSettings { name: name.name, ..rest });
}

#[tokio::test]
async fn a_word_of_another_version_is_left_out_and_hides_no_other() {
    let world = World::new().await;
    let said = ProviderSettings {
        name: Some("Conecta Zap".parse().unwrap()),
        language: Some(Language::En),
        first_run: Some(FirstRun::Done),
    };
    world.stores.change_provider_settings(said.clone()).await.unwrap();
    world.write("UPDATE settings SET value = 'tlh' WHERE name = 'provider.language'".to_owned()).await;
    assert_eq!(world.stores.provider_settings().await.unwrap(), ProviderSettings { language: None, ..said });
}
