//! What the system says of a running program.

use std::time::Duration;

use anyhow::{Context as _, Result};

/// Clock ticks a second in `/proc`, which every Linux has.
const TICKS: u64 = 100;

/// User and system time so far.
pub(crate) fn processor_time(id: u32) -> Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |place: usize| fields.get(place).and_then(|field| field.parse::<u64>().ok()).context("a field");
    Ok(Duration::from_millis((ticks(11)? + ticks(12)?) * 1_000 / TICKS))
}

/// A row of the program's memory, such as `VmHWM:`.
pub(crate) fn memory_mebibytes(id: u32, what: &'static str) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
    let row = status.lines().find_map(|line| line.strip_prefix(what)).context(what)?;
    Ok(row.trim().trim_end_matches("kB").trim().parse::<f64>()? / 1_024.0)
}
