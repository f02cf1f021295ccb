//! People, as they become known by names and by conversations.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{Address, Contact};
use portaria_storage::{ChatStore, ContactQuery};
use world::{ANA_LID, ANA_PN, NOW, World, ana, deliver, everything, from, in_group, jid};

async fn people(chats: &ChatStore) -> Vec<Contact> {
    chats.contacts(ContactQuery { limit: 1_000, ..ContactQuery::default() }).await.unwrap().contacts
}

async fn names(chats: &ChatStore) -> Vec<String> {
    people(chats).await.into_iter().map(|contact| contact.name).collect()
}

#[tokio::test]
async fn who_is_in_the_address_book_and_who_wrote_is_one_person() {
    let world = World::new().await;
    let chats = world.chats().await;
    chats.set_name(&Address::one(jid(ANA_PN)), "Ana da feira", true, NOW).await.unwrap();
    let before = people(&chats).await;
    assert_eq!((before.len(), before[0].chat), (1, None));
    deliver(&chats, vec![from(Address::one(jid(ANA_LID)), "A1", "oi")], NOW).await;
    assert_eq!(people(&chats).await.len(), 2, "nobody has said yet that they are one");
    deliver(&chats, vec![from(ana(), "A2", "oi")], NOW).await;
    let after = people(&chats).await;
    assert_eq!(after.len(), 1, "{after:?}");
    assert_eq!((after[0].name.as_str(), after[0].own_name.as_str()), ("Ana da feira", "Ana"));
    assert_eq!(after[0].address, ana());
    assert!(after[0].chat.is_some());
    chats.remove_book_name(&ana(), NOW).await.unwrap();
    assert_eq!(names(&chats).await, ["Ana"], "who wrote stays, under the next best name");
}

#[tokio::test]
async fn who_only_writes_in_a_group_is_no_contact() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![in_group(ana(), "A1", "oi")], NOW).await;
    assert_eq!(names(&chats).await, Vec::<String>::new());
    chats.set_name(&ana(), "Ana", true, NOW).await.unwrap();
    assert_eq!(names(&chats).await, ["Ana"]);
    chats.remove_book_name(&ana(), NOW).await.unwrap();
    assert_eq!(names(&chats).await, Vec::<String>::new(), "nor who is in the address book no longer");
}

#[tokio::test]
async fn a_number_that_moved_takes_nothing_along() {
    let world = World::new().await;
    let chats = world.chats().await;
    deliver(&chats, vec![from(ana(), "A1", "oi")], NOW).await;
    let other = Address { lid: Some(jid("200000000009@lid")), ..ana() };
    deliver(&chats, vec![from(other.clone(), "A2", "oi")], NOW + 1).await;
    let mut addresses: Vec<_> = people(&chats).await.into_iter().map(|contact| contact.address).collect();
    addresses.sort_by_key(|address| address.lid.as_ref().map(ToString::to_string));
    let alone = Address { pn: None, ..ana() };
    let mut wanted = vec![alone, other];
    wanted.sort_by_key(|address| address.lid.as_ref().map(ToString::to_string));
    assert_eq!(addresses, wanted);
}

#[tokio::test]
async fn a_page_may_begin_in_the_middle_of_many_people_and_the_next_follows_it() {
    let world = World::new().await;
    let chats = world.chats().await;
    for number in 0..3_000_u32 {
        let party = Address::one(jid(&format!("55119{number:08}@s.whatsapp.net"))); // invented
        let name = format!("{}{:04}", char::from(b'A' + u8::try_from(number % 26).unwrap()), number);
        chats.set_name(&party, &name, true, NOW).await.unwrap();
    }
    let letters = chats.contact_letters(None).await.unwrap();
    assert_eq!((letters.len(), letters.iter().map(|one| one.count).sum::<u64>()), (26, 3_000));
    let query = ContactQuery { offset: 1_500, limit: 100, ..ContactQuery::default() };
    let page = chats.contacts(query).await.unwrap();
    assert_eq!(page.contacts.len(), 100);
    let next = ContactQuery { after: page.next.clone(), limit: 1, ..ContactQuery::default() };
    let next = chats.contacts(next).await.unwrap().contacts;
    let at = ContactQuery { offset: 1_600, limit: 1, ..ContactQuery::default() };
    assert_eq!(next, chats.contacts(at).await.unwrap().contacts, "the next page begins where this one ended");
}

#[tokio::test]
async fn whoever_is_taken_out_by_one_address_has_the_name_under_neither() {
    let world = World::new().await;
    let chats = world.chats().await;
    chats.set_name(&ana(), "Ana da feira", true, NOW).await.unwrap();
    deliver(&chats, vec![in_group(Address::one(jid(ANA_LID)), "G1", "oi")], NOW).await;
    let writer = async || everything(&chats).await[0].sender_name.clone();
    assert_eq!(writer().await, "Ana da feira");
    chats.remove_book_name(&Address::one(jid(ANA_PN)), NOW).await.unwrap();
    assert_eq!(writer().await, "Ana");
}
