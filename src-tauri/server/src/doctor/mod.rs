//! `portaria-server doctor`: looks at everything that a server needs, beside one that runs or without one.
//!
//! Nothing is changed and no secret is printed. One file for each part of the world; `words` has all texts that do not
//! depend on what was found. Deliberately absent: mending. Each finding says what to do instead.

mod access;
mod databases;
mod folder;
mod machine;
mod outside;
mod place;
mod report;
mod settings;
mod words;

use std::path::Path;

use serde::Serialize;

pub use report::{Finding, Report, Verdict};
pub use words::Check;

use crate::config::ServerConfig;
use place::Place;
use report::Findings;

/// Looks at everything. `progress` hears of tenants: how many of how many were looked at.
pub async fn examine(file: Option<&Path>, flags: &impl Serialize, progress: impl Fn(usize, usize) + Sync) -> Report {
    let mut found = Findings::default();
    let config = match ServerConfig::load(file, flags) {
        Ok(config) => config,
        Err(error) => {
            found.failed(Check::Settings, error.to_string());
            return found.into_report("the settings do not read");
        }
    };
    found.well(Check::Settings, "");
    settings::look(&config, file, &mut found);
    machine::look(&mut found);
    let place = Place::of(&config);
    folder::look(&place, &mut found);
    let stored = databases::look(&place, &mut found, progress).await;
    access::look(&config, &place, &stored, &mut found).await;
    outside::look(&config, &stored, &mut found).await;
    found.into_report("what it needs is missing")
}
