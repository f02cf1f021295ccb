//! People of a file, looked at and put into the phone's address book.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{AccountChange, Address, ContactImportId, PhoneNumber, Refusal};
use portaria_storage::{ChatStore, ContactQuery, FiledContact, ImportBegun, ImportReason, ImportState, JobKind};
use world::{ANA_PN, NOW, World, ana, deliver, from, jid};

const UNTIL: i64 = 60_000;

fn person(line: u32, name: &str, typed: &str) -> FiledContact {
    let phone = PhoneNumber::typed_in_brazil(typed).ok();
    FiledContact { line, name: name.to_owned(), typed: typed.to_owned(), phone }
}

async fn read(chats: &ChatStore, people: Vec<FiledContact>) -> ContactImportId {
    let id = ContactImportId::from_parts(NOW, rand::random());
    chats.read_import(id, people, NOW).await.unwrap();
    id
}

async fn states(chats: &ChatStore, id: ContactImportId) -> Vec<(ImportState, Option<ImportReason>)> {
    let people = chats.imported_contacts(id, None, 0, 100).await.unwrap();
    people.into_iter().map(|person| (person.state, person.reason)).collect()
}

async fn told(chats: &ChatStore) -> Vec<(String, String)> {
    let pending = chats.pending_changes(NOW, 100).await.unwrap().into_iter();
    let names = pending.filter_map(|pending| match pending.change {
        AccountChange::BookName { pn, name } => Some((pn.user().to_owned(), name)),
        _ => None,
    });
    names.collect()
}

/// Saves whoever is next, as one who WhatsApp knows under the number's own address.
async fn save_next(chats: &ChatStore) -> bool {
    let Some(task) = chats.take_imported(NOW, NOW + UNTIL).await.unwrap() else { return false };
    let address = task.known.clone().unwrap_or_else(|| Address::one(task.phone.to_jid()));
    chats.save_imported(task, address, NOW).await.unwrap();
    true
}

async fn book_name(chats: &ChatStore, pn: &str) -> String {
    let query = ContactQuery { search: Some(jid(pn).user().to_owned()), limit: 1, ..ContactQuery::default() };
    let found = chats.contacts(query).await.unwrap().contacts;
    found.first().map(|contact| contact.book_name.clone()).unwrap_or_default()
}

fn four() -> Vec<FiledContact> {
    // Invented numbers.
    vec![
        person(2, "Ana da feira", ANA_PN.split('@').next().unwrap()),
        person(3, "Bia", "11 90000-0032"),
        person(4, "Caio", "(11) 90000-0033"),
        person(5, "Bia outra vez", "+55 11 90000 0032"),
    ]
}

#[tokio::test]
async fn a_file_is_compared_with_the_address_book_and_saves_nothing_by_that() {
    let world = World::new().await;
    let chats = world.chats().await;
    chats.set_name(&ana(), "Ana", true, NOW).await.unwrap();
    chats.set_name(&Address::one(jid("5511900000033@s.whatsapp.net")), "Caio", true, NOW).await.unwrap();
    let mut people = four();
    people.extend([person(6, "\u{200B} ", "11 90000-0034"), person(7, "Duda", ""), person(8, "Elis", "ramal 7")]);
    let id = read(&chats, people).await;
    let refused = |why| (ImportState::Refused, Some(why));
    assert_eq!(
        states(&chats, id).await,
        [
            (ImportState::Changed, None),
            (ImportState::New, None),
            (ImportState::Same, None),
            refused(ImportReason::Repeated),
            refused(ImportReason::NoName),
            refused(ImportReason::NoNumber),
            refused(ImportReason::InvalidNumber),
        ]
    );
    let changed = chats.imported_contacts(id, Some(ImportState::Changed), 0, 10).await.unwrap();
    assert_eq!((changed.len(), changed[0].was.as_str(), changed[0].line), (1, "Ana", 2));
    assert_eq!(told(&chats).await, []);
    assert!(chats.take_imported(NOW, NOW + UNTIL).await.unwrap().is_none(), "nobody has begun it");
}

