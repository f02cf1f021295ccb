//! A message is here now.

use portaria_domain::{ChatId, MessageKey};
use rusqlite::Transaction;

use crate::chats::early::{self, Said};
use crate::chats::events::Recorder;
use crate::chats::{messages, reads, receipts};

/// Applies what was said of a message before it was here.
pub(super) fn catch_up(
    transaction: &Transaction<'_>,
    tenant: &str,
    chat: ChatId,
    message: &MessageKey,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    for Said { reader, status, at } in early::take(transaction, chat, message)? {
        let Some(reader) = reader else {
            reads::read_up_to(transaction, chat, &message.id, recorder)?;
            continue;
        };
        if let Some(own) = messages::own(transaction, Some(chat), &message.id)? {
            receipts::note(transaction, tenant, own.row, &reader, status, at)?;
            receipts::advance(transaction, &own, status, at, recorder)?;
        }
    }
    Ok(())
}
