//! The way out of an open session.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use portaria_domain::{
    AccountChange, Activity, Address, Cause, Jid, MessageId, MessageKey, PhoneNumber, Privacy, PrivacyChange, Profile,
    Raw,
};
use tokio::time::timeout;
use wacore::iq::keepalive::KeepaliveSpec;
use wacore::pair_code::{PairCodeError as WirePairCodeError, PairCodeUtils};
use whatsapp_rust::pair_code::{PairCodeOptions, PairError};
use whatsapp_rust::{Client, ContactError, IqError, SendOptions};

use super::address::{both, completed, wire};
use super::changing;
use super::groups::Groups;
use super::lifecycle::Lifecycle;
use super::media;
use super::passkey;
use super::presence;
use super::privacy;
use super::profiles;
use super::raw::Stored;
use super::reach::Reach;
use super::reach_out;
use super::refusal::{UNREADABLE, refused, unanswered, unsent};
use crate::{
    Connection, Ending, FetchError, MediaSink, MediaSource, Outgoing, PairCode, PairCodeError, PairCodeRefusal,
    PasskeyAnswer, PasskeyError, ProfileChange, SendError, UploadError,
};

/// How long preparing and handing over a message may take: it can ask WhatsApp for devices and keys.
const SEND_DEADLINE: Duration = Duration::from_mins(1);
/// How long WhatsApp's server may take to acknowledge a message.
const ACK_DEADLINE: Duration = Duration::from_secs(20);
/// How long is waited for the acknowledgement of a read receipt. A server that gives none has it all the same, as long as
/// the connection holds.
const READ_ACK_DEADLINE: Duration = Duration::from_secs(5);
/// How long WhatsApp's server may take to answer a question.
const ANSWER_DEADLINE: Duration = Duration::from_secs(20);
/// How long a picture may take: asking where it is, and fetching some hundred kilobytes.
const PICTURE_DEADLINE: Duration = Duration::from_mins(1);
/// How long a phone code waits for the connection to come up.
const SOCKET_DEADLINE: Duration = Duration::from_secs(15);
/// How long WhatsApp may take to answer whether a connection still carries anything.
const VERIFY_DEADLINE: Duration = Duration::from_secs(5);
/// How long WhatsApp may take to take the device off the account.
const LOG_OUT_DEADLINE: Duration = Duration::from_secs(10);

/// Talks to WhatsApp through the library's client, while the session is open.
pub(super) struct LiveConnection {
    lifecycle: Arc<Lifecycle>,
    pub(super) groups: Arc<Groups>,
    reach: Reach,
}

impl LiveConnection {
    pub(super) fn new(lifecycle: Arc<Lifecycle>, groups: Arc<Groups>) -> Self {
        Self { lifecycle, groups, reach: Reach::default() }
    }

    /// The client, once it is logged in.
    pub(super) fn client(&self) -> Result<Arc<Client>, SendError> {
        self.lifecycle.client().filter(|client| client.is_logged_in()).ok_or(SendError::NotConnected)
    }

    /// Ends a pairing by code that nobody finished, where no QR code is left to show.
    fn expire_code(&self, client: &Arc<Client>) {
        let (lifecycle, client) = (Arc::clone(&self.lifecycle), Arc::downgrade(client));
        self.lifecycle.tasks.spawn(async move {
            tokio::select! {
                () = lifecycle.over.cancelled() => return,
                () = tokio::time::sleep(PairCodeUtils::code_validity()) => {}
            }
            let paired = client.upgrade().is_none_or(|client| client.pn().is_some());
            if !paired && lifecycle.qr_ran_out() {
                lifecycle.end(Ending::QrRanOut);
            }
        });
    }
}

#[async_trait]
impl Connection for LiveConnection {
    async fn pair_by_code(&self, phone: &PhoneNumber) -> Result<PairCode, PairCodeError> {
        let client = self.lifecycle.client().ok_or(PairCodeError::NotConnected)?;
        if client.pn().is_some() {
            return Err(PairCodeError::AlreadyPaired);
        }
        client.wait_for_socket(SOCKET_DEADLINE).await.map_err(|_| PairCodeError::NotConnected)?;
        let options = PairCodeOptions { phone_number: phone.digits().to_owned(), ..PairCodeOptions::default() };
        let code = match client.pair_with_code(options.clone()).await {
            // Whoever asks again wants a fresh code, or for another number.
            Err(PairError::PairCode(WirePairCodeError::CodeAlreadyOutstanding { .. })) => {
                client.cancel_pair_code().await;
                client.pair_with_code(options).await
            }
            other => other,
        };
        let code = code.map_err(|error| match &error {
            PairError::PairCode(_) => PairCodeError::Refused(PairCodeRefusal::UnknownNumber),
            PairError::RequestFailed(IqError::ServerError { code, .. }) => {
                tracing::info!(code, "WhatsApp gave no pairing code");
                PairCodeError::Refused(code_refused(*code, error.backoff()))
            }
            _ => PairCodeError::NotConnected,
        })?;
        self.expire_code(&client);
        Ok(PairCode { code, lives_for: PairCodeUtils::code_validity() })
    }

