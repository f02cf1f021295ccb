//! Numbers that somebody pasted, and those of people for the address book, are asked of WhatsApp while the session can,
//! one at a time and not in a hurry: who asks about many at once looks like somebody who writes to strangers.

use std::sync::Arc;
use std::time::Duration;

use portaria_domain::{Address, Clock, PhoneNumber, Refusal, TenantId};
use portaria_storage::{ChatStore, ImportReason, ImportTask, JobKind, JobRow, NumberState, NumberTask, StorageError};
use portaria_whatsapp::{Connection, SendError};
use tokio::sync::Notify;

use crate::board::Board;

/// Between two questions.
const PACE: Duration = Duration::from_millis(400);
/// Longer than any answer takes. A session that begins takes back what one before it had taken.
const TAKEN_FOR_MS: i64 = 60_000;
/// After so many questions about a number without an answer it is left.
const ATTEMPTS: u32 = 3;
/// Before a number is asked about again.
const AGAIN_MS: i64 = 5_000;
/// How long to wait where WhatsApp was asked too often.
const TOO_OFTEN: Duration = Duration::from_mins(10);
/// How long to wait where the store fails, or the connection is gone and the session has not ended yet.
const FOR_THE_END: Duration = Duration::from_secs(5);

/// What the checker does.
const KINDS: [JobKind; 2] = [JobKind::CheckNumbers, JobKind::ImportContacts];

/// Asks WhatsApp about one tenant's numbers while its session can.
pub(crate) struct Checker {
    pub(crate) tenant: TenantId,
    pub(crate) chats: ChatStore,
    pub(crate) connection: Arc<dyn Connection>,
    pub(crate) board: Arc<Board>,
    pub(crate) clock: Arc<dyn Clock>,
    /// Notified when there are numbers to ask about.
    pub(crate) wanted: Arc<Notify>,
    /// To be notified when somebody is in the address book, and WhatsApp is to be told.
    pub(crate) outbox_waiting: Arc<Notify>,
}

impl Checker {
    /// Asks until it is dropped.
    pub(crate) async fn run(self) {
        for kind in KINDS {
            while let Err(error) = self.chats.release_jobs(kind).await {
                self.wait_for_the_store(&error).await;
            }
        }
        loop {
            match self.ask_next().await {
                Ok(Next::After(pause)) => tokio::time::sleep(pause).await,
                Ok(Next::WhenWanted) => self.wanted.notified().await,
                Err(error) => self.wait_for_the_store(&error).await,
            }
        }
    }

    async fn wait_for_the_store(&self, error: &StorageError) {
        tracing::error!(tenant.id = %self.tenant, error = error as &dyn std::error::Error, "numbers to ask about cannot be read or written; trying again");
        tokio::time::sleep(FOR_THE_END).await;
    }

    /// Asks about the next number that is due.
    async fn ask_next(&self) -> Result<Next, StorageError> {
        let now = self.clock.now();
        if let Some(task) = self.chats.take_number(now, now + TAKEN_FOR_MS).await? {
            return self.check(task).await;
        }
        if let Some(task) = self.chats.take_imported(now, now + TAKEN_FOR_MS).await? {
            return self.import(task).await;
        }
        let mut next = None;
        for kind in KINDS {
            let due = self.chats.next_job(kind).await?;
            next = [next, due].into_iter().flatten().min();
        }
        Ok(match next {
            Some(due) => {
                let wait_ms = u64::try_from(due.since_ms(now)).unwrap_or(0);
                Next::After(PACE.max(Duration::from_millis(wait_ms)))
            }
            None => Next::WhenWanted,
        })
    }

    /// Keeps what WhatsApp says of a number that somebody pasted.
    async fn check(&self, task: NumberTask) -> Result<Next, StorageError> {
        let (state, address) = match self.ask(&task.phone, task.job, task.attempts).await? {
            Said::There(address) => (NumberState::Exists, Some(address)),
            Said::Absent => (NumberState::Absent, None),
            Said::Nothing => (NumberState::Unanswered, None),
            Said::Later(next) => return Ok(next),
        };
        self.chats.number_answered(task, state, address, self.clock.now()).await?;
        Ok(Next::After(PACE))
    }

    /// Puts somebody of a file into the address book. Who is known here is not asked about.
    async fn import(&self, task: ImportTask) -> Result<Next, StorageError> {
        let (address, pause) = match task.known.clone() {
            Some(known) => (known, Duration::ZERO),
            None => match self.ask(&task.phone, task.job, task.attempts).await? {
                Said::There(address) => (address, PACE),
                Said::Absent => return self.not_imported(task, ImportReason::Absent).await,
                Said::Nothing => return self.not_imported(task, ImportReason::Unanswered).await,
                Said::Later(next) => return Ok(next),
            },
        };
        let events = self.chats.save_imported(task, address, self.clock.now()).await?;
        self.board.publish(self.tenant, events);
        self.outbox_waiting.notify_one();
        Ok(Next::After(pause))
    }

    async fn not_imported(&self, task: ImportTask, why: ImportReason) -> Result<Next, StorageError> {
        self.chats.imported_failed(task, why, self.clock.now()).await?;
        Ok(Next::After(PACE))
    }

    /// Asks WhatsApp whether a number is there.
    async fn ask(&self, phone: &PhoneNumber, job: JobRow, attempts: u32) -> Result<Said, StorageError> {
        match self.connection.resolve(phone).await {
            Ok(Some(address)) => Ok(Said::There(address)),
            Ok(None) | Err(SendError::NotOnWhatsapp) => Ok(Said::Absent),
            Err(SendError::NotConnected | SendError::CutOff) => {
                self.chats.give_job_back(job, self.clock.now(), false).await?;
                Ok(Said::Later(Next::After(FOR_THE_END)))
            }
            // Whoever goes on asking then is restricted for longer: no other number is asked about either.
            Err(error) if error.refusal(Refusal::of_account).is_some_and(Refusal::is_about_pace) => {
                tracing::info!(tenant.id = %self.tenant, %error, "WhatsApp wants to be asked about fewer numbers");
                // Also the session after this one does not ask at once.
                let due = self.clock.now() + i64::try_from(TOO_OFTEN.as_millis()).unwrap_or(i64::MAX);
                self.chats.give_job_back(job, due, false).await?;
                Ok(Said::Later(Next::After(TOO_OFTEN)))
            }
            Err(error) if attempts + 1 < ATTEMPTS => {
                tracing::debug!(tenant.id = %self.tenant, %error, "WhatsApp did not say whether a number is there");
                self.chats.give_job_back(job, self.clock.now() + AGAIN_MS, true).await?;
                Ok(Said::Later(Next::After(PACE)))
            }
            Err(_) => Ok(Said::Nothing),
        }
    }
}

/// What WhatsApp says of a number.
enum Said {
    There(Address),
    Absent,
    /// Nothing, however often it was asked.
    Nothing,
    /// It is asked again; the job was given back.
    Later(Next),
}

/// When there is something to ask about again.
enum Next {
    After(Duration),
    WhenWanted,
}
