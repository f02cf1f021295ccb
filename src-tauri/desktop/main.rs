//! The desktop app: the server, and one window on the provider's panel.
//!
//! The window is a browser and nothing more: it loads the panel from the server in this process by a
//! one-time ticket, no page is granted an IPC command, and whatever leads elsewhere opens in the
//! system's browser. Deliberately absent: everything the server can do without a window.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::sync::Mutex;

use anyhow::{Context as _, Result};
use portaria_server::{Running, ServerConfig};
use tauri::{Manager as _, RunEvent, Url, WebviewUrl, WebviewWindowBuilder};
use tokio::runtime::Runtime;

/// The server, taken out once to be stopped.
struct Serving(Mutex<Option<(Runtime, Running)>>);

fn main() -> Result<()> {
    let config = ServerConfig::from_environment()?;
    portaria_server::start_logging(&config);
    let runtime = Runtime::new().context("the runtime did not start")?;
    let running = runtime.block_on(portaria_server::serve(config))?;
    let panel: Url = running.login_url().parse().context("the panel's address")?;

    let app = tauri::Builder::default()
        .plugin(tauri_plugin_shell::init())
        .manage(Serving(Mutex::new(Some((runtime, running)))))
        .setup(move |app| {
            let origin = panel.origin();
            let handle = app.handle().clone();
            WebviewWindowBuilder::new(app, "panel", WebviewUrl::External(panel))
                .title("Portaria")
                .inner_size(1200.0, 800.0)
                .min_inner_size(360.0, 480.0)
                .on_navigation(move |url| {
                    let ours = url.origin() == origin;
                    if !ours {
                        open_outside(&handle, url);
                    }
                    ours
                })
                .build()?;
            Ok(())
        })
        .build(tauri::generate_context!())
        .context("the window did not open")?;

    app.run(|app, event| {
        if matches!(event, RunEvent::Exit) {
            stop(app);
        }
    });
    Ok(())
}

/// Opens a web address in the system's browser; anything else is dropped.
fn open_outside(app: &tauri::AppHandle, url: &Url) {
    use tauri_plugin_shell::ShellExt as _;
    if matches!(url.scheme(), "http" | "https") {
        #[expect(deprecated, reason = "the card names tauri-plugin-shell; the opener plugin would be one more")]
        if let Err(error) = app.shell().open(url.as_str(), None) {
            tracing::warn!(%error, "a link did not open in the browser");
        }
    }
}

/// Ends every session softly before the process goes.
fn stop(app: &tauri::AppHandle) {
    let serving = app.state::<Serving>().0.lock().ok().and_then(|mut serving| serving.take());
    if let Some((runtime, running)) = serving {
        runtime.block_on(running.stop());
    }
}
