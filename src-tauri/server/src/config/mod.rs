//! How the server is set up.

mod limits;
mod load;
mod metrics_token;

use std::fmt::Display;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

use portaria_domain::{Network, ProviderName};
use portaria_reach::PublicUrl;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::update::UpdateSource;

pub use limits::Limits;
pub use load::{ConfigError, default_data_dir};
pub use metrics_token::MetricsToken;

/// Everything that can be set, with what holds when nothing is set.
///
/// [`ServerConfig::load`] takes each value from a flag, else from the environment, else from the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServerConfig {
    /// Where to listen. Beyond this machine only after a password was set. Port 0 takes a free one.
    pub listen: SocketAddr,
    /// The folder of all data; made when it is missing.
    pub data_dir: PathBuf,
    /// The address under which clients reach the server from anywhere, such as `https://zap.example.com`.
    pub public_url: Option<PublicUrl>,
    /// More names that the server answers to: `name`, or `name:port`.
    #[serde(deserialize_with = "several")]
    pub trusted_hosts: Vec<String>,
    /// Proxies that say truly for whom they speak, in `X-Forwarded-For`: addresses, or networks such as `10.0.0.0/8`.
    #[serde(deserialize_with = "several")]
    pub trusted_proxies: Vec<Network>,
    /// Whether the admin panel also answers on other machines and names than this one's own. Needs a password.
    pub remote_admin: bool,
    /// The name of the provider's service, which the portal shows. Where it is given here, the panel cannot change it.
    pub provider_name: Option<ProviderName>,
    /// The hosts whose pages are looked at for the preview of a link, each with what is under it; `*` is every public
    /// one. None: no page is looked at.
    #[serde(deserialize_with = "several")]
    pub link_preview_hosts: Vec<String>,
    /// A WhatsApp server other than WhatsApp's. Only builds for tests take one, and only on loopback.
    pub whatsapp_url: Option<String>,
    /// What to log, such as `info` or `portaria_server=debug,info`; see [`USUAL_LOG`].
    pub log: String,
    /// Whether to log one JSON object a line.
    pub log_json: bool,
    /// What who reads the figures at `/metrics` has to bring; without it there is no such address. Never printed.
    #[serde(skip_serializing)]
    pub metrics_token: Option<MetricsToken>,
    /// Where newer versions are told of; fixed when the program is built.
    #[serde(skip)]
    pub updates: UpdateSource,
    /// How much one caller may ask for.
    pub limits: Limits,
}

/// Our own words, and only the warnings of libraries, which do not say which tenant they speak of.
pub const USUAL_LOG: &str = "warn,portaria=info";

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 3001)),
            data_dir: default_data_dir(),
            public_url: None,
            trusted_hosts: Vec::new(),
            trusted_proxies: Vec::new(),
            remote_admin: false,
            provider_name: None,
            link_preview_hosts: Vec::new(),
            whatsapp_url: None,
            log: USUAL_LOG.to_owned(),
            log_json: false,
            metrics_token: None,
            updates: UpdateSource::of_build(),
            limits: Limits::default(),
        }
    }
}

/// A list, or one text with commas, as an environment variable has it.
fn several<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        List(Vec<String>),
        Text(String),
    }
    let list = match Written::deserialize(deserializer)? {
        Written::List(list) => list,
        Written::Text(text) => {
            text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
        }
    };
    list.iter().map(|part| part.parse().map_err(D::Error::custom)).collect()
}
