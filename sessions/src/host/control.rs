//! Starting, stopping, pairing and unlinking.

use std::time::Duration;

use portaria_domain::{Cause, Desired, Fact, PhoneNumber, SessionState, TenantId};
use portaria_storage::StorageError;
use portaria_whatsapp::{PasskeyAnswer, PasskeyStep};
use tokio::sync::oneshot;

use super::Host;
use crate::command::{CodeShown, Command, PasskeyReply};
use crate::error::HostError;
use crate::lease::LeaseError;
use crate::notice::Passkey;
use crate::shared::Shared;

/// How long a session may take to unlink before it is wiped without WhatsApp's answer.
const LOG_OUT_DEADLINE: Duration = Duration::from_secs(15);

/// Who wants a session up or down: a pause is the provider's to lift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// The provider.
    Provider,
    /// The tenant.
    Tenant,
}

impl Host {
    /// Connects, with a QR code when no phone is linked. The provider's word lifts a pause; a tenant's is refused then.
    pub async fn start_session(&self, tenant: TenantId, asker: Asker) -> Result<SessionState, HostError> {
        self.refuse_paused(tenant, asker)?;
        if self.shared.board.unexpected_account(tenant).is_some() {
            return self.lift_pause(tenant).await;
        }
        self.shared.set_desired(tenant, Desired::Run).await?;
        let handle = self.fleet.ensure(tenant, Cause::Requested).await;
        handle.access.retry_now.notify_waiters();
        self.known_status(tenant)
    }

    /// Out of a pause the question stands again; nothing else is started before it is answered.
    async fn lift_pause(&self, tenant: TenantId) -> Result<SessionState, HostError> {
        if self.shared.board.desired(tenant) != Some(Desired::Pause) {
            return Err(HostError::UnexpectedNumber);
        }
        self.shared.set_desired(tenant, Desired::Run).await?;
        self.shared.tell(tenant, Fact::UnexpectedNumber).await;
        self.known_status(tenant)
    }

    /// Says whether the phone that scanned is the right one, although it does not have the expected number. If it is, its
    /// number is the expected one from now on, and the session goes on; if not, it is unlinked as by [`Self::log_out`].
    pub async fn confirm_number(
        &self,
        tenant: TenantId,
        is_right: bool,
        asker: Asker,
    ) -> Result<SessionState, HostError> {
        self.refuse_paused(tenant, asker)?;
        if self.shared.board.unexpected_account(tenant).is_none() {
            return Err(HostError::NoNumber);
        }
        if !is_right {
            return self.unlink(tenant).await;
        }
        // A session that is about to end stores nothing any more.
        self.fleet.end(tenant).await;
        let Shared { stores, board, clock, .. } = &*self.shared;
        stores.chats(tenant).await?.begin_history(clock.now()).await?;
        // Somebody else may have answered otherwise meanwhile.
        let account = stores.accept_account(tenant).await?.ok_or(HostError::NoNumber)?;
        board.set_account(tenant, Some(account));
        self.start_session(tenant, asker).await
    }

    /// A code to type on the phone instead of the QR code; begins pairing when it has not begun.
    pub async fn pair_by_code(&self, tenant: TenantId, phone: &PhoneNumber) -> Result<CodeShown, HostError> {
        self.refuse_paused(tenant, Asker::Tenant)?;
        if self.shared.board.account(tenant).is_some() {
            return Err(HostError::AlreadyLinked);
        }
        if self.shared.board.unexpected_account(tenant).is_some() {
            return Err(HostError::UnexpectedNumber);
        }
        let handle = self.fleet.ensure(tenant, Cause::Requested).await;
        let (reply, answer) = oneshot::channel();
        let command = Command::PairByCode(phone.clone(), reply);
        handle.commands.send(command).await.map_err(|_| HostError::NotConnected)?;
        answer.await.map_err(|_| HostError::NotConnected)?
    }

    /// What the link waits for that takes the account's passkey, while it does.
    pub fn passkey(&self, tenant: TenantId) -> Option<Passkey> {
        self.shared.board.passkey(tenant)
    }

    /// Hands WhatsApp what the owner's authenticator said to [`PasskeyStep::Asked`].
    pub async fn answer_passkey(&self, tenant: TenantId, answer: PasskeyAnswer) -> Result<(), HostError> {
        let is_asked = |step: &PasskeyStep| matches!(step, PasskeyStep::Asked { .. });
        self.say_of_passkey(tenant, is_asked, |reply| Command::AnswerPasskey(answer, reply)).await
    }

    /// Somebody says that the phone shows the code of [`PasskeyStep::Compare`].
    pub async fn confirm_passkey(&self, tenant: TenantId) -> Result<(), HostError> {
        let is_compared = |step: &PasskeyStep| matches!(step, PasskeyStep::Compare { .. });
        self.say_of_passkey(tenant, is_compared, Command::ConfirmPasskey).await
    }

