//! The control plane: tenants, links, logins, keys.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{Account, Address, Cause, Desired, Fact, LinkState, SessionState};
use portaria_storage::{
    Issuer, KeyOwner, KeyScope, KeyTerms, NewApiKey, NewLogin, NewTenant, Placement, StorageError, Stores, TenantQuery,
    Who,
};
use world::{NOW, World, jid};

#[tokio::test]
async fn a_tenant_is_there_after_a_restart_with_everything_that_was_said_of_it() {
    let world = World::new().await;
    let id = world.tenant("Padaria São João").await;
    let account = Account { address: Address::one(jid("5511900000001@s.whatsapp.net")), push_name: "Sol".into() };
    let status = SessionState::new(NOW).after(Fact::Broke(Cause::StoreDamaged), NOW);
    world.stores.set_account(id, Some(&account)).await.unwrap();
    world.stores.set_desired(id, Desired::Pause).await.unwrap();
    world.stores.set_last_status(id, &status).await.unwrap();
    let key = world.stores.tenant_key(id).await.unwrap();

    let world = world.reopen().await;
    let tenant = world.stores.tenant(id).await.unwrap().unwrap();
    assert_eq!(tenant.account.as_ref(), Some(&account));
    world.stores.set_last_activity(vec![(id, NOW)]).await.unwrap();
    let placed = Placement {
        tenant: id,
        desired: Desired::Pause,
        account: Some(account),
        unexpected_account: None,
        last_status: Some(status),
        last_activity: Some(NOW),
    };
    assert_eq!(world.stores.placements().await.unwrap().remove(0).unwrap(), placed);
    assert!(world.stores.tenant_key(id).await.unwrap() == key, "another key would lock the tenant out");
}

#[tokio::test]
async fn a_word_that_nobody_knows_names_its_row_and_hides_no_other() {
    let world = World::new().await;
    let (odd, plain) = (world.tenant("Loja Lua").await, world.tenant("Padaria Sol").await);
    world.write(format!("UPDATE tenants SET desired = 'hibernate' WHERE id = '{odd}'")).await;
    let (mut placed, mut unplaced) = (Vec::new(), Vec::new());
    for placement in world.stores.placements().await.unwrap() {
        match placement {
            Ok(placement) => placed.push(placement.tenant),
            Err(row) => unplaced.push(row),
        }
    }
    assert_eq!(placed, [plain]);
    let row = unplaced.remove(0);
    assert_eq!(row.tenant, odd);
    let StorageError::Unreadable(value) = row.error else { panic!("{:?}", row.error) };
    assert_eq!((value.table, value.row, value.column), ("tenants", odd.to_string(), "desired"));
    let listed = world.stores.tenants(TenantQuery { limit: 9, ..Default::default() }).await.unwrap();
    assert_eq!(listed.tenants.len(), 2, "the provider still sees it, and can say what is wanted");

    world
        .write(format!("UPDATE tenants SET desired = 'run', status = '{{\"status\":\"dreaming\"}}' WHERE id = '{odd}'"))
        .await;
    let unplaced = world.stores.placements().await.unwrap().into_iter().find_map(Result::err).unwrap();
    assert!(matches!(unplaced.error, StorageError::Unreadable(value) if value.column == "status"));
}

#[tokio::test]
async fn a_key_with_a_scope_that_nobody_knows_opens_nothing_and_hides_no_other_key() {
    let world = World::new().await;
    let owner = KeyOwner::Tenant(world.tenant("Padaria Sol").await);
    for kid in ["odd", "plain"] {
        let (kid, terms) = (kid.to_owned(), KeyTerms::of(&[KeyScope::Read, KeyScope::Send]));
        let new =
            NewApiKey { owner, kid, secret_hash: [9; 32], terms, label: String::new(), issued_by: Issuer::CommandLine };
        world.stores.create_api_key(new, NOW).await.unwrap();
    }
    world.write("UPDATE api_keys SET scopes = 'read everything' WHERE kid = 'odd'".to_owned()).await;
    let refused = world.stores.api_key_by_kid("odd").await;
    assert!(matches!(refused, Err(StorageError::Unreadable(value)) if value.column == "scopes"));
    let kept = world.stores.api_keys(owner).await.unwrap();
    assert_eq!(kept.iter().map(|key| key.kid.as_str()).collect::<Vec<_>>(), ["plain"]);
    assert_eq!(kept[0].terms.scopes, [KeyScope::Read, KeyScope::Send]);
}

