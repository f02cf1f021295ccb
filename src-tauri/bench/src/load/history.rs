//! A phone with a long past is paired while somebody writes to it.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use portaria_emulator::HistoryPlan;
use tokio::time::timeout;

use super::{dashboard, searching};
use crate::figures;
use crate::world::World;

/// After so much silence of the history all of it has come.
const SILENCE: Duration = Duration::from_secs(5);
/// How often somebody writes meanwhile.
const WRITE_EVERY: Duration = Duration::from_millis(100);
/// Days over which the past is spread: phones hand over the last months without being asked.
const DAYS: u32 = 60;

/// Pairs with a phone of `messages` messages; how long it takes to keep them, and what live ones wait meanwhile.
pub(crate) async fn measure(world: &World, messages: u32) -> Result<()> {
    let phone = world.phone("Loja antiga", "5511900099999").await?; // invented
    let writer = world.phone("Cliente", "5511900099998").await?; // invented
    phone.script_history(HistoryPlan { chats: (messages / 100).clamp(1, 2_000), messages, days: DAYS })?;
    let (processor, began) = (world.processor_time()?, Instant::now());
    let (member, _) = world.pair_with(phone).await?;
    let mut tab = world.tab(&member).await?;

    let mut pace = tokio::time::interval(WRITE_EVERY);
    let (mut kept, mut parts, mut last, mut live) = (0, 0, began, Vec::new());
    let mut written = None;
    while last.elapsed() < SILENCE || kept == 0 {
        tokio::select! {
            event = timeout(SILENCE, tab.event()) => {
                let (kind, data) = event.context("the program says nothing any more")??;
                if kind == "history.stored" {
                    (parts, last) = (parts + 1, Instant::now());
                    kept += data["messages"].as_u64().context("a count")?;
                } else if kind == "message.received"
                    && let Some(written) = written.take()
                {
                    live.push(Instant::elapsed(&written));
                }
            }
            _ = pace.tick(), if written.is_none() => {
                written = Some(Instant::now());
                writer.send_text(&member.number, "Bom dia").await?;
            }
        }
    }
    let taken = last.duration_since(began);
    let processor = world.processor_time()?.saturating_sub(processor);
    println!("{kept} messages of the past     {:>9.1} s, in {parts} parts", taken.as_secs_f64());
    println!("  processor                    {:>9.1} s", processor.as_secs_f64());
    println!("  memory at the peak           {:>9.1} MiB", world.peak_mebibytes()?);
    figures::print("  live message → browser", &live);
    searching::measure(world, &member).await?;
    dashboard::measure(world, &member).await
}
