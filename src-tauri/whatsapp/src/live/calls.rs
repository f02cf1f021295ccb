//! Calls, once it is known how they ended. Sound and picture stay on the phone.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use portaria_domain::{
    Address, Call, CallOutcome, Content, Context, Delivered, MessageId, MessageKey, Received, UnixMs,
};
use wacore::types::call::{CallAction, IncomingCall, MissedCall};
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
    /// Remembers a call that begins to ring, and gives the line of one that rings no longer: built without sound, the
    /// library makes no event of that end.
    pub(super) async fn hear(&self, client: &Client, groups: &Groups, call: &IncomingCall) -> Option<Delivered> {
        let (id, is_video, group, number) = match &call.action {
            CallAction::Offer { call_id, is_video, group_jid, caller_pn, .. } => {
                (call_id, *is_video, group_jid.clone(), caller_pn.clone())
            }
            CallAction::OfferNotice { call_id, is_video, .. } => (call_id, *is_video, None, None),
            CallAction::Terminate { call_id, reason, .. } => {
                let offer = self.end(call_id)?;
                return line(client, groups, &call.from, offer, outcome(reason.as_deref())?).await;
            }
            _ => return None,
        };
        let at = UnixMs(call.timestamp.timestamp_millis());
        let mut ringing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if ringing.len() == RINGING {
            ringing.pop_front();
        }
        ringing.push_back(Offer { id: id.clone(), is_video, group, number, at });
        None
    }

    fn end(&self, id: &str) -> Option<Offer> {
        let mut ringing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = ringing.iter().position(|offer| offer.id == id)?;
        ringing.remove(place)
    }

    /// A call that came while nobody was connected: it rang elsewhere, and nobody took it.
    pub(super) async fn missed(&self, client: &Client, groups: &Groups, call: &MissedCall) -> Option<Delivered> {
        let at = UnixMs(call.timestamp.timestamp_millis());
        let offer = Offer { id: call.call_id.clone(), is_video: false, group: None, number: None, at };
        line(client, groups, &call.from, offer, CallOutcome::Missed).await
    }
}

/// How a call ended that rang here, by the reason that its end gives. `None`: nobody's chat shows it.
fn outcome(reason: Option<&str>) -> Option<CallOutcome> {
    match reason {
        None | Some("timeout" | "group_call_ended") => Some(CallOutcome::Missed),
        Some("accepted_elsewhere") => Some(CallOutcome::Answered),
        Some("rejected_elsewhere") => Some(CallOutcome::Refused),
        Some(_) => None,
    }
}

async fn line(
    client: &Client,
    groups: &Groups,
    from: &WireJid,
    offer: Offer,
    outcome: CallOutcome,
) -> Option<Delivered> {
    let caller: Address = known(client, from, offer.number.as_ref()).await?;
    let chat = match &offer.group {
        Some(group) => known(client, group, None).await?,
        None => caller.clone(),
    };
    Some(Delivered::Message(Box::new(Received {
        chat_kind: groups.kind(&chat),
        key: MessageKey { chat, id: MessageId::parse(&offer.id).ok()?, from_me: false, sender: caller },
        push_name: String::new(),
        at: (offer.at.0 > 0).then_some(offer.at),
        content: Content::Call(Call { is_video: offer.is_video, outcome, duration_s: None }),
        context: Context::default(),
        raw: None,
    })))
}
