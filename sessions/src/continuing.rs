//! The chats of a number that was linked before go on from the linked one in pieces, so that others' writes come in
//! between. What a process does not get to, the tenant's next session goes on with.

use std::sync::Arc;
use std::time::Duration;

use portaria_domain::TenantId;
use portaria_storage::StorageError;

use crate::shared::Shared;

/// How long to wait where the store refuses: a disk may have room again.
const AFTER_A_FAILURE: Duration = Duration::from_secs(15);

/// Lets all go on that are to, or until the host goes down.
pub(crate) fn begin(shared: &Arc<Shared>, tenant: TenantId) {
    let (of_task, stopping) = (Arc::clone(shared), shared.stopping.clone());
    shared.tracker.spawn(stopping.run_until_cancelled_owned(async move {
        while let Err(error) = go_on(&of_task, tenant).await {
            if matches!(error, StorageError::UnknownTenant) {
                return; // all of the tenant was erased
            }
            tracing::warn!(tenant.id = %tenant, error = &error as &dyn std::error::Error, "chats of an earlier number did not go on; it is tried again");
            tokio::time::sleep(AFTER_A_FAILURE).await;
        }
    }));
}

async fn go_on(shared: &Shared, tenant: TenantId) -> Result<(), StorageError> {
    let chats = shared.stores.chats(tenant).await?;
    loop {
        let (events, is_over) = chats.continue_some_chats(shared.clock.now()).await?;
        shared.board.publish(tenant, events);
        if is_over {
            return Ok(());
        }
    }
}
