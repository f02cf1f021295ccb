//! Every tenant has a browser open while contacts write at a steady rate.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::{PATIENCE, text};
use crate::world::World;

/// Contacts write `rate` messages a second for ten seconds; from the send to the tab, for each.
pub(crate) async fn measure(world: &World, rate: u32) -> Result<Vec<Duration>> {
    let (seen, mut arrivals) = mpsc::unbounded_channel();
    let mut tabs = JoinSet::new();
    for member in &world.members {
        let mut tab = world.tab(member).await?;
        let seen = seen.clone();
        tabs.spawn(async move {
            while let Ok(data) = tab.until("message.received").await {
                let _over = seen.send((text(&data["message"]).to_owned(), Instant::now()));
            }
        });
    }
    let tenants = world.members.len();
    let mut pace = tokio::time::interval(Duration::from_secs(1) / rate);
    let mut sent = Vec::new();
    for index in 0..rate as usize * 10 {
        pace.tick().await;
        let (to, from) = (&world.members[index % tenants], &world.members[(index + 1) % tenants]);
        sent.push(Instant::now());
        from.phone.send_text(&to.number, &format!("{index}")).await?;
    }
    let mut times = Vec::with_capacity(sent.len());
    while times.len() < sent.len() {
        let (text, at) = tokio::time::timeout(PATIENCE, arrivals.recv()).await?.context("no tab is open any more")?;
        let index: usize = text.parse().context("a message of somebody else")?;
        ensure!(index < sent.len(), "a message that nobody sent");
        times.push(at.duration_since(sent[index]));
    }
    Ok(times)
}
