//! Puts into the outbox what is to be sent without anybody.

use std::sync::Arc;

use portaria_domain::{
    Account, AutomaticMessages, Clock, Draft, MessageId, PhoneNumber, TenantId, is_blank, without_deception,
};
use portaria_storage::{ChatStore, DueAnswer, Outgoing, Says, StorageError};
use portaria_whatsapp::{Around, Codec, Said};

use crate::board::Board;

/// Answers for one tenant what the store decided to answer.
pub(crate) struct Answerer {
    pub(crate) tenant: TenantId,
    pub(crate) chats: ChatStore,
    pub(crate) codec: Arc<dyn Codec>,
    pub(crate) board: Arc<Board>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Answerer {
    /// Composes all that is due. What does not get into the outbox now stays due for a few minutes, and is tried again
    /// meanwhile.
    pub(crate) async fn answer_due(&self) {
        if let Err(error) = self.try_answer_due().await {
            self.warn(&error);
        }
    }

    async fn try_answer_due(&self) -> Result<(), StorageError> {
        let due = self.chats.due_answers(self.clock.now()).await?;
        if due.is_empty() {
            return Ok(());
        }
        let Some(account) = self.board.account(self.tenant) else { return Ok(()) };
        let mut messages = self.chats.automatic_messages().await?;
        if let Some(hours) = self.chats.business_hours().await? {
            messages.time_zone = hours.time_zone().clone();
        }
        for due in due {
            // The others are answered all the same.
            if let Err(error) = self.answer(due, &messages, &account).await {
                self.warn(&error);
            }
        }
        Ok(())
    }

    fn warn(&self, error: &StorageError) {
        tracing::warn!(tenant.id = %self.tenant, error = error as &dyn std::error::Error, "somebody who wrote could not be answered by itself yet");
    }

    async fn answer(
        &self,
        due: DueAnswer,
        messages: &AutomaticMessages,
        account: &Account,
    ) -> Result<(), StorageError> {
        let now = self.clock.now();
        let Some(chat) = self.chats.chat(due.chat).await? else { return Ok(()) };
        let Some(to) = chat.address.primary().cloned() else { return Ok(()) };
        let phone = chat.address.pn.as_ref().and_then(|pn| pn.user().parse::<PhoneNumber>().ok());
        let number = phone.map(|phone| phone.written()).unwrap_or_default();
        let text = messages.says(due.kind, &without_deception(&chat.name), &number, now);
        // Of who has neither a name nor a number that is known here, a variable alone says nothing.
        if is_blank(&text) {
            return self.chats.drop_answer(due).await;
        }
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
            sent_by: None,
            is_automatic: true,
        };
        if let Some(enqueued) = self.chats.answer_by_itself(due, outgoing, now).await? {
            self.board.publish(self.tenant, enqueued.events);
        }
        Ok(())
    }
}
