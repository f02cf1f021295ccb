//! Stays out of sight: a device that shows itself online silences the phone's notifications. Only where it is wished for
//! the account is shown.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use whatsapp_rust::{Client, NodeFilter};

use super::lifecycle::Lifecycle;
use crate::SendError;

/// Takes each "available" back that the library sends by itself: after a login, and once it learns the account's name.
pub(super) async fn stay_out_of_sight(client: Arc<Client>, lifecycle: Arc<Lifecycle>) {
    let client_gone = lifecycle.over.cancelled();
    tokio::pin!(client_gone);
    let watch = || client.wait_for_sent_node(NodeFilter::tag("presence").attr("type", "available"));
    let mut shown = watch();
    loop {
        let is_seen = tokio::select! {
            () = &mut client_gone => return,
            seen = shown => seen.is_ok(),
        };
        // Before anything is sent: the next may follow at once. The library forgets who waits when it connects anew, as
        // after each pairing.
        shown = watch();
        if !is_seen || lifecycle.wished_online.load(Ordering::SeqCst) {
            continue;
        }
        if let Err(error) = client.presence().set_unavailable().await {
            tracing::debug!(tenant.id = %lifecycle.tenant, error = %error, "the device stays in sight");
        }
    }
}

/// Shows the account as online, or no longer.
pub(super) async fn show(client: &Client, lifecycle: &Lifecycle, is_online: bool) -> Result<(), SendError> {
    lifecycle.wished_online.store(is_online, Ordering::SeqCst);
    let presence = client.presence();
    let shown = if is_online { presence.set_available().await } else { presence.set_unavailable().await };
    // Without a name yet, or without a connection: both come by themselves.
    shown.map_err(|_| SendError::NotConnected)
}
