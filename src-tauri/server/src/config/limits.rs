//! How much one caller may ask for.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

/// Bounds that keep one caller from taking what is everybody's.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// How long a request's header may take, and how long a connection may rest between two requests. Milliseconds.
    pub header_timeout_ms: u64,
    /// How long a connection may stand still while an answer waits to be taken. Milliseconds.
    pub write_timeout_ms: u64,
    /// The largest request header, in bytes; at least 8192.
    pub header_bytes: usize,
    /// The most fields in a request header.
    pub header_fields: usize,
    /// The largest JSON body, in bytes. Routes that send take at least what the longest text needs.
    pub body_bytes: usize,
    /// Connections at a time.
    pub connections: usize,
    /// Connections of one address at a time on which nobody proved anything; those of people and programs count for them.
    /// Loopback and trusted proxies are exempt: they bring everybody.
    pub connections_per_address: usize,
    /// What may be here of all connections on which nobody proved anything, as it came in. Bytes.
    pub stranger_bytes: usize,
    /// The same of one address. Loopback and trusted proxies are exempt: they bring everybody.
    pub stranger_bytes_per_address: usize,
    /// Requests per second by one credential from one address, and by all there that bring none; four times as many at
    /// once. All of one address together may ask ten times as often. Loopback is exempt here, too.
    pub requests_per_second: NonZeroU32,
    /// Wrong admin passwords from one address, one remembered browser or this machine that may come at once; afterwards
    /// one in five minutes.
    pub admin_login_burst: NonZeroU32,
    /// Wrong secrets of links from one address that may come at once; afterwards one in three seconds. A right one always
    /// opens.
    pub link_login_burst: NonZeroU32,
    /// Messages of one tenant that may be handed over per second.
    pub sends_per_second: NonZeroU32,
    /// Messages of one tenant that may be handed over at once.
    pub send_burst: NonZeroU32,
    /// Pairing codes of one tenant that may be asked for at once; afterwards one in ten seconds.
    pub pair_code_burst: NonZeroU32,
    /// Archives of all data that are made together, all tenants; with 0 they are asked for and wait.
    pub exports_together: usize,
}

/// What the longest text can take as JSON: 65,536 characters of up to 12 bytes each (`\ud83d\ude00`), and room for the rest.
const LONGEST_TEXT_BODY: usize = 1024 * 1024;

impl Limits {
    /// The largest JSON body of a route that sends a text, in bytes.
    pub(crate) fn send_body_bytes(&self) -> usize {
        self.body_bytes.max(LONGEST_TEXT_BODY)
    }
}

impl Default for Limits {
    fn default() -> Self {
        const fn some(number: u32) -> NonZeroU32 {
            NonZeroU32::new(number).expect("not zero")
        }
        Self {
            header_timeout_ms: 10_000,
            write_timeout_ms: 60_000,
            header_bytes: 16 * 1024,
            header_fields: 64,
            body_bytes: 256 * 1024,
            connections: 10_000,
            connections_per_address: 64,
            stranger_bytes: 64 * 1024 * 1024,
            stranger_bytes_per_address: 2 * 1024 * 1024,
            requests_per_second: some(100),
            admin_login_burst: some(5),
            link_login_burst: some(20),
            sends_per_second: some(50),
            send_burst: some(2_000),
            pair_code_burst: some(5),
            exports_together: 2,
        }
    }
}
