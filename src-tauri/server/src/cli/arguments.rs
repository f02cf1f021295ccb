//! What can be said on the command line.

#![expect(
    clippy::doc_markdown,
    reason = "these comments are printed by --help, where backticks would stand as they are"
)]

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use portaria_domain::{ProviderName, TenantId};
use serde::Serialize;

/// Every client a WhatsApp of their own: the server without a window.
///
/// Each setting is taken from its flag, else from its environment variable, else from the file, else as stated here.
#[derive(Parser)]
#[command(
    name = "portaria-server",
    version,
    after_help = "Settings without a flag: PORTARIA_TRUSTED_PROXIES (addresses or networks that say for whom they speak) and \
        PORTARIA_METRICS_TOKEN (what /metrics asks for; at least 32 characters), or trusted_proxies and metrics_token in the file."
)]
pub(crate) struct Arguments {
    /// What to do; `serve` when nothing is said.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The file of settings (TOML) [env: PORTARIA_CONFIG] [default: portaria.toml in the data folder, where there is one].
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// Print one JSON object instead of words, for programs.
    #[arg(long, global = true)]
    pub json: bool,
    /// The settings of the server.
    #[command(flatten)]
    pub settings: Settings,
}

/// The settings that have a flag; what is not said is left to the file.
#[derive(Args, Serialize)]
pub(crate) struct Settings {
    /// Where to listen; beyond this machine only after a password was set [default: 127.0.0.1:3001] [env: PORTARIA_LISTEN].
    #[arg(long, value_name = "ADDRESS:PORT", global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    listen: Option<SocketAddr>,
    /// The folder of all data [default: where the system keeps such things] [env: PORTARIA_DATA_DIR].
    #[arg(long, value_name = "FOLDER", global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    data_dir: Option<PathBuf>,
    /// The address under which clients reach the server from anywhere, such as https://zap.example.com [env: PORTARIA_PUBLIC_URL].
    #[arg(long, value_name = "URL", global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    public_url: Option<portaria_server::PublicUrl>,
    /// Another name that the server answers to, `name` or `name:port`; may be given several times [env: PORTARIA_TRUSTED_HOSTS].
    #[arg(long = "trusted-host", value_name = "NAME", value_delimiter = ',', global = true)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    trusted_hosts: Vec<String>,
    /// Let the admin panel answer on other machines, too; needs a password [env: PORTARIA_REMOTE_ADMIN].
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true", global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    remote_admin: Option<bool>,
    /// The name of your service, which the portal shows; given here, the panel cannot change it [default: what the panel was told] [env: PORTARIA_PROVIDER_NAME].
    #[arg(long, value_name = "NAME", global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    provider_name: Option<ProviderName>,
    /// A host whose pages are looked at when a preview of a link is asked for, with what is under it; `*` is every public one; may be given several times [env: PORTARIA_LINK_PREVIEW_HOSTS].
    #[arg(long = "link-preview-host", value_name = "NAME", value_delimiter = ',', global = true)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    link_preview_hosts: Vec<String>,
    /// A WhatsApp server other than WhatsApp's: only in builds for tests, and only on loopback [env: PORTARIA_WHATSAPP_URL].
    #[arg(long, value_name = "URL", global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    whatsapp_url: Option<String>,
    /// What to log, such as `info` or `portaria_server=debug,info` [default: warn,portaria=info] [env: PORTARIA_LOG].
    #[arg(long, value_name = "FILTER", global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    log: Option<String>,
    /// Log one JSON object a line [env: PORTARIA_LOG_JSON].
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true", global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    log_json: Option<bool>,
}

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Serve the panel, the portals and the API until Ctrl-C.
    Serve,
    /// The provider's access.
    #[command(subcommand)]
    Admin(Admin),
    /// The provider's customers.
    #[command(subcommand)]
    Tenant(Tenant),
    /// Look at everything that the server needs, beside one that runs or without one, and say what to do. Ends with 0 when
    /// all is well, 1 with warnings, 2 with failures. Changes nothing and prints no secrets.
    Doctor,
    /// Ask the server that runs on this machine whether it can work: for containers and load balancers. Ends with 0 if so.
    Healthcheck,
    /// Let systemd run the server: writes a unit, its user and its data folder.
    InstallService(Install),
    /// Take away what install-service wrote. The data stay.
    UninstallService(Uninstall),
    /// Print the description of the API (OpenAPI, JSON).
    Openapi,
    /// Print completions for a shell: a script, as the shell reads it, also with --json.
    Completions {
        /// Which one.
        shell: Shell,
    },
    /// Print the manual page, or write it and those of all commands into a folder: as man reads them, also with --json.
    Man {
        /// The folder.
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
    },
    /// Print the version.
    Version,
    /// Print what this program is made of, with the licence of each part.
    Licenses,
}

/// How to install the service.
#[derive(Args)]
pub(crate) struct Install {
    /// Print the unit and write nothing.
    #[arg(long)]
    pub print: bool,
    /// A folder that stands for the system, for packages.
    #[arg(long, value_name = "FOLDER")]
    pub root: Option<PathBuf>,
}

/// What to take away.
#[derive(Args)]
pub(crate) struct Uninstall {
    /// A folder that stands for the system, for packages.
    #[arg(long, value_name = "FOLDER")]
    pub root: Option<PathBuf>,
}

/// The provider's access.
#[derive(Subcommand)]
pub(crate) enum Admin {
    /// Set the password of the panel. It is asked for, or read from standard input; never given as an argument.
    SetPassword,
    /// Note that the master key was copied to a safe place, so that doctor no longer asks for it.
    NoteKeyBackup,
    /// Switch login in two steps off: the way back for who has neither the app nor a recovery code.
    ResetTotp,
}

/// The provider's customers.
#[derive(Subcommand)]
pub(crate) enum Tenant {
    /// Create a tenant and print its link and API key, while no server is running.
    Create {
        /// The name to show.
        name: String,
        /// The number the tenant is expected to pair.
        #[arg(long)]
        phone: Option<String>,
    },
    /// List the tenants with the status they last had.
    List,
    /// Make a tenant's stored messages anew from what WhatsApp delivered, while no server is running. Stopped half-way,
    /// it goes on where it was.
    Reproject {
        /// The tenant's id.
        id: TenantId,
        /// Also those that the present version wrote.
        #[arg(long)]
        all: bool,
    },
}
