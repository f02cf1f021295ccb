//! Stays out of sight: a device that shows itself online silences the phone's notifications.

use std::sync::Arc;

use whatsapp_rust::{Client, NodeFilter};

use super::lifecycle::Lifecycle;

/// Takes each "available" back that the library sends by itself: after a login, and once it learns the account's name.
pub(super) async fn stay_out_of_sight(client: Arc<Client>, lifecycle: Arc<Lifecycle>) {
    let client_gone = lifecycle.over.cancelled();
    tokio::pin!(client_gone);
    loop {
        let shown = client.wait_for_sent_node(NodeFilter::tag("presence").attr("type", "available"));
        tokio::select! {
            () = &mut client_gone => return,
            shown = shown => if shown.is_err() { return },
        }
        if let Err(error) = client.presence().set_unavailable().await {
            tracing::debug!(tenant.id = %lifecycle.tenant, error = %error, "the device stays in sight");
        }
    }
}
