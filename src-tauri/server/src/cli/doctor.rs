//! `portaria-server doctor`, and `healthcheck`.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use portaria_server::{Probed, Report, ServerConfig, Verdict, examine, probe_own};
use serde_json::json;

use super::arguments::Settings;

/// Looks at everything and says what to do; 0 when all is well, 1 with warnings, 2 with failures.
pub(crate) async fn doctor(file: Option<&Path>, flags: &Settings, as_json: bool) -> anyhow::Result<ExitCode> {
    let is_shown = !as_json && std::io::stderr().is_terminal();
    let report = examine(file, flags, |done, all| {
        if is_shown {
            // Each overwrites the one before; nobody minds a line that could not be shown.
            let _ = write!(std::io::stderr(), "\r{done} of {all} tenants ");
        }
    });
    let report = report.await;
    if is_shown {
        let _ = write!(std::io::stderr(), "\r\x1b[K");
    }
    if as_json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        show(&report);
    }
    Ok(match report.verdict {
        Verdict::Failure => ExitCode::from(2),
        Verdict::Warning => ExitCode::from(1),
        Verdict::Well | Verdict::Skipped => ExitCode::SUCCESS,
    })
}

fn show(report: &Report) {
    for finding in &report.checks {
        let word = match finding.verdict {
            Verdict::Well => "well",
            Verdict::Skipped => "skipped",
            Verdict::Warning => "WARNING",
            Verdict::Failure => "FAILURE",
        };
        let found = if finding.found.is_empty() { String::new() } else { format!(": {}", finding.found) };
        println!("{word:<8} {:<19} {}{found}", finding.code.code(), finding.about);
        if let Some(remedy) = finding.remedy {
            println!("{:<29}{remedy}", "");
        }
    }
    let count = |verdict| report.checks.iter().filter(|finding| finding.verdict == verdict).count();
    println!("{} failures, {} warnings", count(Verdict::Failure), count(Verdict::Warning));
}

/// Asks the server that runs here whether it can work.
pub(crate) async fn healthcheck(config: &ServerConfig, as_json: bool) -> ExitCode {
    let (is_ready, reason) = match probe_own(config).await {
        Probed::Ready => (true, None),
        Probed::NotReady(reason) => (false, Some(reason)),
        Probed::Silent => (false, Some("silent".to_owned())),
    };
    if as_json {
        println!("{}", json!({ "ready": is_ready, "reason": reason }));
    } else {
        println!("{}", reason.map_or_else(|| "ready".to_owned(), |reason| format!("not ready: {reason}")));
    }
    if is_ready { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
