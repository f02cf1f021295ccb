//! Keeping a network in a file, so that a restart is not a new world.
//!
//! Kept: accounts, keys, Signal sessions, chats, companions with their queues, app state,
//! groups. Not kept: connections,
//! faults and the ledger, which belong to one run. The file holds private keys of invented people and nothing else.

mod restore;
mod shapes;
mod snapshot;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::error::{EmulatorError, Result};
use crate::network::Net;

pub(crate) use shapes::Base64;
use shapes::SavedWorld;

/// A change waits this long for others before the file is written.
const GATHER: Duration = Duration::from_millis(500);

/// Goes on from the network that an earlier run kept, if there is one.
pub(crate) async fn load(net: &Net, path: &Path) -> Result<()> {
    let bytes = match tokio::fs::read(path).await {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(EmulatorError::Keep { path: path.to_owned(), source }),
    };
    let saved: Option<SavedWorld> = serde_json::from_slice(&bytes).ok();
    let restored = saved.and_then(|saved| net.quietly(|world| restore::world(world, saved)));
    restored.ok_or_else(|| EmulatorError::Damaged { path: path.to_owned() })
}

/// Writes the file anew, whole or not at all.
pub(crate) async fn store(net: &Net, path: &Path) -> Result<()> {
    let bytes = net.quietly(|world| serde_json::to_vec(&snapshot::world(world)).expect("the shapes are plain JSON"));
    let beside = path.with_extension("new");
    let written = async {
        if let Some(folder) = path.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        tokio::fs::write(&beside, bytes).await?;
        tokio::fs::rename(&beside, path).await
    };
    written.await.map_err(|source| EmulatorError::Keep { path: path.to_owned(), source })
}

/// Writes the file after every burst of changes, until the network stops.
pub(crate) async fn keep(net: Arc<Net>, path: PathBuf) {
    let stop = net.stopping();
    let mut bell = net.changes();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            rung = bell.changed() => if rung.is_err() { return },
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(GATHER) => {}
        }
        bell.mark_unchanged();
        if let Err(error) = store(&net, &path).await {
            tracing::error!(error = format!("{:#}", anyhow::Error::from(error)), "The network could not be kept");
        }
    }
}
