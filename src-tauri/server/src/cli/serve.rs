//! `portaria-server serve`.

use portaria_server::{ServerConfig, serve as start};

/// Serves until somebody asks it to stop.
pub(crate) async fn serve(config: ServerConfig) -> anyhow::Result<()> {
    let running = start(config).await?;
    println!("Portaria is ready.");
    println!("  Panel:          {}", running.panel_url());
    println!("  One-time login: {}", running.login_url());
    println!("  (good for five minutes; start again for another one, or set a password)");
    wait_for_end().await;
    println!("Stopping: sessions are brought to rest …");
    running.stop().await;
    Ok(())
}

/// Ctrl-C, or what the system sends to end a program.
async fn wait_for_end() {
    #[cfg(unix)]
    {
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
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
}
