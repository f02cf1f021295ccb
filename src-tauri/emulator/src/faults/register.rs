//! The faults in force, and a log of every strike.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard};

use serde::Serialize;
use tokio::sync::Notify;
use wacore_binary::Node;

use super::decision::{Client, dice};
use super::{Fault, FaultKind, Flow, ScriptedFault, script};
use crate::error::{EmulatorError, Result};
use crate::network::stanza::attr;

/// Names a fault for as long as the network runs; a script's lines are numbered from 1.
pub type FaultId = u64;

/// The log keeps this many strikes, the newest.
const MOST_STRIKES: usize = 10_000;

/// A fault that was injected and not taken back.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FaultInForce {
    /// Its name.
    pub id: FaultId,
    /// When it comes or came into force, in milliseconds since the epoch.
    pub from_ms: u64,
    /// How often it struck so far.
    pub struck: u32,
    /// The fault.
    #[serde(flatten)]
    pub fault: Fault,
}

/// One time that a fault struck: the same seed, fault, device, direction and index strike again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Strike {
    /// The network's seed.
    pub seed: u64,
    /// The fault.
    pub fault: FaultId,
    /// The kind of fault, as a script names it.
    pub kind: String,
    /// Which of the occasions on this device in this direction it was, from 0.
    pub index: u64,
    /// When, in milliseconds since the epoch.
    pub at_ms: u64,
    /// `number:device`; a client that is not linked has neither.
    pub device: String,
    /// The stanza's direction.
    pub flow: Flow,
    /// The stanza's tag and type; empty for a login or a storm.
    pub stanza: String,
    /// The stanza's id.
    pub id: String,
}

/// What struck a stanza, and a throw of the dice for what varies.
pub(super) struct Struck {
    pub(super) kind: FaultKind,
    pub(super) share: f64,
}

/// Everything that goes wrong on one network.
pub(crate) struct Faults {
    seed: u64,
    /// Lets a healthy network pass without a lock.
    any: AtomicBool,
    state: Mutex<State>,
    /// Rings when a storm may have come nearer.
    pub(super) changed: Notify,
}

#[derive(Default)]
struct State {
    next: FaultId,
    faults: BTreeMap<FaultId, Registered>,
    log: VecDeque<Strike>,
}

struct Registered {
    fault: Fault,
    from_ms: u64,
    struck: u32,
    /// Occasions so far, on each device and in each direction.
    occasions: BTreeMap<(Client, Flow), u64>,
    /// Logins of each device in the window of that number.
    logins: BTreeMap<Client, (u64, u32)>,
    done: bool,
}

/// An occasion for a fault.
struct Occasion<'a> {
    now_ms: u64,
    client: &'a Client,
    flow: Flow,
    node: Option<&'a Node>,
}

impl Faults {
    pub(crate) fn new(seed: u64, script: &[ScriptedFault], start_ms: u64) -> Self {
        let faults = Self {
            seed,
            any: AtomicBool::new(false),
            state: Mutex::new(State { next: 1, ..State::default() }),
            changed: Notify::new(),
        };
        for (from_ms, fault) in script::moments(script.to_vec(), start_ms) {
            faults.register(fault, from_ms);
        }
        faults
    }

    pub(crate) fn register(&self, fault: Fault, from_ms: u64) -> FaultId {
        let mut state = self.lock();
        let id = state.next;
        state.next += 1;
        let (occasions, logins) = (BTreeMap::new(), BTreeMap::new());
        state.faults.insert(id, Registered { fault, from_ms, struck: 0, occasions, logins, done: false });
        self.any.store(true, Ordering::Release);
        self.changed.notify_one();
        id
    }

    pub(crate) fn take_back(&self, id: FaultId) -> Result<()> {
        let mut state = self.lock();
        state.faults.remove(&id).ok_or(EmulatorError::NoSuchFault(id))?;
        self.any.store(!state.faults.is_empty(), Ordering::Release);
        Ok(())
    }

    pub(crate) fn clear(&self) {
        self.lock().faults.clear();
        self.any.store(false, Ordering::Release);
    }

    pub(crate) fn in_force(&self) -> Vec<FaultInForce> {
        let state = self.lock();
        let shown = state.faults.iter().map(|(id, registered)| FaultInForce {
            id: *id,
            from_ms: registered.from_ms,
            struck: registered.struck,
            fault: registered.fault.clone(),
        });
        shown.collect()
    }

    pub(crate) fn log(&self) -> Vec<Strike> {
        self.lock().log.iter().cloned().collect()
    }

    pub(super) fn any(&self) -> bool {
        self.any.load(Ordering::Acquire)
    }

    /// Whether a fault of this kind may strike this client now.
    pub(super) fn threatens(&self, now_ms: u64, client: &Client, kind: impl Fn(&FaultKind) -> bool) -> bool {
        self.lock().faults.values().any(|registered| {
            registered.in_force(now_ms) && registered.fault.concerns(client) && kind(&registered.fault.kind)
        })
    }

