//! The state of the whole network, put together from what each area keeps, and the ways to reach devices through it.
//!
//! It stands above the areas' states and knows nothing of what they do. What areas do stands on it: they reach devices
//! and each other's states here. Who hears which stanza is in `running/`, above the areas.

mod chats;
mod usernames;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use wacore_binary::{Jid, Node, Server};

use crate::app_state::AppStateLimits;
use crate::calls::Calls;
use crate::clock::NetClock;
use crate::config::{Addressing, EmulatorConfig};
use crate::contacts::Pace;
use crate::error::{EmulatorError, Result};
use crate::groups::Groups;
use crate::media::MediaStore;
use crate::messages::Envelope;
use crate::network::ledger::Ledger;
use crate::network::{
    Account, Accounts, Agenda, ChatId, Companion, Connection, ConnectionId, DeviceAddress, Due, Number, Waiting,
};
use crate::newsletters::Newsletters;
use crate::pairing::{CodeRequest, PasskeyLink};
use crate::phone::{Handset, Missed};
use crate::pictures::Pictures;
use crate::posts::Told;
use crate::presence::Subscriptions;

/// Something a phone does by itself after the stanza at hand: nothing acts in the middle of another act.
pub(crate) enum Errand {
    /// A scripted contact's answer.
    Answer { phone: Number, to: ChatId, text: String },
    /// A scripted contact reads the chat first.
    Read { phone: Number, with: ChatId },
    /// A phone sends the next chunks of its history.
    GoOnWithHistory(DeviceAddress),
    /// A phone uploads a file again that its companion could not fetch.
    SendFileAgain(Box<crate::media::Wanted>),
}

