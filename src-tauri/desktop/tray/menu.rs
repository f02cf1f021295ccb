//! The menu of the tray.

use tauri::AppHandle;
use tauri::menu::{Menu, MenuBuilder, MenuItem, MenuItemBuilder, Submenu, SubmenuBuilder};

use super::model::{Entry, Model};
use crate::texts::{Texts, fill};

type Wry = tauri::Wry;

/// Makes the menu. The id of an item says what it does; see [`super::actions`].
pub(super) fn build(app: &AppHandle, model: &Model, texts: &Texts) -> tauri::Result<Menu<Wry>> {
    let words = &texts.tray;
    let mut menu = MenuBuilder::new(app)
        .item(&item(app, "summary", &model.summary, false)?)
        .separator()
        .item(&item(app, "open", words.open, true)?);
    if !model.entries.is_empty() {
        menu = menu.item(&instances(app, model, texts)?);
    }
    menu.separator()
        .item(&item(app, "start-all", words.start_all, model.can_start_all)?)
        .item(&item(app, "stop-all", words.stop_all, model.can_stop_all)?)
        .item(&item(app, "test-link", words.test_link, model.is_serving)?)
        .item(&pausing(app, model, texts)?)
        .separator()
        .item(&item(app, "quit", words.quit, true)?)
        .build()
}

fn instances(app: &AppHandle, model: &Model, texts: &Texts) -> tauri::Result<Submenu<Wry>> {
    let mut menu = SubmenuBuilder::new(app, texts.tray.instances);
    for entry in &model.entries {
        menu = menu.item(&instance(app, entry, texts)?);
    }
    if model.more > 0 {
        let more = fill(texts.tray.more, &[("n", &model.more)]);
        menu = menu.separator().item(&item(app, "more", &more, true)?);
    }
    menu.build()
}

fn instance(app: &AppHandle, entry: &Entry, texts: &Texts) -> tauri::Result<Submenu<Wry>> {
    let (words, id) = (&texts.tray, entry.id);
    SubmenuBuilder::new(app, literal(&entry.label))
        .item(&item(app, &format!("start:{id}"), words.start, entry.can_start)?)
        .item(&item(app, &format!("stop:{id}"), words.stop, entry.can_stop)?)
        .item(&item(app, &format!("restart:{id}"), words.restart, entry.can_stop)?)
        .separator()
        .item(&item(app, &format!("copy:{id}"), words.copy_link, true)?)
        .build()
}

fn pausing(app: &AppHandle, model: &Model, texts: &Texts) -> tauri::Result<Submenu<Wry>> {
    let words = &texts.tray;
    SubmenuBuilder::new(app, words.pause)
        .item(&item(app, "pause:hour", words.for_an_hour, true)?)
        .item(&item(app, "pause:tomorrow", words.until_tomorrow, true)?)
        .item(&item(app, "resume", words.resume, model.is_paused)?)
        .build()
}

fn item(app: &AppHandle, id: &str, text: &str, is_enabled: bool) -> tauri::Result<MenuItem<Wry>> {
    MenuItemBuilder::with_id(id, literal(text)).enabled(is_enabled).build(app)
}

/// A name as it stands: an ampersand would underline the letter behind it.
fn literal(text: &str) -> String {
    text.replace('&', "&&")
}
