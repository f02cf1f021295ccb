//! Calls: that they ring, and how they ended. Sound and picture stay on the phone.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use portaria_domain::{
    Address, Call, CallOutcome, Content, Context, Delivered, MessageId, MessageKey, Received, UnixMs,
};
use wacore::types::call::{CallAction, IncomingCall, MissedCall};
use wacore_binary::Jid as WireJid;
use whatsapp_rust::Client;

use super::address::{is_own, known};
use super::groups::Groups;

/// How many calls may ring at once and still be remembered, and how many ends of calls that were not heard of yet.
const REMEMBERED: usize = 32;

/// What an offer said of a call, and its end does not say again.
#[derive(Clone)]
struct Offer {
    id: String,
    is_video: bool,
    group: Option<WireJid>,
    number: Option<WireJid>,
    at: UnixMs,
}

/// The calls that ring, and the ends that came before their calls: the library handles stanzas side by side.
#[derive(Default)]
pub(super) struct Calls(Mutex<Heard>);

#[derive(Default)]
struct Heard {
    ringing: VecDeque<Offer>,
    ends: VecDeque<(String, Option<CallOutcome>)>,
}

impl Calls {
    /// Gives the line of a call that begins to ring, and of one that rings no longer: built without sound, the library
    /// makes no event of that end.
    pub(super) async fn hear(&self, client: &Client, groups: &Groups, call: &IncomingCall) -> Option<Delivered> {
        let (id, is_video, group, number) = match &call.action {
            CallAction::Offer { call_id, is_video, group_jid, caller_pn, .. } => {
                (call_id, *is_video, group_jid.clone(), caller_pn.clone())
            }
            CallAction::OfferNotice { call_id, is_video, .. } => (call_id, *is_video, None, None),
            CallAction::Terminate { call_id, reason, .. } => {
                let ended = self.end(call_id, outcome(reason.as_deref()));
                let (offer, outcome) = ended.or_else(|| left_over(client, call, outcome(reason.as_deref())))?;
                return line(client, groups, &call.from, offer, outcome).await;
            }
            _ => return None,
        };
        let at = UnixMs(call.timestamp.timestamp_millis());
        let (offer, outcome) = self.ring(Offer { id: id.clone(), is_video, group, number, at })?;
        // What rang while nobody was connected rings no longer.
        if outcome == CallOutcome::Ringing && (call.offline || is_own(client, &call.from)) {
            return None;
        }
        line(client, groups, &call.from, offer, outcome).await
    }

    /// A call rings. Gives it with how it stands: its end may have come before it, and nothing is shown of some.
    fn ring(&self, offer: Offer) -> Option<(Offer, CallOutcome)> {
        let mut heard = self.lock();
        if let Some(place) = heard.ends.iter().position(|(id, _)| *id == offer.id) {
            let (_, outcome) = heard.ends.remove(place)?;
            return Some((offer, outcome?));
        }
        remember(&mut heard.ringing, offer.clone());
        Some((offer, CallOutcome::Ringing))
    }

    /// A call rings no longer. Gives it back with its outcome, if it rang here: its chat shows that it did.
    fn end(&self, id: &str, outcome: Option<CallOutcome>) -> Option<(Offer, CallOutcome)> {
        let mut heard = self.lock();
        let Some(place) = heard.ringing.iter().position(|offer| offer.id == id) else {
            remember(&mut heard.ends, (id.to_owned(), outcome));
            return None;
        };
        Some((heard.ringing.remove(place)?, outcome.unwrap_or(CallOutcome::Failed)))
    }

    fn lock(&self) -> MutexGuard<'_, Heard> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A call that came while nobody was connected: it rang elsewhere, and nobody took it.
    pub(super) async fn missed(&self, client: &Client, groups: &Groups, call: &MissedCall) -> Option<Delivered> {
        let at = UnixMs(call.timestamp.timestamp_millis());
        let offer = Offer { id: call.call_id.clone(), is_video: false, group: None, number: None, at };
        line(client, groups, &call.from, offer, CallOutcome::Missed).await
    }
}

/// The call whose end came while nobody was connected: whoever heard it ring was killed since. What it was is not said
/// again.
fn left_over(client: &Client, end: &IncomingCall, outcome: Option<CallOutcome>) -> Option<(Offer, CallOutcome)> {
    if !end.offline || is_own(client, &end.from) {
        return None;
    }
    let (id, at) = (end.action.call_id().to_owned(), UnixMs(end.timestamp.timestamp_millis()));
    Some((Offer { id, is_video: false, group: None, number: None, at }, outcome?))
}

/// Adds to the newest; the oldest makes room.
fn remember<T>(row: &mut VecDeque<T>, one: T) {
    if row.len() == REMEMBERED {
        row.pop_front();
    }
    row.push_back(one);
}

/// How a call ended that rang here, by the reason that its end gives. `None`: it did not come about.
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn offer(id: &str) -> Offer {
        Offer { id: id.into(), is_video: true, group: None, number: None, at: UnixMs(1) }
    }

    #[test]
    fn a_call_has_its_outcome_whichever_is_heard_first() {
        let calls = Calls::default();
        assert_eq!(calls.ring(offer("A")).unwrap().1, CallOutcome::Ringing);
        assert_eq!(calls.end("A", Some(CallOutcome::Missed)).unwrap().1, CallOutcome::Missed);
        assert!(calls.end("B", Some(CallOutcome::Refused)).is_none());
        let (late, outcome) = calls.ring(offer("B")).unwrap();
        assert_eq!((late.id.as_str(), late.is_video, outcome), ("B", true, CallOutcome::Refused));
        assert!(calls.end("C", None).is_none() && calls.ring(offer("C")).is_none(), "it never rang here");
        assert!(calls.end("C", Some(CallOutcome::Missed)).is_none(), "and it was over by then");
        calls.ring(offer("D"));
        assert_eq!(calls.end("D", None).unwrap().1, CallOutcome::Failed, "what rings here ends here");
    }

    #[test]
    fn what_never_ends_does_not_pile_up() {
        let calls = Calls::default();
        for call in 0..1_000 {
            calls.ring(offer(&format!("R{call}")));
            calls.end(&format!("E{call}"), None);
        }
        let heard = calls.lock();
        assert_eq!((heard.ringing.len(), heard.ends.len()), (REMEMBERED, REMEMBERED));
    }
}
