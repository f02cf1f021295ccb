//! The picture beside a name.

use std::sync::Arc;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use portaria_emulator::{Emulator, EmulatorConfig, GroupChange, NewGroup, NewPhone};
use whatsapp_rust::PictureType;
use whatsapp_rust::prelude::*;

use crate::client::{ANA, Client, SHOP, World};

fn portrait(red: u8, side: u32, format: ImageFormat) -> Vec<u8> {
    let picture = DynamicImage::from(RgbImage::from_pixel(side, side, Rgb([red, 80, 40])));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

async fn seen_by(client: &Client, of: &str, preview: bool) -> Option<Vec<u8>> {
    let found = client.inner.contacts().get_profile_picture(&Jid::pn(of), preview).await.unwrap()?;
    let served = reqwest::get(found.url.replace("https://", "http://")).await.unwrap();
    assert_eq!(served.headers()["content-type"], "image/jpeg");
    Some(served.bytes().await.unwrap().to_vec())
}

async fn update(client: &Client, removed: bool) -> (Jid, Option<String>) {
    let found = |event: &Event| match event {
        Event::PictureUpdate(update) if update.removed == removed => {
            Some((update.jid.clone(), update.picture_id.clone()))
        }
        _ => None,
    };
    client.event("PictureUpdate", found).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_sees_the_picture_that_a_phone_shows() {
    let world = World::new().await;
    world.shop.save_contact(ANA, "Ana").unwrap();
    let client = world.linked().await;
    assert!(seen_by(&client, ANA, true).await.is_none(), "there is none yet");
    let id = world.ana.set_picture(&portrait(200, 900, ImageFormat::Png)).await.unwrap();
    let (jid, told) = update(&client, false).await;
    assert_eq!((jid.user.as_str(), told), (ANA, Some(id.to_string())));
    for (preview, side) in [(false, 640), (true, 96)] {
        let seen = seen_by(&client, ANA, preview).await.unwrap();
        assert_eq!(Some(&seen), world.ana.picture(preview).as_ref());
        assert_eq!(image::load_from_memory(&seen).unwrap().width(), side);
    }
    let info = client.inner.contacts().get_user_info(&[Jid::pn(ANA)]).await.unwrap();
    assert_eq!(info[&Jid::pn(ANA)].picture_id.as_deref(), Some(id.to_string().as_str()), "usync tells it too");
    world.ana.remove_picture().await;
    update(&client, true).await;
    assert!(seen_by(&client, ANA, false).await.is_none());
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_sets_its_own_picture_and_nobody_elses() {
    let world = World::new().await;
    let first = world.linked().await;
    let second = world.linked_as(Arc::default()).await;
    let picture = portrait(10, 640, ImageFormat::Jpeg);
    let set = first.inner.profile().set_profile_picture(picture.clone()).await.unwrap();
    assert_eq!(update(&second, false).await.1, Some(set.id.clone()), "its other companion is told");
    assert_eq!(world.shop.picture(false), Some(picture.clone()), "as it was sent");
    assert_eq!(seen_by(&second, SHOP, false).await, Some(picture.clone()));
    let again = first.inner.profile().set_profile_picture(picture.clone()).await.unwrap();
    assert!(again.id.parse::<u64>().unwrap() > set.id.parse().unwrap(), "each change has a greater id");
    let refused = first.inner.profile().set_profile_picture(b"no picture".to_vec()).await.unwrap_err();
    assert!(format!("{refused:?}").contains("406"), "{refused:?}");
    assert_eq!(world.shop.picture(false), Some(picture), "and the picture stays");
    first.inner.profile().remove_profile_picture().await.unwrap();
    assert_eq!(world.shop.picture(false), None);
    first.stop().await;
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_outlive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let config = EmulatorConfig { save: Some(folder.path().join("network.json")), ..EmulatorConfig::default() };
    let world = World::with(config.clone()).await;
    world.ana.set_picture(&portrait(90, 64, ImageFormat::Jpeg)).await.unwrap();
    let shown = world.ana.picture(false);
    world.net.stop().await;
    let net = Emulator::start(config).await.unwrap();
    assert!(shown.is_some());
    assert_eq!(net.phone(ANA).unwrap().picture(false), shown);
    net.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_can_be_set_over_http() {
    let world = World::new().await;
    let url = format!("{}/control/phones/{ANA}/picture", world.net.http_url());
    let http = reqwest::Client::new();
    assert_eq!(http.get(&url).send().await.unwrap().status(), 404);
    assert_eq!(http.put(&url).body("no picture").send().await.unwrap().status(), 422);
    let set = http.put(&url).body(portrait(1, 100, ImageFormat::Png)).send().await.unwrap();
    assert_eq!(set.status(), 200);
    let preview = http.get(format!("{url}?preview=true")).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(Some(preview.to_vec()), world.ana.picture(true));
    assert_eq!(http.delete(&url).send().await.unwrap().status(), 204);
    assert_eq!(world.ana.picture(false), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_shows_its_picture_to_its_members_alone() {
    let world = World::new().await;
    let stranger =
        world.net.create_phone(NewPhone { name: "Zé".into(), number: "5511900000099".into() }).await.unwrap();
    let shop = world.linked().await;
    let outside = Client::start(&world.net, Arc::default()).await;
    stranger.scan(&outside.qr_code().await).await.unwrap();
    outside.connected().await;
    let group = world
        .ana
        .create_group(NewGroup { subject: "Família".into(), members: vec![SHOP.into()], ..NewGroup::default() })
        .await
        .unwrap();
    let jid: Jid = group.id.parse().unwrap();
    let picture = portrait(30, 640, ImageFormat::Jpeg);
    let set = shop.inner.groups().set_profile_picture(&jid, picture.clone()).await.unwrap();
    let found = shop.inner.contacts().get_profile_picture(&jid, false).await.unwrap().unwrap();
    assert_eq!(found.id, set.id);
    let listed = shop.inner.groups().get_profile_pictures(vec![jid.clone()], PictureType::Preview).await.unwrap();
    assert_eq!(listed[0].photo_id, Some(set.id), "the groups' own query tells it too");
    assert!(outside.inner.contacts().get_profile_picture(&jid, false).await.is_err(), "403 for a stranger");
    assert!(outside.inner.groups().set_profile_picture(&jid, picture.clone()).await.is_err());
    world.ana.change_group(&group.id, GroupChange { locked: Some(true), ..Default::default() }).await.unwrap();
    assert!(shop.inner.groups().set_profile_picture(&jid, picture).await.is_err(), "only admins change it now");
    shop.stop().await;
    outside.stop().await;
}
