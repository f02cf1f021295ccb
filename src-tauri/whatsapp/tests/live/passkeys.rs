//! Linking an account that asks for its passkey.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portaria_domain::Cause;
use portaria_emulator::{EmulatorError, Passkey};
use portaria_whatsapp::{Ending, PasskeyAnswer, PasskeyError, PasskeyStep, Signal};
use serde_json::Value;

use crate::world::{PADARIA, PATIENCE, Session, World, pn};

/// The shop's phone reads the code, which links nothing yet.
async fn scanned(world: &World) -> Session {
    world.padaria.require_passkey(true);
    let mut session = world.open().await;
    let code = session.qr().await;
    let scanned = world.padaria.scan(&code).await;
    assert!(matches!(scanned, Err(EmulatorError::PasskeyAsked)), "{scanned:?}");
    session
}

/// What WhatsApp asks of an authenticator.
async fn asked(session: &mut Session) -> String {
    let asked = session.until("the passkey is asked for", |signal| match signal {
        Signal::Passkey { step: PasskeyStep::Asked { options }, lives_for } => Some((options.clone(), *lives_for)),
        _ => None,
    });
    let (options, lives_for) = asked.await;
    assert!(!lives_for.is_zero(), "somebody has time for it");
    options
}

/// The owner's authenticator signs the challenge.
fn signed(passkey: &Passkey, options: &str) -> PasskeyAnswer {
    let answer = passkey.answer(options).unwrap();
    let said: Value = serde_json::from_str(&answer.assertion_json).unwrap();
    let part = |name: &str| URL_SAFE_NO_PAD.decode(said["response"][name].as_str().unwrap()).unwrap();
    PasskeyAnswer {
        credential_id: answer.credential_id,
        client_data: part("clientDataJSON"),
        authenticator_data: part("authenticatorData"),
        signature: part("signature"),
        user_handle: None,
    }
}

async fn code(session: &mut Session) -> String {
    let code = session.until("a code to compare", |signal| match signal {
        Signal::Passkey { step: PasskeyStep::Compare { code }, .. } => Some(code.clone()),
        _ => None,
    });
    code.await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_passkey_and_equal_codes_link_the_account() {
    let world = World::new().await;
    let mut session = scanned(&world).await;
    let options = asked(&mut session).await;
    let early = session.connection.confirm_passkey().await;
    assert!(matches!(early, Err(PasskeyError::NotAsked)), "there is nothing to compare yet: {early:?}");
    session.connection.answer_passkey(signed(&world.padaria.passkey().unwrap(), &options)).await.unwrap();
    world.padaria.allow_passkey_link(PATIENCE).await.unwrap();
    let shown = code(&mut session).await;
    assert_eq!(world.padaria.wait_for_passkey_code(PATIENCE).await.unwrap(), shown, "both ends show the same");
    session.connection.confirm_passkey().await.unwrap();
    world.padaria.confirm_passkey().await.unwrap();
    assert_eq!(session.ready().await.address.pn, Some(pn(PADARIA)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_elses_passkey_ends_the_link_and_says_why() {
    let world = World::new().await;
    let mut session = scanned(&world).await;
    let options = asked(&mut session).await;
    world.ana.require_passkey(true);
    let refused = session.connection.answer_passkey(signed(&world.ana.passkey().unwrap(), &options)).await;
    assert!(matches!(refused, Err(PasskeyError::Refused)), "{refused:?}");
    assert_eq!(session.ended().await, Ending::Broken(Cause::PasskeyRefused));
    assert!(world.padaria.linked_devices().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_that_shows_another_code_links_nothing() {
    let world = World::new().await;
    let mut session = scanned(&world).await;
    let options = asked(&mut session).await;
    session.connection.answer_passkey(signed(&world.padaria.passkey().unwrap(), &options)).await.unwrap();
    world.padaria.allow_passkey_link(PATIENCE).await.unwrap();
    code(&mut session).await;
    world.padaria.wait_for_passkey_code(PATIENCE).await.unwrap();
    world.padaria.refuse_passkey().unwrap();
    let refused = session.connection.confirm_passkey().await;
    assert!(matches!(refused, Err(PasskeyError::Refused)), "{refused:?}");
    assert_eq!(session.ended().await, Ending::Broken(Cause::PasskeyRefused));
    assert!(world.padaria.linked_devices().is_empty());
}