    async fn answer_passkey(&self, answer: PasskeyAnswer) -> Result<(), PasskeyError> {
        passkey::answer(&self.lifecycle, answer).await
    }

    async fn confirm_passkey(&self) -> Result<(), PasskeyError> {
        passkey::confirm(&self.lifecycle).await
    }

    async fn send(&self, message: &Outgoing) -> Result<(), SendError> {
        let client = self.client()?;
        let id = message.id.as_str();
        // What the stanza says of the message, from its type to the mark of an edit, the library reads off the message.
        let said = Stored::of(&message.raw).ok_or(SendError::Rejected(UNREADABLE))?.message;
        self.reach.verify(&client, &message.to).await?;
        // Who is in a group says when everybody has it.
        self.groups.meet(&Address::one(message.to.clone()));
        self.lifecycle.fresh_keys.save(&client).await?;
        let acknowledged = self.lifecycle.expect_ack(id);
        let options = SendOptions::default().with_message_id(id);
        let sending = client.send_message_with_options(wire(&message.to), said, options);
        let outcome = match timeout(SEND_DEADLINE, sending).await {
            // The library returns once the stanza is on the wire; only the acknowledgement says that it arrived.
            Ok(Ok(_)) => {
                // An answer that was opened meanwhile has brought the key for this one; it left all the same.
                let _ = self.lifecycle.fresh_keys.save(&client).await;
                match timeout(ACK_DEADLINE, acknowledged).await {
                    Ok(Ok(None)) => Ok(()),
                    Ok(Ok(Some(code))) => Err(refused(code)),
                    Ok(Err(_session_over)) => Err(SendError::CutOff),
                    Err(_) => Err(SendError::TimedOut),
                }
            }
            Ok(Err(error)) => Err(unsent(&error)),
            Err(_) => Err(SendError::TimedOut),
        };
        self.lifecycle.forget_ack(id);
        if matches!(outcome, Err(SendError::Restricted)) {
            self.lifecycle.tasks.spawn(reach_out::ask(Arc::clone(&self.lifecycle)));
        }
        outcome
    }

    async fn resolve(&self, phone: &PhoneNumber) -> Result<Option<Address>, SendError> {
        let client = self.client()?;
        let asked = [wire(&phone.to_jid())];
        let answer = timeout(ANSWER_DEADLINE, client.contacts().is_on_whatsapp(&asked)).await;
        let found = answer.map_err(|_| SendError::TimedOut)?.map_err(|error| match error {
            ContactError::Iq(error) => unanswered(&error),
            _ => SendError::NotOnWhatsapp,
        })?;
        let Some(found) = found.into_iter().find(|found| found.is_registered) else { return Ok(None) };
        let address = both(&found.jid, found.pn_jid.as_ref().or(found.lid.as_ref()));
        Ok(match address {
            Some(address) => Some(completed(&client, address).await),
            None => None,
        })
    }

    async fn mark_read(&self, chat: &Jid, sender: Option<&Jid>, ids: &[MessageId]) -> Result<(), SendError> {
        let client = self.client()?;
        let sender = sender.map(wire);
        let ids: Vec<&str> = ids.iter().map(MessageId::as_str).collect();
        // A receipt goes by the first of its ids.
        let Some(first) = ids.first() else { return Ok(()) };
        let acknowledged = self.lifecycle.expect_ack(first);
        let outcome = match client.mark_as_read(&wire(chat), sender.as_ref(), &ids).await {
            Ok(()) => match timeout(READ_ACK_DEADLINE, acknowledged).await {
                Ok(Err(_session_over)) => Err(SendError::CutOff),
                Ok(Ok(_)) | Err(_) => Ok(()),
            },
            // The library hands the socket's error on as text; there is no other reason to fail.
            Err(_) => Err(SendError::NotConnected),
        };
        self.lifecycle.forget_ack(first);
        outcome
    }

    async fn fetch_media(&self, key: &MessageKey, raw: &Raw, into: Box<dyn MediaSink>) -> Result<(), FetchError> {
        let client = self.client().map_err(|_| FetchError::NotConnected)?;
        tokio::select! {
            () = self.lifecycle.over.cancelled() => Err(FetchError::NotConnected),
            fetched = media::fetch(&client, key, raw, into) => fetched,
        }
    }