    /// Everything of the wanted kinds that strikes a stanza, in the order in which it was injected.
    pub(super) fn strike(
        &self,
        now_ms: u64,
        client: &Client,
        (flow, node): (Flow, &Node),
        kind: impl Fn(&FaultKind) -> bool,
    ) -> Vec<Struck> {
        let occasion = Occasion { now_ms, client, flow, node: Some(node) };
        self.throw(&occasion, |fault| {
            kind(&fault.kind) && fault.kind.touches(flow, node) && fault.concerns_stanza(node)
        })
    }

    /// Whether a login is one too many.
    pub(super) fn turns_away(&self, now_ms: u64, client: &Client) -> bool {
        let mut state = self.lock();
        let mut turned_away = false;
        for registered in state.faults.values_mut() {
            let FaultKind::LoginRateLimit { logins, window_ms } = registered.fault.kind else { continue };
            if !registered.in_force(now_ms) || !registered.fault.concerns(client) {
                continue;
            }
            let window = (now_ms - registered.from_ms) / window_ms.max(1);
            let seen = registered.logins.entry(client.clone()).or_default();
            *seen = if seen.0 == window { (window, seen.1.saturating_add(1)) } else { (window, 1) };
            turned_away |= seen.1 > logins;
        }
        drop(state);
        let over = |fault: &Fault| turned_away && matches!(fault.kind, FaultKind::LoginRateLimit { .. });
        let occasion = Occasion { now_ms, client, flow: Flow::In, node: None };
        !self.throw(&occasion, over).is_empty()
    }

    /// When the next storm breaks, if one is to come.
    pub(super) fn next_storm_ms(&self) -> Option<u64> {
        let state = self.lock();
        let coming = state.faults.values().filter(|one| one.fault.kind == FaultKind::Storm && !one.done);
        coming.map(|registered| registered.from_ms).min()
    }

    /// Of `clients`, those that the storms due by now hit; each storm breaks once.
    pub(super) fn storm<'a>(&self, now_ms: u64, clients: impl Iterator<Item = &'a Client>) -> Vec<bool> {
        let hit = clients
            .map(|client| {
                let occasion = Occasion { now_ms, client, flow: Flow::In, node: None };
                !self.throw(&occasion, |fault| fault.kind == FaultKind::Storm).is_empty()
            })
            .collect();
        for registered in self.lock().faults.values_mut() {
            registered.done |= registered.fault.kind == FaultKind::Storm && registered.from_ms <= now_ms;
        }
        hit
    }

    fn throw(&self, occasion: &Occasion<'_>, wanted: impl Fn(&Fault) -> bool) -> Vec<Struck> {
        let mut state = self.lock();
        let State { faults, log, .. } = &mut *state;
        let mut struck = Vec::new();
        for (id, registered) in faults.iter_mut() {
            let fault = &registered.fault;
            if !registered.in_force(occasion.now_ms)
                || !fault.concerns(occasion.client)
                || !fault.concerns_flow(occasion.flow)
                || !wanted(fault)
            {
                continue;
            }
            let occasions = registered.occasions.entry((occasion.client.clone(), occasion.flow)).or_default();
            let index = *occasions;
            *occasions += 1;
            let shown = dice(self.seed, *id, occasion.client, occasion.flow, index * 2);
            if index < u64::from(fault.hits.skip) || shown >= fault.hits.probability && fault.hits.probability < 1.0 {
                continue;
            }
            let share = dice(self.seed, *id, occasion.client, occasion.flow, index * 2 + 1);
            struck.push(Struck { kind: fault.kind.clone(), share });
            registered.struck += 1;
            if log.len() == MOST_STRIKES {
                log.pop_front();
            }
            log.push_back(occasion.strike(self.seed, *id, fault, index));
        }
        struck
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Registered {
    fn in_force(&self, now_ms: u64) -> bool {
        let hits = &self.fault.hits;
        !self.done
            && self.from_ms <= now_ms
            && hits.for_ms.is_none_or(|for_ms| now_ms < self.from_ms.saturating_add(for_ms))
            && hits.count.is_none_or(|count| self.struck < count)
    }
}

impl Occasion<'_> {
    fn strike(&self, seed: u64, fault: FaultId, what: &Fault, index: u64) -> Strike {
        let kind = serde_json::to_value(&what.kind).expect("a kind of fault is plain JSON");
        let strike = Strike {
            seed,
            fault,
            kind: kind["fault"].as_str().unwrap_or_default().to_owned(),
            index,
            at_ms: self.now_ms,
            device: self.client.to_string(),
            flow: self.flow,
            stanza: self.node.map(named).unwrap_or_default(),
            id: self.node.map(|node| attr(node, "id")).unwrap_or_default(),
        };
        tracing::info!(
            fault.seed = seed,
            fault.id = fault,
            fault.kind = strike.kind,
            fault.index = index,
            stanza = strike.stanza,
            "A fault strikes"
        );
        strike
    }
}

/// A stanza as a fault's `stanza` would name it.
fn named(node: &Node) -> String {
    let about = ["type", "xmlns", "class"].iter().map(|key| attr(node, key)).find(|about| !about.is_empty());
    about.map_or_else(|| node.tag.to_string(), |about| format!("{}/{about}", node.tag))
}
