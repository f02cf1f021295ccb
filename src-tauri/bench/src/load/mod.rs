//! The program under load: what a message costs it, and what many of them do to those who wait.

mod backlog;
mod browsers;
mod dashboard;
mod history;
mod receiving;
mod searching;
mod sending;

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::world::{Member, World};

pub(crate) use backlog::measure as backlog;
pub(crate) use browsers::measure as browsers;
pub(crate) use history::measure as history;
pub(crate) use receiving::measure as receiving;
pub(crate) use sending::measure as sending;

/// How many people do something at the same time.
const CROWD: usize = 16;
/// Nothing takes longer than this.
const PATIENCE: Duration = Duration::from_mins(5);
/// How often it is asked whether everything came; each time costs the program what it costs.
const ASK_EVERY: Duration = Duration::from_millis(100);

/// Processor time and time of a load, from its beginning.
struct Cost {
    processor: Duration,
    began: Instant,
}

impl Cost {
    fn begin(world: &World) -> Result<Self> {
        Ok(Self { processor: world.processor_time()?, began: Instant::now() })
    }

    /// Prints what each of `count` messages cost.
    fn print(&self, world: &World, what: &str, count: usize) -> Result<()> {
        let (taken, processor) = (self.began.elapsed(), world.processor_time()?.saturating_sub(self.processor));
        println!(
            "{what:<30} {:>9.0} a second, {:.2} ms of processor each: {:.0} a second fill two cores",
            count as f64 / taken.as_secs_f64(),
            processor.as_secs_f64() * 1_000.0 / count as f64,
            2.0 * count as f64 / processor.as_secs_f64(),
        );
        Ok(())
    }
}

/// Waits until the newest message of a tenant's newest chat is as wanted.
async fn until_newest(world: &World, member: &Member, wanted: impl Fn(&Value) -> bool) -> Result<()> {
    let began = Instant::now();
    loop {
        let chats = world.get(member, "chats?limit=1").await?;
        let newest = &chats["items"][0]["lastMessage"];
        if wanted(newest) {
            return Ok(());
        }
        ensure!(began.elapsed() < PATIENCE, "this is the newest message after all that time: {newest}");
        tokio::time::sleep(ASK_EVERY).await;
    }
}

/// The text of a message, as the API tells it.
fn text(message: &Value) -> &str {
    message["content"]["text"].as_str().unwrap_or_default()
}
