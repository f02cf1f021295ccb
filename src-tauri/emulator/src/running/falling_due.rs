//! Whoever is reminded does what is due, on the network's clock.

use std::sync::Arc;

use super::net::Net;
use crate::network::Due;
use crate::world::World;
use crate::{contacts, pairing, phone};

impl World {
    /// Does what is due. What that makes due at once waits for the next time, so that this ends.
    fn fall_due(&mut self) {
        for due in self.agenda.take(self.now_ms()) {
            match due {
                Due::Chatter(number) => contacts::chatter(self, &number),
                Due::Disappearance { owner, chat, id } => phone::disappear(self, &owner, &chat, &id),
                Due::Unpinning { owner, chat, id } => phone::unpin(self, &owner, &chat, &id),
                Due::Stillness { owner, chat } => phone::forget_activity(self, &owner, &chat),
                Due::OldCode(number) => pairing::forget_code(self, &number),
                Due::Unsigned(address) => pairing::give_up(self, &address),
            }
        }
    }
}

/// Does everything at its time, until the network stops.
pub(crate) async fn keep(net: Arc<Net>) {
    let stop = net.stopping();
    let sooner = net.look(|world| world.agenda.sooner());
    loop {
        let next_ms = net.look(|world| world.agenda.next_ms());
        let its_time = async {
            match next_ms {
                Some(at_ms) => net.clock().reaches(at_ms).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = sooner.notified() => {}
            () = its_time => net.act(World::fall_due),
        }
    }
}
