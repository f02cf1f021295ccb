//! Places on the map.

use portaria_emulator::{Draft, Kind};
use whatsapp_rust::buffa::MessageField;
use whatsapp_rust::prelude::*;

use super::Pair;
use crate::client::{ANA, SHOP};

const LATITUDE: f64 = -23.550_52;
const LONGITUDE: f64 = -46.633_31;

#[tokio::test(flavor = "multi_thread")]
async fn places_still_and_moving_arrive_with_their_degrees() {
    let pair = Pair::new().await;
    let address = "Praça da Sé, São Paulo".to_owned();
    let still = Kind::Location { latitude: LATITUDE, longitude: LONGITUDE, address: address.clone(), live: false };
    pair.world.ana.send_draft(SHOP, Draft::of(still.clone(), "Marco zero")).await.unwrap();
    let place = |message: &wa::Message| message.location_message.as_option().cloned();
    let (seen, _) = pair.seen_of_ana("place", place).await;
    assert_eq!((seen.degrees_latitude, seen.degrees_longitude), (Some(LATITUDE), Some(LONGITUDE)));
    assert_eq!((seen.name.as_deref(), seen.address.as_deref()), (Some("Marco zero"), Some(address.as_str())));

    let moving = Kind::Location { latitude: LATITUDE, longitude: LONGITUDE, address: String::new(), live: true };
    pair.world.ana.send_draft(SHOP, Draft::of(moving.clone(), "a caminho")).await.unwrap();
    let moving_place = |message: &wa::Message| message.live_location_message.as_option().cloned();
    let (on_the_way, _) = pair.seen_of_ana("live place", moving_place).await;
    assert_eq!(on_the_way.caption.as_deref(), Some("a caminho"));

    let still_too = wa::Message { location_message: MessageField::some(seen), ..Default::default() };
    pair.shop.inner.send_message(Jid::pn(ANA), still_too).await.unwrap();
    let line = pair.seen_of_shop(|line| line.sender == SHOP && line.content.kind == still).await;
    assert_eq!(line.text, "Marco zero");
    let moving_too = wa::Message { live_location_message: MessageField::some(on_the_way), ..Default::default() };
    pair.shop.inner.send_message(Jid::pn(ANA), moving_too).await.unwrap();
    pair.seen_of_shop(|line| line.sender == SHOP && line.content.kind == moving).await;
    pair.stop().await;
}