    async fn upload_media(&self, raw: &Raw, file: Arc<dyn MediaSource>) -> Result<Raw, UploadError> {
        let client = self.client().map_err(|_| UploadError::NotConnected)?;
        tokio::select! {
            () = self.lifecycle.over.cancelled() => Err(UploadError::NotConnected),
            uploaded = media::upload(&client, raw, file) => uploaded,
        }
    }

    async fn profile(&self, of: &Jid) -> Result<Profile, SendError> {
        let client = self.client()?;
        timeout(ANSWER_DEADLINE, profiles::ask(&client, of)).await.map_err(|_| SendError::TimedOut)?
    }

    async fn set_profile(&self, change: &ProfileChange) -> Result<(), SendError> {
        let client = self.client()?;
        timeout(ANSWER_DEADLINE, profiles::set(&client, change)).await.map_err(|_| SendError::TimedOut)?
    }

    async fn privacy(&self) -> Result<Privacy, SendError> {
        let client = self.client()?;
        timeout(ANSWER_DEADLINE, privacy::ask(&client)).await.map_err(|_| SendError::TimedOut)?
    }

    async fn set_privacy(&self, change: PrivacyChange) -> Result<(), SendError> {
        let client = self.client()?;
        timeout(ANSWER_DEADLINE, privacy::set(&client, change)).await.map_err(|_| SendError::TimedOut)?
    }

    async fn set_online(&self, is_online: bool) -> Result<(), SendError> {
        presence::show(&*self.client()?, &self.lifecycle, is_online).await
    }

    async fn fetch_picture(&self, of: &Jid, into: Box<dyn MediaSink>) -> Result<Option<String>, FetchError> {
        let client = self.client().map_err(|_| FetchError::NotConnected)?;
        tokio::select! {
            () = self.lifecycle.over.cancelled() => Err(FetchError::NotConnected),
            fetched = timeout(PICTURE_DEADLINE, profiles::fetch(&client, of, into)) => {
                fetched.map_err(|late| FetchError::Broken(late.into()))?
            }
        }
    }

    async fn tell_change(&self, change: &AccountChange) -> Result<(), SendError> {
        let client = self.client()?;
        timeout(SEND_DEADLINE, changing::tell(&client, change)).await.map_err(|_| SendError::TimedOut)?
    }

    async fn describe_groups(&self, groups: &[Jid]) {
        for group in groups {
            self.groups.refresh(group);
        }
    }

    async fn set_activity(&self, chat: &Jid, activity: Activity) -> Result<(), SendError> {
        let client = self.client()?;
        let (chat, state) = (wire(chat), client.chatstate());
        let told = match activity {
            Activity::Typing => state.send_composing(&chat).await,
            Activity::Recording => state.send_recording(&chat).await,
            Activity::Paused => state.send_paused(&chat).await,
        };
        told.map_err(|_| SendError::NotConnected)
    }

    async fn verify(&self) {
        let Ok(client) = self.client() else { return };
        let answered =
            match timeout(VERIFY_DEADLINE, client.execute(KeepaliveSpec::with_timeout(VERIFY_DEADLINE))).await {
                // A refusal is an answer, too.
                Ok(Ok(()) | Err(IqError::ServerError { .. })) => true,
                Ok(Err(_)) | Err(_) => false,
            };
        if !answered {
            tracing::info!(tenant.id = %self.lifecycle.tenant, "the connection carries nothing any more");
            self.lifecycle.end(Ending::Lost(Cause::ConnectionLost));
        }
    }

    async fn log_out(&self) {
        self.lifecycle.decide(Ending::Unlinked(Cause::UnlinkedHere));
        let Some(client) = self.lifecycle.client() else { return };
        if timeout(LOG_OUT_DEADLINE, client.logout()).await.is_err() {
            tracing::warn!(tenant.id = %self.lifecycle.tenant, "WhatsApp did not confirm that the device is off the account");
            client.disconnect().await;
        }
    }

    async fn close(&self) {
        self.lifecycle.decide(Ending::Closed);
        if let Some(client) = self.lifecycle.client() {
            client.disconnect().await;
        }
    }
}

/// What WhatsApp's refusal of a pairing code means.
fn code_refused(code: u16, wait: Option<Duration>) -> PairCodeRefusal {
    match code {
        // A number that asked too often gets the same answer as one that is not there.
        400 | 404 => PairCodeRefusal::UnknownNumber,
        429 => PairCodeRefusal::TooOften { wait },
        403 | 452 => PairCodeRefusal::QrOnly,
        _ => PairCodeRefusal::Failed,
    }
}
