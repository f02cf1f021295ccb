//! What a phone's owner can do beside talking: airplane mode, characters, invented people.

use std::sync::Arc;

use portaria_emulator::{Emulator, EmulatorConfig, EmulatorError, NewGroup, NewPhone};
use whatsapp_rust::wacore::store::InMemoryBackend;

use crate::client::{ANA, Client, PATIENCE, SHOP, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_in_airplane_mode_gets_everything_when_it_is_back_and_its_companion_goes_on() {
    let world = World::new().await;
    let client = world.linked().await;
    world.shop.airplane_mode(true);
    let written = client.send(ANA, "Sem o telefone").await;
    world.ana.wait_for_text(SHOP, "Sem o telefone", PATIENCE).await.unwrap();
    let sent = world.ana.send_text(SHOP, "Chegou sem ele?").await.unwrap();
    client.text("Chegou sem ele?").await;
    assert!(world.shop.messages_with(ANA).is_empty(), "the phone is away");
    let refused = world.shop.send_text(ANA, "Impossível").await.unwrap_err();
    assert!(matches!(refused, EmulatorError::AirplaneMode), "{refused}");
    assert!(world.shop.read_chat(ANA).await.is_err(), "nor can it tell that it read");

    world.shop.airplane_mode(false);
    let chat = world.shop.messages_with(ANA);
    let seen: Vec<_> = chat.iter().map(|line| (line.id.clone(), line.from_me, line.deliveries)).collect();
    assert_eq!(seen, [(written, true, 1), (sent, false, 1)], "in order, once, decrypted");
    assert!(world.net.ledger().lost().is_empty(), "{:#?}", world.net.ledger());
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_device_is_linked_while_the_phone_is_in_airplane_mode() {
    let world = World::new().await;
    world.shop.airplane_mode(true);
    let client = Client::start(&world.net, Arc::new(InMemoryBackend::new())).await;
    let code = client.qr_code().await;
    let refused = world.shop.scan(&code).await.unwrap_err();
    assert!(matches!(refused, EmulatorError::AirplaneMode), "{refused}");
    world.shop.airplane_mode(false);
    world.shop.scan(&code).await.unwrap();
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_phone_in_airplane_mode_misses_outlives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let config = || EmulatorConfig { save: Some(folder.path().join("net.json")), ..EmulatorConfig::default() };
    let world = World::with(config()).await;
    world.shop.airplane_mode(true);
    world.ana.send_text(SHOP, "Leia quando voltar").await.unwrap();
    let World { net, shop, ana } = world;
    drop((shop, ana));
    net.stop().await;
    let net = Emulator::start(config()).await.unwrap();
    let shop = net.phone(SHOP).unwrap();
    assert!(shop.is_in_airplane_mode() && shop.messages_with(ANA).is_empty(), "still away");
    shop.airplane_mode(false);
    assert_eq!(shop.messages_with(ANA)[0].text, "Leia quando voltar");
    net.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chatterbox_writes_to_people_and_not_to_other_scripts() {
    let world = World::new().await;
    let robot = world.net.create_phone(NewPhone { name: "Eco".into(), number: "5511900000021".into() }).await.unwrap();
    robot.auto_reply(portaria_emulator::Script::Quiet);
    robot.send_text(ANA, "oi").await.unwrap();
    world.shop.send_text(ANA, "Oi, Ana").await.unwrap();
    world.ana.chatter(600);
    let written = || world.shop.messages_with(ANA).iter().filter(|line| !line.from_me).count();
    wait_until(|| written() >= 3).await;
    assert_eq!(robot.messages_with(ANA).len(), 1, "two scripts would talk for ever");
    world.ana.answer_by_hand();
    let before = written();
    world.ana.send_text(SHOP, "Parei").await.unwrap();
    assert_eq!(written(), before + 1, "a person speaks now");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_of_chatterboxes_chats_and_a_phone_back_from_airplane_mode_reads_all_of_it() {
    let world = World::new().await;
    let other = world.net.create_phone(NewPhone { name: "Téo".into(), number: "5511900000021".into() }).await.unwrap();
    let members = vec![SHOP.into(), "5511900000021".into()];
    let group = NewGroup { subject: "Feira".into(), members, ..NewGroup::default() };
    let group = world.ana.create_group(group).await.unwrap().id;
    world.shop.airplane_mode(true);
    world.ana.chatter(600);
    other.chatter(600);
    let said = || other.messages_with(&group);
    wait_until(|| said().iter().any(|line| line.from_me) && said().iter().any(|line| !line.from_me)).await;
    world.ana.answer_by_hand();
    other.answer_by_hand();
    assert!(world.shop.messages_with(&group).is_empty(), "it is away");
    world.shop.airplane_mode(false);
    let read: Vec<_> = world.shop.messages_with(&group).iter().map(|line| line.text.clone()).collect();
    assert_eq!(read, said().iter().map(|line| line.text.clone()).collect::<Vec<_>>(), "the keys came in their order");
}

#[tokio::test(flavor = "multi_thread")]
async fn invented_people_follow_the_seed_and_know_the_phones() {
    let names = async |seed| {
        let world = World::with(EmulatorConfig { seed, ..EmulatorConfig::default() }).await;
        let people = world.net.invent_people(8).unwrap();
        assert!(people.iter().all(|person| !world.shop.messages_with(person.number()).is_empty()), "they wrote before");
        people.iter().map(|person| (person.name(), person.number().to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(names(7).await, names(7).await);
    assert_ne!(names(7).await, names(8).await);
}

async fn wait_until(is_so: impl Fn() -> bool) {
    let so = async {
        while !is_so() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, so).await.unwrap();
}
