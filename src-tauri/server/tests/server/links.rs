//! The link: what it opens, whom it tells nothing, and how it ends.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use crate::world::{Credential, Socket, Tenant, World};

/// Who fetches a link that was sent in a chat or a mail, long before a person opens it.
const BOTS: [&str; 20] = [
    "WhatsApp/2.23.20.0",
    "WhatsApp/2.2409.2 W",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "facebookcatalog/1.0",
    "meta-externalagent/1.1",
    "TelegramBot (like TwitterBot)",
    "Twitterbot/1.0",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Discordbot/2.0; +https://discordapp.com",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0)",
    "SkypeUriPreview Preview/0.5",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0)",
    "Mozilla/5.0 (Windows NT 10.0) BitDefender/SafeLinks",
    "Microsoft Office/16.0 (Outlook SafeLinks)",
    "Barracuda Sentinel (EE)",
    "Proofpoint URL Defense",
    "Iframely/1.3.1 (+https://iframely.com/docs/about)",
    "Applebot/0.1",
    "curl/8.5.0",
];

#[tokio::test]
async fn a_preview_learns_nothing_and_starts_nothing() {
    let world = World::start().await;
    let tenant = world.tenant("canary-padaria").await;
    let before = world.written();
    let known = format!("/client/{}", tenant.public_id);
    let mut bodies = std::collections::HashSet::new();
    for bot in BOTS {
        for path in [known.as_str(), "/client/aaaaaaaaaaaaaaaa", "/client/x", "/client/%00", &format!("{known}/chats")]
        {
            for method in [Method::GET, Method::HEAD] {
                let answer = world.ask(method.clone(), &Credential::None, path, None, &[("user-agent", bot)]).await;
                assert!(answer.header("x-robots-tag").contains("noindex"), "{method} {path}");
                assert!(answer.headers.get("set-cookie").is_none(), "{method} {path}");
                assert!(!answer.text.contains("canary"), "{method} {path} tells the name");
                if method == Method::HEAD {
                    assert!(answer.text.is_empty());
                } else {
                    bodies.insert((answer.status, answer.text));
                }
            }
            let answer = world.ask(Method::OPTIONS, &Credential::None, path, None, &[("user-agent", bot)]).await;
            assert!(!answer.text.contains("canary"), "OPTIONS {path}");
        }
    }
    assert_eq!(bodies.len(), 1, "pages of different links differ");
    assert_eq!((world.written(), world.gateway.openings()), (before, 0), "a preview wrote or started something");
}

#[tokio::test]
async fn whatever_is_wrong_with_a_link_the_answer_is_the_same() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    let revoked = world.tenant("Açougue").await;
    let provider = world.provider().await;
    world.post(&provider, &format!("/api/saas/tenants/{}/link/revoke", revoked.id), &json!({})).await;
    let open = async |public_id: &str, secret: &str| {
        world.post(&Credential::None, &format!("/client/{public_id}/login"), &json!({ "secret": secret })).await
    };
    let mut answers = std::collections::HashSet::new();
    for (public_id, secret) in [
        ("aaaaaaaaaaaaaaaa", tenant.secret.as_str()),
        ("x", &tenant.secret),
        ("%00", &tenant.secret),
        (&tenant.public_id, "short"),
        (&tenant.public_id, ""),
        (&tenant.public_id, &"A".repeat(43)),
        (&tenant.public_id, &revoked.secret),
        (&revoked.public_id, &revoked.secret),
        (&revoked.public_id, &tenant.secret),
    ] {
        let answer = open(public_id, secret).await;
        assert_eq!((answer.status, answer.code().as_str()), (401, "link_invalid"), "{public_id} {secret}");
        assert!(answer.headers.get("set-cookie").is_none());
        answers.insert(answer.text);
    }
    assert_eq!(answers.len(), 1, "the answers tell one reason from another");
    assert_eq!(open(&tenant.public_id, &tenant.secret).await.status, 200, "the right one opens, again and again");
}

#[tokio::test]
async fn two_tenants_portals_live_side_by_side_in_one_browser() {
    let world = World::start().await;
    let (one, other) = (world.tenant("Padaria").await, world.tenant("Açougue").await);
    let opened = world.open_link(&one).await;
    assert!(opened.header("set-cookie").contains(&format!("Path=/api/whatsapp/{};", one.id)));
    assert!(!opened.header("set-cookie").contains("Secure"), "plain HTTP on one's own machine");
    // A browser sends only what fits the path; one that sends both is understood, too.
    let pair = |tenant: &Tenant| tenant.cookie.split('#').next().unwrap().to_owned();
    let pairs = format!("{}; {}", pair(&one), pair(&other));
    for tenant in [&one, &other] {
        let both = Credential::Cookie(format!("{pairs}#{}", tenant.cookie.split_once('#').unwrap().1));
        let portal = world.get(&both, &tenant.path("")).await.json();
        assert_eq!(portal["tenantName"], tenant.name.as_str());
    }
}

