//! Somebody looks for words among the messages of a long past.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::{ASK_EVERY, PATIENCE};
use crate::figures;
use crate::world::{Member, World};

/// How often each is looked for.
const TIMES: usize = 50;

/// What somebody types: a word, the beginning of one, two that must both be there, a phrase, and what is nowhere.
const TYPED: [&str; 5] = ["entrega", "ob", "tabela preços", "%22qual o horario%22", "xyzw"];

/// Waits until everything is looked through, then how long answers take.
pub(crate) async fn measure(world: &World, member: &Member) -> Result<()> {
    let began = Instant::now();
    while world.get(member, "messages?limit=1").await?["indexedPercent"] != 100 {
        ensure!(began.elapsed() < PATIENCE, "the messages are still not looked through");
        tokio::time::sleep(ASK_EVERY).await;
    }
    println!("looked through                 {:>9.1} s", began.elapsed().as_secs_f64());
    let mut taken: Vec<Duration> = Vec::new();
    for typed in TYPED {
        for _ in 0..TIMES {
            let asked = Instant::now();
            world.get(member, &format!("messages?search={}", typed.replace(' ', "%20"))).await?;
            taken.push(asked.elapsed());
        }
    }
    figures::print("  search in all messages", &taken);
    Ok(())
}