/// What emulated phones do with what the server brings them. Phones stand above the areas that deliver, and so they are
/// named where the network is put together.
#[derive(Clone, Copy)]
pub(crate) struct PhoneHandlers {
    /// A message for this phone.
    pub(crate) message: fn(&mut World, &Number, &Envelope<'_>),
    /// What was written to many at once, with its writer's key where it came along.
    pub(crate) post: fn(&mut World, &Number, &Envelope<'_>, Option<&Node>),
}

/// All accounts, connections and counters.
pub(crate) struct World {
    pub(crate) accounts: Accounts,
    pub(crate) connections: HashMap<ConnectionId, Connection>,
    pub(crate) refs: HashMap<String, ConnectionId>,
    pub(crate) codes: HashMap<Number, CodeRequest>,
    pub(crate) passkey_links: HashMap<ConnectionId, PasskeyLink>,
    pub(crate) calls: Calls,
    pub(crate) ledger: Ledger,
    pub(crate) media: MediaStore,
    pub(crate) app_state: AppStateLimits,
    pub(crate) pictures: Pictures,
    pub(crate) errands: VecDeque<Errand>,
    pub(crate) agenda: Agenda,
    pub(crate) groups: Groups,
    pub(crate) told: Told,
    pub(crate) subscriptions: Subscriptions,
    pub(crate) newsletters: Newsletters,
    /// Who writes whenever it likes.
    pub(crate) chatter: BTreeMap<Number, Pace>,
    /// Phones in airplane mode, and what waits for them.
    pub(crate) airplane: BTreeMap<Number, Missed>,
    /// Where a phone takes what is delivered to it.
    pub(crate) phones: PhoneHandlers,
    pub(crate) rng: StdRng,
    clock: NetClock,
    pub(crate) refuse_connections: bool,
    /// How much of a backlog comes unasked; all of it when absent.
    pub(crate) offline_primer: Option<usize>,
    pub(crate) login_limit: Option<crate::standing::LoginLimit>,
    pub(crate) qr_refs: usize,
    pub(crate) addressing: Addressing,
    pub(crate) inline_history_bytes: usize,
    numbers_by_lid: HashMap<String, Number>,
    /// Who goes by a user name.
    hidden: BTreeSet<Number>,
    next_connection: ConnectionId,
    next_stanza: u64,
    /// When somebody last did something about a message.
    pub(crate) last_deed_ms: i64,
}

impl World {
    pub(crate) fn new(config: &EmulatorConfig, phones: PhoneHandlers) -> Self {
        Self {
            accounts: Accounts::default(),
            connections: HashMap::new(),
            refs: HashMap::new(),
            codes: HashMap::new(),
            passkey_links: HashMap::new(),
            calls: Calls::new(),
            ledger: Ledger::new(config.ledger_cap),
            media: MediaStore::new(config),
            app_state: config.app_state,
            pictures: Pictures::default(),
            errands: VecDeque::new(),
            agenda: Agenda::default(),
            groups: Groups::default(),
            told: Told::default(),
            subscriptions: Subscriptions::default(),
            newsletters: Newsletters::default(),
            chatter: BTreeMap::new(),
            airplane: BTreeMap::new(),
            phones,
            rng: StdRng::seed_from_u64(config.seed),
            clock: config.clock.clone(),
            refuse_connections: false,
            offline_primer: None,
            login_limit: None,
            qr_refs: config.qr_refs,
            addressing: config.addressing,
            inline_history_bytes: config.inline_history_bytes,
            numbers_by_lid: HashMap::new(),
            hidden: BTreeSet::new(),
            next_connection: 1,
            next_stanza: 1,
            last_deed_ms: 0,
        }
    }

    /// Milliseconds since the epoch.
    pub(crate) fn now_ms(&self) -> u64 {
        self.clock.now_ms()
    }

    /// Notes what is to be done at `at_ms`, once however often it is noted for that moment.
    pub(crate) fn remind(&mut self, at_ms: u64, due: Due) {
        self.agenda.note(at_ms, due);
    }

    /// A stanza id of the server's own.
    pub(crate) fn stanza_id(&mut self) -> String {
        self.next_stanza += 1;
        format!("portaria-{}", self.next_stanza)
    }

    pub(crate) fn open_account(&mut self, name: String, number: &str) -> Result<Number> {
        let lid = self.rng.random_range(100_000_000_000_000_u64..1_000_000_000_000_000).to_string();
        self.open_account_as(name, number, lid)
    }

    /// Opens an account under a privacy id that is known already.
    pub(crate) fn open_account_as(&mut self, name: String, number: &str, lid: String) -> Result<Number> {
        if !(8..=15).contains(&number.len()) || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(EmulatorError::NotANumber(number.to_owned()));
        }
        if self.accounts.contains_key(number) {
            return Err(EmulatorError::NumberTaken(number.to_owned()));
        }
        let number: Number = Arc::from(number);
        self.numbers_by_lid.insert(lid.clone(), Arc::clone(&number));
        let handset = Handset::new(&mut self.rng);
        self.accounts.insert(Account {
            number: Arc::clone(&number),
            name,
            lid,
            username: None,
            handset,
            companions: std::collections::BTreeMap::new(),
            next_device: 1,
            next_key_index: 1,
            collections: crate::app_state::Collections::default(),
            script: None,
            watchers: std::collections::BTreeSet::new(),
            availability: crate::presence::Availability::default(),
            privacy: crate::privacy::Privacy::default(),
            profile: crate::profile::Profile::default(),
            refuse_login: None,
            silent: false,
            coexistence: crate::pairing::Coexistence::default(),
            standing: crate::standing::Standing::default(),
        });
        Ok(number)
    }

    /// Takes in an account that an earlier run kept.
    pub(crate) fn adopt(&mut self, account: Account) {
        self.numbers_by_lid.insert(account.lid.clone(), Arc::clone(&account.number));
        if account.username.is_some() {
            self.hidden.insert(Arc::clone(&account.number));
        }
        self.accounts.insert(account);
    }

    pub(crate) fn next_stanza(&self) -> u64 {
        self.next_stanza
    }

    /// Goes on counting where an earlier run stopped.
    pub(crate) fn resume_stanzas(&mut self, next: u64) {
        self.next_stanza = next;
    }

    pub(crate) fn account(&self, number: &str) -> Result<&Account> {
        self.accounts.get(number).ok_or_else(|| EmulatorError::NoSuchNumber(number.to_owned()))
    }

    pub(crate) fn account_mut(&mut self, number: &str) -> Result<&mut Account> {
        self.accounts.get_mut(number).ok_or_else(|| EmulatorError::NoSuchNumber(number.to_owned()))
    }

    /// The account behind either form of address.
    pub(crate) fn number_of(&self, jid: &Jid) -> Option<Number> {
        let known = match jid.server {
            Server::Pn => self.accounts.known(jid.user.as_str()),
            Server::Lid => self.numbers_by_lid.get(jid.user.as_str()),
            _ => None,
        };
        known.cloned()
    }

    pub(crate) fn companion(&self, address: &DeviceAddress) -> Option<&Companion> {
        Some(&**self.accounts.get(&address.number)?.companions.get(&address.device)?)
    }

    pub(crate) fn companion_mut(&mut self, address: &DeviceAddress) -> Option<&mut Companion> {
        Some(&mut **self.accounts.get_mut(&address.number)?.companions.get_mut(&address.device)?)
    }

    pub(crate) fn take_connection_id(&mut self) -> ConnectionId {
        self.next_connection += 1;
        self.next_connection
    }

    /// Sends to a device if it is connected and its account is not half-open.
    pub(crate) fn send(&self, address: &DeviceAddress, node: Node) {
        let Some(account) = self.accounts.get(&address.number) else { return };
        let connection = account.companions.get(&address.device).and_then(|companion| companion.connection);
        if let Some(connection) = connection.and_then(|id| self.connections.get(&id))
            && !account.silent
        {
            connection.send(self.as_told_to(&address.number, node));
        }
    }

    /// Answers a connection that is not (yet) a device.
    pub(crate) fn answer_connection(&self, connection: ConnectionId, node: Node) {
        if let Some(connection) = self.connections.get(&connection) {
            connection.send(node);
        }
    }

    /// Keeps a stanza for a companion until it acknowledges it, and sends it now if it listens.
    pub(crate) fn deliver(&mut self, address: &DeviceAddress, class: &'static str, id: &str, node: Node) {
        let node = self.as_told_to(&address.number, node);
        let Some(companion) = self.companion_mut(address) else { return };
        let waiting = Waiting { class, id: id.to_owned(), node: node.clone() };
        let behind = companion.awake && companion.upkeep.backlog.is_open();
        if behind {
            companion.upkeep.backlog.append(&waiting);
        }
        companion.queue.push_back(waiting);
        if companion.awake && !behind {
            self.send(address, node);
        }
    }

    /// Delivers a copy to every linked companion of an account.
    pub(crate) fn deliver_to_companions(&mut self, number: &str, class: &'static str, id: &str, node: &Node) {
        for device in self.companions_of(number) {
            self.deliver(&device, class, id, node.clone());
        }
    }

    pub(crate) fn companions_of(&self, number: &str) -> Vec<DeviceAddress> {
        let Some(account) = self.accounts.get(number) else { return Vec::new() };
        account.linked().map(|(device, _)| DeviceAddress::new(&account.number, device)).collect()
    }
}
