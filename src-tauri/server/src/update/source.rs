//! Where newer versions are told of, and by which key they are known: fixed when the program is built.

/// Where newer versions are told of, and by which key they are known. A build that has none of it doesn't look for any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UpdateSource {
    /// The address of the feed; `{channel}` in it becomes `stable` or `beta`.
    pub feed: Option<String>,
    /// The public key of our signatures (minisign, as `tauri signer generate` writes it). Without one nothing is installed.
    pub key: Option<String>,
}

impl UpdateSource {
    /// What this build has. Builds for tests take others from the environment, which in others nobody may turn to a key
    /// of their own.
    pub fn of_build() -> Self {
        let set = |name: &str| cfg!(feature = "emulator").then(|| std::env::var(name).ok()).flatten();
        let either = |name: &str, built: Option<&str>| {
            set(name).or_else(|| built.map(str::to_owned)).filter(|value| !value.trim().is_empty())
        };
        Self {
            feed: either("PORTARIA_UPDATE_FEED", option_env!("PORTARIA_UPDATE_FEED")),
            key: either("PORTARIA_UPDATE_KEY", option_env!("PORTARIA_UPDATE_KEY")),
        }
    }
}
