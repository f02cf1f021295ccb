//! A companion that comes back to a long queue.

use std::time::Instant;

use anyhow::Result;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use portaria_emulator::LightClient;
use serde_json::json;

use super::member::Newcomer;
use super::program::Program;

/// How many texts are written at the same time.
const AT_ONCE: usize = 8;

/// Writes `messages` texts to a companion that is away, and lets it come back for them.
pub(super) async fn measure(program: &Program, messages: u32) -> Result<()> {
    let away = Newcomer::open(program, "5511900999998", "Loja fechada").await?;
    let writer = Newcomer::open(program, "5511900999997", "Cliente").await?;
    let keys = away.pair(LightClient::register(&program.ws_url, 2).await?).await?;
    let text = json!({ "to": away.number(), "text": "Vocês abrem que horas?" });
    stream::iter(0..messages)
        .map(|_| writer.post("send", &text))
        .buffer_unordered(AT_ONCE)
        .try_for_each(|_| std::future::ready(Ok(())))
        .await?;
    let (processor, began) = (program.processor_time()?, Instant::now());
    let mut client = LightClient::login(&program.ws_url, keys).await?;
    client.listen().await?;
    let mut left = messages;
    while left > 0 {
        let node = client.next().await?;
        left -= u32::from(node.tag == "message" && !node.attrs.contains_key("category"));
        client.acknowledge(&node).await?;
    }
    let processor = program.processor_time()?.saturating_sub(processor);
    println!("{messages} messages in a queue     {:>9.1} s until all came", began.elapsed().as_secs_f64());
    println!("  processor                    {:>9.1} s", processor.as_secs_f64());
    Ok(())
}
