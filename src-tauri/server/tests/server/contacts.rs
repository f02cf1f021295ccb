//! People: listed, shown, written to files, blocked, and their numbers asked of WhatsApp.

use std::time::Duration;

use portaria_domain::{AccountChange, Address, Jid};
use portaria_whatsapp::Signal;
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Answer, Tenant, World};

const ANA: &str = "55119000000017"; // invented: the world's customer of the first number

/// A tenant whose phone knows these people, beside the customer who wrote.
async fn knows(people: &[(&str, &str)]) -> (World, Tenant) {
    let world = World::start().await;
    let tenant = world.connected_tenant("Padaria", "5511900000001", "oi").await; // invented number
    for (user, name) in people {
        let party = Address::one(format!("{user}@s.whatsapp.net").parse::<Jid>().unwrap());
        let named = Signal::Name { party, name: (*name).to_owned(), from_address_book: true };
        world.gateway.say(tenant.tenant_id(), named).await;
    }
    until(&world, &tenant, |index| index["total"] == people.len() + 1).await;
    (world, tenant)
}

async fn until(world: &World, tenant: &Tenant, wanted: impl Fn(&Value) -> bool) -> Value {
    let look = async {
        loop {
            let index = world.get(&tenant.by_key(), &tenant.path("/contacts/letters")).await.json();
            if wanted(&index) {
                return index;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), look).await.expect("the people did not become known")
}

fn names(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

// Invented numbers.
const PEOPLE: [(&str, &str); 4] = [
    ("5511900000021", "Évora Flores"),
    ("5511900000022", "bruno"),
    ("5511900000023", "=HYPERLINK(\"x\")"),
    ("5511900000024", "Eva; \"a nova\""),
];

#[tokio::test]
async fn people_stand_by_their_names_page_by_page_and_letter_by_letter() {
    let (world, tenant) = knows(&PEOPLE).await;
    let list = async |rest: &str| world.get(&tenant.by_key(), &tenant.path(&format!("/contacts{rest}"))).await.json();
    let first = list("?limit=2").await;
    let cursor = first["nextCursor"].as_str().unwrap().replace(' ', "%20").replace('"', "%22");
    let second = list(&format!("?limit=2&cursor={cursor}")).await;
    let all = list("").await;
    assert_eq!([names(&first), names(&second)].concat(), names(&all)[..4], "the pages are the list");
    assert_eq!(names(&list("?limit=1&offset=2").await), names(&all)[2..3]);
    assert_eq!(names(&all).last(), Some(&"=HYPERLINK(\"x\")"), "what begins with no letter stands behind them");
    let letters = list("/letters").await;
    let of =
        |letter: &Value| letters["letters"].as_array().unwrap().iter().find(|one| one["letter"] == *letter).cloned();
    assert_eq!(of(&json!("E")).unwrap()["count"], 2, "an accent is no letter of its own: {letters}");
    let b = of(&json!("B")).unwrap();
    assert_eq!(names(&list(&format!("?limit=1&offset={}", b["offset"])).await), ["bruno"]);
    assert_eq!(names(&list("?search=evora").await), ["Évora Flores"]);
    assert_eq!(names(&list("?search=90000-0022").await), ["bruno"]);
    assert_eq!(list("/letters?search=ev").await["total"], 2);
}

#[tokio::test]
async fn a_person_is_shown_with_what_was_exchanged_and_blocked_by_name() {
    let (world, tenant) = knows(&PEOPLE[..1]).await;
    let get = async |rest: &str| world.get(&tenant.by_key(), &tenant.path(rest)).await;
    let found = get(&format!("/contacts?search={ANA}")).await.json();
    let ana = &found["items"][0];
    assert_eq!(ana["chatId"], json!(tenant.chat));
    let shown = get(&format!("/contacts/{}", ana["id"].as_str().unwrap())).await.json();
    assert_eq!((&shown["messages"], &shown["media"], shown["firstAtMs"].is_i64()), (&json!(1), &json!(0), true));
    assert_eq!(get("/contacts/01900000-0000-7000-8000-00000000000d").await.status, 404);

    let blocked = tenant.path("/blocked");
    let flores = json!({ "party": "+55 11 90000-0021", "isBlocked": true });
    let list = world.post(&tenant.by_key(), &blocked, &flores).await.json();
    assert_eq!((list.as_array().unwrap().len(), &list[0]["name"]), (1, &json!("Évora Flores")));
    assert_eq!(get("/contacts?search=flores").await.json()["items"][0]["isBlocked"], true);
    world.told(|change| matches!(change, AccountChange::Block { is_on: true, .. })).await;
    let through = json!({ "party": list[0]["pn"], "isBlocked": false });
    assert_eq!(world.post(&tenant.by_key(), &blocked, &through).await.json(), json!([]));
    for bad in ["", "x", "1@g.us"] {
        let refused = world.post(&tenant.by_key(), &blocked, &json!({ "party": bad, "isBlocked": true })).await;
        assert_eq!((refused.status, refused.fields()), (422, vec!["party".to_owned()]), "{bad:?}");
    }
    world.told(|change| matches!(change, AccountChange::Block { is_on: false, .. })).await;
    let told = world.gateway.changes().into_iter().filter(|change| matches!(change, AccountChange::Block { .. }));
    assert_eq!(told.count(), 2, "WhatsApp is told of each once");
}

#[tokio::test]
async fn people_are_written_to_files_that_run_nothing() {
    let (world, tenant) = knows(&PEOPLE).await;
    let export = async |format: &str| {
        world.get(&tenant.by_key(), &tenant.path(&format!("/contacts/export?format={format}"))).await
    };
    let table = export("csv").await;
    assert_eq!(table.header("content-disposition"), "attachment; filename=\"contacts.csv\"");
    assert_eq!(table.text.lines().count(), 6, "a line for each, and one for the heads: {}", table.text);
    assert!(table.text.contains("\"'=HYPERLINK(\"\"x\"\")\",5511900000023,"), "{}", table.text);
    let cards = export("vcard").await;
    assert_eq!(cards.text.matches("BEGIN:VCARD\r\n").count(), 5, "{}", cards.text);
    assert!(cards.text.contains("FN:Eva\\; \"a nova\"\r\nTEL;TYPE=CELL;waid=5511900000024:+5511900000024\r\n"));
    assert_eq!(export("xls").await.status, 422);
}

#[tokio::test]
async fn numbers_are_asked_of_whatsapp_one_after_another() {
    let (world, tenant) = knows(&[]).await;
    let path = tenant.path("/contacts/check");
    let pasted = ["11 90000-0031", "+351 912 345 678", "11 90000-0031", "nenhum"]; // invented numbers
    let begun = world.post(&tenant.by_key(), &path, &json!({ "numbers": pasted, "typedIn": "br" })).await;
    assert_eq!(begun.status, 202, "{}", begun.text);
    let one = tenant.path(&format!("/contacts/check/{}", begun.json()["id"].as_str().unwrap()));
    let look = async {
        loop {
            let check = world.get(&tenant.by_key(), &one).await.json();
            if check["waiting"] == 0 {
                return check;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let check = tokio::time::timeout(Duration::from_secs(20), look).await.expect("WhatsApp was not asked");
    let numbers: Vec<_> =
        check["numbers"].as_array().unwrap().iter().map(|one| (one["state"].clone(), one["pn"].clone())).collect();
    assert_eq!(
        numbers,
        [
            (json!("exists"), json!("5511900000031@s.whatsapp.net")),
            (json!("exists"), json!("351912345678@s.whatsapp.net")),
            (json!("repeated"), Value::Null),
            (json!("invalid"), Value::Null),
        ]
    );
    for bad in [json!([]), json!(vec!["1"; 1_001])] {
        assert_eq!(world.post(&tenant.by_key(), &path, &json!({ "numbers": bad })).await.fields(), ["numbers"]);
    }
}

/// People of a file, read and compared.
async fn read_file(world: &World, tenant: &Tenant, file: &[u8]) -> Answer {
    let path = tenant.path("/contacts/imports?typedIn=br");
    let headers = [("content-type", "application/octet-stream")];
    world.ask_bytes(Method::POST, &tenant.by_key(), &path, Some(file.to_vec()), &headers).await
}

#[tokio::test]
async fn a_file_of_people_is_looked_at_first_and_then_goes_into_the_address_book() {
    let (world, tenant) = knows(&PEOPLE[..2]).await;
    let key = tenant.by_key();
    // Invented numbers.
    let file = "name;phone\nÉvora Flores;11 90000-0021\nBruno Dias;11 90000-0022\n'=1+1;11 90000-0023\nNinguém;ramal\n";
    let read = read_file(&world, &tenant, file.as_bytes()).await;
    assert_eq!(read.status, 201, "{}", read.text);
    let import = read.json();
    let counts = |import: &Value| {
        ["new", "changed", "same", "refused", "saved", "failed"].map(|state| import["counts"][state].as_u64().unwrap())
    };
    assert_eq!(
        (counts(&import), &import["startedAtMs"], &import["isOver"]),
        ([1, 1, 1, 1, 0, 0], &json!(null), &json!(false))
    );
    let one = tenant.path(&format!("/contacts/imports/{}", import["id"].as_str().unwrap()));
    let people = async |rest: &str| world.get(&key, &format!("{one}/people{rest}")).await.json();
    let changed = people("?state=changed").await;
    assert_eq!(
        changed,
        json!([{
            "line": 3, "name": "Bruno Dias", "typed": "11 90000-0022", "was": "bruno", "state": "changed", "reason": null,
        }])
    );
    assert_eq!(people("?offset=3").await[0]["reason"], "invalid_number");
    assert!(world.gateway.changes().is_empty(), "nothing is saved by looking");

    let begun = world.post(&key, &format!("{one}/start"), &json!({})).await;
    assert_eq!((begun.status, begun.json()["startedAtMs"].is_i64()), (202, true), "{}", begun.text);
    assert_eq!(world.post(&key, &format!("{one}/start"), &json!({})).await.status, 202, "asked for again it goes on");
    let look = async {
        loop {
            let import = world.get(&key, &one).await.json();
            if import["isOver"] == true {
                return import;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let over = tokio::time::timeout(Duration::from_secs(20), look).await.expect("the people were not saved");
    assert_eq!(counts(&over), [0, 0, 1, 1, 2, 0]);
    let told = world.gateway.changes();
    let named = |user: &str, name: &str| AccountChange::BookName {
        pn: format!("{user}@s.whatsapp.net").parse().unwrap(),
        name: name.to_owned(),
    };
    assert_eq!(told, [named("5511900000022", "Bruno Dias"), named("5511900000023", "=1+1")], "each once, and no other");
    let found = world.get(&key, &tenant.path("/contacts?search=bruno")).await.json();
    assert_eq!(found["items"][0]["bookName"], "Bruno Dias");

    let removed = async || world.ask(Method::DELETE, &key, &one, None, &[]).await.status;
    assert_eq!([removed().await, removed().await], [204, 404]);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_says_why_and_changes_nothing() {
    let (world, tenant) = knows(&[]).await;
    let many = (0..=10_000).map(|number| format!("Ana,55119{number:08}\n")).collect::<Vec<_>>().concat();
    for (file, code) in [
        (&b"PK\x03\x04\x00\x00"[..], "invalid"),
        (b"Prezados senhores", "invalid"),
        (b"name,phone\n", "missing"),
        (format!("name,phone\n{many}").as_bytes(), "too_long"),
    ] {
        let refused = read_file(&world, &tenant, file).await;
        let error = refused.json()["errors"][0].clone();
        assert_eq!(
            (refused.status, &error["field"], &error["code"]),
            (422, &json!("file"), &json!(code)),
            "{}",
            refused.text
        );
    }
    let refused = read_file(&world, &tenant, &vec![b'a'; 10_000_001]).await;
    assert_eq!((refused.status, refused.json()["code"].clone()), (413, json!("payload_too_large")));
    assert!(world.gateway.changes().is_empty());
}

#[tokio::test]
async fn people_that_we_wrote_to_a_file_are_the_same_when_it_comes_back() {
    let (world, tenant) = knows(&PEOPLE).await;
    for format in ["csv", "vcard"] {
        let file = world.get(&tenant.by_key(), &tenant.path(&format!("/contacts/export?format={format}"))).await.text;
        let import = read_file(&world, &tenant, file.as_bytes()).await.json();
        let counts = &import["counts"];
        assert_eq!((&counts["same"], &counts["changed"]), (&json!(PEOPLE.len()), &json!(0)), "{format}: {import}");
    }
}
