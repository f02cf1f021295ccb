//! People of a file go into the phone's address book while the session can.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{AccountChange, Address, ContactImportId, PhoneNumber};
use portaria_sessions::HostError;
use portaria_storage::{ContactImport, FiledContact, ImportReason, ImportState};
use portaria_whatsapp::FakeSession;
use world::{PATIENCE, World, jid, let_in};

fn person(name: &str, number: &str) -> FiledContact {
    let phone = PhoneNumber::typed_in_brazil(number).ok();
    FiledContact { line: 1, name: name.to_owned(), typed: number.to_owned(), phone }
}

async fn show(world: &World, id: ContactImportId) -> ContactImport {
    let chats = world.stores.chats(world.tenant).await.unwrap();
    chats.contact_import(id).await.unwrap().unwrap()
}

async fn until_over(world: &World, id: ContactImportId) -> ContactImport {
    let look = async {
        loop {
            let import = show(world, id).await;
            if import.is_over() {
                return import;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, look).await.expect("the import does not end")
}

fn told(session: &FakeSession) -> Vec<(String, String)> {
    let names = session.done().changes.into_iter().filter_map(|change| match change {
        AccountChange::BookName { pn, name } => Some((pn.user().to_owned(), name)),
        _ => None,
    });
    names.collect()
}

fn pair(user: &str, name: &str) -> (String, String) {
    (user.to_owned(), name.to_owned())
}

#[tokio::test]
async fn who_is_saved_is_saved_under_the_number_that_whatsapp_says_and_who_has_none_is_not() {
    let (world, session) = World::connected().await;
    // An old line: WhatsApp knows it without the ninth digit. Invented numbers.
    let old = Address::one(jid("551190000001@s.whatsapp.net"));
    session.register("5511990000001".parse().unwrap(), old);
    let people = vec![person("Ana", "11 99000-0001"), person("Bia", "11 99000-0002")];
    let id = world.host.read_import(world.tenant, people).await.unwrap();
    assert_eq!(told(&session), [], "nothing is told before somebody begins it");
    world.host.begin_import(world.tenant, id).await.unwrap();
    let over = until_over(&world, id).await;
    assert_eq!((over.count(ImportState::Saved), over.count(ImportState::Failed)), (1, 1));
    assert_eq!(told(&session), [pair("551190000001", "Ana")]);
    let chats = world.stores.chats(world.tenant).await.unwrap();
    let failed = chats.imported_contacts(id, Some(ImportState::Failed), 0, 10).await.unwrap();
    assert_eq!((failed[0].name.as_str(), failed[0].reason), ("Bia", Some(ImportReason::Absent)));
}

#[tokio::test]
async fn one_that_was_cut_off_goes_on_where_it_was_and_loses_and_repeats_nobody() {
    let (world, session) = World::connected().await;
    let names = ["Ana", "Bia", "Caio", "Duda"];
    let numbers = ["5511990000001", "5511990000002", "5511990000003", "5511990000004"]; // invented
    let people = names.iter().zip(numbers).map(|(name, number)| person(name, number)).collect();
    let id = world.host.read_import(world.tenant, people).await.unwrap();
    world.host.begin_import(world.tenant, id).await.unwrap();
    tokio::time::timeout(PATIENCE, session.until(|done| done.changes.len() == 2)).await.unwrap();
    let world = world.restart().await;
    let before = told(&session);
    assert!(before.len() < names.len(), "it was over before it was cut off: {before:?}");
    let session = world.gateway.opened().await;
    let_in(&session).await;
    let over = until_over(&world, id).await;
    assert_eq!(over.count(ImportState::Saved), 4);
    let mut all: Vec<_> = before.into_iter().chain(told(&session)).collect();
    // What WhatsApp had taken, and was not written down yet, is said again: the same name changes nothing.
    all.dedup();
    let wanted: Vec<_> = numbers.iter().zip(names).map(|(number, name)| pair(number, name)).collect();
    assert_eq!(all, wanted);
}

#[tokio::test]
async fn without_a_phone_there_is_no_address_book() {
    let world = World::new().await;
    let read = world.host.read_import(world.tenant, vec![person("Ana", "11 99000-0001")]).await;
    assert!(matches!(read, Err(HostError::NotLinked)), "{read:?}");
    let (world, _session) = world.connect().await;
    let unknown = ContactImportId::from_parts(world.clock.now(), [0; 10]);
    assert!(matches!(world.host.begin_import(world.tenant, unknown).await, Err(HostError::UnknownImport)));
    assert!(matches!(world.host.forget_import(world.tenant, unknown).await, Err(HostError::UnknownImport)));
}
