//! A long past on its way to a companion that wants everything.

use std::time::{Duration, Instant};

use anyhow::Result;
use portaria_emulator::LightClient;
use serde_json::json;

use super::member::Newcomer;
use super::program::Program;

/// After so much silence all has come.
const SILENCE: Duration = Duration::from_secs(5);

/// Days over which the past is spread.
const DAYS: u32 = 365;

/// Pairs with a phone of `messages` messages and takes all of them, in pieces that it confirms and does not open.
pub(super) async fn measure(program: &Program, messages: u32) -> Result<()> {
    let phone = Newcomer::open(program, "5511900999999", "Loja antiga").await?;
    let plan = json!({ "chats": (messages / 100).clamp(1, 2_000), "messages": messages, "days": DAYS });
    phone.post("history", &plan).await?;
    let (resident, processor) = (program.resident_mebibytes()?, program.processor_time()?);
    let mut client = phone.link(LightClient::register_for_everything(&program.ws_url, 1).await?).await?;
    client.listen().await?;
    let began = Instant::now();
    let (mut pieces, mut taken) = (0_u32, Duration::ZERO);
    while let Ok(node) = tokio::time::timeout(SILENCE, client.next()).await {
        let node = node?;
        client.acknowledge(&node).await?;
        if client.confirm_history(&node).await? {
            (pieces, taken) = (pieces + 1, began.elapsed());
        }
    }
    println!("{messages} messages of the past   {:>9.1} s, in {pieces} pieces", taken.as_secs_f64());
    let processor = program.processor_time()?.saturating_sub(processor);
    println!("  processor                    {:>9.1} s", processor.as_secs_f64());
    println!("  memory at the peak           {:>+9.1} MiB", program.peak_mebibytes()? - resident);
    println!("  memory afterwards            {:>+9.1} MiB", program.resident_mebibytes()? - resident);
    Ok(())
}