#[tokio::test]
async fn a_key_whose_networks_do_not_read_opens_nothing_rather_than_from_everywhere() {
    let world = World::new().await;
    let owner = KeyOwner::Tenant(world.tenant("Padaria Sol").await);
    let terms = KeyTerms {
        scopes: vec![KeyScope::Read],
        expires_at: Some(NOW + 10),
        networks: vec!["198.51.100.7".parse().unwrap(), "2001:db8::/32".parse().unwrap()],
    };
    let (kid, label, issued_by) = ("bound".to_owned(), String::new(), Issuer::Link);
    let new = NewApiKey { owner, kid, secret_hash: [9; 32], terms: terms.clone(), label, issued_by };
    world.stores.create_api_key(new, NOW).await.unwrap();
    let key = world.stores.api_key_by_kid("bound").await.unwrap().unwrap();
    assert_eq!((&key.terms, key.stands_at(NOW + 9), key.stands_at(NOW + 10)), (&terms, true, false));
    for (address, is_in) in [("198.51.100.7", true), ("::ffff:198.51.100.7", true), ("198.51.100.8", false)] {
        assert_eq!(key.terms.admit(Some(address.parse().unwrap())), is_in, "{address}");
    }
    assert!(!key.terms.admit(None), "who comes from nowhere known is not from there");
    world.write("UPDATE api_keys SET networks = '10.0.0.0/99' WHERE kid = 'bound'".to_owned()).await;
    let refused = world.stores.api_key_by_kid("bound").await;
    assert!(matches!(refused, Err(StorageError::Unreadable(value)) if value.column == "networks"));
}

#[tokio::test]
async fn an_owner_has_a_hundred_keys_and_one_that_is_taken_back_makes_room() {
    let world = World::new().await;
    let owner = KeyOwner::Tenant(world.tenant("Padaria Sol").await);
    let key = |kid: usize| NewApiKey {
        owner,
        kid: kid.to_string(),
        secret_hash: [9; 32],
        terms: KeyTerms::of(&[KeyScope::Read]),
        label: String::new(),
        issued_by: Issuer::Link,
    };
    let mut last = None;
    for kid in 0..100 {
        last = world.stores.add_api_key(key(kid), NOW).await.unwrap();
        assert!(last.is_some(), "{kid}");
    }
    assert_eq!(world.stores.add_api_key(key(100), NOW).await.unwrap(), None);
    world.stores.revoke_api_key(last.unwrap(), NOW).await.unwrap();
    assert!(world.stores.add_api_key(key(101), NOW).await.unwrap().is_some());
}

#[tokio::test]
async fn half_a_tenants_login_is_not_the_providers() {
    let world = World::new().await;
    let login = NewLogin {
        who: Who::Provider,
        secret_hash: [1; 32],
        expires_at: NOW + 10,
        issued_by: Issuer::Ticket,
        browser: String::new(),
    };
    let id = world.stores.create_login(login, NOW).await.unwrap();
    world.write(format!("UPDATE logins SET link_epoch = 3 WHERE id = '{id}'")).await;
    assert!(matches!(world.stores.login(id).await, Err(StorageError::Unreadable(_))));
}

#[tokio::test]
async fn a_store_that_refuses_writes_says_so_until_it_takes_them_again() {
    let world = World::new().await;
    let tenant = world.tenant("Padaria Sol").await;
    world.stores.check_writable(tenant).await.unwrap();
    world.stores.refuse_writes(tenant, true).await.unwrap();
    let refused = world.stores.check_writable(tenant).await;
    assert!(matches!(refused, Err(StorageError::Unwritable { .. })), "{refused:?}");
    world.stores.refuse_writes(tenant, false).await.unwrap();
    world.stores.check_writable(tenant).await.unwrap();
}

#[tokio::test]
async fn ten_thousand_tenants_are_paged_newest_first_and_found_without_accents() {
    let world = World::new().await;
    for index in 0..10_000 {
        // One in a thousand has a name to be looked for.
        let name = if index % 1_000 == 0 { format!("Pão {index}") } else { format!("Loja {index}") };
        let new = NewTenant { name: name.parse().unwrap(), phone: None };
        world.stores.create_tenant(new, NOW + index).await.unwrap();
    }
    let found =
        world.stores.tenants(TenantQuery { search: Some("pao".into()), limit: 4, ..Default::default() }).await.unwrap();
    assert_eq!((found.total, found.tenants.len()), (10, 4));
    assert_eq!(found.tenants[0].name.as_str(), "Pão 9000", "the newest first");

    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = world.stores.tenants(TenantQuery { after, limit: 200, ..Default::default() }).await.unwrap();
        assert_eq!(page.total, 10_000);
        seen.extend(page.tenants.into_iter().map(|tenant| tenant.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 10_000);
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "each page goes on where the last one ended");
}

