//! Everything that differs from system to system, one file for one thing.

pub(crate) mod awake;
pub(crate) mod notices;
pub(crate) mod sleep;
pub(crate) mod tray_host;

/// Waits until the system, or whoever sits at the terminal, asks the process to end.
#[cfg(unix)]
pub(crate) async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

/// Waits until the system, or whoever sits at the terminal, asks the process to end. Windows tells its windows when
/// somebody logs off; Tauri ends the app then.
#[cfg(not(unix))]
pub(crate) async fn asked_to_end() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Says that the window cannot open, where the system's web view is missing: there is no window to say it in.
pub(crate) fn no_window(sentence: &str) {
    tracing::error!("{sentence}");
    eprintln!("{sentence}");
    #[cfg(windows)]
    {
        // The only way to a message box without a web view and without unsafe code of ours.
        let script = format!(
            "(New-Object -ComObject WScript.Shell).Popup('{}', 0, 'Portaria', 16)",
            sentence.replace('\'', "''")
        );
        let mut command = std::process::Command::new("powershell");
        // The box alone, without a console behind it.
        std::os::windows::process::CommandExt::creation_flags(&mut command, 0x0800_0000);
        let _ = command.args(["-NoProfile", "-Command", &script]).status();
    }
}
