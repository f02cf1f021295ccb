//! Erasures go on in pieces, so that others' writes come in between, whether or not the tenant's session runs.

use std::sync::Arc;
use std::time::Duration;

use portaria_domain::{ErasureId, TenantId};
use portaria_storage::StorageError;

use crate::shared::Shared;

/// How long to wait where the store refuses: a disk may have room again.
const AFTER_A_FAILURE: Duration = Duration::from_secs(15);

/// Goes on with what a process before this one did not end.
pub(crate) async fn resume(shared: &Arc<Shared>) -> Result<(), StorageError> {
    for (tenant, id) in shared.stores.erasures_underway().await? {
        begin(shared, tenant, id);
    }
    Ok(())
}

/// Erases until it is over, or the host goes down.
pub(crate) fn begin(shared: &Arc<Shared>, tenant: TenantId, id: ErasureId) {
    let (of_task, stopping) = (Arc::clone(shared), shared.stopping.clone());
    shared.tracker.spawn(stopping.run_until_cancelled_owned(async move {
        while let Err(error) = erase(&of_task, tenant, id).await {
            if matches!(error, StorageError::UnknownTenant) {
                return; // all of the tenant was erased
            }
            tracing::warn!(tenant.id = %tenant, error = &error as &dyn std::error::Error, "an erasure did not go on; it is tried again");
            tokio::time::sleep(AFTER_A_FAILURE).await;
        }
        tracing::info!(tenant.id = %tenant, erasure.id = %id, "a person was erased");
    }));
}

async fn erase(shared: &Shared, tenant: TenantId, id: ErasureId) -> Result<(), StorageError> {
    loop {
        let (events, is_over) = shared.stores.erase_some(tenant, id, shared.clock.now()).await?;
        shared.board.publish(tenant, events);
        if is_over {
            break;
        }
    }
    let events = shared.stores.finish_erasure(tenant, id, shared.clock.now()).await?;
    shared.board.publish(tenant, events);
    Ok(())
}
