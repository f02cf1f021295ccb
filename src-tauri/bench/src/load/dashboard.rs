//! Somebody looks at the figures of a busy shop.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use crate::figures;
use crate::world::{Member, World};

/// How often it is asked for.
const TIMES: usize = 50;

/// Since when, for each number of days that the panel offers; and as much time before.
const SPANS: [(u32, &str); 2] = [(7, "figures of 7 days"), (90, "figures of 90 days")];

/// How long answers take.
pub(crate) async fn measure(world: &World, member: &Member) -> Result<()> {
    for (days, what) in SPANS {
        let now = world.get(member, "statistics").await?["toMs"].as_i64().context("a moment")?;
        let from = chrono::DateTime::from_timestamp_millis(now).context("a moment")? - chrono::Days::new(days.into());
        let path = format!("statistics?from={}", from.format("%Y-%m-%dT%H:%M:%SZ"));
        let mut taken: Vec<Duration> = Vec::new();
        for _ in 0..TIMES {
            let asked = Instant::now();
            world.get(member, &path).await?;
            taken.push(asked.elapsed());
        }
        figures::print(&format!("  {what}"), &taken);
    }
    Ok(())
}
