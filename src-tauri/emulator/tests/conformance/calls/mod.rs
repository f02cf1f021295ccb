//! Calls as companions and phones of both sides see them.

mod incoming;
mod outgoing;

use whatsapp_rust::prelude::*;
use whatsapp_rust::types::call::{CallAction, IncomingCall};

use crate::client::Client;

/// What a companion was told of a call, if `pick` finds something in it.
pub async fn heard<T>(client: &Client, id: &str, what: &str, pick: impl Fn(&IncomingCall) -> Option<T>) -> T {
    client
        .event(what, |event| match event {
            Event::IncomingCall(call) if call.action.call_id() == id => pick(call),
            _ => None,
        })
        .await
}

/// The offer of a call as a companion heard it.
pub async fn offered(client: &Client, id: &str) -> IncomingCall {
    heard(client, id, "an offer", |call| is_offer(call).then(|| call.clone())).await
}

pub fn is_offer(call: &IncomingCall) -> bool {
    matches!(call.action, CallAction::Offer { .. })
}

/// Why a call ended, as a companion heard it.
pub async fn terminated(client: &Client, id: &str) -> Option<String> {
    let reason = |call: &IncomingCall| match &call.action {
        CallAction::Terminate { reason, .. } => Some(reason.clone()),
        _ => None,
    };
    heard(client, id, "the end of a call", reason).await
}
