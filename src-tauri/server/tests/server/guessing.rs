//! Who guesses is slowed down; who knows is not kept out by who guesses.

use reqwest::Method;
use serde_json::json;

use crate::world::{Answer, Credential, PASSWORD, Tenant, World};

const PUBLIC: (&str, &str) = ("host", "zap.example.com");

/// A server behind a tunnel on this machine, which names whom it speaks for.
async fn behind_a_tunnel() -> World {
    World::with_password(|config| {
        config.public_url = Some("https://zap.example.com".parse().unwrap());
        config.remote_admin = true;
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await
}

async fn login(world: &World, password: &str, headers: &[(&str, &str)]) -> Answer {
    let body = json!({ "password": password }).to_string();
    world.ask(Method::POST, &Credential::None, "/api/saas/login", Some(body), headers).await
}

async fn open(world: &World, tenant: &Tenant, secret: &str, headers: &[(&str, &str)]) -> Answer {
    let body = json!({ "secret": secret }).to_string();
    let path = format!("/client/{}/login", tenant.public_id);
    world.ask(Method::POST, &Credential::None, &path, Some(body), headers).await
}

#[tokio::test]
async fn guessing_the_password_is_slowed_down_and_right_ones_cost_nothing() {
    let world = World::with_password(|_| {}).await;
    for _ in 0..12 {
        let right = login(&world, PASSWORD, &[]).await;
        assert_eq!(right.status, 204, "{}", right.text);
    }
    for _ in 0..5 {
        assert_eq!(login(&world, "wrong", &[]).await.code(), "unauthorized");
    }
    let refused = login(&world, PASSWORD, &[]).await;
    assert_eq!(refused.code(), "rate_limited", "here the wrong ones came from the same place");
    assert!(refused.header("retry-after").parse::<u64>().unwrap() > 0);
    let _ = world.provider().await; // the ticket still opens
}

#[tokio::test]
async fn wrong_passwords_from_outside_lock_nobody_out_elsewhere() {
    let world = behind_a_tunnel().await;
    let first = login(&world, PASSWORD, &[PUBLIC, ("x-forwarded-for", "203.0.113.5")]).await;
    assert_eq!(first.status, 204, "{}", first.text);
    let device = first.headers.get_all("set-cookie").iter().filter_map(|line| line.to_str().ok());
    let device = device.filter_map(|line| line.split(';').next()).find(|pair| pair.starts_with("portaria_device="));
    let device = device.expect("the browser is remembered").to_owned();
    for address in 0..40 {
        let from = format!("198.51.100.{address}");
        for _ in 0..3 {
            let answer = login(&world, "wrong", &[PUBLIC, ("x-forwarded-for", &from)]).await;
            assert_eq!(answer.code(), "unauthorized", "{from}");
        }
    }
    // As many more from the very address of the provider, by whoever shares it.
    for _ in 0..6 {
        login(&world, "wrong", &[PUBLIC, ("x-forwarded-for", "203.0.113.5")]).await;
    }
    let same = login(&world, PASSWORD, &[PUBLIC, ("x-forwarded-for", "203.0.113.5")]).await;
    assert_eq!(same.code(), "rate_limited", "this address has guessed");
    let remembered = [PUBLIC, ("x-forwarded-for", "203.0.113.5"), ("cookie", device.as_str())];
    assert_eq!(login(&world, PASSWORD, &remembered).await.status, 204, "the remembered browser");
    assert_eq!(login(&world, PASSWORD, &[PUBLIC, ("x-forwarded-for", "203.0.113.6")]).await.status, 204);
    assert_eq!(login(&world, PASSWORD, &[]).await.status, 204, "this machine");
    // A device is no credential, and one that is made up is none.
    assert_eq!(login(&world, "wrong", &remembered).await.code(), "unauthorized");
    let made_up = [
        PUBLIC,
        ("x-forwarded-for", "203.0.113.5"),
        ("cookie", "portaria_device=x.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    ];
    assert_eq!(login(&world, PASSWORD, &made_up).await.code(), "rate_limited");
}

#[tokio::test]
async fn an_address_that_nobody_vouches_for_cannot_name_others() {
    let world = World::with_password(|config| {
        config.public_url = Some("http://zap.example.com".parse().unwrap());
        config.remote_admin = true;
    })
    .await;
    for number in 0..5 {
        let from = format!("198.51.100.{number}");
        let headers = [PUBLIC, ("x-forwarded-for", from.as_str())];
        assert_eq!(login(&world, "wrong", &headers).await.code(), "unauthorized");
    }
    assert_eq!(login(&world, "wrong", &[PUBLIC, ("x-forwarded-for", "198.51.100.77")]).await.code(), "rate_limited");
    assert_eq!(login(&world, PASSWORD, &[]).await.status, 204, "they did not count for this machine");
}

#[tokio::test]
async fn a_crowd_that_guesses_does_not_keep_this_machine_waiting() {
    let world = behind_a_tunnel().await;
    let crowd = (0..60).map(|number| {
        let (world, from) = (&world, format!("198.51.100.{number}"));
        async move { login(world, "wrong", &[PUBLIC, ("x-forwarded-for", &from)]).await.status }
    });
    let here = async {
        let mut answers = Vec::new();
        for _ in 0..5 {
            answers.push(login(&world, PASSWORD, &[]).await.status);
        }
        answers
    };
    let (_, here) = tokio::join!(futures_util::future::join_all(crowd), here);
    assert_eq!(here, [204; 5]);
}

#[tokio::test]
async fn a_right_link_opens_however_many_wrong_ones_came() {
    let world = behind_a_tunnel().await;
    let tenant = world.tenant("Padaria").await;
    let wrong = "A".repeat(43);
    let mut codes = Vec::new();
    for _ in 0..30 {
        codes.push(open(&world, &tenant, &wrong, &[PUBLIC, ("x-forwarded-for", "198.51.100.7")]).await.code());
    }
    assert_eq!((codes[0].as_str(), codes[29].as_str()), ("link_invalid", "rate_limited"), "who guesses is slowed down");
    for headers in [&[PUBLIC, ("x-forwarded-for", "198.51.100.7")][..], &[PUBLIC], &[]] {
        for _ in 0..30 {
            let answer = open(&world, &tenant, &tenant.secret, headers).await;
            assert_eq!(answer.status, 200, "{headers:?}: {}", answer.text);
        }
    }
    assert_eq!(world.get(&tenant.by_cookie(), &tenant.path("/status")).await.status, 200, "who is in stays in");
}

#[tokio::test]
async fn one_tenant_hands_over_so_many_messages_and_others_go_on() {
    let few = std::num::NonZeroU32::new(3).unwrap();
    let world = World::with(|config| (config.limits.send_burst, config.limits.sends_per_second) = (few, few)).await;
    let greedy = world.connected_tenant("Padaria", "5511900000001", "oi").await; // invented numbers
    let other = world.connected_tenant("Adega", "5511900000011", "oi").await;
    let send = async |tenant: &Tenant| {
        world
            .post(&tenant.by_key(), &tenant.path("/send"), &json!({ "to": "5511900000002", "text": "oi" }))
            .await
            .status
    };
    let mut statuses = Vec::new();
    for _ in 0..12 {
        statuses.push(send(&greedy).await);
    }
    assert!(statuses.contains(&429) && statuses[0] == 202, "{statuses:?}");
    assert_eq!(send(&other).await, 202);
}
