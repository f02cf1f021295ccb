//! The one window: the panel, or a page of ours while there is none.

use std::borrow::Cow;

use tauri::http::{Response, header};
use tauri::{AppHandle, Manager as _, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Window, WindowEvent};

use crate::pages::{Page, SCHEME};
use crate::shell::{Shell, Stage};
use crate::{ending, shell, tray};

const LABEL: &str = "panel";
/// What our pages may load: nothing but the style that stands in them.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// Opens the window on the page that says that the server is starting.
pub(crate) fn open(app: &AppHandle, is_hidden: bool) -> tauri::Result<()> {
    let handle = app.clone();
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::CustomProtocol(address("starting")))
        .title("Portaria")
        .inner_size(1200.0, 800.0)
        .min_inner_size(360.0, 480.0)
        .visible(!is_hidden)
        .on_navigation(move |url| may_load(&handle, url))
        .build()?;
    Ok(())
}

fn address(page: &str) -> Url {
    // Windows has no schemes of one's own; there they are names of hosts.
    let base = if cfg!(windows) { format!("http://{SCHEME}.localhost") } else { format!("{SCHEME}://localhost") };
    format!("{base}/{page}").parse().expect("an address of fixed parts")
}

/// Whether an address is one of our pages.
fn is_ours(url: &Url) -> bool {
    let page = address("");
    (url.scheme(), url.host_str(), url.port()) == (page.scheme(), page.host_str(), page.port())
}

/// Whether the window loads an address. A button is carried out instead, and what leads elsewhere opens outside.
fn may_load(app: &AppHandle, url: &Url) -> bool {
    if is_ours(url) {
        let button = url.path().strip_prefix("/do/");
        if let Some(word) = button {
            shell::press(app, word);
        }
        return button.is_none();
    }
    let is_panel = match &*app.state::<Shell>().stage() {
        Stage::Serving(running) => running.panel_url().parse().is_ok_and(|panel: Url| panel.origin() == url.origin()),
        _ => false,
    };
    if !is_panel && matches!(url.scheme(), "http" | "https") {
        open_outside(app, url.as_str());
    }
    is_panel
}

/// Opens an address or a folder in the system's own program for it.
pub(crate) fn open_outside(app: &AppHandle, what: &str) {
    use tauri_plugin_shell::ShellExt as _;
    #[expect(deprecated, reason = "the card names tauri-plugin-shell; the opener plugin would be one more")]
    if let Err(error) = app.shell().open(what, None) {
        tracing::warn!(%error, "nothing opened outside of the window");
    }
}

/// Answers with a page of ours, as things stand.
pub(crate) fn page(app: &AppHandle, path: &str) -> Response<Cow<'static, [u8]>> {
    let shell = app.state::<Shell>();
    let html = match (path, &*shell.stage()) {
        ("/starting", _) => Page::Starting.html(shell.texts()),
        ("/failed", Stage::Failed(failure)) => Page::Failed(failure).html(shell.texts()),
        ("/updating", Stage::Updating) => Page::Updating.html(shell.texts()),
        ("/ending", Stage::Ending(sessions)) => Page::Ending(*sessions).html(shell.texts()),
        _ => String::new(),
    };
    let answer = Response::builder()
        .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
        .header(header::CONTENT_SECURITY_POLICY, POLICY)
        .body(Cow::Owned(html.into_bytes()));
    answer.expect("headers of fixed text")
}

fn window(app: &AppHandle) -> Option<WebviewWindow> {
    app.get_webview_window(LABEL)
}

/// Shows one of our pages.
pub(crate) fn show_page(app: &AppHandle, page: &str) {
    load(app, address(page));
}

/// Shows a page of the panel.
pub(crate) fn show_panel(app: &AppHandle, path: &str) {
    let url = app.state::<Shell>().panel(path);
    if let Some(url) = url {
        load(app, url);
    }
}

fn load(app: &AppHandle, url: Url) {
    if let Some(Err(error)) = window(app).map(|window| window.navigate(url)) {
        tracing::warn!(%error, "the window did not load a page");
    }
}

/// Brings the window to the front.
pub(crate) fn show(app: &AppHandle) {
    let Some(window) = window(app) else { return };
    let shown = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window did not come to the front");
    }
}

/// Whether somebody sees the window, or has it in the taskbar.
pub(crate) fn is_visible(app: &AppHandle) -> bool {
    window(app).is_some_and(|window| window.is_visible().unwrap_or(true))
}

/// Puts the window into the taskbar.
pub(crate) fn minimize(app: &AppHandle) {
    if let Some(Err(error)) = window(app).map(|window| window.minimize()) {
        tracing::warn!(%error, "the window was not minimised");
    }
}

/// Closing the window leaves the server at work; before it is, there is nothing to keep.
pub(crate) fn on_event(window: &Window, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else { return };
    let app = window.app_handle().clone();
    api.prevent_close();
    match &*app.state::<Shell>().stage() {
        Stage::Serving(_) => {}
        Stage::Ending(_) | Stage::Updating => return,
        Stage::Starting | Stage::Failed(_) => return ending::end(&app),
    }
    tauri::async_runtime::spawn(async move {
        // A tray that nobody shows would leave no way back to the window.
        let is_hidden = tray::is_shown(&app).await;
        let done = match self::window(&app) {
            Some(window) if is_hidden => window.hide(),
            Some(window) => window.minimize(),
            None => Ok(()),
        };
        if let Err(error) = done {
            tracing::warn!(%error, "the window did not go out of the way");
        }
        ending::say_that_it_goes_on(&app, is_hidden).await;
    });
}
