//! What holds at the moment of asking.

use std::collections::BTreeMap;

use portaria_domain::SessionStatus;
use portaria_storage::Backlog;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use super::labels::{Counters, Gauges, Label};
use super::process::{self, Process};

/// What is looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Present {
    /// How many sessions stand in each status; those without any may be left out.
    pub sessions: BTreeMap<&'static str, i64>,
    /// Tenants whose databases are open.
    pub open_tenants: i64,
    /// How much waits for those, as it was counted last; `None` before the first count.
    pub backlog: Option<Backlog>,
    /// Open sockets.
    pub sockets: i64,
    /// Connections held, by whether somebody proved something there.
    pub connections: Connections,
    /// How the tunnel stands: one of [`TUNNEL`].
    pub tunnel: &'static str,
    /// Addresses that were checked last and lead here, and those that don't.
    pub addresses: (i64, i64),
    /// Failures of stores since the process began, by what they were.
    pub store_failures: Vec<(&'static str, u64)>,
    /// Whether the server could serve, as `/readyz` says it.
    pub is_ready: bool,
    /// Milliseconds since the server was started.
    pub uptime_ms: i64,
}

/// Connections held.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Connections {
    /// Those on which a credential was proved.
    pub proven: i64,
    /// The others.
    pub strangers: i64,
}

/// The words for a tunnel's state.
pub(super) const TUNNEL: [&str; 4] = ["none", "starting", "up", "waiting"];

/// The figures that show it.
pub(super) struct Shown {
    sessions: Gauges,
    open_tenants: Gauge,
    outbox: Gauges,
    deliveries: Gauge,
    sockets: Gauge,
    connections: Gauges,
    tunnel: Gauges,
    addresses: Gauges,
    store_failures: Counters,
    ready: Gauge,
    uptime: Gauge,
    resident: Gauge,
    handles: Gauge,
    handles_limit: Gauge,
}

impl Shown {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let new = Self {
            sessions: Gauges::default(),
            open_tenants: Gauge::default(),
            outbox: Gauges::default(),
            deliveries: Gauge::default(),
            sockets: Gauge::default(),
            connections: Gauges::default(),
            tunnel: Gauges::default(),
            addresses: Gauges::default(),
            store_failures: Family::default(),
            ready: Gauge::default(),
            uptime: Gauge::default(),
            resident: Gauge::default(),
            handles: Gauge::default(),
            handles_limit: Gauge::default(),
        };
        let version = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "The version of Portaria", version);
        registry.register("sessions", "Sessions, by status", new.sessions.clone());
        registry.register("tenants_open", "Tenants whose databases are open", new.open_tenants.clone());
        let outbox = "What has not left, of open tenants: waiting, or failed for good; counted every 15 seconds";
        registry.register("outbox", outbox, new.outbox.clone());
        let deliveries = "Deliveries that wait for webhooks, of open tenants; counted every 15 seconds";
        registry.register("webhook_deliveries_waiting", deliveries, new.deliveries.clone());
        registry.register("sockets", "Open sockets", new.sockets.clone());
        let connections = "Connections held, by whether a credential was proved there";
        registry.register("connections", connections, new.connections.clone());
        registry.register("tunnel", "1 for the state that the tunnel is in", new.tunnel.clone());
        registry.register("addresses", "Addresses of links, by what the last check found", new.addresses.clone());
        let failures = "Failures of stores in this process, by what is wrong";
        registry.register("store_failures", failures, new.store_failures.clone());
        registry.register("ready", "1 while the server can serve", new.ready.clone());
        registry.register_with_unit("uptime", "Since the server was started", Unit::Seconds, new.uptime.clone());
        let of_process = registry.sub_registry_with_prefix("process");
        let resident = "Memory that the process holds";
        of_process.register_with_unit("resident_memory", resident, Unit::Bytes, new.resident.clone());
        of_process.register("open_fds", "File handles that are open", new.handles.clone());
        of_process.register("max_fds", "File handles that may be open", new.handles_limit.clone());
        new
    }

    pub(super) fn show(&self, present: &Present) {
        for status in SessionStatus::ALL {
            let count = present.sessions.get(status.as_str()).copied().unwrap_or_default();
            self.sessions.get_or_create(&[("status", status.as_str())]).set(count);
        }
        self.open_tenants.set(present.open_tenants);
        if let Some(Backlog { waiting, failed, deliveries }) = present.backlog {
            self.deliveries.set(deliveries);
            set(&self.outbox, [("state", "waiting")], waiting);
            set(&self.outbox, [("state", "failed")], failed);
        }
        self.sockets.set(present.sockets);
        set(&self.connections, [("proven", "yes")], present.connections.proven);
        set(&self.connections, [("proven", "no")], present.connections.strangers);
        for state in TUNNEL {
            set(&self.tunnel, [("state", state)], i64::from(state == present.tunnel));
        }
        set(&self.addresses, [("check", "leads_here")], present.addresses.0);
        set(&self.addresses, [("check", "fails")], present.addresses.1);
        for (kind, count) in &present.store_failures {
            raise(&self.store_failures.get_or_create_owned(&[("kind", *kind)]), *count);
        }
        self.ready.set(i64::from(present.is_ready));
        self.uptime.set(present.uptime_ms / 1_000);
        let Process { resident_bytes, open_files, most_files } = process::look();
        self.resident.set(resident_bytes);
        self.handles.set(open_files);
        self.handles_limit.set(most_files);
    }
}

fn set(gauges: &Gauges, label: Label, value: i64) {
    gauges.get_or_create(&label).set(value);
}

/// Counts a counter up to what was counted elsewhere.
fn raise(counter: &Counter, count: u64) {
    counter.inner().fetch_max(count, std::sync::atomic::Ordering::Relaxed);
}
