//! Who is there, and who may know.

use portaria_emulator::{NewPhone, Phone, PrivacyCategory, PrivacyValue};
use whatsapp_rust::prelude::*;

use crate::client::{ANA, Client, SHOP, World};

/// What the newest presence of a number says: there, away since, or away without a time.
#[derive(Debug, PartialEq, Eq)]
enum Seen {
    There,
    AwaySince(i64),
    Away,
}

fn seen(event: &Event, number: &str) -> Option<Seen> {
    let Event::Presence(update) = event else { return None };
    let seen = match (update.unavailable, update.last_seen) {
        (false, _) => Seen::There,
        (true, Some(at)) => Seen::AwaySince(at.timestamp()),
        (true, None) => Seen::Away,
    };
    (update.from.user == number).then_some(seen)
}

async fn sees(client: &Client, number: &str, wanted: impl Fn(&Seen) -> bool, what: &str) -> Seen {
    client.event(what, |event| seen(event, number).filter(|seen| wanted(seen))).await
}

fn times(client: &Client, number: &str) -> usize {
    client.count(|event| seen(event, number).is_some())
}

async fn other(world: &World) -> Phone {
    world.net.create_phone(NewPhone { name: "Bruno".into(), number: "5511900000012".into() }).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscriber_sees_the_other_come_and_go_and_nobody_else() {
    let world = World::new().await;
    let bruno = other(&world).await;
    let client = world.linked().await;
    client.inner.presence().subscribe(Jid::pn(ANA)).await.unwrap();
    sees(&client, ANA, |seen| *seen == Seen::Away, "her absence, of which no time is known").await;
    bruno.set_available(true);
    world.ana.set_available(true);
    sees(&client, ANA, |seen| *seen == Seen::There, "her coming").await;
    world.ana.set_available(false);
    let Seen::AwaySince(at_s) = sees(&client, ANA, |seen| matches!(seen, Seen::AwaySince(_)), "her going").await else {
        unreachable!("it was asked for")
    };
    assert_eq!(Some(at_s.unsigned_abs()), world.ana.last_seen_ms().map(|ms| ms / 1000), "she was there until now");
    assert_eq!(times(&client, bruno.number()), 0, "nobody asked to know of Bruno");
    client.inner.presence().unsubscribe(&Jid::pn(ANA)).await.unwrap();
    client.inner.presence().subscribe(Jid::pn(bruno.number())).await.unwrap();
    sees(&client, bruno.number(), |seen| *seen == Seen::There, "Bruno").await;
    let before = times(&client, ANA);
    world.ana.set_available(true);
    bruno.set_available(false);
    sees(&client, bruno.number(), |seen| matches!(seen, Seen::AwaySince(_)), "Bruno's going").await;
    assert_eq!(times(&client, ANA), before, "what was cancelled is over");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_away_when_its_last_connection_goes() {
    let world = World::new().await;
    let client = world.linked().await;
    let hers = world.linked_to(&world.ana).await;
    client.inner.presence().subscribe(Jid::lid(world.ana.lid())).await.unwrap();
    let lid = world.ana.lid();
    sees(&client, &lid, |seen| *seen == Seen::There, "her computer, under the name that was asked for").await;
    hers.stop().await;
    sees(&client, &lid, |seen| matches!(seen, Seen::AwaySince(_)), "the end of her connection").await;
    assert!(!world.ana.is_available());
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn privacy_hides_presence() {
    let world = World::new().await;
    let bruno = other(&world).await;
    let client = world.linked().await;
    bruno.set_available(true);
    bruno.set_privacy(PrivacyCategory::LastSeen, PrivacyValue::None).unwrap();
    client.inner.presence().subscribe(Jid::pn(bruno.number())).await.unwrap();
    sees(&client, bruno.number(), |seen| *seen == Seen::There, "him: being there is not hidden").await;
    bruno.set_available(false);
    sees(&client, bruno.number(), |seen| *seen == Seen::Away, "his absence, without a time").await;

    world.ana.set_privacy(PrivacyCategory::LastSeen, PrivacyValue::Contacts).unwrap();
    world.ana.set_privacy(PrivacyCategory::Online, PrivacyValue::MatchLastSeen).unwrap();
    world.ana.set_available(true);
    client.inner.presence().subscribe(Jid::pn(ANA)).await.unwrap();
    sees(&client, ANA, |seen| *seen == Seen::Away, "nothing of her: the shop is not among her contacts").await;
    world.ana.save_contact(SHOP, "Padaria").unwrap();
    client.inner.presence().subscribe(Jid::pn(ANA)).await.unwrap();
    sees(&client, ANA, |seen| *seen == Seen::There, "her, now that the shop is among her contacts").await;

    world.shop.set_privacy(PrivacyCategory::LastSeen, PrivacyValue::None).unwrap();
    world.ana.set_available(false);
    let aways = || client.count(|event| seen(event, ANA) == Some(Seen::Away));
    crate::app_state::until("her going", || (aways() >= 2).then_some(())).await;
    let told = client.count(|event| matches!(seen(event, ANA), Some(Seen::AwaySince(_))));
    assert_eq!(told, 0, "who hides when they were there does not learn it of others");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_does_not_say_it_is_there_is_told_nothing_live() {
    let world = World::new().await;
    let client = world.linked().await;
    client.inner.presence().subscribe(Jid::pn(ANA)).await.unwrap();
    sees(&client, ANA, |seen| *seen == Seen::Away, "the answer to the subscription").await;
    client.inner.presence().set_unavailable().await.unwrap();
    crate::app_state::until("its word", || (!world.shop.is_available()).then_some(())).await;
    world.ana.set_available(true);
    client.inner.presence().set_available().await.unwrap();
    crate::app_state::until("its word", || world.shop.is_available().then_some(())).await;
    world.ana.set_available(false);
    sees(&client, ANA, |seen| matches!(seen, Seen::AwaySince(_)), "her going").await;
    assert_eq!(client.count(|event| seen(event, ANA) == Some(Seen::There)), 0, "her coming was not told");
    client.stop().await;
}
