//! Thousands of light clients, each with its phone.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use portaria_emulator::LightClient;
use serde_json::json;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::member::Newcomer;
use super::program::Program;

/// How many link at the same time.
const AT_ONCE: usize = 8;

/// One-time keys that a companion uploads, as WhatsApp Web does.
const KEYS: u32 = 812;

/// Pairs that write to each other.
const PAIRS: usize = 50;

/// How long the last message may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// Somebody linked and connected.
struct Member {
    number: String,
    orders: mpsc::UnboundedSender<Order>,
}

/// A message to write.
struct Order {
    to: String,
    id: String,
    length: usize,
}

/// Everybody.
pub(super) struct Crowd {
    members: Vec<Member>,
    /// Ids as they arrive.
    arrivals: mpsc::UnboundedReceiver<(String, Instant)>,
    /// The clients; they end with the value.
    _clients: JoinSet<()>,
}

impl Crowd {
    /// Opens accounts, links a companion to each, and keeps them connected.
    pub(super) async fn link(program: &Program, count: usize) -> Result<Self> {
        let (arrived, arrivals) = mpsc::unbounded_channel();
        let linked: Vec<(String, LightClient)> = stream::iter(0..count)
            .map(|index| link_one(program, index))
            .buffer_unordered(AT_ONCE)
            .try_collect()
            .await?;
        let mut clients = JoinSet::new();
        let members = linked.into_iter().map(|(number, client)| {
            let (orders, ordered) = mpsc::unbounded_channel();
            clients.spawn(live(client, ordered, arrived.clone()));
            Member { number, orders }
        });
        let members = members.collect();
        Ok(Self { members, arrivals, _clients: clients })
    }

    /// Members write to each other; the time of each message from its sender to its receiver.
    pub(super) async fn exchange(&mut self, count: u32, rate: Option<u32>, length: usize) -> Result<Vec<Duration>> {
        let pairs = PAIRS.min(self.members.len() / 2).max(1);
        let mut beat = rate.map(|rate| tokio::time::interval(Duration::from_secs(1) / rate));
        let mut sent = std::collections::HashMap::new();
        for index in 0..count {
            if let Some(beat) = &mut beat {
                beat.tick().await;
            }
            let pair = index as usize % pairs * 2;
            let (writer, reader) = (&self.members[pair], &self.members[(pair + 1) % self.members.len()]);
            let id = format!("3EB0{:016X}", u64::from(index) | u64::from(rate.unwrap_or(0)) << 32);
            let order = Order { to: reader.number.clone(), id: id.clone(), length };
            sent.insert(id, Instant::now());
            writer.orders.send(order).ok().context("a client is gone")?;
        }
        let mut times = Vec::with_capacity(sent.len());
        while times.len() < count as usize {
            let (id, at) = tokio::time::timeout(PATIENCE, self.arrivals.recv())
                .await
                .with_context(|| format!("{} of {count} arrived", times.len()))?
                .context("all clients are gone")?;
            if let Some(began) = sent.remove(&id) {
                times.push(at - began);
            }
        }
        Ok(times)
    }

    /// Phones write texts by the control API.
    pub(super) async fn phones_write(&self, program: &Program, count: u32) -> Result<()> {
        let pairs = PAIRS.min(self.members.len() / 2).max(1);
        stream::iter(0..count)
            .map(|index| async move {
                let pair = index as usize % pairs * 2;
                let to = &self.members[(pair + 1) % self.members.len()].number;
                let text = json!({ "to": to, "text": "Bom dia! Tem pão de queijo quentinho?" });
                program.post(&format!("phones/{}/send", self.members[pair].number), &text).await.map(drop)
            })
            .buffer_unordered(AT_ONCE)
            .try_collect()
            .await
    }
}

async fn link_one(program: &Program, index: usize) -> Result<(String, LightClient)> {
    let number = format!("5511900{index:06}"); // invented
    let phone = Newcomer::open(program, &number, &format!("Loja {index}")).await?;
    let mut client = phone.link(LightClient::register(&program.ws_url, index as u64 + 1).await?).await?;
    client.upload_keys(KEYS).await?;
    client.listen().await?;
    Ok((number, client))
}

/// A client's life: it acknowledges whatever comes and writes what it is told to.
async fn live(
    mut client: LightClient,
    mut orders: mpsc::UnboundedReceiver<Order>,
    arrived: mpsc::UnboundedSender<(String, Instant)>,
) {
    loop {
        let done = tokio::select! {
            order = orders.recv() => {
                let Some(order) = order else { return };
                let Ok(to) = format!("{}:1@s.whatsapp.net", order.to).parse() else { return };
                client.send_sealed(&to, &order.id, order.length).await
            }
            node = client.next() => match node {
                Ok(node) => {
                    if let Some(id) = node.attrs.get("id").filter(|_| node.tag == "message") {
                        let _nobody_waits = arrived.send((id.as_str().into_owned(), Instant::now()));
                    }
                    client.acknowledge(&node).await
                }
                Err(ended) => Err(ended),
            },
        };
        if let Err(error) = done {
            eprintln!("a client ended: {error}");
            return;
        }
    }
}
