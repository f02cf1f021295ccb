//! The system's own word that it woke up. Where there is none, the server notices by the missing time (`waking` there).

/// Calls `woken` each time the machine wakes up, for as long as the system tells.
#[cfg(target_os = "linux")]
pub(crate) async fn watch(woken: impl Fn() + Send) {
    if let Err(error) = listen(woken).await {
        tracing::debug!(%error, "logind does not tell when the machine wakes up");
    }
}

#[cfg(target_os = "linux")]
async fn listen(woken: impl Fn() + Send) -> zbus::Result<()> {
    use futures_util::StreamExt as _;
    let bus = zbus::Connection::system().await?;
    let manager =
        zbus::Proxy::new(&bus, "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
            .await?;
    let mut sleeping = manager.receive_signal("PrepareForSleep").await?;
    while let Some(signal) = sleeping.next().await {
        // True as it falls asleep, false as it wakes.
        if let Ok(false) = signal.body().deserialize::<bool>() {
            woken();
        }
    }
    Ok(())
}

/// Windows and macOS: by the missing time alone.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn watch(_woken: impl Fn() + Send) {}
