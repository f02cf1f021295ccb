//! Integrators send through many tenants at once, to people who take it.

use std::time::{Duration, Instant};

use anyhow::Result;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::json;

use super::{CROWD, Cost, text, until_newest};
use crate::world::World;

/// How many people are written to.
const PEOPLE: usize = 20;

/// Sends `count` texts and waits until they have their second tick; how long each took to be accepted.
pub(crate) async fn measure(world: &World, count: usize) -> Result<Vec<Duration>> {
    let tenants = world.members.len();
    let mut people = Vec::with_capacity(PEOPLE);
    for index in 0..PEOPLE {
        people.push(world.phone(&format!("Cliente {index}"), &format!("551190003{index:04}")).await?); // invented
    }
    let send = async |index: usize, text: String| {
        let (member, person) = (&world.members[index % tenants], &people[index % tenants % PEOPLE]);
        let sent = Instant::now();
        world.post(member, "send", &json!({ "to": person.number(), "text": text })).await?;
        anyhow::Ok(sent.elapsed())
    };
    let all = async |range: std::ops::Range<usize>, word: &'static str| {
        let sends = stream::iter(range).map(|index| send(index, format!("{word} {index}")));
        sends.buffer_unordered(CROWD).try_collect::<Vec<_>>().await
    };
    let ticked = async |member: usize| {
        let is_ticked = |status: &str| matches!(status, "delivered" | "read");
        let member = &world.members[member];
        until_newest(world, member, |newest| newest["status"].as_str().is_some_and(is_ticked)).await
    };
    // The first to each asks WhatsApp for its devices and keys.
    all(0..tenants, "oi").await?;
    for member in 0..tenants {
        ticked(member).await?;
    }

    let cost = Cost::begin(world)?;
    let accepted = all(0..count, "envio").await?;
    let taken = cost.began.elapsed();
    println!("API sends accepted             {:>9.0} a second", count as f64 / taken.as_secs_f64());
    for member in 0..tenants.min(count) {
        until_newest(world, &world.members[member], |newest| text(newest).starts_with("envio")).await?;
        ticked(member).await?;
    }
    cost.print(world, "accepted, sent and ticked", count)?;
    Ok(accepted)
}