#[tokio::test]
async fn rotating_a_link_makes_another_secret_and_ends_what_the_old_one_opened() {
    let world = World::new().await;
    let new = NewTenant { name: "Sol".parse().unwrap(), phone: None };
    let (tenant, link) = world.stores.create_tenant(new, NOW).await.unwrap();
    let old_secret = world.stores.link_secret(&link.public_id, link.epoch);
    let who = Who::Tenant { id: tenant.id, link_epoch: link.epoch };
    let login = world
        .stores
        .create_login(
            NewLogin {
                who,
                secret_hash: [1; 32],
                expires_at: NOW + 1_000,
                issued_by: Issuer::Link,
                browser: String::new(),
            },
            NOW,
        )
        .await
        .unwrap();
    assert!(world.stores.login(login).await.unwrap().is_some());

    let rotated = world.stores.rotate_link(tenant.id, NOW).await.unwrap();
    assert_eq!((rotated.epoch, &rotated.public_id), (link.epoch + 1, &link.public_id));
    assert_ne!(rotated.secret_hash, link.secret_hash);
    assert!(world.stores.link_secret(&rotated.public_id, rotated.epoch) != old_secret);
    assert!(world.stores.login(login).await.unwrap().is_none(), "the old link's login went with it");

    let revoked = world.stores.revoke_link(tenant.id, NOW).await.unwrap();
    assert_eq!(revoked.state(NOW), LinkState::Revoked);
    let active = world.stores.rotate_link(tenant.id, NOW).await.unwrap();
    assert_eq!(active.state(NOW), LinkState::Active, "rotating gives a revoked tenant a link again");
    world.stores.set_link_expiry(tenant.id, Some(NOW + 5)).await.unwrap();
    let expiring = world.stores.link_by_public_id(&link.public_id).await.unwrap().unwrap();
    assert_eq!((expiring.state(NOW + 4), expiring.state(NOW + 5)), (LinkState::Active, LinkState::Expired));
}

#[tokio::test]
async fn keys_and_logins_belong_to_one_owner() {
    let world = World::new().await;
    let (a, b) = (world.tenant("A").await, world.tenant("B").await);
    let key = |owner, kid: &str| NewApiKey {
        owner,
        kid: kid.into(),
        secret_hash: [9; 32],
        terms: KeyTerms::of(&[KeyScope::Read]),
        label: String::new(),
        issued_by: Issuer::CommandLine,
    };
    let of_a = world.stores.create_api_key(key(KeyOwner::Tenant(a), "ka"), NOW).await.unwrap();
    world.stores.create_api_key(key(KeyOwner::Provider, "kp"), NOW).await.unwrap();
    assert!(world.stores.api_keys(KeyOwner::Tenant(b)).await.unwrap().is_empty());
    assert_eq!(world.stores.api_keys(KeyOwner::Provider).await.unwrap().len(), 1);
    world.stores.revoke_api_key(of_a, NOW).await.unwrap();
    assert!(world.stores.api_key_by_kid("ka").await.unwrap().unwrap().revoked_at.is_some());

    let login = NewLogin {
        who: Who::Provider,
        secret_hash: [1; 32],
        expires_at: NOW + 10,
        issued_by: Issuer::Ticket,
        browser: String::new(),
    };
    let id = world.stores.create_login(login, NOW).await.unwrap();
    world.stores.purge_expired_logins(NOW + 9).await.unwrap();
    assert!(world.stores.login(id).await.unwrap().is_some());
    world.stores.purge_expired_logins(NOW + 10).await.unwrap();
    assert!(world.stores.login(id).await.unwrap().is_none());
}

#[tokio::test]
async fn only_so_many_tenants_stay_open() {
    let world = World::new().await;
    let mut held = Vec::new();
    for index in 0..100 {
        let tenant = world.tenant(&format!("Loja {index}")).await;
        let chats = world.stores.chats(tenant).await.unwrap();
        if index < 3 {
            held.push((tenant, chats));
        }
    }
    assert!(world.stores.open_tenants() <= 64, "{} are open", world.stores.open_tenants());
    for (tenant, chats) in held {
        world::deliver(&chats, vec![world::from(world::ana(), "A1", "oi")], NOW).await;
        let same = world.stores.chats(tenant).await.unwrap();
        assert_eq!(world::everything(&same).await.len(), 1, "who is in use is not closed under its user");
    }
}

#[tokio::test]
async fn a_second_open_of_the_folder_reads_the_same_key() {
    let folder = tempfile::tempdir().unwrap();
    let first = Stores::open(folder.path()).await.unwrap();
    let second = Stores::open(folder.path()).await.unwrap();
    let new = NewTenant { name: "Sol".parse().unwrap(), phone: None };
    let (tenant, _) = first.create_tenant(new, NOW).await.unwrap();
    assert!(second.tenant(tenant.id).await.unwrap().is_some());
}
