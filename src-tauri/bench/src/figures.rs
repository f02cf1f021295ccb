//! A row of durations in one line.

use std::time::Duration;

/// Prints median, 99th percentile and maximum.
pub(crate) fn print(what: &str, durations: &[Duration]) {
    let mut sorted = durations.to_vec();
    sorted.sort_unstable();
    let at = |share: f64| {
        let index = ((sorted.len().saturating_sub(1)) as f64 * share).round() as usize;
        sorted.get(index).map_or(f64::NAN, |duration| duration.as_secs_f64() * 1_000.0)
    };
    println!(
        "{what:<30} {:>9.1} ms median, {:.1} ms p99, {:.1} ms worst of {}",
        at(0.5),
        at(0.99),
        at(1.0),
        sorted.len()
    );
}
