//! What answers tell of the limits that they count for.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::time::Instant;

use reqwest::Method;
use serde_json::json;
use sfv::{List, ListEntry, Parser};

use crate::world::{Answer, Credential, Tenant, World};

/// A server behind a proxy on this machine, which names whom it speaks for: requests are counted.
async fn office(change: impl FnOnce(&mut portaria_server::ServerConfig)) -> World {
    World::with(|config| {
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        change(config);
    })
    .await
}

const FROM_OFFICE: [(&str, &str); 1] = [("x-forwarded-for", "198.51.100.7")];

async fn look(world: &World, who: &Credential, path: &str) -> Answer {
    world.ask(Method::GET, who, path, None, &FROM_OFFICE).await
}

async fn send(world: &World, tenant: &Tenant, from: &[(&str, &str)]) -> Answer {
    let body = json!({ "to": "5511900000002", "text": "oi" }).to_string(); // invented number
    world.ask(Method::POST, &tenant.by_key(), &tenant.path("/send"), Some(body), from).await
}

/// What is told of one limit.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    quota: i64,
    window_s: i64,
    remaining: i64,
    more_in_s: i64,
}

/// What an answer tells, by the names of limits. Each header stands there once, and both name the same limits.
fn told(answer: &Answer) -> BTreeMap<String, Told> {
    let read = |header: &str, parameters: [&str; 2]| -> BTreeMap<String, [i64; 2]> {
        assert!(answer.headers.get_all(header).iter().count() < 2, "{:?}", answer.headers);
        let list: List = Parser::new(answer.header(header)).parse().unwrap();
        let items = list.into_iter().map(|entry| match entry {
            ListEntry::Item(item) => {
                let number = |key: &str| i64::from(item.params.get(key).unwrap().as_integer().unwrap());
                (item.bare_item.as_string().unwrap().as_str().to_owned(), parameters.map(number))
            }
            ListEntry::InnerList(list) => panic!("{list:?}"),
        });
        items.collect()
    };
    let (policies, mut states) = (read("ratelimit-policy", ["q", "w"]), read("ratelimit", ["r", "t"]));
    assert!(policies.keys().eq(states.keys()), "{policies:?} {states:?}");
    let told = policies.into_iter().map(|(limit, [quota, window_s])| {
        let [remaining, more_in_s] = states.remove(&limit).unwrap();
        (limit, Told { quota, window_s, remaining, more_in_s })
    });
    told.collect()
}

/// The only limit that an answer tells of.
fn only(answer: &Answer, limit: &str) -> Told {
    let mut told = told(answer);
    assert_eq!(told.keys().collect::<Vec<_>>(), [limit], "{:?}", answer.headers);
    told.remove(limit).unwrap()
}

/// A refusal says the same in all its headers.
fn assert_refused(answer: &Answer, told: &Told) {
    assert_eq!((answer.status, answer.code().as_str(), told.remaining), (429, "rate_limited", 0));
    assert_eq!(answer.header("retry-after"), told.more_in_s.to_string());
    assert!(told.more_in_s > 0);
}

#[tokio::test]
async fn requests_count_down_to_a_refusal_and_nobody_elses_show() {
    let world = office(|config| config.limits.requests_per_second = NonZeroU32::MIN).await;
    let (tenant, other) = (world.tenant("Padaria").await, world.tenant("Adega").await);
    let started = Instant::now();
    for number in 1.. {
        let answer = look(&world, &tenant.by_key(), &tenant.path("/status")).await;
        let told = only(&answer, "requests");
        assert_eq!((told.quota, told.window_s), (4, 4));
        if answer.status == 429 {
            assert_refused(&answer, &told);
            break;
        }
        let came_back = i64::try_from(started.elapsed().as_secs()).unwrap() + 1;
        assert_eq!((answer.status, told.more_in_s), (200, 1));
        // One comes back each second, and all but the present one at most.
        let least = (4 - number).max(0);
        assert!((least..=(least + came_back).min(3)).contains(&told.remaining), "{number}: {told:?}");
        assert!(number < 100, "nobody is refused");
    }
    for (who, path) in [
        (tenant.by_cookie(), tenant.path("/status")),
        (other.by_key(), other.path("/status")),
        (Credential::Key("guess".to_owned()), tenant.path("/status")),
        (other.by_cookie(), "/api/nothing-here".to_owned()),
    ] {
        let first = only(&look(&world, &who, &path).await, "requests");
        assert_eq!(first.remaining, 3, "{who:?} is told of others");
    }
    let page = look(&world, &other.by_cookie(), &format!("/client/{}", other.public_id)).await;
    assert!(page.status == 200 && told(&page).is_empty(), "only the API's callers are told");
}

#[tokio::test]
async fn of_what_is_shared_only_a_refusal_is_told() {
    let world = office(|config| config.limits.requests_per_second = NonZeroU32::MIN).await;
    let tenant = world.tenant("Padaria").await;
    let until_refused = async |who: &dyn Fn(usize) -> Credential, when_served: &dyn Fn(&Answer)| {
        for number in 0..200 {
            let answer = look(&world, &who(number), &tenant.path("/status")).await;
            if answer.status == 429 {
                return answer;
            }
            when_served(&answer);
        }
        panic!("nobody is refused");
    };
    let refused = until_refused(&|_| Credential::None, &|served| assert!(told(served).is_empty())).await;
    assert_refused(&refused, &only(&refused, "requests"));

    let stranger = |number| Credential::Key(format!("guess-{number}"));
    let refused = until_refused(&stranger, &|served| assert_eq!(only(served, "requests").remaining, 3)).await;
    assert_refused(&refused, &only(&refused, "address"));
}

#[tokio::test]
async fn sends_of_a_tenant_are_told_beside_its_requests() {
    let few = NonZeroU32::new(3).unwrap();
    let world =
        office(|config| (config.limits.send_burst, config.limits.sends_per_second) = (few, NonZeroU32::MIN)).await;
    let greedy = world.connected_tenant("Padaria", "5511900000001", "oi").await; // invented numbers
    let other = world.connected_tenant("Adega", "5511900000011", "oi").await;
    let mut statuses = Vec::new();
    loop {
        let answer = send(&world, &greedy, &FROM_OFFICE).await;
        let told = told(&answer);
        assert_eq!(told.keys().collect::<Vec<_>>(), ["requests", "sends"], "{:?}", answer.headers);
        assert_eq!((told["sends"].quota, told["sends"].window_s), (3, 3));
        assert_eq!((told["requests"].quota, told["requests"].window_s), (400, 4));
        assert!(told["requests"].remaining > 0);
        statuses.push(answer.status);
        if answer.status == 429 {
            assert_refused(&answer, &told["sends"]);
            break;
        }
        assert!(statuses.len() > 1 || told["sends"].remaining == 2, "{told:?}");
        assert!(statuses.len() < 100, "nobody is refused");
    }
    assert!(statuses.len() > 3 && statuses[0] == 202, "{statuses:?}");
    only(&look(&world, &greedy.by_key(), &greedy.path("/status")).await, "requests");

    // Another tenant, from this machine: its requests have no limit, and it is told of none.
    assert_eq!(only(&send(&world, &other, &[]).await, "sends").remaining, 2);
    assert!(told(&world.get(&other.by_key(), &other.path("/status")).await).is_empty());
    // What is refused for another reason counts, and says so.
    let elsewhere = other.path(&format!("/chats/{}/send", greedy.chat));
    let refused = world.post(&other.by_key(), &elsewhere, &json!({ "text": "oi" })).await;
    assert_eq!((refused.status, only(&refused, "sends").quota), (404, 3), "{}", refused.text);
}
