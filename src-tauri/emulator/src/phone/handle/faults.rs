//! What may happen to the connections of a phone's companions.

use std::time::Duration;

use super::Phone;
use crate::error::Result;
use crate::login::{StreamErrorKind, end_stream, remove};
use crate::network::{ConnectionId, Stage};
use crate::world::World;

#[expect(clippy::unused_async, reason = "what a person does at a phone is awaited, whether or not it waits today")]
impl Phone {
    /// Waits until exactly `count` companions are logged in and listening.
    pub async fn wait_for_connections(&self, count: usize, patience: Duration) -> Result<()> {
        let awake = |world: &World| {
            let account = world.accounts.get(&self.number)?;
            (account.linked().filter(|(_, companion)| companion.awake).count() == count).then_some(())
        };
        self.net.until("the expected number of connections", patience, awake).await
    }

    /// Companions that are logged in now.
    pub fn connections(&self) -> usize {
        self.ask(|account| account.linked().filter(|(_, companion)| companion.connection.is_some()).count())
    }

    /// Cuts every companion's socket without a word.
    pub async fn drop_connections(&self) {
        self.net.act(|world| cut_companions(world, &self.number));
    }

    /// Half-open: companions stay connected and may connect, and hear nothing. Ending it cuts them, as such a
    /// connection never heals.
    pub fn silence(&self, on: bool) {
        self.net.act(|world| {
            let Some(account) = world.accounts.get_mut(&self.number) else { return };
            let was = std::mem::replace(&mut account.silent, on);
            if was && !on {
                cut_companions(world, &self.number);
            }
        });
    }

    /// Ends every companion's stream with an error. Those errors that say so take the device off the account.
    pub async fn stream_error(&self, kind: StreamErrorKind) {
        self.net.act(|world| {
            if kind.removes_device() {
                for device in world.companions_of(&self.number) {
                    remove(world, &device, kind).expect("the companion was listed just now");
                }
            }
            for connection in connections(world, &self.number) {
                end_stream(world, connection, kind);
            }
        });
    }

    /// Refuses every login with this reason (401, 402, 403, 405, 406, 500, 503 …) until it is taken back with `None`.
    /// Who is connected stays so.
    pub fn refuse_login(&self, reason: Option<u16>) {
        self.net.act(|world| {
            if let Some(account) = world.accounts.get_mut(&self.number) {
                account.refuse_login = reason;
                account.standing.refusals_left = None;
            }
        });
    }

    /// The phone loses every Signal session, as after a restore from an old backup: what arrives next cannot be
    /// opened and is asked for again.
    pub fn forget_sessions(&self) {
        self.net.act(|world| {
            if let Some(account) = world.accounts.get_mut(&self.number) {
                account.handset.signal.forget_everyone();
            }
        });
    }
}

fn connections(world: &World, number: &str) -> Vec<ConnectionId> {
    let belongs = |stage: &Stage| matches!(stage, Stage::Device(address) | Stage::HalfOpen(address) if *address.number == *number);
    world.connections.iter().filter(|(_, open)| belongs(&open.stage)).map(|(id, _)| *id).collect()
}

fn cut_companions(world: &mut World, number: &str) {
    for connection in connections(world, number) {
        if let Some(open) = world.connections.get(&connection) {
            open.wire.cut();
        }
        crate::login::leave(world, connection);
    }
}
