//! `portaria-server admin …`.

use std::io::{BufRead, IsTerminal};

use anyhow::{Context, ensure};
use portaria_domain::Secret;
use portaria_server::{Offline, ServerConfig};
use serde_json::json;

/// Asks for a password and sets it. A server that is running takes it up at once.
pub(crate) async fn set_password(config: &ServerConfig, as_json: bool) -> anyhow::Result<()> {
    let password = read_password()?;
    let offline = Offline::beside(config).await?;
    let done = offline.set_password(&password).await;
    offline.close().await;
    done?;
    if as_json {
        println!("{}", json!({ "passwordSet": true }));
    } else {
        println!("The password is set. Browsers that were logged in must log in again.");
    }
    Ok(())
}

/// Notes that the master key was copied to a safe place.
pub(crate) async fn note_key_backup(config: &ServerConfig, as_json: bool) -> anyhow::Result<()> {
    let offline = Offline::beside(config).await?;
    let noted = offline.note_key_backup().await;
    offline.close().await;
    let fingerprint = noted?;
    if as_json {
        println!("{}", json!({ "keyFingerprint": fingerprint }));
    } else {
        println!("Noted for the key {fingerprint}. Another key would need a backup of its own.");
    }
    Ok(())
}

/// Switches login in two steps off. A server that is running takes it up at once.
pub(crate) async fn reset_totp(config: &ServerConfig, as_json: bool) -> anyhow::Result<()> {
    let offline = Offline::beside(config).await?;
    let done = offline.reset_totp().await;
    offline.close().await;
    done?;
    if as_json {
        println!("{}", json!({ "totpOn": false }));
    } else {
        println!("Login in two steps is off. The password alone logs in; switch it on again in the panel's settings.");
    }
    Ok(())
}

/// From the terminal without showing it, twice; from a pipe the first line.
fn read_password() -> anyhow::Result<Secret<String>> {
    if std::io::stdin().is_terminal() {
        let once = rpassword::prompt_password("New password: ").context("the terminal cannot be read")?;
        let twice = rpassword::prompt_password("Once more:    ").context("the terminal cannot be read")?;
        ensure!(once == twice, "the two are not the same");
        return Ok(Secret::new(once));
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("standard input cannot be read")?;
    Ok(Secret::new(line.trim_end_matches(['\r', '\n']).to_owned()))
}
