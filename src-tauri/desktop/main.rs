//! The desktop app: the server, one window on the provider's panel, and a tray.
//!
//! The window is a browser and nothing more: it loads the panel from the server in this process by a
//! one-time ticket, no page is granted an IPC command, and whatever leads elsewhere opens in the
//! system's browser. Deliberately absent: everything the server can do without a window.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod ending;
mod following;
mod notify;
mod pages;
mod shell;
mod system;
mod texts;
mod tray;
mod update;
mod window;

use anyhow::{Context as _, Result};
use tauri::{Manager as _, RunEvent};
use tauri_plugin_window_state::StateFlags;
use tokio::runtime::Runtime;

use crate::shell::Shell;
use crate::texts::Texts;

/// The argument with which the system starts the app by itself.
const MINIMIZED: &str = "--minimized";

fn main() -> Result<()> {
    let runtime = Runtime::new().context("the runtime did not start")?;
    tauri::async_runtime::set(runtime.handle().clone());
    let texts = Texts::of(sys_locale::get_locale().as_deref());
    let remembered = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;

    let builder = tauri::Builder::default()
        // First of all: a second process must go before it has done anything.
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _| {
            if !arguments.iter().any(|argument| argument == MINIMIZED) {
                window::show(app);
            }
        }))
        .plugin(tauri_plugin_window_state::Builder::new().with_state_flags(remembered).build())
        .plugin(tauri_plugin_shell::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_updater::Builder::new().build())
        .plugin(tauri_plugin_autostart::Builder::new().args([MINIMIZED]).build())
        .register_uri_scheme_protocol(pages::SCHEME, |context, request| {
            window::page(context.app_handle(), request.uri().path())
        });
    let app = system::notices::plugin(builder)
        .setup(move |app| {
            app.manage(Shell::new(texts));
            let handle = app.handle();
            let has_tray = tray::build(handle);
            let is_minimized = std::env::args().any(|argument| argument == MINIMIZED);
            if let Err(error) = window::open(handle, is_minimized && has_tray) {
                tracing::error!(%error, "the window did not open");
                system::no_window(texts.pages.no_window);
                // Tauri would panic at an error from here.
                std::process::exit(1);
            }
            if is_minimized && !has_tray {
                window::minimize(handle);
            }
            shell::start(handle);
            ending::end_when_asked(handle);
            Ok(())
        })
        .on_window_event(window::on_event)
        .build(tauri::generate_context!())
        .context("the window did not open")?;

    app.run(|app, event| {
        if matches!(event, RunEvent::Exit) {
            ending::stop_at_last(app);
        }
    });
    Ok(())
}
