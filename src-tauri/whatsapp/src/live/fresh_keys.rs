//! Keys that came up in memory and are not on disk yet.
//!
//! With each answer that it opens, the library draws the key under which it sends from then on, and writes it down a
//! moment later (25 ms in 0.7.0), also where something was sealed with it meanwhile. Who is killed in that moment can
//! open nothing that the other side then seals for that key, until both have begun anew. So what came up is written
//! down before anything leaves.

use std::sync::atomic::{AtomicBool, Ordering};

use whatsapp_rust::Client;

use crate::SendError;

/// Whether keys came up since they were last written down.
#[derive(Default)]
pub(super) struct FreshKeys(AtomicBool);

impl FreshKeys {
    /// The library opened something.
    pub(super) fn came_up(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Writes down what came up. After an error nothing may leave.
    pub(super) async fn save(&self, client: &Client) -> Result<(), SendError> {
        if !self.0.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        client.flush_pending_signal_state().await.map_err(|error| {
            self.came_up();
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "keys cannot be written down; nothing is sent until they are"
            );
            SendError::NotConnected
        })
    }
}