    async fn say_of_passkey(
        &self,
        tenant: TenantId,
        fits: impl FnOnce(&PasskeyStep) -> bool,
        command: impl FnOnce(PasskeyReply) -> Command,
    ) -> Result<(), HostError> {
        self.refuse_paused(tenant, Asker::Tenant)?;
        let running = self.fleet.running(tenant);
        let (Some(Passkey { step, .. }), Some(handle)) = (self.shared.board.passkey(tenant), running) else {
            return Err(HostError::NoPasskey);
        };
        if !fits(&step) {
            return Err(HostError::NoPasskey);
        }
        let (reply, answer) = oneshot::channel();
        handle.commands.send(command(reply)).await.map_err(|_| HostError::NoPasskey)?;
        Ok(answer.await.map_err(|_| HostError::NoPasskey)??)
    }

    /// Rests until somebody starts it. Refused while the provider pauses: a stop would lift the pause.
    pub async fn stop_session(&self, tenant: TenantId) -> Result<SessionState, HostError> {
        self.refuse_paused(tenant, Asker::Tenant)?;
        self.bring_down(tenant, Desired::Stop, Fact::Stopped).await
    }

    /// Rests until the provider starts it.
    pub async fn pause_session(&self, tenant: TenantId) -> Result<SessionState, HostError> {
        self.known_status(tenant)?;
        self.bring_down(tenant, Desired::Pause, Fact::Paused).await
    }

    /// The machine woke up, or its network is another: whoever waits for the next attempt after a lost connection tries
    /// now, and sessions in use find out whether theirs still carries anything. Limits of WhatsApp stay what they are.
    pub fn wake(&self) {
        self.shared.woken.send_modify(|count| *count += 1);
    }

    /// Unlinks the phone and wipes its keys; chats stay. Works without a connection, too: the phone
    /// then keeps a dead entry in its list of devices. Refused while another process runs the session.
    pub async fn log_out(&self, tenant: TenantId) -> Result<SessionState, HostError> {
        self.refuse_paused(tenant, Asker::Tenant)?;
        if !self.is_linked(tenant) {
            return Err(HostError::NotLinked);
        }
        self.unlink(tenant).await
    }

    /// Whether there are keys of a phone, be it the right one or not.
    fn is_linked(&self, tenant: TenantId) -> bool {
        let board = &self.shared.board;
        board.account(tenant).is_some() || board.unexpected_account(tenant).is_some()
    }

    async fn unlink(&self, tenant: TenantId) -> Result<SessionState, HostError> {
        if self.known_status(tenant)?.cause == Cause::LeaseHeld {
            return Err(HostError::HeldElsewhere);
        }
        let _ = tokio::time::timeout(LOG_OUT_DEADLINE, self.ask_to_log_out(tenant)).await;
        if self.is_linked(tenant) {
            self.fleet.end(tenant).await;
            self.wipe(tenant).await?;
            self.shared.tell(tenant, Fact::Unlinked(Cause::UnlinkedHere)).await;
        }
        self.known_status(tenant)
    }

    /// Asks the session to take this device off the account, and waits until it has ended.
    async fn ask_to_log_out(&self, tenant: TenantId) {
        if let Some(handle) = self.fleet.running(tenant)
            && handle.commands.send(Command::LogOut).await.is_ok()
        {
            handle.done.cancelled().await;
        }
        // One that rests for a wrong number, or came to rest just then, connects once more: so its owner finds nothing of us
        // in the list of devices.
        if self.shared.board.unexpected_account(tenant).is_some() {
            let handle = self.fleet.ensure(tenant, Cause::Requested).await;
            if handle.commands.send(Command::LogOut).await.is_ok() {
                handle.done.cancelled().await;
            }
        }
    }

    /// Wipes the phone of a session that does not run, under its lease: nobody else may be using the keys.
    async fn wipe(&self, tenant: TenantId) -> Result<(), HostError> {
        let folder = self.shared.stores.prepare_tenant_folder(tenant).await?;
        let lease = self.shared.leases.acquire(tenant, &folder).await.map_err(|error| match error {
            LeaseError::Held => HostError::HeldElsewhere,
            LeaseError::Unwritable(source) => {
                HostError::Storage(StorageError::Unwritable { path: folder.clone(), source: source.into() })
            }
        })?;
        self.shared.forget_phone(tenant).await?;
        drop(lease);
        Ok(())
    }

    fn refuse_paused(&self, tenant: TenantId, asker: Asker) -> Result<(), HostError> {
        self.known_status(tenant)?;
        match self.shared.board.desired(tenant) {
            _ if asker == Asker::Provider => Ok(()),
            Some(Desired::Pause) => Err(HostError::Paused),
            Some(Desired::Run | Desired::Stop) => Ok(()),
            None => Err(HostError::Unreadable),
        }
    }

    async fn bring_down(&self, tenant: TenantId, desired: Desired, fact: Fact) -> Result<SessionState, HostError> {
        self.shared.set_desired(tenant, desired).await?;
        self.fleet.end(tenant).await;
        self.shared.tell(tenant, fact).await;
        self.known_status(tenant)
    }
}
