//! Pictures, what people say about themselves, and what businesses are called.

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use portaria_emulator::BusinessProfile;
use reqwest::StatusCode;

use crate::World;
use crate::program::people::SHOP;

fn portrait(red: u8) -> Vec<u8> {
    let picture = DynamicImage::from(RgbImage::from_pixel(700, 700, Rgb([red, 80, 40])));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_is_fetched_when_it_is_asked_for_kept_and_gone_when_it_is_taken_away() {
    let world = World::new().await;
    let ana = &world.people.ana;
    ana.send_text(SHOP, "oi").await.unwrap();
    let chat = world.chat("Ana", |_| true).await;
    let of_chat = |rest: &str| format!("/chats/{}/{rest}", chat["id"].as_str().unwrap());
    let picture = async || world.tenant.get(&of_chat("picture")).await.unwrap();
    assert_eq!(picture().await.status(), StatusCode::NOT_FOUND, "she has none yet");

    let first = ana.set_picture(&portrait(200)).await.unwrap().to_string();
    world.chat("Ana", |chat| chat["pictureId"] == first.as_str()).await;
    let shown = picture().await;
    assert_eq!((shown.status(), shown.headers()["content-type"].to_str().unwrap()), (StatusCode::OK, "image/jpeg"));
    assert_eq!(Some(shown.bytes().await.unwrap().to_vec()), ana.picture(false));

    let second = ana.set_picture(&portrait(20)).await.unwrap().to_string();
    world.chat("Ana", |chat| chat["pictureId"] == second.as_str()).await;
    let seen = picture().await.bytes().await.unwrap().to_vec();
    assert_eq!(Some(&seen), ana.picture(false).as_ref(), "another id, another picture");

    // What is here is shown without a connection, too.
    assert_eq!(world.tenant.post("/stop").await, StatusCode::ACCEPTED);
    world.people.shop.wait_for_connections(0, crate::program::PATIENCE).await.unwrap();
    assert_eq!(picture().await.bytes().await.unwrap().to_vec(), seen);
    assert_eq!(world.tenant.post("/start").await, StatusCode::ACCEPTED);
    world.tenant.until_connected().await;

    ana.remove_picture().await;
    world.chat("Ana", |chat| chat["pictureId"].is_null()).await;
    assert_eq!(picture().await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_people_say_about_themselves_is_asked_for_and_heard() {
    let world = World::new().await;
    let ana = &world.people.ana;
    ana.set_about("No trabalho").unwrap();
    ana.send_text(SHOP, "oi").await.unwrap();
    let chat = world.chat("Ana", |_| true).await;
    let path = format!("/chats/{}/profile", chat["id"].as_str().unwrap());
    assert_eq!(world.json(&path).await["about"], "No trabalho");
    ana.set_about("De férias").unwrap();
    world.chat("Ana", |chat| chat["about"] == "De férias").await;
    // It was fresh all the while: nothing but the telling changed it.
    assert_eq!(world.json(&path).await["about"], "De férias");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_business_goes_by_its_checked_name_until_it_is_none() {
    let world = World::new().await;
    let ana = &world.people.ana;
    ana.send_text(SHOP, "oi").await.unwrap();
    let chat = world.chat("Ana", |chat| chat["nameSource"] == "own").await;
    ana.set_business(Some(BusinessProfile { name: "Ana Bolos".into(), ..BusinessProfile::default() })).unwrap();
    world.json(&format!("/chats/{}/profile", chat["id"].as_str().unwrap())).await;
    world.chat("Ana Bolos", |chat| chat["nameSource"] == "business").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_account_shows_its_own_picture_and_words() {
    let world = World::new().await;
    let shop = &world.people.shop;
    shop.set_about("Pão quente às 6h").unwrap();
    let id = shop.set_picture(&portrait(90)).await.unwrap().to_string();
    world
        .tenant
        .until("the account's own profile", async || {
            let profile = world.json("/profile").await;
            (profile["pictureId"] == id.as_str() && profile["about"] == "Pão quente às 6h").then_some(())
        })
        .await;
    let shown = world.tenant.get("/profile/picture").await.unwrap();
    assert_eq!(Some(shown.bytes().await.unwrap().to_vec()), shop.picture(false));
}
