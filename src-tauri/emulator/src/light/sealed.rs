//! Messages that look sealed: a real header with its own chain and a running counter, and noise where the text would be.

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node};
use wacore_libsignal::protocol::{IdentityKey, KeyPair, SignalMessage};

/// What Signal's messages are versioned as.
const VERSION: u8 = 3;

/// One chain of messages that nobody can open.
pub(super) struct Chain {
    ratchet: KeyPair,
    identity: IdentityKey,
    counter: u32,
    rng: StdRng,
}

impl Chain {
    pub(super) fn new(seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let identity = IdentityKey::new(KeyPair::generate(&mut rng).public_key);
        Self { ratchet: KeyPair::generate(&mut rng), identity, counter: 0, rng }
    }

    /// A message of `length` bytes of ciphertext for one device.
    pub(super) fn message(&mut self, to: &Jid, id: &str, length: usize) -> Node {
        let mut noise = vec![0; length];
        self.rng.fill(&mut noise[..]);
        let sealed = SignalMessage::new(
            VERSION,
            &[0; 32],
            self.ratchet.public_key,
            self.counter,
            0,
            &noise,
            &self.identity,
            &self.identity,
        );
        self.counter += 1;
        let sealed = sealed.expect("a message of bounded length can be sealed").serialized().to_vec();
        let enc = NodeBuilder::new("enc").attr("v", "2").attr("type", "msg").bytes(sealed).build();
        let copy = NodeBuilder::new("to").attr("jid", to.clone()).children([enc]).build();
        NodeBuilder::new("message")
            .attr("to", Jid::pn(to.user.as_str()))
            .attr("id", id)
            .attr("type", "text")
            .children([NodeBuilder::new("participants").children([copy]).build()])
            .build()
    }
}
