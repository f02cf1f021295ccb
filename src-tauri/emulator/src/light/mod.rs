//! A client that speaks the wire and decides nothing: for measurements by the thousand, and for checks that no client
//! library does.
//!
//! It shakes hands, pairs, uploads keys, acknowledges, and hands every stanza over as it came. It trusts whatever it is
//! told: who wants to verify gets the bytes. Its neighbours are the network's own port and nothing else; absent are
//! sessions, a store, and any other host than loopback.

mod channel;
mod error;
mod keys;
mod sealed;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node, SERVER_JID};

pub use error::{LightError, LightResult};
pub use keys::LightKeys;

use crate::network::stanza::{attr, child_bytes, children, jid_attr};
use channel::Channel;
use sealed::Chain;

/// One connection, and whose it is.
pub struct LightClient {
    channel: Channel,
    keys: LightKeys,
    chain: Chain,
    next_id: u32,
}

impl LightClient {
    /// Connects as nobody, and takes the QR codes that the network offers: the client, and the text of the first code.
    pub async fn register(ws_url: &str, seed: u64) -> LightResult<(Self, String)> {
        Self::register_wanting(ws_url, seed, false).await
    }

    /// The same, of a client that asks for the whole history and not for the last months only.
    pub async fn register_for_everything(ws_url: &str, seed: u64) -> LightResult<(Self, String)> {
        Self::register_wanting(ws_url, seed, true).await
    }

    async fn register_wanting(ws_url: &str, seed: u64, everything: bool) -> LightResult<(Self, String)> {
        let mut rng = StdRng::seed_from_u64(seed);
        let keys = LightKeys::generate(&mut rng);
        let channel = Channel::open(ws_url, keys.noise(), &keys.registration(everything), &mut rng).await?;
        let mut client = Self { channel, chain: Chain::new(seed), keys, next_id: 1 };
        let offer = client.wait("pair-device", |node| node.get_optional_child("pair-device").is_some()).await?;
        client.answer(&offer, []).await?;
        let refs = offer.get_optional_child("pair-device").map(children).unwrap_or_default();
        let reference = refs.first().map(crate::network::stanza::bytes).unwrap_or_default();
        let qr = client.keys.qr(&String::from_utf8_lossy(&reference));
        Ok((client, qr))
    }

    /// Waits for the phone's approval: the stanza as it came, to be verified or believed.
    pub async fn approval(&mut self) -> LightResult<Node> {
        self.wait("pair-success", |node| node.get_optional_child("pair-success").is_some()).await
    }

    /// Signs what the approval says, waits until the network sends the client away to log in, and is its device.
    pub async fn accept(mut self, approval: &Node) -> LightResult<LightKeys> {
        let unexpected = || LightError::Unexpected { wanted: "pair-success", came: format!("{approval:?}") };
        let success = approval.get_optional_child("pair-success").ok_or_else(unexpected)?;
        let device = success.get_optional_child("device").ok_or_else(unexpected)?;
        let signed = self.keys.countersign(&child_bytes(success, "device-identity")).ok_or_else(unexpected)?;
        self.keys.jid = jid_attr(device, "jid");
        self.keys.lid = jid_attr(device, "lid");
        let identity = NodeBuilder::new("device-identity").attr("key-index", signed.key_index).bytes(signed.bytes);
        let sign = NodeBuilder::new("pair-device-sign").children([identity.build()]).build();
        self.answer(approval, [sign]).await?;
        self.wait("the restart", |node| node.tag == "stream:error").await?;
        Ok(self.keys)
    }

    /// Logs in as the device that these keys belong to, and reads the network's welcome.
    pub async fn login(ws_url: &str, keys: LightKeys) -> LightResult<Self> {
        let mut rng = StdRng::seed_from_u64(u64::from(keys.registration_id()));
        let channel = Channel::open(ws_url, keys.noise(), &keys.login(), &mut rng).await?;
        let chain = Chain::new(keys.chain_seed());
        let mut client = Self { channel, chain, keys, next_id: 1 };
        client.wait("success", |node| node.tag == "success").await?;
        Ok(client)
    }

    /// Tells the network that it listens; the backlog follows.
    pub async fn listen(&mut self) -> LightResult<()> {
        let active = NodeBuilder::new("active").build();
        self.request("passive", "set", SERVER_JID, [active]).await.map(drop)
    }

