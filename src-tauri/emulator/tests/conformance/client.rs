//! A world to test in, and a whatsapp-rust client with a memory of what it saw.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use portaria_emulator::{DrivenClock, Emulator, EmulatorConfig, NetClock, NewPhone, Phone};
use tokio::sync::watch;
use whatsapp_rust::InboundDurabilityHook;
use whatsapp_rust::bot::BotHandle;
use whatsapp_rust::http::UreqHttpClient;
use whatsapp_rust::pair_code::PairCodeOptions;
use whatsapp_rust::prelude::*;
use whatsapp_rust::transport::TokioWebSocketTransportFactory;
use whatsapp_rust::types::durability_hook::InboundMessage;
use whatsapp_rust::types::events::{BatchOrigin, MessageBatch};
use whatsapp_rust::wacore::store::traits::SignalStore as _;
use whatsapp_rust::wacore::store::{DevicePropsOverride, InMemoryBackend};

/// Generous, for a busy machine; nothing waits this long unless it fails.
pub const PATIENCE: Duration = Duration::from_secs(40);

/// A network with two phones; the numbers are invented.
pub struct World {
    pub net: Emulator,
    pub shop: Phone,
    pub ana: Phone,
}

pub const SHOP: &str = "5511900000001";
pub const ANA: &str = "5511900000011";

impl World {
    pub async fn new() -> Self {
        Self::with(EmulatorConfig::default()).await
    }

    pub async fn with(config: EmulatorConfig) -> Self {
        let net = Emulator::start(config).await.unwrap();
        let shop = net.create_phone(NewPhone { name: "Padaria Sol".into(), number: SHOP.into() }).await.unwrap();
        let ana = net.create_phone(NewPhone { name: "Ana Souza".into(), number: ANA.into() }).await.unwrap();
        Self { net, shop, ana }
    }

    /// A network whose time stands until the test moves it.
    pub async fn driven() -> (Self, DrivenClock) {
        let clock = DrivenClock::at(1_780_000_000_000);
        let config = EmulatorConfig { clock: NetClock::Driven(clock.clone()), ..EmulatorConfig::default() };
        (Self::with(config).await, clock)
    }

    /// A client linked to the shop's phone by QR, and listening.
    pub async fn linked(&self) -> Client {
        self.linked_as(Arc::new(InMemoryBackend::new())).await
    }

    /// Lets Ana and a client of the shop write both ways, so that neither opens a session any more; tells the id of what
    /// the client wrote.
    pub async fn acquaint(&self, client: &Client) -> String {
        self.ana.send_text(SHOP, "um").await.unwrap();
        client.text("um").await;
        let id = client.send(ANA, "dois").await;
        self.ana.wait_for_text(SHOP, "dois", PATIENCE).await.unwrap();
        self.ana.send_text(SHOP, "três").await.unwrap();
        client.text("três").await;
        id
    }

    /// The store of a client that knows Ana and left, and to whom she wrote `count` texts since: `atrasada 0` and so on.
    pub async fn missed(&self, count: usize) -> Arc<InMemoryBackend> {
        let client = self.linked().await;
        self.ana.send_text(SHOP, "antes").await.unwrap();
        client.text("antes").await;
        // What is told is not acknowledged yet.
        self.net.wait_for_queue(SHOP, 0, PATIENCE).await.unwrap();
        let backend = client.leave(&self.shop).await;
        for number in 0..count {
            self.ana.send_text(SHOP, &format!("atrasada {number}")).await.unwrap();
        }
        backend
    }

    /// Takes from a client's store what it shares with Ana's phone.
    pub async fn forget_ana(&self, backend: &InMemoryBackend) {
        for address in signal_addresses(&self.ana) {
            backend.delete_session(&address).await.unwrap();
        }
    }

