//! How the app ends: asked for, softly, within a bounded time; and what is said when only its window is closed.

use std::time::Duration;

use portaria_domain::SessionStatus;
use tauri::{AppHandle, Manager as _};
use tauri_plugin_dialog::{DialogExt as _, MessageDialogButtons, MessageDialogKind};

use crate::notify::Notice;
use crate::shell::{Shell, Stage};
use crate::system::notices;
use crate::texts::fill;
use crate::window;

/// How long sessions may take to come to rest before the app goes all the same.
pub(crate) const DEADLINE: Duration = Duration::from_secs(20);

/// Ends the app, after asking where that ends somebody's WhatsApp.
pub(crate) fn ask(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let connected = at_work(&app).await;
        if connected == 0 {
            return end(&app);
        }
        let quit = &app.state::<Shell>().texts().quit;
        let question = fill(quit.question[usize::from(connected > 1)], &[("n", &connected)]);
        let handle = app.clone();
        app.dialog()
            .message(question)
            .title(quit.title)
            .kind(MessageDialogKind::Warning)
            .buttons(MessageDialogButtons::OkCancelCustom(quit.yes.to_owned(), quit.no.to_owned()))
            .show(move |is_sure| {
                if is_sure {
                    end(&handle);
                }
            });
    });
}

/// How many sessions somebody uses.
async fn at_work(app: &AppHandle) -> usize {
    let Some(instances) = app.state::<Shell>().instances() else { return 0 };
    let list = instances.follow().next().await;
    list.map_or(0, |list| list.count(|status| matches!(status, SessionStatus::Connected | SessionStatus::Syncing)))
}

/// Ends the app: the window shows how the sessions come to rest, and then everything goes.
pub(crate) fn end(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let sessions = at_work(&app).await;
        let shell = app.state::<Shell>();
        let before = std::mem::replace(&mut *shell.stage(), Stage::Ending(sessions));
        match before {
            Stage::Serving(running) => {
                window::show_page(&app, "ending");
                if tokio::time::timeout(DEADLINE, running.stop()).await.is_err() {
                    tracing::warn!("the server did not stop in time and is cut off");
                }
            }
            // It's ending already.
            Stage::Ending(_) => return,
            // The other version takes over within bounds; who ended this one now would leave it unwatched.
            Stage::Updating => {
                *shell.stage() = Stage::Updating;
                return;
            }
            Stage::Starting | Stage::Failed(_) => {}
        }
        app.exit(0);
    });
}

/// The last moment: whatever ended the app, the sessions end softly.
pub(crate) fn stop_at_last(app: &AppHandle) {
    let before = std::mem::replace(&mut *app.state::<Shell>().stage(), Stage::Ending(0));
    if let Stage::Serving(running) = before {
        let stopping = async { tokio::time::timeout(DEADLINE, running.stop()).await };
        if tauri::async_runtime::block_on(stopping).is_err() {
            tracing::warn!("the server did not stop in time and is cut off");
        }
    }
}

/// Ends the app without a question when the system asks for it.
pub(crate) fn end_when_asked(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        crate::system::asked_to_end().await;
        end(&app);
    });
}

/// Says once that the server goes on without its window; on a system without a tray also where the window is.
pub(crate) async fn say_that_it_goes_on(app: &AppHandle, is_hidden: bool) {
    let desktop = match &*app.state::<Shell>().stage() {
        Stage::Serving(running) => running.desktop(),
        _ => return,
    };
    if !desktop.is_first_time("closing").await {
        return;
    }
    let notices = &app.state::<Shell>().texts().notices;
    let [title, body] = if is_hidden { notices.keeps_serving } else { notices.no_tray };
    let notice = Notice { title: title.to_owned(), body: body.to_owned(), page: None };
    if !notices::show(app, notice).await {
        app.dialog().message(body).title(title).show(|_| {});
    }
}
