//! Whether an address has a device that would take a message.
//!
//! The library sends to an address without devices all the same, and WhatsApp's server acknowledges it: the message
//! would count as sent and be taken by nobody.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use portaria_domain::{Jid, Server};
use tokio::time::timeout;
use whatsapp_rust::Client;
use whatsapp_rust::usync::{
    UsyncContext, UsyncMode, UsyncOutcome, UsyncProtocol, UsyncProtocolKind, UsyncProtocolResult, UsyncQuery, UsyncUser,
};

use super::address::{is_own, wire};
use super::refusal::unanswered;
use crate::SendError;

/// How long WhatsApp's server may take to answer.
const ANSWER_DEADLINE: Duration = Duration::from_secs(20);
/// How many addresses are remembered; then it starts anew, and the library's own registry answers.
const REMEMBERED: usize = 1_024;

/// The addresses of which it is known.
#[derive(Default)]
pub(super) struct Reach(Mutex<HashSet<Jid>>);

impl Reach {
    /// Refuses an address that nobody would take a message at.
    pub(super) async fn verify(&self, client: &Client, to: &Jid) -> Result<(), SendError> {
        if !matches!(to.server(), Server::Pn | Server::Lid) || self.knows(to) {
            return Ok(());
        }
        if is_own(client, &wire(to)) || is_registered(client, to).await || has_device(client, to).await? {
            self.remember(to);
            return Ok(());
        }
        Err(SendError::NotOnWhatsapp)
    }

    fn knows(&self, to: &Jid) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(to)
    }

    fn remember(&self, to: &Jid) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(to.clone());
    }
}

/// Whether the library has a list of devices for the address, under either of its forms.
async fn is_registered(client: &Client, to: &Jid) -> bool {
    let devices = client.persistence_manager().backend();
    let mut users = vec![to.user().to_owned()];
    if let Ok(Some(entry)) = client.get_lid_pn_entry(&wire(to)).await {
        users.extend([entry.lid.to_string(), entry.phone_number.to_string()]);
    }
    for user in users {
        // A look-up that fails tells nothing: WhatsApp is asked.
        if let Ok(Some(record)) = devices.get_devices(&user).await
            && !record.devices.is_empty()
        {
            return true;
        }
    }
    false
}

/// Asks WhatsApp for the devices of an address.
async fn has_device(client: &Client, to: &Jid) -> Result<bool, SendError> {
    let user = UsyncUser::from_jid(wire(to));
    let query = UsyncQuery::new(UsyncMode::Query, UsyncContext::Message, vec![UsyncProtocol::DevicesV2], vec![user])
        .map_err(|_| SendError::NotOnWhatsapp)?;
    let answer = timeout(ANSWER_DEADLINE, client.query_usync(query)).await;
    let answer = answer.map_err(|_| SendError::TimedOut)?.map_err(|error| unanswered(&error))?;
    if answer.protocol_state(UsyncProtocolKind::Devices).is_some_and(|state| state.error.is_some()) {
        return Err(SendError::TimedOut);
    }
    Ok(answer.users.iter().any(|user| {
        let Some(UsyncProtocolResult::Devices(UsyncOutcome::Value(devices))) =
            user.protocol(UsyncProtocolKind::Devices)
        else {
            return false;
        };
        devices.device_list.as_ref().is_some_and(|list| !list.devices.is_empty())
    }))
}
