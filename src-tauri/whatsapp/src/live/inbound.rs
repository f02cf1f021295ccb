//! The inbound durability hook: WhatsApp is told that a batch arrived only once it is stored.

use std::sync::Arc;

use async_trait::async_trait;
use portaria_domain::{Cause, Delivered, HistoryNotice, MessageId};
use wacore::types::events::InboundMessage;
use waproto::whatsapp::message::protocol_message::Type;
use whatsapp_rust::{Client, InboundDurabilityHook, anyhow};

use super::groups::Groups;
use super::incoming::{change, incoming};
use super::lifecycle::{Lifecycle, Note};
use super::notices::Notices;
use crate::{Ending, Inbox};

/// Hands each batch to the inbox before the library acknowledges it.
pub(super) struct StoreFirst {
    pub(super) inbox: Arc<dyn Inbox>,
    pub(super) lifecycle: Arc<Lifecycle>,
    pub(super) groups: Arc<Groups>,
    pub(super) notices: Arc<Notices>,
}

#[async_trait]
impl InboundDurabilityHook for StoreFirst {
    async fn on_messages(&self, client: Arc<Client>, batch: &[InboundMessage]) -> anyhow::Result<()> {
        self.lifecycle.fresh_keys.came_up();
        let mut delivered = Vec::with_capacity(batch.len());
        for message in batch {
            if let Some(notice) = history_notice(message)
                && let Err(closed) = self.notices.announce(notice).await
            {
                self.lifecycle.end(Ending::Lost(Cause::StoreUnwritable));
                return Err(closed.into());
            }
            delivered.extend(incoming(&client, &self.groups, message).await);
        }
        if delivered.is_empty() {
            return Ok(());
        }
        for delivered in &delivered {
            if let Delivered::Message(received) = delivered {
                self.groups.meet(received.chat());
            }
        }
        let changes: Vec<_> = delivered.iter().filter_map(change).collect();
        let stored = self.inbox.store(delivered).await;
        if stored.is_err() {
            // The batch stays in WhatsApp's queue, and only a new login brings it again.
            self.lifecycle.end(Ending::Lost(Cause::StoreUnwritable));
        } else {
            for change in changes {
                self.lifecycle.note(Note::Signal(change));
            }
        }
        Ok(stored?)
    }
}

/// Whether the phone says in a message that a piece of its past lies ready.
fn history_notice(message: &InboundMessage) -> Option<HistoryNotice> {
    let source = &message.info.source;
    let protocol = message.message.protocol_message.as_option()?;
    if !source.is_from_me || protocol.r#type != Some(Type::HISTORY_SYNC_NOTIFICATION) {
        return None;
    }
    Some(HistoryNotice { id: MessageId::parse(&message.info.id).ok()?, phone: source.sender.to_string() })
}
