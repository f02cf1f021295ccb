//! The network as its sockets and its users hold it: the world's lock, its tasks, and the changed that rings on change.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use wacore_binary::Node;
use waproto::buffa::Message as _;
use waproto::whatsapp::ClientPayload;

use crate::clock::NetClock;
use crate::config::EmulatorConfig;
use crate::error::{EmulatorError, Result};
use crate::faults::Faults;
use crate::network::ConnectionId;
use crate::phone;
use crate::transport::authority::Authority;
use crate::transport::certificate::Tls;
use crate::transport::wire::Wire;
use crate::world::World;

/// One running network.
pub(crate) struct Net {
    world: Mutex<World>,
    authority: Authority,
    tls: Tls,
    clock: NetClock,
    faults: Arc<Faults>,
    /// Rings after every change; [`Net::until`] listens.
    changes: watch::Sender<u64>,
    tasks: TaskTracker,
    stop: CancellationToken,
}

impl Net {
    pub(crate) fn new(config: &EmulatorConfig) -> Arc<Self> {
        let mut world = World::new(config, phone::HANDLERS);
        let authority = Authority::new(&mut world.rng);
        Arc::new(Self {
            world: Mutex::new(world),
            authority,
            tls: Tls::new(config.seed),
            clock: config.clock.clone(),
            faults: Arc::new(Faults::new(config.seed, &config.faults, config.clock.now_ms())),
            changes: watch::Sender::new(0),
            tasks: TaskTracker::new(),
            stop: CancellationToken::new(),
        })
    }

    /// Changes the world, runs the errands that follow from it, and notifies who waits.
    pub(crate) fn act<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        let mut world = self.lock();
        let outcome = act(&mut world);
        world.run_errands();
        drop(world);
        self.changes.send_modify(|count| *count += 1);
        outcome
    }

    /// Works with the world without notifying anybody: nothing that others see may change.
    pub(crate) fn quietly<T>(&self, work: impl FnOnce(&mut World) -> T) -> T {
        work(&mut self.lock())
    }

    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Looks at the world without changing it.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.lock())
    }

    /// Waits until `look` finds something.
    pub(crate) async fn until<T>(
        &self,
        what: &str,
        patience: Duration,
        mut look: impl FnMut(&World) -> Option<T>,
    ) -> Result<T> {
        let mut changes = self.changes.subscribe();
        let found = tokio::time::timeout(patience, async {
            loop {
                changes.borrow_and_update();
                if let Some(found) = self.look(&mut look) {
                    return found;
                }
                if changes.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        });
        found.await.map_err(|_| EmulatorError::TimedOut { what: what.to_owned(), waited_ms: patience.as_millis() })
    }

    pub(crate) fn authority(&self) -> &Authority {
        &self.authority
    }

    pub(crate) fn tls(&self) -> &Tls {
        &self.tls
    }

    pub(crate) fn clock(&self) -> &NetClock {
        &self.clock
    }

    pub(crate) fn faults(&self) -> &Arc<Faults> {
        &self.faults
    }

    /// Randomness for one handshake, drawn from the world's.
    pub(crate) fn fresh_rng(&self) -> StdRng {
        StdRng::from_rng(&mut self.lock().rng)
    }

    /// Whether a login with this payload is answered at all; a half-open account's is not.
    pub(crate) fn answers(&self, payload: &[u8]) -> bool {
        let Ok(payload) = ClientPayload::decode_from_slice(payload) else { return true };
        let number = payload.username.map(|digits| digits.to_string()).unwrap_or_default();
        self.look(|world| world.accounts.get(number.as_str()).is_none_or(|account| !account.silent))
    }

    pub(crate) fn connected(
        &self,
        noise_key: [u8; 32],
        payload: &[u8],
        routing: Option<&[u8]>,
        wire: Arc<Wire>,
    ) -> anyhow::Result<ConnectionId> {
        let payload = ClientPayload::decode_from_slice(payload)?;
        self.act(|world| crate::login::arrive(world, noise_key, &payload, routing, wire))
    }

    pub(crate) fn receive(&self, connection: ConnectionId, node: &Node) {
        self.act(|world| world.receive(connection, node));
    }

    pub(crate) fn disconnected(&self, connection: ConnectionId) {
        self.act(|world| crate::login::leave(world, connection));
    }

    pub(crate) fn refuses_connections(&self) -> bool {
        self.look(|world| world.refuse_connections)
    }

    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(task);
    }

    pub(crate) fn stopping(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Ends every task and waits for them.
    pub(crate) async fn stop(&self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, World> {
        // A panic in one client's stanza must not end the network for all others.
        self.world.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
