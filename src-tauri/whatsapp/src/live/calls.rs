//! Calls, once it is known how they ended. Sound and picture stay on the phone.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use portaria_domain::{
    Address, Call, CallOutcome, Content, Context, Delivered, MessageId, MessageKey, Received, UnixMs,
};
use wacore::types::call::{CallAction, CallEndedElsewhere, ElsewhereOutcome, IncomingCall, MissedCall};
use wacore_binary::Jid as WireJid;
use whatsapp_rust::Client;

use super::address::known;
use super::groups::Groups;

/// How many calls may ring at once and still be remembered.
const RINGING: usize = 32;

/// What an offer said of a call, and its end does not say again.
struct Offer {
    id: String,
    is_video: bool,
    group: Option<WireJid>,
    number: Option<WireJid>,
    at: UnixMs,
}

/// The calls that ring.
#[derive(Default)]
pub(super) struct Calls(Mutex<VecDeque<Offer>>);

impl Calls {
    /// Remembers a call that begins to ring. Whatever else is said about a call ends nothing here.
    pub(super) fn ring(&self, call: &IncomingCall) {
        let (id, is_video, group, number) = match &call.action {
            CallAction::Offer { call_id, is_video, group_jid, caller_pn, .. } => {
                (call_id, *is_video, group_jid.clone(), caller_pn.clone())
            }
            CallAction::OfferNotice { call_id, is_video, .. } => (call_id, *is_video, None, None),
            _ => return,
        };
        let at = UnixMs(call.timestamp.timestamp_millis());
        let mut ringing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if ringing.len() == RINGING {
            ringing.pop_front();
        }
        ringing.push_back(Offer { id: id.clone(), is_video, group, number, at });
    }

    fn end(&self, id: &str) -> Option<Offer> {
        let mut ringing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = ringing.iter().position(|offer| offer.id == id)?;
        ringing.remove(place)
    }

    /// A call that nobody took.
    pub(super) async fn missed(&self, client: &Client, groups: &Groups, call: &MissedCall) -> Option<Delivered> {
        let at = UnixMs(call.timestamp.timestamp_millis());
        self.ended(client, groups, &call.from, &call.call_id, at, CallOutcome::Missed).await
    }

    /// A call that another device of the account took or refused.
    pub(super) async fn elsewhere(
        &self,
        client: &Client,
        groups: &Groups,
        call: &CallEndedElsewhere,
    ) -> Option<Delivered> {
        let outcome = match call.outcome {
            ElsewhereOutcome::Accepted => CallOutcome::Answered,
            ElsewhereOutcome::Rejected => CallOutcome::Refused,
            // Whatever else another device may do with a call one day.
            _ => return None,
        };
        let at = UnixMs(call.timestamp.timestamp_millis());
        self.ended(client, groups, &call.from, &call.call_id, at, outcome).await
    }

    async fn ended(
        &self,
        client: &Client,
        groups: &Groups,
        from: &WireJid,
        call_id: &str,
        at: UnixMs,
        outcome: CallOutcome,
    ) -> Option<Delivered> {
        let offer = self.end(call_id);
        let number = offer.as_ref().and_then(|offer| offer.number.as_ref());
        let caller: Address = known(client, from, number).await?;
        let chat = match offer.as_ref().and_then(|offer| offer.group.as_ref()) {
            Some(group) => known(client, group, None).await?,
            None => caller.clone(),
        };
        let is_video = offer.as_ref().is_some_and(|offer| offer.is_video);
        let at = offer.map_or(at, |offer| offer.at);
        Some(Delivered::Message(Box::new(Received {
            chat_kind: groups.kind(&chat),
            key: MessageKey { chat, id: MessageId::parse(call_id).ok()?, from_me: false, sender: caller },
            push_name: String::new(),
            at: (at.0 > 0).then_some(at),
            content: Content::Call(Call { is_video, outcome, duration_s: None }),
            context: Context::default(),
            raw: None,
        })))
    }
}
