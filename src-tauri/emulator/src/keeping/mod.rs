//! Keeping a network in a file, so that a restart is not a new world.
//!
//! Kept: accounts, keys, Signal sessions, chats, companions with their queues, app state, groups, newsletters, pictures,
//! small files, calls, how accounts stand. Not kept: connections, faults and the ledger, which belong to one run. The
//! file holds private keys of invented people and nothing else.

mod base64;
mod file;
mod restore;
mod shapes;
mod snapshot;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::error::{EmulatorError, Result};
use crate::running::Net;

pub(crate) use base64::Base64;
use file::KeptFile;
use restore::Restored;

/// A change waits this long for others before the file is written.
const GATHER: Duration = Duration::from_millis(500);

/// Goes on from the network that an earlier run kept, if there is one.
pub(crate) async fn load(net: &Net, path: &Path) -> Result<()> {
    let from = path.to_owned();
    let read = blocking(move || {
        let mut restored = Restored::default();
        file::read(&from, |burst| restored.take(burst)).map(|makes_sense| makes_sense.then_some(restored))
    });
    let restored = match read.await {
        Ok(restored) => restored,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(EmulatorError::Keep { path: path.to_owned(), source }),
    };
    let entered = restored.and_then(|restored| net.quietly(|world| restored.enter(world)));
    entered.ok_or_else(|| EmulatorError::Damaged { path: path.to_owned() })
}

/// Writes the file anew, whole or not at all.
pub(crate) async fn store(net: &Net, path: &Path) -> Result<()> {
    write(net, KeptFile::at(path.to_owned()))
        .await
        .1
        .map_err(|source| EmulatorError::Keep { path: path.to_owned(), source })
}

/// Brings the file up to date after every burst of changes from now on, until the network stops.
pub(crate) fn keep(net: Arc<Net>, path: PathBuf) -> impl Future<Output = ()> + Send {
    // Listens before the future is first polled, so that no change is missed.
    let (stop, mut changed) = (net.stopping(), net.changes());
    let mut file = KeptFile::at(path);
    async move {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                rung = changed.changed() => if rung.is_err() { return },
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(GATHER) => {}
            }
            changed.mark_unchanged();
            let written;
            (file, written) = write(&net, file).await;
            if let Err(error) = written {
                tracing::error!(error = format!("{:#}", anyhow::Error::from(error)), "The network could not be kept");
            }
        }
    }
}

/// Only what changed is copied under the network's lock; it becomes JSON, and reaches the disk, outside of it.
async fn write(net: &Net, mut file: KeptFile) -> (KeptFile, std::io::Result<()>) {
    let burst = net.quietly(|world| snapshot::burst(world, file.wants_everything()));
    blocking(move || {
        let written = file.write(burst);
        (file, written)
    })
    .await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.expect("reading and writing the file does not panic")
}

/// What the file would get now: everything, or the burst of changes since the last time.
#[cfg(test)]
pub(crate) fn line(world: &mut crate::world::World, everything: bool) -> Vec<u8> {
    serde_json::to_vec(&snapshot::burst(world, everything)).expect("the shapes are plain JSON")
}

/// The network as it would go on from these lines.
#[cfg(test)]
pub(crate) fn reread(lines: &[Vec<u8>]) -> crate::world::World {
    let (mut restored, mut world) = (
        Restored::default(),
        crate::world::World::new(&crate::config::EmulatorConfig::default(), crate::phone::HANDLERS),
    );
    for line in lines {
        restored.take(serde_json::from_slice(line).expect("what was written can be read")).expect("it makes sense");
    }
    restored.enter(&mut world).expect("it makes sense");
    world
}
