//! A running network: start, phones, faults that hit everybody, stop.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::config::EmulatorConfig;
use crate::error::Result;
use crate::network::Number;
use crate::network::ledger::LedgerSnapshot;
use crate::phone::{NewPhone, Phone};
use crate::running::Net;
use crate::standing::LoginLimit;
use crate::transport::listener;
use crate::world::World;
use crate::{faults, keeping};

/// A WhatsApp network on a loopback port of this process. Dropping it stops it.
pub struct Emulator {
    net: Arc<Net>,
    address: SocketAddr,
    save: Option<PathBuf>,
}

#[expect(clippy::unused_async, reason = "what a person does at a phone is awaited, whether or not it waits today")]
impl Emulator {
    /// Opens the port and serves it until [`Emulator::stop`] or drop.
    pub async fn start(config: EmulatorConfig) -> Result<Self> {
        let listener = listener::bind(config.listen).await?;
        let address = listener.local_addr().expect("a bound port has an address");
        let net = Net::new(&config);
        net.quietly(|world| world.media.serve_at(address));
        if let Some(path) = &config.save {
            keeping::load(&net, path).await?;
            net.spawn(keeping::keep(Arc::clone(&net), path.clone()));
        }
        net.spawn(faults::run_script(Arc::clone(&net)));
        net.spawn(crate::running::keep_agenda(Arc::clone(&net)));
        net.spawn(listener::accept(Arc::clone(&net), listener));
        Ok(Self { net, address, save: config.save })
    }

    /// Where clients connect: `ws://127.0.0.1:PORT/ws/chat`.
    pub fn ws_url(&self) -> String {
        format!("ws://{}/ws/chat", self.address)
    }

    /// Where the phone page and the control API are: `http://127.0.0.1:PORT`.
    pub fn http_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The same over TLS: `wss://127.0.0.1:PORT/ws/chat`.
    pub fn wss_url(&self) -> String {
        format!("wss://{}/ws/chat", self.address)
    }

    /// The authority that vouches for the port's TLS certificate, as PEM; it is constrained to loopback names.
    pub fn certificate_pem(&self) -> String {
        self.net.tls().authority_pem()
    }

    /// The key that a strict client must trust in place of WhatsApp's certificate root.
    pub fn root_public_key(&self) -> [u8; 32] {
        self.net.authority().root_public_key()
    }

    /// Opens an account and hands over its phone.
    pub async fn create_phone(&self, new: NewPhone) -> Result<Phone> {
        let number = self.net.act(|world| world.open_account(new.name, &new.number))?;
        Ok(Phone::new(Arc::clone(&self.net), number))
    }

    /// Every phone of the network, by number.
    pub fn phones(&self) -> Vec<Phone> {
        let mut numbers: Vec<Number> = self.net.look(|world| world.accounts.keys().cloned().collect());
        numbers.sort();
        numbers.into_iter().map(|number| Phone::new(Arc::clone(&self.net), number)).collect()
    }

    /// The phone with this number.
    pub fn phone(&self, number: &str) -> Result<Phone> {
        let number = self.net.look(|world| world.account(number).map(|account| Number::clone(&account.number)))?;
        Ok(Phone::new(Arc::clone(&self.net), number))
    }

    /// Turns new connections away, as a server that cannot be reached, until taken back. Who is connected stays so.
    pub fn refuse_connections(&self, on: bool) {
        self.net.act(|world| world.refuse_connections = on);
    }

    /// Retires the secrets of every QR code that is shown: devices draw new ones.
    pub fn retire_qr_secrets(&self) {
        self.net.act(crate::pairing::retire_secrets);
    }

    /// Sends only so many stanzas of a backlog unasked, and the rest as the device asks for it, as WhatsApp does; with
    /// `None` all of it at once.
    pub fn offer_backlogs_in_pieces(&self, primer: Option<usize>) {
        self.net.act(|world| world.offline_primer = primer);
    }

    /// Limits how often each account may log in, until taken back with `None`.
    pub fn limit_logins(&self, limit: Option<LoginLimit>) {
        self.net.act(|world| world.login_limit = limit);
    }

    /// Moves the network from phone numbers to privacy ids, as WhatsApp does account by account: everybody is shown by
    /// theirs from now on, and phones tell their companions who is who.
    pub async fn migrate_to_lid(&self) {
        self.net.act(crate::phone::migrate_to_lid);
    }

    /// Cuts every socket without a word.
    pub async fn cut_everyone(&self) {
        self.net.act(crate::login::cut_everyone);
    }

    /// What became of every message so far.
    pub fn ledger(&self) -> LedgerSnapshot {
        self.net.look(|world| world.ledger.snapshot())
    }

    pub(crate) fn net(&self) -> &Arc<Net> {
        &self.net
    }

    /// Waits until the ledger shows what `find` looks for.
    pub async fn wait_for_ledger<T>(
        &self,
        what: &str,
        patience: Duration,
        find: impl Fn(&LedgerSnapshot) -> Option<T>,
    ) -> Result<T> {
        self.net.until(what, patience, |world| find(&world.ledger.snapshot())).await
    }

    /// Waits until exactly `count` stanzas are kept for the companions of a number.
    pub async fn wait_for_queue(&self, number: &str, count: usize, patience: Duration) -> Result<()> {
        let waiting = |world: &World| {
            let queued = world.accounts.get(number)?.linked().map(|(_, companion)| companion.queue.len());
            (queued.sum::<usize>() == count).then_some(())
        };
        self.net.until("the expected size of the queue", patience, waiting).await
    }

    /// Puts past conversations into phones before anything is linked.
    pub(crate) fn write_history(&self, write: impl FnOnce(&mut World)) {
        self.net.act(write);
    }

    /// Closes every connection and the port, waits until all is closed, and keeps the network if it is to be kept.
    pub async fn stop(self) {
        self.net.stop().await;
        if let Some(path) = &self.save
            && let Err(error) = keeping::store(&self.net, path).await
        {
            tracing::error!(error = format!("{:#}", anyhow::Error::from(error)), "The network could not be kept");
        }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.net.stopping().cancel();
    }
}
