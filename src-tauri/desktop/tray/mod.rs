//! The icon in the system's tray, with a menu that says how the sessions stand and steers them.
//!
//! [`model`] says what is shown, a pure function; [`menu`] shows it; [`actions`] carries out what is chosen.

mod actions;
mod icon;
mod menu;
mod model;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portaria_domain::UnixMs;
use portaria_server::{InstanceList, Outside};
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Manager as _};

use crate::shell::Shell;
use crate::{following, system};
use model::{Model, Server};

/// The tray of this app.
#[derive(Default)]
struct Tray(Mutex<Shown>);

#[derive(Default)]
struct Shown {
    icon: Option<TrayIcon>,
    list: Option<Arc<InstanceList>>,
    outside: Outside,
    /// Whether the server did not start.
    has_failed: bool,
    model: Option<Model>,
    /// Until when nothing is told.
    paused_until: Option<UnixMs>,
}

impl Tray {
    fn lock(&self) -> MutexGuard<'_, Shown> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Puts the icon into the tray; tells whether there is one. Call on the main thread.
pub(crate) fn build(app: &AppHandle) -> bool {
    app.manage(Tray::default());
    let texts = app.state::<Shell>().texts();
    let model = Model::new(Server::Starting, false, texts);
    let built = || -> tauri::Result<TrayIcon> {
        let menu = menu::build(app, &model, texts)?;
        TrayIconBuilder::new()
            .icon(icon::draw(model.icon))
            .tooltip(&model.summary)
            .menu(&menu)
            .show_menu_on_left_click(true)
            .on_menu_event(|app, event| actions::choose(app, event.id().as_ref()))
            .build(app)
    };
    // Where the library of Linux' trays is missing, Tauri panics.
    let icon = match catch_unwind(AssertUnwindSafe(built)) {
        Ok(Ok(icon)) => Some(icon),
        Ok(Err(error)) => {
            tracing::warn!(%error, "there is no icon in the tray");
            None
        }
        Err(_) => {
            tracing::warn!("there is no icon in the tray: libayatana-appindicator3 is missing");
            None
        }
    };
    let has_icon = icon.is_some();
    let tray = app.state::<Tray>();
    let mut shown = tray.lock();
    (shown.icon, shown.model) = (icon, Some(model));
    has_icon && system::tray_host::may_be_there()
}

/// Whether somebody can see the icon.
pub(crate) async fn is_shown(app: &AppHandle) -> bool {
    let has_icon = app.state::<Tray>().lock().icon.is_some();
    has_icon && system::tray_host::is_there().await
}

/// Whether nothing is to be told.
pub(crate) fn is_paused(app: &AppHandle, now: UnixMs) -> bool {
    app.state::<Tray>().lock().paused_until.is_some_and(|until| until > now)
}

/// Tells nothing until then; `None`: tells everything again.
fn pause(app: &AppHandle, until: Option<UnixMs>) {
    app.state::<Tray>().lock().paused_until = until;
    show(app);
}

/// Shows a list of the sessions. Lists come at most once a second.
pub(crate) fn follow(app: &AppHandle, list: Arc<InstanceList>) {
    app.state::<Tray>().lock().list = Some(list);
    show(app);
}

/// Shows whether the Internet comes here.
pub(crate) fn follow_outside(app: &AppHandle, outside: Outside) {
    app.state::<Tray>().lock().outside = outside;
    show(app);
}

/// Shows whether the server did not start.
pub(crate) fn show_failure(app: &AppHandle, has_failed: bool) {
    app.state::<Tray>().lock().has_failed = has_failed;
    show(app);
}

/// Shows how things stand, where that is not what is shown.
pub(crate) fn show(app: &AppHandle) {
    let handle = app.clone();
    // Menus are made on the main thread, a whole one at a time.
    let shown = app.run_on_main_thread(move || {
        let (tray, texts) = (handle.state::<Tray>(), handle.state::<Shell>().texts());
        let mut shown = tray.lock();
        let is_paused = shown.paused_until.is_some_and(|until| until > following::now());
        let server = match &shown.list {
            Some(list) => Server::Serving(list, shown.outside),
            None if shown.has_failed => Server::Failed,
            None => Server::Starting,
        };
        let model = Model::new(server, is_paused, texts);
        let Some(icon) = shown.icon.clone().filter(|_| shown.model.as_ref() != Some(&model)) else { return };
        let is_other_icon = shown.model.as_ref().is_none_or(|before| before.icon != model.icon);
        let done = menu::build(&handle, &model, texts).and_then(|menu| {
            icon.set_menu(Some(menu))?;
            icon.set_tooltip(Some(&model.summary))?;
            if is_other_icon { icon.set_icon(Some(icon::draw(model.icon))) } else { Ok(()) }
        });
        match done {
            Ok(()) => shown.model = Some(model),
            Err(error) => tracing::warn!(%error, "the tray could not be brought up to date"),
        }
    });
    if let Err(error) = shown {
        tracing::debug!(%error, "the app is going; its tray stays as it is");
    }
}
