//! Contacts write to many tenants at once.

use anyhow::Result;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use super::{CROWD, Cost, text, until_newest};
use crate::world::World;

/// How many people write.
const PEOPLE: usize = 20;

/// `count` texts arrive, spread over all tenants; until all are stored and WhatsApp was told.
pub(crate) async fn measure(world: &World, count: usize) -> Result<()> {
    let tenants = world.members.len();
    let mut people = Vec::with_capacity(PEOPLE);
    for index in 0..PEOPLE {
        people.push(world.phone(&format!("Pessoa {index}"), &format!("551190004{index:04}")).await?); // invented
    }
    let write = async |round: usize, member: usize| {
        let person = &people[member % PEOPLE];
        person.send_text(&world.members[member].number, &format!("rodada {round}")).await.map(drop)
    };
    let rounds = count.div_ceil(tenants);
    let arrived = async |round: usize| {
        for member in &world.members {
            until_newest(world, member, |newest| text(newest) == format!("rodada {round}")).await?;
        }
        anyhow::Ok(())
    };
    // The first of each opens a session of keys.
    stream::iter(0..tenants).map(|member| write(0, member)).buffer_unordered(CROWD).try_collect::<()>().await?;
    arrived(0).await?;

    let cost = Cost::begin(world)?;
    for round in 1..=rounds {
        stream::iter(0..tenants).map(|member| write(round, member)).buffer_unordered(CROWD).try_collect::<()>().await?;
    }
    arrived(rounds).await?;
    cost.print(world, "arrived and stored", rounds * tenants)
}
