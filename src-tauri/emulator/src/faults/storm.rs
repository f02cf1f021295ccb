//! Everyone is dropped at once.

use std::sync::Arc;

use super::decision::Client;
use crate::network::{ConnectionId, Stage};
use crate::running::Net;
use crate::world::World;

/// Lets storms break at their time, until the network stops.
pub(crate) async fn run_script(net: Arc<Net>) {
    let stop = net.stopping();
    loop {
        let next_ms = net.faults().next_storm_ms();
        let due = async {
            match next_ms {
                Some(due_ms) => net.clock().reaches(due_ms).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = net.faults().changed.notified() => {}
            () = due => {}
        }
        break_out(&net);
    }
}

/// Lets every storm break that is due.
pub(super) fn break_out(net: &Net) {
    let now_ms = net.clock().now_ms();
    if net.faults().next_storm_ms().is_none_or(|due_ms| due_ms > now_ms) {
        return;
    }
    net.act(|world| {
        let (connections, clients) = connected(world);
        let hit = net.faults().storm(now_ms, clients.iter());
        for (connection, _) in connections.into_iter().zip(hit).filter(|(_, hit)| *hit) {
            if let Some(open) = world.connections.get(&connection) {
                open.wire.cut();
            }
            crate::login::leave(world, connection);
        }
    });
}

/// Every connection and who is at its end, in an order that a second run repeats.
fn connected(world: &World) -> (Vec<ConnectionId>, Vec<Client>) {
    let client = |stage: &Stage| match stage {
        Stage::Device(address) | Stage::HalfOpen(address) | Stage::Confirming(address) => {
            Client { number: address.number.to_string(), device: address.device }
        }
        Stage::Candidate(_) | Stage::Deaf => Client { number: String::new(), device: 0 },
    };
    let mut open: Vec<_> = world.connections.iter().map(|(id, open)| (client(&open.stage), *id)).collect();
    open.sort();
    open.into_iter().map(|(client, id)| (id, client)).unzip()
}
