//! What an account shows of itself, and how it is found.

use portaria_emulator::{BusinessDay, BusinessProfile, NewPhone, OpeningHours, PrivacyCategory, PrivacyValue};
use whatsapp_rust::prelude::*;

use crate::app_state::until;
use crate::client::{ANA, SHOP, World};

#[tokio::test(flavor = "multi_thread")]
async fn an_about_text_set_on_a_companion_is_seen_by_contacts_unless_hidden() {
    let world = World::new().await;
    world.ana.save_contact(SHOP, "Padaria").unwrap();
    let client = world.linked().await;
    let hers = world.linked_to(&world.ana).await;
    client.inner.profile().set_status_text("Pão quentinho às 6h").await.unwrap();
    until("the text", || (world.shop.about() == "Pão quentinho às 6h").then_some(())).await;
    let told = |text: &'static str| {
        move |event: &Event| match event {
            Event::UserAboutUpdate(update) => (update.jid.user == SHOP && update.status == text).then_some(()),
            _ => None,
        }
    };
    hers.event("the new text", told("Pão quentinho às 6h")).await;
    let info = hers.inner.contacts().get_user_info(&[Jid::pn(SHOP)]).await.unwrap();
    let shop = &info[&Jid::pn(SHOP)];
    assert_eq!(shop.status.as_deref(), Some("Pão quentinho às 6h"));
    assert!(shop.devices.contains(&0) && shop.devices.len() == 2, "phone and companion: {:?}", shop.devices);
    assert_eq!(shop.lid, Some(Jid::lid(world.shop.lid())));

    world.shop.set_privacy(PrivacyCategory::About, PrivacyValue::None).unwrap();
    world.shop.set_about("Só para mim").unwrap();
    client.event("the text on the account's own companion", told("Só para mim")).await;
    let info = hers.inner.contacts().get_user_info(&[Jid::pn(SHOP)]).await.unwrap();
    assert_eq!(info[&Jid::pn(SHOP)].status.as_deref(), Some(""), "it is hidden");
    assert_eq!(hers.count(|event| told("Só para mim")(event).is_some()), 0);
    client.stop().await;
    hers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_business_shows_its_verified_name_and_profile() {
    let world = World::new().await;
    let hers = world.linked_to(&world.ana).await;
    world.ana.save_contact(SHOP, "Padaria").unwrap();
    let jid = Jid::pn(SHOP);
    assert!(hers.inner.get_business_profile(&jid).await.unwrap().is_none(), "not every account is a business");
    let profile = BusinessProfile {
        name: "Padaria Sol Ltda".into(),
        description: "Pães e doces".into(),
        address: Some("Rua das Flores, 1".into()),
        email: Some("oi@padaria.example".into()),
        websites: vec!["https://padaria.example".into()],
        categories: vec![("1223524174334504".into(), "Padaria".into())],
        timezone: "America/Sao_Paulo".into(),
        hours: vec![
            OpeningHours { day: BusinessDay::Mon, opens_at_min: Some(360), closes_at_min: Some(1_200) },
            OpeningHours { day: BusinessDay::Sun, opens_at_min: None, closes_at_min: None },
        ],
    };
    world.shop.set_business(Some(profile.clone())).unwrap();
    hers.event("the verified name", |event| match event {
        Event::BusinessStatusUpdate(update) => {
            (update.verified_name.as_deref() == Some("Padaria Sol Ltda")).then_some(())
        }
        _ => None,
    })
    .await;
    let shown = hers.inner.get_business_profile(&jid).await.unwrap().unwrap();
    assert_eq!((shown.description.as_str(), shown.address), ("Pães e doces", profile.address));
    assert_eq!((shown.email, shown.website), (profile.email, profile.websites));
    assert_eq!(shown.categories[0].name, "Padaria");
    let days = shown.business_hours.business_config.unwrap();
    assert_eq!((days[0].open_time, days[0].close_time, days[1].open_time), (Some(360), Some(1_200), None));
    let found = hers.inner.contacts().is_on_whatsapp(&[jid, Jid::pn(ANA)]).await.unwrap();
    let business = found.iter().find(|answer| answer.jid.user == SHOP).unwrap();
    let name = business.verified_name.as_ref().and_then(|verified| verified.name.as_deref());
    assert_eq!((business.is_business, name), (true, Some("Padaria Sol Ltda")));
    assert!(found.iter().any(|answer| answer.jid.user == ANA && !answer.is_business));

    let client = world.linked().await;
    let paired = client.event("PairSuccess", |event| match event {
        Event::PairSuccess(paired) => Some(paired.business_name.clone()),
        _ => None,
    });
    assert_eq!(paired.await, "Padaria Sol Ltda", "its own companion learns it at pairing");
    client.stop().await;
    hers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_brazilian_number_is_found_with_and_without_its_ninth_digit() {
    let world = World::new().await;
    let old = world.net.create_phone(NewPhone { name: "Antigo".into(), number: "551190000077".into() }).await.unwrap();
    let client = world.linked().await;
    let asked = ["551100000011", "5511990000077", "5511900009999"].map(Jid::pn);
    let found = client.inner.contacts().is_on_whatsapp(&asked).await.unwrap();
    let as_registered: Vec<_> = found.iter().map(|answer| (answer.jid.user.as_str(), answer.is_registered)).collect();
    assert!(as_registered.contains(&(ANA, true)), "asked without, registered with: {as_registered:?}");
    assert!(as_registered.contains(&(old.number(), true)), "asked with, registered without: {as_registered:?}");
    assert!(as_registered.contains(&("5511900009999", false)), "nobody: {as_registered:?}");
    let by_lid = client.inner.contacts().is_on_whatsapp(&[Jid::lid(world.ana.lid())]).await.unwrap();
    assert_eq!(by_lid[0].pn_jid, Some(Jid::pn(ANA)), "a privacy id leads to the number");
    client.stop().await;
}
