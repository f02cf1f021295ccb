//! Shows the account as online while somebody looks at the panel, where the tenant chose so: only then, for the phone
//! notifies of nothing meanwhile.

use std::sync::Arc;
use std::time::Duration;

use portaria_domain::{Clock, TenantId};
use portaria_whatsapp::Connection;

use crate::looking::Lookers;

/// A clock may jump: at the latest then it is looked at again.
const LOOK_AGAIN: Duration = Duration::from_secs(15);
/// How long to wait after a connection did not take it.
const AFTER_A_FAILURE: Duration = Duration::from_secs(5);

/// Tells WhatsApp of one tenant while its session can.
pub(crate) struct Shower {
    pub(crate) tenant: TenantId,
    pub(crate) connection: Arc<dyn Connection>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) lookers: Lookers,
}

impl Shower {
    /// Goes on until it is dropped. A session begins with saying that it is out of sight, whatever was said before.
    pub(crate) async fn run(self) {
        let mut is_shown = None;
        loop {
            let left = self.lookers.left_ms(self.clock.now());
            let mut wait = left.map_or(LOOK_AGAIN, |left| Duration::from_millis(left).min(LOOK_AGAIN));
            let wanted = left.is_some();
            if is_shown != Some(wanted) {
                match self.connection.set_online(wanted).await {
                    Ok(()) => is_shown = Some(wanted),
                    Err(error) => {
                        tracing::debug!(tenant.id = %self.tenant, %error, "WhatsApp does not know yet whether somebody looks");
                        wait = AFTER_A_FAILURE;
                    }
                }
            }
            if is_shown == Some(false) && !wanted {
                self.lookers.changed().await;
                continue;
            }
            tokio::select! {
                () = self.lookers.changed() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }
}