async fn ends_at_once(world: &World, tenant: &Tenant, act: &str) {
    let provider = world.provider().await;
    let mut socket = Socket::open(world, &tenant.by_cookie(), &tenant.path("/socket-ticket")).await;
    let queued = crate::world::socket::ticket(world, &tenant.by_cookie(), &tenant.path("/socket-ticket")).await;
    let link = world.post(&provider, &format!("/api/saas/tenants/{}/link/{act}", tenant.id), &json!({})).await;
    assert_eq!(link.status, 200, "{}", link.text);
    assert!(socket.closed().await < Duration::from_secs(1), "the socket outlived the link");
    assert_eq!(world.get(&tenant.by_cookie(), &tenant.path("")).await.status, 401, "the login outlived the link");
    assert_eq!(world.open_link(tenant).await.code(), "link_invalid", "the link outlived itself");
    let mut late = Socket::transport(world, &[]).await.unwrap();
    let entry = late.enter(&json!({ "ticket": queued })).await;
    assert_eq!(
        entry,
        crate::world::socket::Entry::Refused("ticket_invalid".into()),
        "a queued ticket outlived the link"
    );
    assert_eq!(world.get(&tenant.by_key(), &tenant.path("")).await.status, 200, "programs go on");
}

#[tokio::test]
async fn rotation_ends_logins_and_sockets_within_a_second_and_the_new_link_opens() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    ends_at_once(&world, &tenant, "rotate").await;
    let path = format!("/api/saas/tenants/{}/link", tenant.id);
    let link = world.get(&world.provider().await, &path).await.json();
    assert_eq!((&link["state"], &link["epoch"], &link["reach"]), (&json!("active"), &json!(2), &json!("this_machine")));
    let secret = link["url"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
    assert_eq!(world.open_link(&Tenant { secret, ..tenant }).await.status, 200);
}

#[tokio::test]
async fn revocation_ends_everything_until_the_link_is_rotated() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    ends_at_once(&world, &tenant, "revoke").await;
    let provider = world.provider().await;
    let link = world.get(&provider, &format!("/api/saas/tenants/{}/link", tenant.id)).await.json();
    assert_eq!(link["state"], "revoked");
    let secret = link["url"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
    let shown = Tenant { secret, ..tenant.clone() };
    assert_eq!(world.open_link(&shown).await.code(), "link_invalid", "what the panel still shows opens nothing");
    world.post(&provider, &format!("/api/saas/tenants/{}/link/rotate", tenant.id), &json!({})).await;
    assert_eq!(world.open_link(&shown).await.code(), "link_invalid");
}

#[tokio::test]
async fn a_link_ends_at_the_moment_that_was_said_and_its_logins_with_it() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    let provider = world.provider().await;
    let path = format!("/api/saas/tenants/{}/link", tenant.id);
    let end = async |at: serde_json::Value| {
        world.post(&provider, &format!("{path}/expire"), &json!({ "expiresAtMs": at })).await.json()
    };
    let now = portaria_domain::Clock::now(&*world.clock).0;
    let set = end(json!(now + 60_000)).await;
    assert_eq!((&set["state"], &set["expiresAtMs"]), (&json!("active"), &json!(now + 60_000)));
    assert_eq!(world.get(&tenant.by_cookie(), &tenant.path("")).await.status, 200);
    world.clock.advance(60_000);
    assert_eq!(world.get(&provider, &path).await.json()["state"], "expired");
    assert_eq!(world.open_link(&tenant).await.code(), "link_invalid");
    assert_eq!(world.get(&tenant.by_cookie(), &tenant.path("")).await.status, 401, "the login went with it");
    assert_eq!(end(json!(null)).await["state"], "active", "an end can be taken back");
    assert_eq!(world.open_link(&tenant).await.status, 200);

    let mut socket = Socket::open(&world, &tenant.by_cookie(), &tenant.path("/socket-ticket")).await;
    assert_eq!(end(json!(now)).await["state"], "expired");
    assert!(socket.closed().await < Duration::from_secs(1), "a moment that lies behind ends it at once");
}

#[tokio::test]
async fn a_login_ends_by_leaving_and_by_time() {
    let world = World::start().await;
    let tenant = world.tenant("Padaria").await;
    let mut socket = Socket::open(&world, &tenant.by_cookie(), &tenant.path("/socket-ticket")).await;
    let left = world.post(&tenant.by_cookie(), &tenant.path("/leave"), &json!({})).await;
    assert_eq!(left.status, 204);
    assert!(left.header("set-cookie").contains("Max-Age=0"));
    assert!(socket.closed().await < Duration::from_secs(1));
    assert_eq!(world.get(&tenant.by_cookie(), &tenant.path("")).await.status, 401);

    let again = Credential::Cookie(world.open_link(&tenant).await.cookie());
    let provider = world.provider().await;
    world.clock.advance(8 * 24 * 60 * 60 * 1000);
    assert_eq!(world.get(&again, &tenant.path("")).await.status, 200, "a tenant stays in for half a year");
    assert_eq!(world.get(&provider, "/api/saas/me").await.status, 401, "the provider for a week");
    world.clock.advance(180 * 24 * 60 * 60 * 1000);
    assert_eq!(world.get(&again, &tenant.path("")).await.status, 401);
}

#[tokio::test]
async fn a_login_ticket_opens_the_panel_once_and_for_five_minutes() {
    let world = World::start().await;
    let ticket = || world.running.login_url().split_once("#ticket=").unwrap().1.to_owned();
    let open = async |ticket: &str| {
        world.post(&Credential::None, "/api/saas/ticket-login", &json!({ "ticket": ticket })).await.status
    };
    let first = ticket();
    assert_eq!((open(&first).await, open(&first).await), (204, 401));
    let late = ticket();
    world.clock.advance(5 * 60 * 1000);
    assert_eq!(open(&late).await, 401);
    assert_eq!(open(&"A".repeat(43)).await, 401);
}
