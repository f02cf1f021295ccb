//! What the app does all the time while the server is at work: the tray follows, news is told, the system is heeded.

use std::time::Duration;

use portaria_domain::{SessionStatus, UnixMs};
use portaria_server::{Desktop, InstanceList, Instances, Languages};
use tauri::{AppHandle, Manager as _};
use tauri_plugin_autostart::ManagerExt as _;
use tokio::sync::broadcast::error::RecvError;

use crate::notify::{News, Notice};
use crate::shell::Shell;
use crate::system::{awake, notices, sleep};
use crate::tray;

/// The present moment.
pub(crate) fn now() -> UnixMs {
    UnixMs(chrono::Utc::now().timestamp_millis())
}

/// Follows the server until it goes down.
pub(crate) fn follow(app: &AppHandle, instances: &Instances, desktop: &Desktop, languages: Languages) {
    tauri::async_runtime::spawn(follow_instances(app.clone(), instances.clone(), desktop.clone()));
    tauri::async_runtime::spawn(follow_settings(app.clone(), desktop.clone()));
    tauri::async_runtime::spawn(follow_language(app.clone(), languages));
    let waking = instances.clone();
    tauri::async_runtime::spawn(sleep::watch(move || waking.wake()));
}

async fn follow_instances(app: AppHandle, instances: Instances, desktop: Desktop) {
    let mut lists = instances.follow();
    let (mut openings, mut chosen) = (instances.portal_openings(), desktop.follow());
    let mut outside = instances.follow_outside();
    let (mut news, mut awake) = (News::default(), awake::Awake::default());
    let mut list = std::sync::Arc::<InstanceList>::default();
    loop {
        let due = news.due().map(|at| Duration::from_millis(u64::try_from(at.since_ms(now())).unwrap_or(0)));
        let told = tokio::select! {
            next = lists.next() => {
                let Some(next) = next else { return };
                list = next;
                tray::follow(&app, std::sync::Arc::clone(&list));
                news.look(now(), &list)
            }
            opened = openings.recv() => match opened {
                Ok(tenant) => news.opened(now(), tenant, &list),
                Err(RecvError::Lagged(_)) => Vec::new(),
                Err(RecvError::Closed) => return,
            },
            changed = outside.next() => {
                let Some(changed) = changed else { return };
                tray::follow_outside(&app, changed);
                news.outside(changed)
            }
            changed = chosen.changed() => {
                if changed.is_err() { return }
                Vec::new()
            }
            () = tokio::time::sleep(due.unwrap_or(Duration::from_hours(1))) => news.look(now(), &list),
        };
        let is_up = |status: SessionStatus| status.is_live();
        awake.keep(desktop.settings().keeps_awake && list.count(is_up) > 0).await;
        if desktop.settings().notifies && !tray::is_paused(&app, now()) {
            let words = app.state::<Shell>().texts();
            for told in told {
                notices::show(&app, Notice::of(&told, words)).await;
            }
        }
    }
}

/// Speaks the language that the provider chooses in the panel.
async fn follow_language(app: AppHandle, mut languages: Languages) {
    while let Some(language) = languages.next().await {
        app.state::<Shell>().speak(language);
        tray::show(&app);
    }
}

/// Carries out what the provider chose; what the system says of starting with it is taken up first.
async fn follow_settings(app: AppHandle, desktop: Desktop) {
    let autostart = app.autolaunch();
    if let Ok(is_on) = autostart.is_enabled() {
        desktop.note_autostart(is_on).await;
    }
    let mut chosen = desktop.follow();
    loop {
        let wanted = chosen.borrow_and_update().starts_with_system;
        if autostart.is_enabled().is_ok_and(|is_on| is_on != wanted) {
            let done = if wanted { autostart.enable() } else { autostart.disable() };
            if let Err(error) = done {
                tracing::warn!(%error, "whether the app starts with the system could not be changed");
                desktop.note_autostart(!wanted).await;
            }
        }
        if chosen.changed().await.is_err() {
            return;
        }
    }
}