    /// Uploads its signed key again and `count` one-time keys. They are random bytes, whose private half nobody has:
    /// this client decrypts nothing.
    pub async fn upload_keys(&mut self, count: u32) -> LightResult<()> {
        let upload = self.keys.upload(count);
        self.request("encrypt", "set", SERVER_JID, upload).await.map(drop)
    }

    /// Sends a request and waits for its answer; whatever else comes meanwhile is acknowledged.
    pub async fn request(
        &mut self,
        xmlns: &str,
        kind: &'static str,
        to: &str,
        content: impl IntoIterator<Item = Node>,
    ) -> LightResult<Node> {
        let id = self.take_id();
        let request = NodeBuilder::new("iq").attr("to", to).attr("xmlns", xmlns).attr("type", kind);
        self.send(&request.attr("id", id.as_str()).children(content).build()).await?;
        self.wait("the answer", |node| node.tag == "iq" && attr(node, "id") == id).await
    }

    /// Sends a stanza.
    pub async fn send(&mut self, node: &Node) -> LightResult<()> {
        self.channel.send(node).await
    }

    /// Sends a message to one device, with `length` bytes where the sealed text would be; nobody can open it.
    pub async fn send_sealed(&mut self, to: &Jid, id: &str, length: usize) -> LightResult<()> {
        let message = self.chain.message(to, id, length);
        self.send(&message).await
    }

    /// The next stanza, not acknowledged yet. Giving up the wait loses nothing.
    pub async fn next(&mut self) -> LightResult<Node> {
        self.channel.next().await
    }

    /// Acknowledges a stanza as a client does that could read it: messages by a receipt, others by an ack.
    pub async fn acknowledge(&mut self, node: &Node) -> LightResult<()> {
        let from = attr(node, "from");
        match node.tag.as_ref() {
            "message" => {
                let peer = attr(node, "category") == "peer";
                let mut receipt = NodeBuilder::new("receipt").attr("to", from).attr("id", attr(node, "id"));
                if peer {
                    receipt = receipt.attr("type", "peer_msg");
                }
                if node.attrs.contains_key("participant") {
                    receipt = receipt.attr("participant", attr(node, "participant"));
                }
                self.send(&receipt.build()).await
            }
            "receipt" | "notification" => {
                let mut ack = NodeBuilder::new("ack").attr("class", node.tag.to_string()).attr("to", from);
                ack = ack.attr("id", attr(node, "id"));
                if node.attrs.contains_key("type") {
                    ack = ack.attr("type", attr(node, "type"));
                }
                self.send(&ack.build()).await
            }
            _ => Ok(()),
        }
    }

    /// Confirms a message of its own phone as a piece of history, whatever it is: nothing is opened here, and the
    /// network takes no notice where it is something else. Whether it was a message of its own phone at all.
    pub async fn confirm_history(&mut self, node: &Node) -> LightResult<bool> {
        let own = node.tag == "message" && attr(node, "category") == "peer";
        if own {
            let receipt = NodeBuilder::new("receipt").attr("to", attr(node, "from")).attr("id", attr(node, "id"));
            self.send(&receipt.attr("type", "hist_sync").build()).await?;
        }
        Ok(own)
    }

    /// Reads on until a stanza is what is waited for; others are acknowledged.
    pub async fn wait(&mut self, wanted: &'static str, is_it: impl Fn(&Node) -> bool) -> LightResult<Node> {
        loop {
            let node = self.next().await?;
            if is_it(&node) {
                return Ok(node);
            }
            if node.tag == "failure" || node.tag == "stream:error" {
                return Err(LightError::Unexpected { wanted, came: format!("{node:?}") });
            }
            self.acknowledge(&node).await?;
        }
    }

    /// Who it is.
    pub fn keys(&self) -> &LightKeys {
        &self.keys
    }

    /// The certificate chain that the network showed in this connection's handshake, and its static key.
    pub fn certificate(&self) -> (&[u8], &[u8; 32]) {
        (&self.channel.chain, &self.channel.server_key)
    }

    async fn answer(&mut self, request: &Node, content: impl IntoIterator<Item = Node>) -> LightResult<()> {
        let result = NodeBuilder::new("iq").attr("to", attr(request, "from")).attr("id", attr(request, "id"));
        self.send(&result.attr("type", "result").children(content).build()).await
    }

    fn take_id(&mut self) -> String {
        self.next_id += 1;
        format!("light-{}", self.next_id)
    }
}

/// A key as QR codes carry it.
fn base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

/// The address of a device as digits and number.
fn digits(jid: &Jid) -> Option<u64> {
    jid.user.as_str().parse().ok()
}
