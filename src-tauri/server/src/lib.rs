//! HTTP, Socket.IO and the headless program.
//!
//! The one room that knows HTTP and JSON. [`serve`] brings up everything below it: the stores, the
//! gateway, the sessions. A request passes the `layers` (name, origin, size, rate), then `auth` says
//! who asks, then one handler in `admin`, `portal` or `tenant` answers through `sessions` and
//! `storage`. `shapes` is all JSON that goes out, `input` all that comes in, `problem` all errors.
//!
//! Deliberately absent: SQL, anything of the WhatsApp library, certificates, and rules about sessions.

mod accept;
mod access;
mod accounts;
mod addresses;
mod admin;
mod app;
mod assets;
mod auth;
mod config;
mod desktop;
mod doctor;
mod egress;
mod exports;
mod health;
mod input;
mod instances;
mod keys;
mod languages;
mod layers;
mod licenses;
mod lock;
mod logging;
mod lookers;
mod mcp;
mod metrics;
mod offline;
mod openapi;
mod picture;
mod portal;
mod previews;
mod probe;
mod problem;
mod push;
mod reach;
mod router;
mod scrape;
mod serving;
mod settings;
mod shapes;
mod shares;
mod signed_address;
mod socket;
mod start;
mod tenant;
mod update;
mod uploads;
mod waking;
mod webhooks;

pub use auth::InvalidPassword;
pub use config::{ConfigError, Limits, MetricsToken, ServerConfig, USUAL_LOG, default_data_dir};
pub use desktop::{Desktop, DesktopSettings};
pub use doctor::{Check, Finding, Report, Verdict, examine};
pub use instances::{
    Instance, InstanceError, InstanceList, InstanceLists, Instances, LinkCheck, Outside, OutsideChanges,
};
pub use languages::Languages;
pub use licenses::{LicenseSection, license_sections, licenses};
pub use logging::{log_filter, start_logging};
pub use offline::{CreatedOffline, Offline, OfflineError};
pub use openapi::document as openapi_document;
pub use portaria_domain::{InvalidNetwork, Network};
pub use portaria_reach::{CheckFailure, InvalidPublicUrl, PublicUrl};
pub use probe::{Probed, probe_own};
pub use start::{Running, Standing, StartError, serve, serve_on_trial, serve_with};
pub use update::{
    Begun, Installation, Offer, Outcome, Release, Trial, TrialError, Trouble, UpdateSource, Updater, remove_app,
    replace_app,
};
