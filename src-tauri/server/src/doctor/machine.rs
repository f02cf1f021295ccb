//! What this machine has for the server.

use std::path::Path;

use super::report::{Findings, Verdict};
use super::words::Check;

const MIB: u64 = 1024 * 1024;

pub(super) fn look(found: &mut Findings) {
    match zone() {
        Ok(zone) => found.well(Check::TimeZone, zone),
        Err(why) => found.warned(Check::TimeZone, why),
    }
    match available_memory() {
        Some(bytes) => found.judged(Check::Memory, memory(bytes)),
        None => found.skipped(Check::Memory, "this system does not say"),
    }
    match most_files() {
        Some(limit) => found.judged(Check::FileHandles, file_handles(limit)),
        None => found.skipped(Check::FileHandles, "this system sets no limit"),
    }
    match which::which("ffmpeg") {
        Ok(path) => found.well(Check::Ffmpeg, path.display().to_string()),
        Err(_) => found.warned(Check::Ffmpeg, "it is not on the search path"),
    }
}

/// The zone by its name, as `TZ` or the system gives it.
fn zone() -> Result<String, String> {
    if !cfg!(target_os = "linux") {
        return Ok(String::new());
    }
    let Some(named) = std::env::var("TZ").ok().filter(|zone| !zone.is_empty()) else {
        let local = Path::new("/etc/localtime");
        return match local.canonicalize() {
            Ok(path) => Ok(path.strip_prefix("/usr/share/zoneinfo").unwrap_or(local).display().to_string()),
            // Without the file the zone is UTC, as in most containers; a link that leads nowhere is a mistake.
            Err(_) if local.is_symlink() => Err("/etc/localtime leads to a file that is not there".to_owned()),
            Err(_) => Ok("UTC".to_owned()),
        };
    };
    let name = named.trim_start_matches(':');
    // Rules such as `BRT3` are no files.
    let is_rule = name.bytes().any(|byte| byte.is_ascii_digit()) && !name.contains('/');
    let is_known = is_rule || name == "UTC" || Path::new("/usr/share/zoneinfo").join(name).is_file();
    if is_known { Ok(named) } else { Err(format!("TZ is {named}, which this system does not know")) }
}

#[cfg(target_os = "linux")]
fn available_memory() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
}

#[cfg(not(target_os = "linux"))]
fn available_memory() -> Option<u64> {
    None
}

#[cfg(unix)]
fn most_files() -> Option<u64> {
    rustix::process::getrlimit(rustix::process::Resource::Nofile).current
}

#[cfg(not(unix))]
fn most_files() -> Option<u64> {
    None
}

fn memory(available: u64) -> (Verdict, String) {
    let words = format!("{} MiB are available", available / MIB);
    match available {
        0..0x0400_0000 => (Verdict::Failure, words),
        0x0400_0000..0x1000_0000 => (Verdict::Warning, words),
        _ => (Verdict::Well, words),
    }
}

/// A session takes about four, a connection one.
fn file_handles(limit: u64) -> (Verdict, String) {
    match limit {
        0..512 => (Verdict::Failure, format!("the limit is {limit}: for a few tenants only")),
        512..4_096 => (Verdict::Warning, format!("the limit is {limit}: enough for about {} tenants", limit / 8)),
        _ => (Verdict::Well, format!("the limit is {limit}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_little_is_told_from_scarce_and_from_enough() {
        assert_eq!(memory(63 * MIB).0, Verdict::Failure);
        assert_eq!(memory(255 * MIB).0, Verdict::Warning);
        assert_eq!(memory(256 * MIB).0, Verdict::Well);
        assert_eq!(file_handles(256).0, Verdict::Failure);
        assert_eq!(file_handles(1_024).0, Verdict::Warning);
        assert_eq!(file_handles(65_536).0, Verdict::Well);
    }
}
