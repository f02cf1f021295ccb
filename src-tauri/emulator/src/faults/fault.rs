//! What can go wrong, and for whom.

use serde::{Deserialize, Serialize};

/// Something that goes wrong, and what it hits. As JSON all fields stand side by side:
/// `{"fault": "delay", "ms": 300, "account": "5511900000001", "stanza": "message", "probability": 0.5}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// What goes wrong.
    #[serde(flatten)]
    pub kind: FaultKind,
    /// What it goes wrong for.
    #[serde(flatten)]
    pub hits: Hits,
}

impl Fault {
    /// A fault that hits everything it can.
    pub fn new(kind: FaultKind) -> Self {
        Self { kind, hits: Hits::default() }
    }

    /// Only this account's companions.
    #[must_use]
    pub fn of(mut self, account: &str) -> Self {
        self.hits.account = Some(account.to_owned());
        self
    }

    /// Only this companion of the account.
    #[must_use]
    pub fn device(mut self, device: u16) -> Self {
        self.hits.device = Some(device);
        self
    }

    /// Only stanzas on their way to, or from, the client.
    #[must_use]
    pub fn flow(mut self, flow: Flow) -> Self {
        self.hits.flow = Some(flow);
        self
    }

    /// Only these stanzas: a tag, or a tag and what it is about (see [`Hits::stanza`]).
    #[must_use]
    pub fn stanza(mut self, stanza: &str) -> Self {
        self.hits.stanza = Some(stanza.to_owned());
        self
    }

    /// Lets the first `skip` stanzas that it would hit pass, on each device and in each direction.
    #[must_use]
    pub fn after(mut self, skip: u32) -> Self {
        self.hits.skip = skip;
        self
    }

    /// Strikes at most this often, all devices together.
    #[must_use]
    pub fn times(mut self, count: u32) -> Self {
        self.hits.count = Some(count);
        self
    }

    /// Strikes with this probability.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.hits.probability = probability;
        self
    }

    /// Ends by itself after this long.
    #[must_use]
    pub fn lasting(mut self, for_ms: u64) -> Self {
        self.hits.for_ms = Some(for_ms);
        self
    }
}

/// The ways in which the network misbehaves. Times are in milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum FaultKind {
    /// The stanza is late, and whatever follows it in its direction waits behind it.
    Delay {
        /// How late.
        ms: u64,
        /// Up to how late, if that varies.
        #[serde(default)]
        up_to_ms: Option<u64>,
    },
    /// The stanza never arrives.
    Drop,
    /// The stanza arrives more than once.
    Duplicate {
        /// How many copies follow the first.
        #[serde(default = "once")]
        copies: u32,
    },
    /// The next stanza with the same tag in the same direction overtakes this one.
    Reorder {
        /// How long it waits for a stanza that overtakes it.
        #[serde(default = "second")]
        hold_ms: u64,
    },
    /// A bit of the encrypted frame is wrong.
    Corrupt,
    /// The socket ends in the middle of the stanza's frame.
    Cut,
    /// From this stanza on the connection stands, and neither side hears the other.
    HalfOpen,
    /// The server's acknowledgements, or the client's with its receipts, never arrive.
    LoseAcks,
    /// The offline queue is delivered twice over; it must be sent whole, with no `offline_primer`.
    QueueTwice,
    /// The offline queue is delivered in pieces with pauses between; it must be sent whole, with no `offline_primer`.
    QueueInPieces {
        /// Stanzas in a piece.
        size: u32,
        /// The pause after each piece.
        pause_ms: u64,
    },
    /// The ciphertext in the stanza is damaged, the stanza is not.
    Undecryptable,
    /// Of a message to many, the part for all is damaged; the part that brings the writer's key to this device alone is
    /// not.
    UndecryptableGroupPart,
    /// Right after `<success>` the stream ends with a 401, although nothing was unlinked.
    MistakenUnauthorized,
    /// The server's clock is wrong by so much: `t` of everything that it sends.
    ClockSkew {
        /// Forward, or backward when negative.
        ms: i64,
    },
    /// Logins beyond so many in a window are turned away with a stream error 429.
    LoginRateLimit {
        /// Logins of one device that are let through in each window.
        logins: u32,
        /// The length of a window.
        window_ms: u64,
    },
    /// Every connection that it hits is cut at the same moment, once.
    Storm,
    /// A download comes slowly.
    SlowMedia {
        /// How fast.
        bytes_per_second: u64,
    },
    /// A download is shorter than what was uploaded, with a length that says so.
    WrongLength,
    /// A download is as long as what was uploaded, and not the same.
    WrongHash,
    /// A download ends in the middle, without a word.
    CutMedia,
    /// An upload is read to its end, answered with this status, and not kept.
    RefuseUpload {
        /// The HTTP status, 400 to 599.
        status: u16,
    },
}

fn once() -> u32 {
    1
}

fn second() -> u64 {
    1_000
}

/// Which way a stanza goes, as the client sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Flow {
    /// To the client.
    In,
    /// From the client.
    Out,
}

/// What a fault hits; by default everything, always.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Hits {
    /// The number of an account.
    pub account: Option<String>,
    /// A companion of the account.
    pub device: Option<u16>,
    /// A direction; without it both.
    pub flow: Option<Flow>,
    /// A tag such as `message`, or a tag and what it is about: `receipt/retry`, `iq/encrypt`, `ack/message`,
    /// `ib/offline`. For files, their kind: `image`, `video`. After the slash stands the stanza's type, namespace, class, or a child.
    pub stanza: Option<String>,
    /// From 0 to 1.
    pub probability: f64,
    /// How many pass first, on each device and in each direction.
    pub skip: u32,
    /// How often it strikes at most, all devices together.
    pub count: Option<u32>,
    /// How long it is in force.
    pub for_ms: Option<u64>,
}

impl Default for Hits {
    fn default() -> Self {
        Self {
            account: None,
            device: None,
            flow: None,
            stanza: None,
            probability: 1.0,
            skip: 0,
            count: None,
            for_ms: None,
        }
    }
}