#[tokio::test]
async fn each_is_saved_once_and_the_phone_is_told_of_each_once_whenever_the_process_ends() {
    let world = World::new().await;
    let tenant = world.tenant("Padaria").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    deliver(&chats, vec![from(ana(), "A1", "oi")], NOW).await;
    let id = read(&chats, four()).await;
    assert_eq!(chats.begin_import(id, NOW).await.unwrap(), ImportBegun::Begun);
    assert!(save_next(&chats).await);
    // The process ends while WhatsApp is asked about the next one.
    let lost = chats.take_imported(NOW, NOW + UNTIL).await.unwrap().unwrap();
    drop(chats);
    let world = world.reopen().await;
    let chats = world.stores.chats(tenant).await.unwrap();
    chats.release_jobs(JobKind::ImportContacts).await.unwrap();
    assert_eq!(chats.begin_import(id, NOW).await.unwrap(), ImportBegun::Begun, "asked for again it goes on");
    assert!(save_next(&chats).await && save_next(&chats).await && !save_next(&chats).await);
    chats.save_imported(lost, Address::one(jid("5511900000032@s.whatsapp.net")), NOW).await.unwrap();
    let ana_user = ANA_PN.split('@').next().unwrap().to_owned();
    let names = [
        (ana_user, "Ana da feira".to_owned()),
        ("5511900000032".to_owned(), "Bia".to_owned()),
        ("5511900000033".to_owned(), "Caio".to_owned()),
    ];
    assert_eq!(told(&chats).await, names);
    assert!(!chats.contact_import(id).await.unwrap().unwrap().is_over(), "the phone does not know of them yet");
    for change in chats.pending_changes(NOW, 100).await.unwrap() {
        chats.forget_change(&change).await.unwrap();
    }
    let import = chats.contact_import(id).await.unwrap().unwrap();
    assert_eq!((import.is_over(), import.count(ImportState::Saved), import.count(ImportState::Refused)), (true, 3, 1));
    let again = read(&chats, four()).await;
    assert_eq!(
        chats.contact_import(again).await.unwrap().unwrap().count(ImportState::Same),
        3,
        "a second time is none"
    );
}

#[tokio::test]
async fn what_whatsapp_does_not_take_is_as_it_was_and_said_to_have_failed() {
    let world = World::new().await;
    let chats = world.chats().await;
    chats.set_name(&ana(), "Ana", true, NOW).await.unwrap();
    let id = read(&chats, four()).await;
    chats.begin_import(id, NOW).await.unwrap();
    while save_next(&chats).await {}
    // Meanwhile the phone says what it calls her: what is said here goes after that.
    chats.set_name(&ana(), "Aninha", true, NOW).await.unwrap();
    assert_eq!(book_name(&chats, ANA_PN).await, "Ana da feira");
    for change in chats.pending_changes(NOW, 100).await.unwrap() {
        chats.undo_change(&change, Refusal::Other(400), NOW).await.unwrap();
    }
    let failed = (ImportState::Failed, Some(ImportReason::NotTaken));
    assert_eq!(states(&chats, id).await[..3], [failed, failed, failed]);
    assert_eq!(book_name(&chats, ANA_PN).await, "Aninha", "as the phone has it");
    assert_eq!(book_name(&chats, "5511900000032@s.whatsapp.net").await, "");
    assert!(chats.contact_import(id).await.unwrap().unwrap().is_over());
}

#[tokio::test]
async fn the_phone_is_not_told_of_many_at_a_time_and_what_is_forgotten_ends() {
    let world = World::new().await;
    let chats = world.chats().await;
    let many = (0..40).map(|number| person(number + 1, "Ana", &format!("11 9{number:08}"))).collect();
    let id = read(&chats, many).await;
    chats.begin_import(id, NOW).await.unwrap();
    while save_next(&chats).await {}
    let waiting = told(&chats).await.len();
    assert!((10..=20).contains(&waiting), "{waiting}");
    assert!(chats.forget_import(id).await.unwrap());
    assert!(!save_next(&chats).await && chats.next_job(JobKind::ImportContacts).await.unwrap().is_none());
    assert_eq!(told(&chats).await.len(), waiting, "what was saved stays saved");
    assert!(!chats.forget_import(id).await.unwrap());
}
