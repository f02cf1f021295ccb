//! From one version to the next, and back where that doesn't start.

use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use portaria_domain::UnixMs;
use portaria_server::{Begun, Outcome, Release, StartError, Trial, Trouble, Updater, replace_app};
use tauri::{AppHandle, Manager as _};

use super::fetch::Package;
use super::place::{self, Place};
use super::trouble;
use crate::shell::{self, Shell, Stage};
use crate::{MINIMIZED, ending, window};

/// With what a new version is started by the one before, which waits until it confirms.
const WATCHED: &str = "--watched";
/// How long a new version may take until it's up: it may have a database to convert.
const STARTS_WITHIN: Duration = Duration::from_mins(3);

/// Exchanges the app, brings the sessions to rest and starts the new version. Comes back only where that failed while
/// this version is at work.
pub(super) async fn go_over(
    app: &AppHandle,
    updater: &Updater,
    place: &Place,
    release: &Release,
    package: Package,
    staged: &Path,
) -> Result<(), Trouble> {
    let folder = updater.folder().to_owned();
    let note = |previous| {
        let versions = [updater.running(), release.version.to_string()];
        Trial::begin(&folder, versions, place.app.clone(), previous, now())
    };
    if cfg!(windows) {
        // The installer writes over a program that must not run: this process ends in between.
        let previous = place.keep_previous(&folder).map_err(|error| trouble(&error))?;
        let trial = note(previous).map_err(|error| untold(&error))?;
        rest(app).await;
        let Err(why) = package.install() else { return Ok(()) };
        tracing::error!(?why, "the installer did not start");
        put_back(app, trial, &folder);
        return Ok(());
    }
    let previous = place.keep_previous(&folder).map_err(|error| trouble(&error))?;
    let exchanged = package.install().and_then(|()| {
        if cfg!(target_os = "linux") { place.exchange(staged).map_err(|error| trouble(&error)) } else { Ok(()) }
    });
    drop(package);
    if let Err(why) = exchanged {
        place::discard(staged);
        place::discard(&previous);
        return Err(why);
    }
    let trial = match note(previous.clone()) {
        Ok(trial) => trial,
        Err(error) => {
            // Without a note nobody would go back: the new version is not started.
            replace_app(&previous, &place.app).map_err(|error| trouble(&error))?;
            return Err(untold(&error));
        }
    };
    tracing::info!(from = trial.from, to = trial.to, "the new version is in its place and is started");
    rest(app).await;
    make_room(app);
    let is_hidden = !window::is_visible(app);
    let outcome = match start(&place.app, is_hidden) {
        Ok(mut new) => trial.watch(&folder, &mut new, STARTS_WITHIN).await,
        Err(error) => {
            tracing::error!(%error, "the new version could not be started");
            Outcome::Trying
        }
    };
    if outcome == Outcome::Kept {
        app.exit(0);
    } else {
        tracing::error!(to = trial.to, "the new version did not start; the one before is put back");
        put_back(app, trial, &folder);
    }
    Ok(())
}

/// Notes that the app starts. A new version is told so; where it didn't get through before, the one before is back and
/// is started instead of this one.
pub(crate) fn begin(app: &AppHandle, folder: &Path) -> ControlFlow<(), Option<Trial>> {
    let begun = Trial::start(folder);
    // The one before waits for a word that never came: nothing begins here that only this version could go on with.
    if is_watched() && !matches!(begun, Ok(Begun::OnTrial(_))) {
        tracing::error!("the new version could not note that it starts; the one before puts itself back");
        app.exit(1);
        return ControlFlow::Break(());
    }
    match begun {
        Ok(Begun::Usual) => ControlFlow::Continue(None),
        Ok(Begun::OnTrial(trial)) => ControlFlow::Continue(Some(trial)),
        Ok(Begun::PutBack(trial)) => {
            tracing::error!(to = trial.to, "this version did not start before; the one before is back");
            start_anew(app, &trial.app);
            ControlFlow::Break(())
        }
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "the version before could not be put back");
            ControlFlow::Continue(None)
        }
    }
}

