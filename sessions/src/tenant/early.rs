//! What was said of messages before they were here.
//!
//! WhatsApp tells who got and read a message that was written on the phone, and what was read there, while the message
//! itself is still on its way through the library: after a time without a connection always. Such a word waits here
//! until its message was stored.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use portaria_domain::{Address, Clock, Event, MessageId, Receipt};
use portaria_storage::{ChatStore, StorageError};

/// How many words wait at most. Most of what is not here never comes: it was written before the phone was linked.
const MOST: usize = 1_024;

/// Something that WhatsApp said of messages.
#[derive(Clone, Debug)]
pub(crate) enum Word {
    /// Own messages came further.
    Receipt(Receipt),
    /// Others' messages were read on another device of the account.
    ReadElsewhere { chat: Address, ids: Vec<MessageId> },
}

impl Word {
    fn about(&self) -> (&Address, &[MessageId]) {
        match self {
            Self::Receipt(receipt) => (&receipt.chat, &receipt.ids),
            Self::ReadElsewhere { chat, ids } => (chat, ids),
        }
    }

    fn keep_only(mut self, wanted: Vec<MessageId>) -> Self {
        match &mut self {
            Self::Receipt(receipt) => receipt.ids = wanted,
            Self::ReadElsewhere { ids, .. } => *ids = wanted,
        }
        self
    }
}

/// One tenant's words that wait for their messages.
pub(crate) struct Early {
    chats: ChatStore,
    clock: Arc<dyn Clock>,
    waiting: Mutex<VecDeque<Word>>,
}

impl Early {
    pub(crate) fn new(chats: ChatStore, clock: Arc<dyn Clock>) -> Self {
        Self { chats, clock, waiting: Mutex::default() }
    }

    /// Applies a word, or keeps it for the messages that are not here yet.
    pub(crate) async fn hear(&self, word: Word) -> Result<Vec<Event>, StorageError> {
        let mut events = self.apply(word.clone()).await?;
        if !events.is_empty() {
            return Ok(events);
        }
        let (chat, ids) = word.about();
        let missing = self.chats.not_here(chat, ids).await?;
        if missing.is_empty() {
            return Ok(events);
        }
        let (chat, word) = (chat.clone(), word.keep_only(missing.clone()));
        {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            if waiting.len() == MOST {
                waiting.pop_front();
            }
            waiting.push_back(word);
        }
        // Stored while this was looked for: nobody else will come back to it.
        if self.chats.not_here(&chat, &missing).await?.len() < missing.len() {
            events.extend(self.arrived(|id| missing.contains(id)).await?);
        }
        Ok(events)
    }

    /// Applies what waits for messages that were stored.
    pub(crate) async fn arrived(&self, is_here: impl Fn(&MessageId) -> bool) -> Result<Vec<Event>, StorageError> {
        let due: Vec<Word> = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            let (due, rest) = waiting.drain(..).partition(|word| word.about().1.iter().any(&is_here));
            *waiting = rest;
            due.into()
        };
        let mut events = Vec::new();
        for word in due {
            events.extend(self.apply(word).await?);
        }
        Ok(events)
    }

    async fn apply(&self, word: Word) -> Result<Vec<Event>, StorageError> {
        let now = self.clock.now();
        match word {
            Word::Receipt(receipt) => self.chats.apply_receipt(receipt, now).await,
            Word::ReadElsewhere { chat, ids } => self.chats.mark_read_elsewhere(&chat, &ids, now).await,
        }
    }
}
