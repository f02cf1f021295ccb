//! `portaria-server serve`.

use portaria_server::{Running, ServerConfig, serve as start};
use serde_json::json;

use super::notify;

/// Serves until somebody asks it to stop.
pub(crate) async fn serve(config: ServerConfig, as_json: bool) -> anyhow::Result<()> {
    let running = start(config).await?;
    if as_json {
        println!("{}", json!({ "panel": running.panel_url(), "login": running.login_url() }));
    } else {
        println!("Portaria is ready.");
        println!("  Panel:          {}", running.panel_url());
        println!("  One-time login: {}", running.login_url());
        println!("  (good for five minutes; start again for another one, or set a password)");
    }
    notify::ready(&running);
    tokio::select! {
        () = wait_for_end(&running) => {}
        never = notify::keep_telling(&running) => never,
    }
    notify::stopping();
    if !as_json {
        println!("Stopping: sessions are brought to rest …");
    }
    running.stop().await;
    Ok(())
}

/// Ctrl-C, or what the system sends to end a program. Until then a hang-up has the certificates read again, as servers do.
async fn wait_for_end(running: &Running) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (terminate, hang_up) = (signal(SignalKind::terminate()), signal(SignalKind::hangup()));
        let (Ok(mut terminate), Ok(mut hang_up)) = (terminate, hang_up) else {
            let _ = tokio::signal::ctrl_c().await;
            return;
        };
        loop {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => return,
                _ = terminate.recv() => return,
                _ = hang_up.recv() => {
                    notify::reloading();
                    running.reload();
                    notify::ready(running);
                }
            }
        }
    }
    #[cfg(windows)]
    {
        use tokio::signal::windows::{ctrl_break, ctrl_close, ctrl_shutdown};
        let _ = running;
        // The console is closed, or the computer goes down: Windows waits for a few seconds.
        let (Ok(mut interrupted), Ok(mut closed), Ok(mut shut_down)) = (ctrl_break(), ctrl_close(), ctrl_shutdown())
        else {
            let _ = tokio::signal::ctrl_c().await;
            return;
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = interrupted.recv() => {}
            _ = closed.recv() => {}
            _ = shut_down.recv() => {}
        }
    }
}
