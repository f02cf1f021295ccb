//! Flag before environment before file before what holds by itself.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::Serialize;

use super::ServerConfig;

/// A setting that cannot be used. The sentence names the field and where it was set.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct ConfigError {
    place: String,
    reason: String,
}

/// The settings that the environment may hold, each as `PORTARIA_` and its name in capitals.
const IN_ENVIRONMENT: [&str; 12] = [
    "listen",
    "data_dir",
    "public_url",
    "trusted_hosts",
    "trusted_proxies",
    "remote_admin",
    "provider_name",
    "link_preview_hosts",
    "whatsapp_url",
    "log",
    "log_json",
    "metrics_token",
];

impl ServerConfig {
    /// Puts the settings together: `flags` (of which unset ones must not serialise) over the
    /// environment over the file over the defaults.
    ///
    /// The file is `file`, else the one that `PORTARIA_CONFIG` names, else `portaria.toml` in the
    /// data folder where there is one.
    pub fn load(file: Option<&Path>, flags: &impl Serialize) -> Result<Self, ConfigError> {
        let named = file.map(Path::to_owned).or_else(|| std::env::var_os("PORTARIA_CONFIG").map(PathBuf::from));
        let over = |figment: Figment| {
            figment.merge(Env::prefixed("PORTARIA_").only(&IN_ENVIRONMENT)).merge(Serialized::defaults(flags))
        };
        let defaults = || Figment::from(Serialized::defaults(Self::default()));
        let path = match named {
            Some(path) if !path.is_file() => {
                let reason = "there is no such file".to_owned();
                return Err(ConfigError { place: path.display().to_string(), reason });
            }
            Some(path) => path,
            None => {
                let folder: PathBuf = over(defaults()).extract_inner("data_dir").map_err(|error| explain(&error))?;
                folder.join("portaria.toml")
            }
        };
        let file = if path.is_file() { Toml::file_exact(path) } else { Toml::string("") };
        over(defaults().merge(file)).extract().map_err(|error| explain(&error))
    }

    /// The settings of a program without flags.
    pub fn from_environment() -> Result<Self, ConfigError> {
        Self::load(None, &BTreeMap::<&str, &str>::new())
    }
}

fn explain(error: &figment::Error) -> ConfigError {
    let field = error.path.join(".");
    let source = error.metadata.as_ref().and_then(|metadata| metadata.source.as_ref());
    let place = match source {
        Some(source) if field.is_empty() => source.to_string(),
        Some(source) => format!("{field} ({source})"),
        None if field.is_empty() => "the settings".to_owned(),
        None => field,
    };
    ConfigError { place, reason: error.kind.to_string() }
}

/// The folder of data where the system keeps such things.
///
/// Linux: `$XDG_DATA_HOME/portaria` or `~/.local/share/portaria`; macOS: `~/Library/Application Support/Portaria`;
/// Windows: `%LOCALAPPDATA%\Portaria`. Without a home: `portaria-data` beside where it was started.
pub fn default_data_dir() -> PathBuf {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
    let found = if cfg!(windows) {
        // Not the part of a profile that follows its user to other computers: two would share one phone's keys.
        set("LOCALAPPDATA").map(|folder| folder.join("Portaria"))
    } else if cfg!(target_os = "macos") {
        home.map(|home| home.join("Library/Application Support/Portaria"))
    } else {
        set("XDG_DATA_HOME").or_else(|| home.map(|home| home.join(".local/share"))).map(|dir| dir.join("portaria"))
    };
    found.unwrap_or_else(|| PathBuf::from("portaria-data"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use portaria_domain::ProviderName;

    #[derive(Default, Serialize)]
    struct Flags {
        #[serde(skip_serializing_if = "Option::is_none")]
        listen: Option<String>,
    }

    fn load(toml: &str, flags: &Flags) -> Result<ServerConfig, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("portaria.toml");
        std::fs::write(&file, toml).unwrap();
        ServerConfig::load(Some(&file), flags)
    }

    #[test]
    fn a_flag_beats_the_file_and_the_file_beats_the_default() {
        let toml = "listen = '127.0.0.1:4000'\nprovider_name = 'Zap Fácil'\n[limits]\nbody_bytes = 1000";
        let config = load(toml, &Flags { listen: Some("127.0.0.1:5000".into()) }).unwrap();
        assert_eq!(config.listen.port(), 5000);
        let name = config.provider_name.as_ref().map(ProviderName::as_str);
        assert_eq!((name, config.limits.body_bytes), (Some("Zap Fácil"), 1000));
        assert_eq!(load(toml, &Flags::default()).unwrap().listen.port(), 4000);
        assert_eq!(load("", &Flags::default()).unwrap().listen.port(), 3001);
    }

    #[test]
    fn a_setting_that_cannot_be_used_is_named() {
        for (toml, field) in [
            ("listen = 'nowhere'", "listen"),
            ("public_url = 'zap.example.com'", "public_url"),
            ("metrics_token = 'too short'", "metrics_token"),
            ("remote_admin = 'perhaps'", "remote_admin"),
            ("provider_name = '  '", "provider_name"),
            ("trusted_proxies = ['the one in the cellar']", "trusted_proxies"),
            ("[limits]\nbody_bytes = 'many'", "limits.body_bytes"),
            ("lisssten = '127.0.0.1:1'", "lisssten"),
        ] {
            let sentence = load(toml, &Flags::default()).unwrap_err().to_string();
            assert!(sentence.contains(field), "{toml}: {sentence}");
        }
    }

    #[test]
    fn a_file_that_was_named_must_be_there() {
        assert!(ServerConfig::load(Some(Path::new("/nowhere/portaria.toml")), &Flags::default()).is_err());
    }
}