/// A new version did not start. Whether the one before takes over: then nothing is to be shown here.
pub(crate) fn give_up(app: &AppHandle, trial: Trial, folder: &Path, error: Option<&StartError>) -> bool {
    // It was up and confirmed: what failed since is a failure like any other.
    if Trial::read(folder).is_none_or(|known| known.outcome != Outcome::Trying) {
        return false;
    }
    if is_watched() {
        tracing::error!("the new version did not start; the one before puts itself back");
        app.exit(1);
        return true;
    }
    // What would hinder any version is no reason to go back.
    let hinders_any = matches!(
        error,
        Some(
            StartError::PortBusy(_)
                | StartError::CannotListen { .. }
                | StartError::AlreadyRunning { .. }
                | StartError::NoPassword(_)
        )
    );
    if hinders_any {
        if let Err(error) = trial.uncount(folder) {
            tracing::warn!(error = &error as &dyn std::error::Error, "a start that was hindered counts");
        }
        return false;
    }
    match trial.put_back(folder) {
        Ok(trial) => {
            make_room(app);
            start_anew(app, &trial.app);
            true
        }
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "the version before could not be put back");
            false
        }
    }
}

/// Whether the version before waits for this one.
fn is_watched() -> bool {
    std::env::args().any(|argument| argument == WATCHED)
}

/// Brings the sessions to rest: what was accepted is on disk then, and goes on with whoever starts next.
async fn rest(app: &AppHandle) {
    let before = std::mem::replace(&mut *app.state::<Shell>().stage(), Stage::Updating);
    window::show_page(app, "updating");
    if let Stage::Serving(running) = before
        && tokio::time::timeout(ending::DEADLINE, running.stop()).await.is_err()
    {
        tracing::warn!("the server did not stop in time and is cut off");
    }
}

/// Makes the version before the app again and starts it; where that fails, this process goes on as it is.
fn put_back(app: &AppHandle, trial: Trial, folder: &Path) {
    let at = trial.app.clone();
    if let Err(error) = trial.put_back(folder) {
        tracing::error!(error = &error as &dyn std::error::Error, "the version before could not be put back");
        return shell::start_again(app);
    }
    start_anew(app, &at);
}

/// Starts the app from its file, and ends this process.
fn start_anew(app: &AppHandle, at: &Path) {
    make_room(app);
    let mut command = command(at, !window::is_visible(app));
    match command.spawn() {
        Ok(_) => app.exit(0),
        Err(error) => {
            tracing::error!(%error, "the app could not be started anew");
            shell::start_again(app);
        }
    }
}

fn start(at: &Path, is_hidden: bool) -> std::io::Result<Child> {
    let mut command = command(at, is_hidden);
    command.arg(WATCHED);
    #[cfg(unix)]
    // A group of its own, which is ended with all that it started.
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.spawn()
}

/// Lets another process of the app start beside this one. The bus is spoken to on a thread of its own: there it waits
/// without holding up others.
fn make_room(app: &AppHandle) {
    std::thread::scope(|scope| {
        scope.spawn(|| tauri_plugin_single_instance::destroy(app));
    });
}

/// The app, with what this one was started with.
fn command(at: &Path, is_hidden: bool) -> Command {
    let at = if at.is_dir() { at.join("Contents/MacOS/portaria") } else { at.to_owned() };
    let mut command = Command::new(at);
    let is_ours = |argument: &String| argument == WATCHED || argument == MINIMIZED;
    command.args(std::env::args().skip(1).filter(|argument| !is_ours(argument)));
    if is_hidden {
        command.arg(MINIMIZED);
    }
    command
}

fn untold(error: &portaria_server::TrialError) -> Trouble {
    match error {
        portaria_server::TrialError::Io { source, .. } => trouble(source),
        other => {
            tracing::error!(error = other as &dyn std::error::Error, "the new version was not installed");
            Trouble::Other
        }
    }
}

fn now() -> UnixMs {
    crate::following::now()
}
