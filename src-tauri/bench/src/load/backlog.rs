//! One tenant's outbox fills while its session rests.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::json;

use super::PATIENCE;
use crate::world::World;

/// How often it is asked whether the outbox is empty.
const ASK_EVERY: Duration = Duration::from_millis(20);

/// `count` texts into `chats` chats wait, and the session starts; until all have left.
pub(crate) async fn measure(world: &World, count: usize, chats: usize) -> Result<()> {
    let member = &world.members[0];
    let mut people = Vec::with_capacity(chats);
    for index in 0..chats {
        people.push(world.phone("Cliente", &format!("55119{chats:04}{index:04}")).await?); // invented
    }
    world.post(member, "stop", &json!({})).await?;
    for index in 0..count {
        let text = format!("{index:06}");
        world.post(member, "send", &json!({ "to": people[index % chats].number(), "text": text })).await?;
    }
    world.post(member, "start", &json!({})).await?;
    world.until_connected(member).await?;
    let (processor, began) = (world.processor_time()?, Instant::now());
    loop {
        let waiting = world.get(member, "outbox?limit=1").await?;
        if waiting["items"].as_array().is_some_and(Vec::is_empty) {
            break;
        }
        ensure!(began.elapsed() < PATIENCE, "the outbox does not get empty: {waiting}");
        tokio::time::sleep(ASK_EVERY).await;
    }
    let taken = began.elapsed();
    let processor = world.processor_time()?.saturating_sub(processor);
    println!(
        "{:<30} {:>9.1} s, {:.2} ms of processor each",
        format!("{count} waiting, in {chats} chats"),
        taken.as_secs_f64(),
        processor.as_secs_f64() * 1_000.0 / count as f64,
    );
    let mut arrived = 0;
    for person in &people {
        let texts: Vec<String> = person.messages_with(&member.number).into_iter().map(|message| message.text).collect();
        ensure!(texts.is_sorted(), "the order was not kept");
        arrived += texts.len();
    }
    ensure!(arrived == count, "{arrived} of {count} arrived");
    Ok(())
}
