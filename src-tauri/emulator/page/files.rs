//! The phone page's files as the binary carries them: path, content type, content.
//!
//! The page is plain HTML, CSS and JavaScript modules without a build step. It needs nothing but these files from `/`
//! and the control API from `/control/`, so it may be served with `default-src 'none'; script-src 'self';
//! style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; base-uri 'none';
//! form-action 'none'`.

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// Every file of the page; the first one is served at `/`.
pub(crate) const FILES: &[(&str, &str, &str)] = &[
    ("/", HTML, include_str!("index.html")),
    ("/page.css", CSS, include_str!("page.css")),
    ("/airplane.js", JS, include_str!("airplane.js")),
    ("/bubble.js", JS, include_str!("bubble.js")),
    ("/calls.js", JS, include_str!("calls.js")),
    ("/chats.js", JS, include_str!("chats.js")),
    ("/composer.js", JS, include_str!("composer.js")),
    ("/connect.js", JS, include_str!("connect.js")),
    ("/control.js", JS, include_str!("control.js")),
    ("/conversation.js", JS, include_str!("conversation.js")),
    ("/devices.js", JS, include_str!("devices.js")),
    ("/elements.js", JS, include_str!("elements.js")),
    ("/figures.js", JS, include_str!("figures.js")),
    ("/group.js", JS, include_str!("group.js")),
    ("/menu.js", JS, include_str!("menu.js")),
    ("/network.js", JS, include_str!("network.js")),
    ("/ogg.js", JS, include_str!("ogg.js")),
    ("/owner.js", JS, include_str!("owner.js")),
    ("/page.js", JS, include_str!("page.js")),
    ("/picked.js", JS, include_str!("picked.js")),
    ("/pictures.js", JS, include_str!("pictures.js")),
    ("/place.js", JS, include_str!("place.js")),
    ("/said.js", JS, include_str!("said.js")),
    ("/shown.js", JS, include_str!("shown.js")),
    ("/tray.js", JS, include_str!("tray.js")),
    ("/voice.js", JS, include_str!("voice.js")),
    ("/words.js", JS, include_str!("words.js")),
];
