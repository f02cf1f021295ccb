//! Whether somebody shows the icons of the tray.

/// Whether there may be somebody; asked before there is time to wait.
#[cfg(target_os = "linux")]
pub(crate) fn may_be_there() -> bool {
    tauri::async_runtime::block_on(is_there())
}

/// Whether a desktop shows icons now: on Linux whoever does has a name on the session's bus.
#[cfg(target_os = "linux")]
pub(crate) async fn is_there() -> bool {
    match has_watcher().await {
        Ok(is_there) => is_there,
        Err(error) => {
            tracing::debug!(%error, "the session's bus says nothing of a tray");
            false
        }
    }
}

#[cfg(target_os = "linux")]
async fn has_watcher() -> zbus::Result<bool> {
    let bus = zbus::Connection::session().await?;
    let names = zbus::fdo::DBusProxy::new(&bus).await?;
    let watcher = zbus::names::BusName::try_from("org.kde.StatusNotifierWatcher")?;
    Ok(names.name_has_owner(watcher).await?)
}

/// Windows and macOS always show icons.
#[cfg(not(target_os = "linux"))]
pub(crate) fn may_be_there() -> bool {
    true
}

/// Windows and macOS always show icons.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn is_there() -> bool {
    true
}
