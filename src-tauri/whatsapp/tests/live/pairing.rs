use portaria_domain::Cause;
use portaria_emulator::{Coexistence, EmulatorConfig};
use portaria_whatsapp::{Ending, Gateway as _, PairCodeError, PairCodeRefusal, Signal};

use crate::world::{ANA, PADARIA, World, pn};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_phone_scans_and_the_session_is_ready() {
    let world = World::new().await;
    let mut session = world.open().await;
    let code = session.qr().await;
    world.padaria.scan(&code).await.unwrap();

    let account = session.ready().await;
    assert_eq!(account.address.pn, Some(pn(PADARIA)));
    assert_eq!(account.address.lid.unwrap().user(), world.padaria.lid(), "both forms of the address are kept");
    let place = |wanted: fn(&Signal) -> bool| session.heard.iter().position(wanted);
    let paired = place(|signal| matches!(signal, Signal::Paired(_))).expect("it said that the phone accepted");
    let logged_in = place(|signal| matches!(signal, Signal::LoggedIn)).expect("it said that the login went through");
    assert!(paired < logged_in, "the words come in order");
    assert_eq!(world.padaria.linked_devices().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_accounts_own_name_is_learnt() {
    let world = World::new().await;
    let mut session = world.open().await;
    let code = session.qr().await;
    world.padaria.scan(&code).await.unwrap();
    let name = session.until("the name", |signal| match signal {
        Signal::PushName(name) => Some(name.clone()),
        Signal::Ready(account) if !account.push_name.is_empty() => Some(account.push_name.clone()),
        _ => None,
    });
    assert_eq!(name.await, "Padaria Sol");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_typed_on_the_phone_links_it() {
    let world = World::new().await;
    let mut session = world.open().await;
    session.qr().await;
    let number = PADARIA.parse().unwrap();
    let first = session.connection.pair_by_code(&number).await.unwrap();
    let code = session.connection.pair_by_code(&number).await.unwrap();
    assert_eq!(code.code.len(), 8, "{}", code.code);
    assert_ne!(first.code, code.code, "whoever asks again gets a fresh one");
    world.padaria.enter_code(&code.code).await.unwrap();
    session.ready().await;
    let again = session.connection.pair_by_code(&ANA.parse().unwrap()).await;
    assert!(matches!(again, Err(PairCodeError::AlreadyPaired)), "a linked session gives no code");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_that_is_refused_says_what_to_do() {
    use PairCodeRefusal as R;
    let world = World::new().await;
    let mut session = world.open().await;
    session.qr().await;
    let ask = async |number: &str| match session.connection.pair_by_code(&number.parse().unwrap()).await {
        Err(PairCodeError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    assert_eq!(ask("5511900000099").await, R::UnknownNumber, "a number without WhatsApp"); // invented
    for (code, refusal) in [
        (400, R::UnknownNumber),
        (403, R::QrOnly),
        (429, R::TooOften { wait: Some(std::time::Duration::from_mins(1)) }),
        (452, R::QrOnly),
        (500, R::Failed),
    ] {
        world.padaria.refuse_code_requests(Some(code));
        assert_eq!(ask(PADARIA).await, refusal, "{code}");
    }
    world.padaria.refuse_code_requests(None);
    session.connection.pair_by_code(&PADARIA.parse().unwrap()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_opened_again_needs_no_new_code() {
    let world = World::new().await;
    let mut session = world.linked().await;
    session.connection.close().await;
    assert_eq!(session.ended().await, Ending::Closed);

    let mut again = world.open().await;
    let account = again.ready().await;
    assert_eq!(account.address.pn, Some(pn(PADARIA)));
    assert!(!again.heard.iter().any(|signal| matches!(signal, Signal::Qr { .. })), "{:?}", again.heard);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_whose_keys_are_forgotten_starts_with_a_code() {
    let world = World::new().await;
    let mut session = world.linked().await;
    session.connection.close().await;
    session.ended().await;
    world.gateway.forget(world.tenant.folder.path()).await.unwrap();
    assert_eq!(std::fs::read_dir(world.tenant.folder.path()).unwrap().count(), 0, "nothing of the keys is left");
    world.open().await.qr().await;
}

/// WhatsApp's first code lives a minute, so this takes one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn codes_that_nobody_scans_run_out() {
    let world = World::with(EmulatorConfig { qr_refs: 1, ..EmulatorConfig::default() }).await;
    let mut session = world.open().await;
    session.qr().await;
    let started = std::time::Instant::now();
    let ending = loop {
        // The code lives as long as a test's usual patience.
        if let Some(Signal::Ended(ending)) = session.signals.recv().await {
            break ending;
        }
        assert!(started.elapsed().as_secs() < 120, "the code never ran out");
    };
    assert_eq!(ending, Ending::QrRanOut);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_of_the_official_api_is_named_as_the_reason_and_links_once_it_tells_one_thing_of_itself() {
    let world = World::new().await;
    for (hosted_envelope, hosted_details) in [(true, false), (false, true)] {
        world.padaria.coexist(Coexistence { hosted_envelope, hosted_details });
        let mut session = world.open().await;
        let code = session.qr().await;
        // Whether the phone takes the device for linked is nothing to go by.
        let _ = world.padaria.scan(&code).await;
        assert_eq!(session.ended().await, Ending::Broken(Cause::CoexistenceRefused), "{hosted_envelope}");
    }
    world.padaria.coexist(Coexistence::default());
    let mut session = world.open().await;
    let code = session.qr().await;
    world.padaria.scan(&code).await.unwrap();
    session.ready().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_a_kill_took_comes_again() {
    let world = World::new().await;
    let mut session = world.linked().await;
    session.connection.close().await;
    session.ended().await;
    assert_eq!(world.tenant.lose_name(), 1);
    let mut session = world.open().await;
    let named = session.until("the name", |signal| match signal {
        Signal::PushName(name) => Some(name.clone()),
        Signal::Ready(account) if !account.push_name.is_empty() => Some(account.push_name.clone()),
        _ => None,
    });
    assert_eq!(named.await, "Padaria Sol");
}
