//! What an emulated network can be told before it starts.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::app_state::AppStateLimits;
use crate::clock::NetClock;
use crate::faults::ScriptedFault;
use crate::media::MediaLimits;

/// The form in which one account's address is shown to another's companions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Addressing {
    /// `55…@s.whatsapp.net`, with the privacy id beside it.
    #[default]
    PhoneNumber,
    /// `…@lid`, with the phone number beside it.
    Lid,
}

/// Settings of one network; [`Default`] is a quiet network on a free loopback port.
#[derive(Clone, Debug)]
pub struct EmulatorConfig {
    /// Where to listen. Only loopback addresses are accepted; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How many QR codes one connection may show before it must ask anew.
    pub qr_refs: usize,
    /// The same seed makes the same keys, privacy ids and scripted answers.
    pub seed: u64,
    /// How messages that a phone writes are addressed.
    pub addressing: Addressing,
    /// Keep the network in this file and go on from it at the next start; only one emulator may use it at a time.
    pub save: Option<PathBuf>,
    /// Chunks of history up to this many compressed bytes travel in their notification, larger ones as files.
    pub inline_history_bytes: usize,
    /// From when on app state travels as files.
    pub app_state: AppStateLimits,
    /// How large files may be, and how long they can be had.
    pub media: MediaLimits,
    /// What the network takes for the present; a [`DrivenClock`](crate::DrivenClock) lets a test move its timers.
    pub clock: NetClock,
    /// How many messages, and how many counters of Signal chains, the ledger remembers; the oldest are forgotten.
    pub ledger_cap: usize,
    /// How the network misbehaves, and when; `fault_script` reads it from a file's text.
    pub faults: Vec<ScriptedFault>,
}

impl Default for EmulatorConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            qr_refs: 6,
            seed: 1,
            addressing: Addressing::default(),
            save: None,
            inline_history_bytes: 16 * 1024,
            app_state: AppStateLimits::default(),
            media: MediaLimits::default(),
            clock: NetClock::default(),
            ledger_cap: 100_000,
            faults: Vec::new(),
        }
    }
}
