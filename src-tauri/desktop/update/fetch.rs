//! Fetches a new version and checks it.

use std::path::Path;
use std::time::Duration;

use portaria_server::{Release, Trouble, Updater};
use tauri::AppHandle;
use tauri_plugin_updater::{Error, Update, UpdaterExt as _};
use tokio::sync::Notify;

use super::place::Place;
use super::trouble;

/// How long the other side may take to answer, and to send the next part.
const CONNECTS_WITHIN: Duration = Duration::from_secs(15);
const SENDS_WITHIN: Duration = Duration::from_secs(30);
/// The largest package, in bytes: it's held in memory until it was checked.
const MOST_BYTES: u64 = 1024 * 1024 * 1024;

/// A new version that was checked.
pub(super) struct Package {
    update: Update,
    bytes: Vec<u8>,
}

impl Package {
    /// Writes it to its place, or has its installer run: on Windows this ends the process.
    pub(super) fn install(&self) -> Result<(), Trouble> {
        self.update.install(&self.bytes).map_err(|error| explained(&error))
    }
}

/// Fetches the package of a release for this installation. What comes back was signed by us, for that version.
pub(super) async fn fetch(
    app: &AppHandle,
    updater: &Updater,
    place: &Place,
    release: &Release,
    staged: &Path,
) -> Result<Package, Trouble> {
    let (target, url) = release.package(place.installation).ok_or(Trouble::NoFeed)?;
    let key = updater.key().ok_or(Trouble::Other)?;
    let ask = || {
        let builder = app
            .updater_builder()
            .endpoints(vec![url])?
            .pubkey(key)
            .target(target)
            .configure_client(|client| client.connect_timeout(CONNECTS_WITHIN).read_timeout(SENDS_WITHIN));
        let builder = if cfg!(target_os = "linux") { builder.executable_path(staged) } else { builder };
        // The feed was read by the server; what comes this way has to be signed with its version.
        builder.build()?.restore_update(release.raw.clone())
    };
    let update = ask().map_err(|error| explained(&error))?.ok_or(Trouble::OtherVersion)?;
    let (mut received, too_much) = (0_u64, Notify::new());
    let download = update.download(
        |part, total| {
            received += part as u64;
            updater.downloading(received, total);
            if received > MOST_BYTES {
                too_much.notify_one();
            }
        },
        || {},
    );
    let bytes = tokio::select! {
        bytes = download => bytes.map_err(|error| explained(&error))?,
        () = too_much.notified() => return Err(Trouble::BadSignature),
    };
    Ok(Package { update, bytes })
}

/// What an error of the updater means to somebody.
fn explained(error: &Error) -> Trouble {
    let why = match error {
        Error::Io(error) => return trouble(error),
        Error::Reqwest(_) | Error::Network(_) => Trouble::DownloadCut,
        Error::Minisign(_) | Error::Base64(_) | Error::SignatureUtf8(_) | Error::MissingSignedVersion => {
            Trouble::BadSignature
        }
        Error::SignedVersionMismatch { .. } => Trouble::OtherVersion,
        _ => Trouble::Other,
    };
    tracing::error!(error = error as &dyn std::error::Error, "the new version was not installed");
    why
}
