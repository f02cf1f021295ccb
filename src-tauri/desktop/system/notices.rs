//! Notices in the system's own way, with a click that leads to whom they are about.

use tauri::AppHandle;

use crate::notify::Notice;

/// What Tauri needs for it.
#[cfg(target_os = "linux")]
pub(crate) fn plugin(builder: tauri::Builder<tauri::Wry>) -> tauri::Builder<tauri::Wry> {
    builder
}

/// What Tauri needs for it.
#[cfg(not(target_os = "linux"))]
pub(crate) fn plugin(builder: tauri::Builder<tauri::Wry>) -> tauri::Builder<tauri::Wry> {
    builder.plugin(tauri_plugin_notification::init())
}

/// Shows a notice; tells whether the system took it.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn show(app: &AppHandle, notice: Notice) -> bool {
    use tauri_plugin_notification::NotificationExt as _;
    // The plugin tells nothing of clicks there: they bring the app to the front where the system does that by itself.
    let shown = app.notification().builder().title(notice.title).body(notice.body).show();
    shown.inspect_err(|error| tracing::warn!(%error, "a notice was not shown")).is_ok()
}

/// Shows a notice; tells whether the system took it.
#[cfg(target_os = "linux")]
pub(crate) async fn show(app: &AppHandle, notice: Notice) -> bool {
    match linux::show(app, notice).await {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, "a notice was not shown");
            false
        }
    }
}

#[cfg(target_os = "linux")]
mod linux {
    //! By the freedesktop specification: the plugin would not tell of clicks.

    use std::collections::HashMap;
    use std::sync::Arc;

    use futures_util::StreamExt as _;
    use tauri::AppHandle;
    use tokio::sync::{Mutex, OnceCell};
    use zbus::zvariant::Value;
    use zbus::{Connection, Proxy};

    use crate::notify::Notice;
    use crate::window;

    const SERVER: &str = "org.freedesktop.Notifications";
    const PLACE: &str = "/org/freedesktop/Notifications";
    /// How many notices are remembered for a click.
    const REMEMBERED: usize = 100;

    /// The connection, and which page the notice of a number opens.
    struct Shower {
        bus: Connection,
        shown: Arc<Mutex<HashMap<u32, Option<String>>>>,
    }

    static SHOWER: OnceCell<Shower> = OnceCell::const_new();

    pub(super) async fn show(app: &AppHandle, notice: Notice) -> zbus::Result<()> {
        let shower = SHOWER.get_or_try_init(|| Shower::new(app.clone())).await?;
        let Notice { title, body, page } = notice;
        // A click anywhere on it is the action "default".
        let actions = vec!["default", ""];
        let hints = HashMap::from([("desktop-entry", Value::from("Portaria"))]);
        let told = ("Portaria", 0_u32, "portaria", title, escaped(&body), actions, hints, -1_i32);
        let mut shown = shower.shown.lock().await;
        let answer = shower.bus.call_method(Some(SERVER), PLACE, Some(SERVER), "Notify", &told).await?;
        if shown.len() >= REMEMBERED {
            shown.clear();
        }
        shown.insert(answer.body().deserialize()?, page);
        Ok(())
    }

    impl Shower {
        async fn new(app: AppHandle) -> zbus::Result<Self> {
            let bus = Connection::session().await?;
            let proxy = Proxy::new(&bus, SERVER, PLACE, SERVER).await?;
            let mut clicked = proxy.receive_signal("ActionInvoked").await?;
            let shown = Arc::<Mutex<HashMap<u32, Option<String>>>>::default();
            let known = Arc::clone(&shown);
            tauri::async_runtime::spawn(async move {
                while let Some(signal) = clicked.next().await {
                    let Ok((number, _action)) = signal.body().deserialize::<(u32, String)>() else { continue };
                    // Others' notices have numbers of their own.
                    let Some(page) = known.lock().await.remove(&number) else { continue };
                    if let Some(page) = page {
                        window::show_panel(&app, &page);
                    }
                    window::show(&app);
                }
            });
            Ok(Self { bus, shown })
        }
    }

    /// A body may hold markup; ours is text.
    fn escaped(text: &str) -> String {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    }
}
