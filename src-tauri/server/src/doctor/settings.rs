//! How the server is set up.

use std::path::{Path, PathBuf};

use tracing_subscriber::EnvFilter;

use super::folder::is_open_to_others;
use super::report::Findings;
use super::words::Check;
use crate::config::ServerConfig;

pub(super) fn look(config: &ServerConfig, file: Option<&Path>, found: &mut Findings) {
    match EnvFilter::try_new(&config.log) {
        Ok(_) => found.well(Check::LogFilter, config.log.clone()),
        Err(error) => found.warned(Check::LogFilter, format!("{:?}: {error}", config.log)),
    }
    let named = file.map(Path::to_owned).or_else(|| std::env::var_os("PORTARIA_CONFIG").map(PathBuf::from));
    let file = named.unwrap_or_else(|| config.data_dir.join("portaria.toml"));
    let Ok(text) = std::fs::read_to_string(&file) else {
        return found.skipped(Check::SettingsRights, "there is no file of settings");
    };
    let holds_secret = text.lines().any(|line| line.trim_start().starts_with("metrics_token"));
    if holds_secret && is_open_to_others(&file) {
        found.failed(Check::SettingsRights, format!("{} holds metrics_token", file.display()));
    } else {
        found.well(Check::SettingsRights, "");
    }
}
