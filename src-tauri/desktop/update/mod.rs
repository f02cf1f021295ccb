//! Newer versions put themselves in this one's place: fetched, checked by their signature, installed, started, and gone
//! back from where they don't start.
//!
//! The server says what there is and who wants it; `tauri-plugin-updater` fetches, checks and replaces, and takes nothing
//! whose signature is not for the announced version; `portaria_server::Trial` remembers what is on trial. Deliberately
//! absent: packages of a system's package manager, which replaces them itself.

mod fetch;
mod place;
mod trial;

use portaria_server::{Release, Trouble, Updater};
use tauri::AppHandle;

pub(crate) use place::Place;
pub(crate) use trial::{begin, give_up};

/// Installs what the provider wants installed, until the server goes down.
pub(crate) async fn follow(app: AppHandle, mut updater: Updater, place: Option<Place>) {
    let Some(place) = place else { return };
    while let Some(release) = updater.next().await {
        if let Err(why) = install(&app, &updater, &place, &release).await {
            updater.failed(&release, why);
        }
    }
}

async fn install(app: &AppHandle, updater: &Updater, place: &Place, release: &Release) -> Result<(), Trouble> {
    let staged = place.stage().map_err(|error| trouble(&error))?;
    let package = fetch::fetch(app, updater, place, release, &staged).await;
    let package = match package {
        Ok(package) => package,
        Err(why) => {
            place::discard(&staged);
            return Err(why);
        }
    };
    updater.installing();
    trial::go_over(app, updater, place, release, package, &staged).await
}

/// What an error of the system means to somebody.
fn trouble(error: &std::io::Error) -> Trouble {
    use std::io::ErrorKind;
    tracing::error!(%error, "the new version was not put in its place");
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Trouble::NoRoom,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Trouble::ReadOnly,
        _ => Trouble::Other,
    }
}
