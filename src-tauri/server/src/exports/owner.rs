//! Has archives made, also those that a process before this one began, and removes those whose time is over.

use std::sync::Arc;
use std::time::Duration;

use portaria_domain::{ExportFailure, ExportId, TenantId};
use portaria_storage::StorageError;
use tokio_util::sync::CancellationToken;

use super::making::{self, NotMade};
use super::shared::Making;
use crate::app::App;

/// How often it is looked for archives whose time is over.
const LOOK_EVERY: Duration = Duration::from_mins(10);
/// How long to wait where the store refuses: a disk may have room again.
const AFTER_A_FAILURE: Duration = Duration::from_secs(15);

/// Goes on with what was begun before, and removes what is over, until `stopping`.
pub(crate) async fn keep(app: Arc<App>, stopping: CancellationToken) {
    loop {
        if let Err(error) = look(&app).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "exports could not be looked at");
        }
        tokio::select! {
            () = stopping.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

async fn look(app: &Arc<App>) -> Result<(), StorageError> {
    for (tenant, id, kept_until) in app.stores.exports_kept().await? {
        match kept_until {
            None => make(app, tenant, id),
            Some(until) if until <= app.now() => {
                let expired = app.stores.expire_export(tenant, id, app.now()).await;
                match expired {
                    Ok(events) => {
                        app.host.tell(tenant, events);
                        collect(app, tenant).await;
                    }
                    Err(error) => {
                        tracing::warn!(tenant.id = %tenant, error = &error as &dyn std::error::Error, "an export that is over was not removed; it is tried again");
                    }
                }
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Has an archive made. One that is being made is not made twice: it is looked at once more when that has ended.
pub(crate) fn make(app: &Arc<App>, tenant: TenantId, id: ExportId) {
    let Some((mut entered, making)) = app.exports.enter(id) else { return };
    let of_task = Arc::clone(app);
    app.tasks.spawn(async move {
        let app = of_task;
        loop {
            tokio::select! {
                () = app.stopping.cancelled() => return,
                () = making.cancelled.cancelled() => return,
                () = work(&app, tenant, id, &making) => {}
            }
            if entered.leave() {
                return;
            }
        }
    });
}

async fn work(app: &App, tenant: TenantId, id: ExportId, making: &Making) {
    match making::make(app, tenant, id, making).await {
        Ok(()) => settle(app, tenant, id).await,
        Err(NotMade::Storage(StorageError::UnknownTenant)) => return, // all of the tenant was erased
        Err(NotMade::Failed(failure)) => give_up(app, tenant, id, failure).await,
        Err(NotMade::Storage(error)) => {
            tracing::warn!(tenant.id = %tenant, export.id = %id, error = &error as &dyn std::error::Error, "an export failed");
            give_up(app, tenant, id, failure_of(&error)).await;
        }
    }
    collect(app, tenant).await;
}

/// Removes files of the tenant's that nothing needs any more: what a kill or a cancelled export left, and what an archive
/// kept that is gone.
pub(crate) async fn collect(app: &App, tenant: TenantId) {
    let collected = match app.stores.chats(tenant).await {
        Ok(chats) => chats.collect_media(app.now()).await,
        Err(error) => Err(error),
    };
    if let Err(error) = collected {
        tracing::warn!(tenant.id = %tenant, error = &error as &dyn std::error::Error, "files that nothing needs were not removed; it is tried again after the next export");
    }
}

/// Nothing is left to do: it is there, or nobody wanted it any more.
async fn settle(app: &App, tenant: TenantId, id: ExportId) {
    match app.stores.settle_export(tenant, id).await {
        Ok(Some(_)) => tracing::info!(tenant.id = %tenant, export.id = %id, "an export is there"),
        Ok(None) => {}
        Err(error) => {
            // It is found at the next look.
            tracing::warn!(tenant.id = %tenant, error = &error as &dyn std::error::Error, "an export was not settled");
        }
    }
}

/// Says that it failed, as soon as the store takes that.
async fn give_up(app: &App, tenant: TenantId, id: ExportId, failure: ExportFailure) {
    loop {
        match app.stores.fail_export(tenant, id, failure, app.now()).await {
            Ok(events) => return app.host.tell(tenant, events),
            Err(StorageError::UnknownTenant) => return,
            Err(error @ StorageError::Unwritable { .. }) => {
                tracing::warn!(tenant.id = %tenant, error = &error as &dyn std::error::Error, "that an export failed was not written down; it is tried again");
                tokio::time::sleep(AFTER_A_FAILURE).await;
            }
            Err(error) => {
                // It is found at the next look: what does not read now may be put back by a person.
                tracing::warn!(tenant.id = %tenant, error = &error as &dyn std::error::Error, "that an export failed was not written down");
                return;
            }
        }
    }
}

fn failure_of(error: &StorageError) -> ExportFailure {
    match error {
        error if error.is_for_want_of_room() => ExportFailure::NoRoom,
        StorageError::Unwritable { .. } => ExportFailure::Unwritable,
        StorageError::Damaged { .. } | StorageError::Unreadable(_) | StorageError::Newer { .. } => {
            ExportFailure::Damaged
        }
        _ => ExportFailure::Defect,
    }
}
