//! Numbers that somebody pasted are asked of WhatsApp while the session can, one at a time and not in a hurry: who asks
//! about many at once looks like somebody who writes to strangers.

use std::sync::Arc;
use std::time::Duration;

use portaria_domain::{Clock, Refusal, TenantId};
use portaria_storage::{ChatStore, JobKind, NumberState, NumberTask, StorageError};
use portaria_whatsapp::{Connection, SendError};
use tokio::sync::Notify;

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

/// Asks WhatsApp about one tenant's numbers while its session can.
pub(crate) struct Checker {
    pub(crate) tenant: TenantId,
    pub(crate) chats: ChatStore,
    pub(crate) connection: Arc<dyn Connection>,
    pub(crate) clock: Arc<dyn Clock>,
    /// Notified when there are numbers to ask about.
    pub(crate) wanted: Arc<Notify>,
}

impl Checker {
    /// Asks until it is dropped.
    pub(crate) async fn run(self) {
        while let Err(error) = self.chats.release_jobs(JobKind::CheckNumbers).await {
            self.wait_for_the_store(&error).await;
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
            return self.ask(task).await;
        }
        Ok(match self.chats.next_job(JobKind::CheckNumbers).await? {
            Some(due) => {
                let wait_ms = u64::try_from(due.since_ms(now)).unwrap_or(0);
                Next::After(PACE.max(Duration::from_millis(wait_ms)))
            }
            None => Next::WhenWanted,
        })
    }

    async fn ask(&self, task: NumberTask) -> Result<Next, StorageError> {
        let (state, address) = match self.connection.resolve(&task.phone).await {
            Ok(Some(address)) => (NumberState::Exists, Some(address)),
            Ok(None) | Err(SendError::NotOnWhatsapp) => (NumberState::Absent, None),
            Err(SendError::NotConnected | SendError::CutOff) => {
                self.chats.give_job_back(task.job, self.clock.now(), false).await?;
                return Ok(Next::After(FOR_THE_END));
            }
            // Whoever goes on asking then is restricted for longer: no other number is asked about either.
            Err(error) if error.refusal(Refusal::of_account).is_some_and(Refusal::is_about_pace) => {
                tracing::info!(tenant.id = %self.tenant, %error, "WhatsApp wants to be asked about fewer numbers");
                // Also the session after this one does not ask at once.
                let due = self.clock.now() + i64::try_from(TOO_OFTEN.as_millis()).unwrap_or(i64::MAX);
                self.chats.give_job_back(task.job, due, false).await?;
                return Ok(Next::After(TOO_OFTEN));
            }
            Err(error) if task.attempts + 1 < ATTEMPTS => {
                tracing::debug!(tenant.id = %self.tenant, %error, "WhatsApp did not say whether a number is there");
                self.chats.give_job_back(task.job, self.clock.now() + AGAIN_MS, true).await?;
                return Ok(Next::After(PACE));
            }
            Err(_) => (NumberState::Unanswered, None),
        };
        self.chats.number_answered(task, state, address, self.clock.now()).await?;
        Ok(Next::After(PACE))
    }
}

/// When there is something to ask about again.
enum Next {
    After(Duration),
    WhenWanted,
}
