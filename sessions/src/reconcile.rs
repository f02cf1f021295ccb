//! Brings what runs to what is wanted.

use std::sync::Arc;

use portaria_domain::{Cause, SessionStatus, TenantId};

use crate::fleet::Fleet;
use crate::shared::Shared;

/// Starts what ought to run and does not: all of it at boot, what fell through or may be tried again later. Stores that
/// nobody uses rest meanwhile, and what they held in memory goes back to the system.
pub(crate) async fn reconcile(shared: Arc<Shared>, fleet: Arc<Fleet>) {
    let mut cause = Cause::Boot;
    loop {
        for tenant in shared.board.wanted() {
            if shared.stopping.is_cancelled() {
                return;
            }
            if cause == Cause::Boot || may_start(&shared, tenant) {
                // A supervisor on its way out is looked at again at the next sweep.
                let _ = fleet.find_or_spawn(tenant, cause);
            }
        }
        cause = Cause::Requested;
        tokio::select! {
            () = shared.stopping.cancelled() => return write_activity(&shared).await,
            () = tokio::time::sleep(shared.config.sweep_every) => {}
        }
        write_activity(&shared).await;
        if shared.stores.rest().await > 0 {
            // Nothing here follows from it.
            drop(tokio::task::spawn_blocking(portaria_heap::give_back));
        }
    }
}

/// Writes down when the newest messages came or left: all tenants together and now and then, since it only sorts a list.
/// What a crash loses of it, the tenants' own files know when their sessions open.
async fn write_activity(shared: &Shared) {
    let new = shared.board.new_activities();
    if new.is_empty() {
        return;
    }
    if let Err(error) = shared.stores.set_last_activity(new).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "when tenants were last active could not be stored");
    }
}

/// Whether a session may come back without a person: not where that would fight another device, or WhatsApp,
/// and after a failure only once it has rested as long as its status says.
fn may_start(shared: &Shared, tenant: TenantId) -> bool {
    use SessionStatus as S;
    let Some(status) = shared.board.status(tenant) else { return false };
    match status.status {
        S::LoggedOut | S::Replaced | S::Banned => false,
        S::Failed => {
            let rest_ms = i64::try_from(shared.config.rest_after_defects.as_millis()).unwrap_or(i64::MAX);
            status.next_at.is_some_and(|moment| !moment.holds_at(shared.clock.now(), rest_ms))
        }
        _ => true,
    }
}
