//! Puts into the outbox what is to be sent without anybody.

use std::sync::Arc;

use portaria_domain::{
    Account, AutomaticMessages, Chat, Clock, Draft, MessageId, PhoneNumber, TenantId, without_deception,
};
use portaria_storage::{ChatStore, DueAnswer, Outgoing, Says, StorageError};
use portaria_whatsapp::{Around, Codec, Said};
use tokio::sync::Notify;

use crate::board::Board;

/// Answers for one tenant what the store decided to answer.
#[derive(Clone)]
pub(crate) struct Answerer {
    pub(crate) tenant: TenantId,
    pub(crate) chats: ChatStore,
    pub(crate) codec: Arc<dyn Codec>,
    pub(crate) board: Arc<Board>,
    pub(crate) clock: Arc<dyn Clock>,
    /// Notified when something waits in the outbox.
    pub(crate) outbox_waiting: Arc<Notify>,
}

impl Answerer {
    /// Composes all that is due. What does not get into the outbox now stays due for a few minutes.
    pub(crate) async fn answer_due(&self) {
        if let Err(error) = self.try_answer_due().await {
            tracing::warn!(tenant.id = %self.tenant, error = &error as &dyn std::error::Error, "somebody who wrote could not be answered by itself yet");
        }
    }

    async fn try_answer_due(&self) -> Result<(), StorageError> {
        let due = self.chats.due_answers(self.clock.now()).await?;
        if due.is_empty() {
            return Ok(());
        }
        let Some(account) = self.board.account(self.tenant) else { return Ok(()) };
        let messages = self.chats.automatic_messages().await?;
        for due in due {
            if let Some(chat) = self.chats.chat(due.chat).await? {
                self.answer(due, &chat, &messages, &account).await?;
            }
        }
        self.outbox_waiting.notify_one();
        Ok(())
    }

    async fn answer(
        &self,
        due: DueAnswer,
        chat: &Chat,
        messages: &AutomaticMessages,
        account: &Account,
    ) -> Result<(), StorageError> {
        let now = self.clock.now();
        let Some(to) = chat.address.primary().cloned() else { return Ok(()) };
        let phone = chat.address.pn.as_ref().and_then(|pn| pn.user().parse::<PhoneNumber>().ok());
        let number = phone.map(|phone| phone.written()).unwrap_or_default();
        let text = messages.says(due.kind, &without_deception(&chat.name), &number, now);
        let around = Around {
            own: &account.address,
            to: &to,
            target: None,
            expires_after_s: chat.disappears_after_s,
            link: None,
            thumbnail: None,
            now,
        };
        let composed = match self.codec.compose(&Draft::text(&text), around) {
            Ok(composed) => composed,
            Err(error) => {
                tracing::warn!(tenant.id = %self.tenant, %error, "an automatic message could not be composed");
                return Ok(());
            }
        };
        let Said::Message(projected) = composed.says else { return Ok(()) };
        let outgoing = Outgoing {
            id: MessageId::outgoing(rand::random()),
            to: chat.address.clone(),
            is_typed: false,
            raw: composed.raw,
            says: Says::Message { content: projected.content, context: projected.context },
            client_key: None,
            fingerprint: [0; 32], // without a key nobody compares it
            sender: account.address.clone(),
            send_at: None,
            reworded: None,
            is_automatic: true,
        };
        if let Some(enqueued) = self.chats.answer_by_itself(due, outgoing, now).await? {
            self.board.publish(self.tenant, enqueued.events);
        }
        Ok(())
    }
}
