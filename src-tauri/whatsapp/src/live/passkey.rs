//! Linking an account that asks for its passkey.

use std::sync::Arc;

use portaria_domain::Cause;
use whatsapp_rust::passkey::{Assertion, build_webauthn_assertion_json};

use super::lifecycle::{Lifecycle, PasskeyWord};
use crate::{Ending, PasskeyAnswer, PasskeyError, PasskeyStep, Signal};

/// The link waits for somebody, until the library (0.7.0) runs out of QR codes and hangs up.
pub(super) fn waits(lifecycle: &Lifecycle, step: PasskeyStep) -> Signal {
    lifecycle.want(match step {
        PasskeyStep::Asked { .. } => PasskeyWord::Assertion,
        PasskeyStep::Compare { .. } => PasskeyWord::SameCode,
    });
    Signal::Passkey { step, lives_for: lifecycle.codes_last_for() }
}

/// Hands WhatsApp what the owner's authenticator said.
pub(super) async fn answer(lifecycle: &Arc<Lifecycle>, answer: PasskeyAnswer) -> Result<(), PasskeyError> {
    let client = lifecycle.client().filter(|_| lifecycle.was_wanted(PasskeyWord::Assertion));
    let client = client.ok_or(PasskeyError::NotAsked)?;
    let PasskeyAnswer { credential_id, client_data, authenticator_data, signature, user_handle } = answer;
    let assertion_json = build_webauthn_assertion_json(
        &credential_id,
        &client_data,
        &authenticator_data,
        &signature,
        user_handle.as_deref(),
    );
    let sent = client.send_passkey_response(Assertion { assertion_json, credential_id }).await;
    refused(lifecycle, sent)
}

/// Says that the codes are the same.
pub(super) async fn confirm(lifecycle: &Arc<Lifecycle>) -> Result<(), PasskeyError> {
    let client = lifecycle.client().filter(|_| lifecycle.was_wanted(PasskeyWord::SameCode));
    let client = client.ok_or(PasskeyError::NotAsked)?;
    refused(lifecycle, client.send_passkey_confirmation().await)
}

/// A device that was linked before proves it by a key of its own, and nobody compares codes.
pub(super) async fn confirm_by_itself(lifecycle: Arc<Lifecycle>) {
    lifecycle.want(PasskeyWord::SameCode);
    let _ = confirm(&lifecycle).await; // a refusal has ended the session
}

fn refused(
    lifecycle: &Lifecycle,
    outcome: Result<(), whatsapp_rust::passkey::PasskeyError>,
) -> Result<(), PasskeyError> {
    outcome.map_err(|error| {
        tracing::info!(tenant.id = %lifecycle.tenant, %error, "WhatsApp did not take the passkey");
        lifecycle.end(Ending::Broken(Cause::PasskeyRefused));
        PasskeyError::Refused
    })
}