    /// Waits until faults have struck `count` times.
    pub async fn struck(&self, count: usize) {
        let enough = async {
            while self.net.fault_log().len() < count {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let waited = tokio::time::timeout(PATIENCE, enough).await;
        assert!(waited.is_ok(), "no {count} strikes: {:#?}", self.net.fault_log());
    }

    pub async fn linked_as(&self, backend: Arc<InMemoryBackend>) -> Client {
        self.link(&self.shop, backend).await
    }

    /// A client linked to this phone.
    pub async fn linked_to(&self, phone: &Phone) -> Client {
        self.link(phone, Arc::new(InMemoryBackend::new())).await
    }

    async fn link(&self, phone: &Phone, backend: Arc<InMemoryBackend>) -> Client {
        Self::admit(phone, Client::start(&self.net, backend).await).await
    }

    /// A client linked to this phone that loses nothing which it was reading when its connection ended.
    pub async fn linked_durably(&self, phone: &Phone) -> Client {
        Self::admit(phone, Client::build_wanting(&self.net.ws_url(), Arc::default(), None, false, true).await).await
    }

    async fn admit(phone: &Phone, client: Client) -> Client {
        let before = phone.linked_devices().len();
        phone.scan(&client.qr_code().await).await.unwrap();
        client.connected().await;
        phone.wait_for_connections(before + 1, PATIENCE).await.unwrap();
        client
    }
}

pub type Events = Arc<Mutex<Vec<Arc<Event>>>>;

/// A running client.
pub struct Client {
    pub inner: Arc<whatsapp_rust::Client>,
    pub backend: Arc<InMemoryBackend>,
    handle: BotHandle,
    events: Events,
    changed: watch::Receiver<usize>,
}

impl Client {
    pub async fn start(net: &Emulator, backend: Arc<InMemoryBackend>) -> Self {
        Self::start_at(&net.ws_url(), backend).await
    }

    pub async fn start_at(ws_url: &str, backend: Arc<InMemoryBackend>) -> Self {
        Self::build(ws_url, backend, None).await
    }

    pub async fn start_with_code(net: &Emulator, number: &str) -> Self {
        Self::build(&net.ws_url(), Arc::new(InMemoryBackend::new()), Some(number)).await
    }

    /// A client that asks for the whole history and not for the last months only.
    pub async fn start_wanting_everything(ws_url: &str) -> Self {
        Self::build_wanting(ws_url, Arc::default(), None, true, false).await
    }

    async fn build(ws_url: &str, backend: Arc<InMemoryBackend>, number: Option<&str>) -> Self {
        Self::build_wanting(ws_url, backend, number, false, false).await
    }

    async fn build_wanting(
        ws_url: &str,
        backend: Arc<InMemoryBackend>,
        number: Option<&str>,
        everything: bool,
        durably: bool,
    ) -> Self {
        let events = Events::default();
        let (ring, changed) = watch::channel(0);
        let memory = Memory { events: Arc::clone(&events), ring };
        let seen = memory.clone();
        let mut builder = Bot::builder()
            .with_backend_arc(Arc::clone(&backend) as Arc<_>)
            .with_transport_factory(TokioWebSocketTransportFactory::new().with_url(ws_url))
            .with_http_client(media_client())
            .with_runtime(TokioRuntime)
            .with_version((2, 3000, 1))
            .with_device_props(DevicePropsOverride::new().with_require_full_sync(everything))
            .on_event(move |event, _| {
                // The hook has them already, and is the one that is told for certain.
                if !matches!(&*event, Event::Messages(batch) if batch.hook_committed) {
                    seen.keep(event);
                }
                async {}
            });
        if let Some(number) = number {
            builder = builder.with_pair_code(PairCodeOptions { phone_number: number.into(), ..Default::default() });
        }
        if durably {
            builder = builder.with_inbound_durability_hook(memory);
        }
        let handle = builder.build().await.unwrap().spawn();
        Self { inner: handle.client(), backend, handle, events, changed }
    }

    /// Everything that the client was told, and will be told; it can be read after the client's end.
    pub fn seen(&self) -> Events {
        Arc::clone(&self.events)
    }

    /// Ends the client as a closed program does, keeping its store.
    pub async fn stop(self) -> Arc<InMemoryBackend> {
        self.handle.shutdown().await;
        self.backend
    }

    /// Ends the client, and waits until the network has noticed: whoever goes on from its store is alone then.
    pub async fn leave(self, phone: &Phone) -> Arc<InMemoryBackend> {
        let others = phone.connections().saturating_sub(1);
        let backend = self.stop().await;
        phone.wait_for_connections(others, PATIENCE).await.unwrap();
        backend
    }

    /// Waits until some event, past or to come, is what `pick` looks for.
    pub async fn event<T>(&self, what: &str, pick: impl Fn(&Event) -> Option<T>) -> T {
        let mut changed = self.changed.clone();
        let found = tokio::time::timeout(PATIENCE, async {
            loop {
                changed.borrow_and_update();
                if let Some(found) = self.events.lock().unwrap().iter().find_map(|event| pick(event)) {
                    return found;
                }
                changed.changed().await.unwrap();
            }
        });
        match found.await {
            Ok(found) => found,
            Err(late) => panic!("no {what} came ({late}); seen: {:#?}", self.kinds()),
        }
    }

    fn kinds(&self) -> Vec<String> {
        let name = |event: &Arc<Event>| format!("{event:?}").chars().take(160).collect();
        self.events.lock().unwrap().iter().map(name).collect()
    }

    /// `number:device`, as the ledger names it.
    pub fn address(&self) -> String {
        let device = self.inner.persistence_manager().get_device_snapshot();
        device.pn.as_ref().map(|jid| format!("{}:{}", jid.user, jid.device)).expect("it is linked")
    }

    pub fn count(&self, wanted: impl Fn(&Event) -> bool) -> usize {
        self.events.lock().unwrap().iter().filter(|event| wanted(event)).count()
    }

    /// Waits until `count` events are what `pick` looks for.
    pub async fn nth(&self, what: &str, count: usize, pick: impl Fn(&Event) -> bool) {
        let mut changed = self.changed.clone();
        let enough = async {
            loop {
                changed.borrow_and_update();
                if self.count(&pick) >= count {
                    return;
                }
                changed.changed().await.unwrap();
            }
        };
        let waited = tokio::time::timeout(PATIENCE, enough).await;
        assert!(waited.is_ok(), "no {count} times {what} came; seen: {:#?}", self.kinds());
    }

    /// Every text that was shown, in order.
    pub fn texts(&self) -> Vec<String> {
        let events = self.events.lock().unwrap();
        let batches = events.iter().filter_map(|event| match &**event {
            Event::Messages(batch) => Some(batch.messages.iter()),
            _ => None,
        });
        batches.flatten().filter_map(|message| message.message.text_content().map(str::to_owned)).collect()
    }

    pub async fn qr_code(&self) -> String {
        let code = |event: &Event| if let Event::PairingQrCode(code) = event { Some(code.code.clone()) } else { None };
        self.event("QR code", code).await
    }

    pub async fn connected(&self) {
        self.inner.wait_for_connected(PATIENCE).await.unwrap();
    }

    /// The incoming message with this text, with how often it was seen.
    pub async fn text(&self, text: &str) -> (MessageInfo, usize) {
        let info = self.event(&format!("text {text:?}"), |event| first_with_text(event, text)).await;
        (info, self.count(|event| first_with_text(event, text).is_some()))
    }

    /// How many messages came whose text contains `part`.
    pub fn heard(&self, part: &str) -> usize {
        let events = self.events.lock().unwrap();
        let texts = events.iter().flat_map(|event| event.messages());
        texts.filter(|message| message.message.text_content().is_some_and(|text| text.contains(part))).count()
    }

    pub async fn send(&self, to: &str, text: &str) -> String {
        let sent = self.inner.send_message(Jid::pn(to), whatsapp_rust::waproto::whatsapp::Message::text(text)).await;
        sent.unwrap().message_id
    }
}

/// What a client was told, in order.
#[derive(Clone)]
struct Memory {
    events: Events,
    ring: watch::Sender<usize>,
}

impl Memory {
    fn keep(&self, event: Arc<Event>) {
        self.events.lock().unwrap().push(event);
        self.ring.send_modify(|count| *count += 1);
    }
}

/// With a hook the library acknowledges what it has told the hook; the event that follows is lost with a connection that
/// breaks in between.
#[async_trait::async_trait]
impl InboundDurabilityHook for Memory {
    async fn on_messages(
        &self,
        _: Arc<whatsapp_rust::Client>,
        messages: &[InboundMessage],
    ) -> whatsapp_rust::anyhow::Result<()> {
        let batch = MessageBatch::builder().messages(messages.into()).origin(BatchOrigin::Live).hook_committed(true);
        self.keep(Arc::new(Event::Messages(batch.build())));
        Ok(())
    }
}

/// How whatsapp-rust names what it shares with a phone.
pub fn signal_addresses(phone: &Phone) -> [String; 2] {
    [format!("{}@c.us.0", phone.number()), format!("{}@lid.0", phone.lid())]
}

/// Media come over TLS under an authority that no machine knows; `media/tls.rs` proves that it can be trusted.
fn media_client() -> UreqHttpClient {
    let tls = ureq::tls::TlsConfig::builder().disable_verification(true).build();
    UreqHttpClient::with_agent(ureq::Agent::config_builder().tls_config(tls).build().into())
}

fn first_with_text(event: &Event, text: &str) -> Option<MessageInfo> {
    let Event::Messages(batch) = event else { return None };
    let found = batch.messages.iter().find(|message| message.message.text_content() == Some(text));
    found.map(|message| (*message.info).clone())
}

/// Polls until `look` finds something, with a deadline.
pub async fn eventually<T>(what: &str, look: impl Fn() -> Option<T>) -> T {
    let found = tokio::time::timeout(PATIENCE, async {
        loop {
            if let Some(found) = look() {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    found.await.unwrap_or_else(|late| panic!("{what} did not come ({late})"))
}
