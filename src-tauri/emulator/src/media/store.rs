//! The shelf: files by their hash, bounded, oldest out first; and the paths that lead to them.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;

use bytes::Bytes;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::file_hash::{FileHash, file_hash};
use super::kept::Kept;
use super::link::{Link, Query, fresh_path};
use super::{MediaKind, MediaLimits};
use crate::config::EmulatorConfig;

/// Sets this seed's stream of randomness apart from the world's.
const STREAM: u64 = 0x6d_6564_6961;
/// A file sent again and again keeps this many paths alive.
const MOST_PATHS: usize = 8;

/// Every file that the server holds.
pub(crate) struct MediaStore {
    pub(super) limits: MediaLimits,
    /// Signs upload tokens.
    pub(super) secret: [u8; 32],
    /// The next upload is cut after so many bytes of its body.
    pub(super) cut_next_upload: Option<u64>,
    /// Moves on when all tokens are taken back.
    pub(super) token_generation: u64,
    held: HashMap<FileHash, Held>,
    links: HashMap<String, Link>,
    /// What phones can upload again.
    kept: Kept,
    /// By arrival, for the oldest to leave first.
    order: BTreeMap<u64, FileHash>,
    arrivals: u64,
    held_bytes: u64,
    address: SocketAddr,
}

/// A file, whole or as far as it came.
pub(super) struct Held {
    pub(super) kind: MediaKind,
    pub(super) body: Body,
    /// Bytes of all upload bodies, so that a test can tell a resumed upload from one begun anew.
    pub(super) received_bytes: u64,
    pub(super) stored_at_ms: u64,
    pub(super) paths: Vec<String>,
    arrival: u64,
}

pub(super) enum Body {
    /// An upload that was cut.
    Partial(Vec<u8>),
    Whole(Bytes),
}

impl Body {
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Partial(bytes) => bytes.len() as u64,
            Self::Whole(bytes) => bytes.len() as u64,
        }
    }
}

/// Where a file can be had.
pub(crate) struct Location {
    pub(crate) url: String,
    pub(crate) direct_path: String,
}

/// Why a path leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Denied {
    /// Nothing was ever there, or it had to make room.
    Unknown,
    /// The signature or the hash is not the path's.
    Forged,
    /// Its time is over.
    Expired,
}

impl MediaStore {
    pub(crate) fn new(config: &EmulatorConfig) -> Self {
        Self {
            limits: config.media.clone(),
            secret: StdRng::seed_from_u64(config.seed ^ STREAM).random(),
            token_generation: 0,
            cut_next_upload: None,
            held: HashMap::new(),
            links: HashMap::new(),
            kept: Kept::default(),
            order: BTreeMap::new(),
            arrivals: 0,
            held_bytes: 0,
            address: config.listen,
        }
    }

    /// Tells the store the port it is reached at.
    pub(crate) fn serve_at(&mut self, address: SocketAddr) {
        self.address = address;
    }

    /// The port under two names.
    pub(super) fn hosts(&self) -> [String; 2] {
        [self.address.to_string(), format!("localhost:{}", self.address.port())]
    }

    pub(super) fn held(&self, hash: &FileHash) -> Option<&Held> {
        self.held.get(hash)
    }

    pub(super) fn everything(&self) -> impl Iterator<Item = (&FileHash, &Held)> {
        self.order.values().filter_map(|hash| Some((hash, self.held.get(hash)?)))
    }

    /// The largest file that is taken, in bytes of what is sealed.
    pub(crate) fn largest_bytes(&self) -> u64 {
        self.limits.largest_bytes.min(self.limits.store_bytes)
    }

    /// Its phone keeps a file that it sent.
    pub(super) fn keep(&mut self, hash: FileHash, kind: MediaKind, sealed: Bytes) {
        self.kept.keep(hash, kind, sealed, self.limits.kept_bytes);
    }

    /// A file as the phone that sent it has it.
    pub(super) fn on_its_phone(&self, hash: &FileHash) -> Option<Bytes> {
        self.kept.get(hash).map(|(_, sealed)| sealed)
    }

    /// What is there of an upload, up to `offset` bytes; `None` if less has come.
    pub(super) fn begun(&mut self, hash: &FileHash, offset: u64) -> Option<Vec<u8>> {
        let offset = usize::try_from(offset).ok()?;
        if offset == 0 {
            return Some(Vec::new());
        }
        let Some(Body::Partial(bytes)) = self.held.get(hash).map(|held| &held.body) else { return None };
        bytes.get(..offset).map(<[u8]>::to_vec)
    }

    /// Puts a file, or a part of it, on the shelf in place of what is there of it.
    pub(super) fn put(&mut self, hash: FileHash, kind: MediaKind, body: Body, received: u64, now_ms: u64) {
        let before = self.remove(&hash);
        let (earlier, paths) = before.map(|held| (held.received_bytes, held.paths)).unwrap_or_default();
        self.arrivals += 1;
        self.held_bytes += body.len();
        self.order.insert(self.arrivals, hash);
        let (received_bytes, arrival) = (earlier + received, self.arrivals);
        self.held.insert(hash, Held { kind, body, received_bytes, stored_at_ms: now_ms, paths, arrival });
        self.make_room();
    }

    /// A path to a whole file that can still be had: the newest, or a fresh one.
    pub(super) fn link(&mut self, hash: &FileHash, now_ms: u64, rng: &mut StdRng) -> Option<Location> {
        let held = self.held.get(hash)?;
        let alive = |path: &&String| self.links.get(*path).is_some_and(|link| link.ends_at_ms > now_ms);
        match held.paths.iter().rev().find(alive) {
            Some(path) => Some(self.location(path)),
            None => self.link_anew(hash, now_ms, rng),
        }
    }

    /// A fresh path to a whole file, as when its sender uploads it again.
    pub(super) fn link_anew(&mut self, hash: &FileHash, now_ms: u64, rng: &mut StdRng) -> Option<Location> {
        if !self.held.contains_key(hash)
            && let Some((kind, sealed)) = self.kept.get(hash)
        {
            let received = sealed.len() as u64;
            self.put(*hash, kind, Body::Whole(sealed), received, now_ms);
        }
        let held = self.held.get_mut(hash).filter(|held| matches!(held.body, Body::Whole(_)))?;
        let path = fresh_path(held.kind, rng);
        let link = Link::new(*hash, now_ms.saturating_add(self.limits.link_ttl_ms), rng);
        held.paths.push(path.clone());
        if held.paths.len() > MOST_PATHS {
            self.links.remove(&held.paths.remove(0));
        }
        self.links.insert(path.clone(), link);
        Some(self.location(&path))
    }

    fn location(&self, path: &str) -> Location {
        let direct_path = self.links.get(path).map(|link| link.direct_path(path)).unwrap_or_default();
        Location { url: format!("https://{}{direct_path}", self.address), direct_path }
    }

    /// The file behind a path and its query.
    pub(super) fn fetch(&self, path: &str, query: &Query<'_>, now_ms: u64) -> Result<(MediaKind, Bytes), Denied> {
        let link = self.links.get(path).ok_or(Denied::Unknown)?;
        let named = query.get("hash").or_else(|| query.get("token")).is_none_or(|hash| names(hash, &link.hash));
        if query.get("oh") != Some(link.signature.as_str()) || !named {
            return Err(Denied::Forged);
        }
        if link.ends_at_ms <= now_ms {
            return Err(Denied::Expired);
        }
        match self.held.get(&link.hash) {
            Some(Held { kind, body: Body::Whole(bytes), .. }) => Ok((*kind, bytes.clone())),
            _ => Err(Denied::Unknown),
        }
    }

    pub(super) fn link_at(&self, path: &str) -> Option<&Link> {
        self.links.get(path)
    }

    /// Opens a path of an earlier run again, if its file is there.
    pub(super) fn restore_link(&mut self, path: String, link: Link) {
        if let Some(held) = self.held.get_mut(&link.hash) {
            held.paths.push(path.clone());
            self.links.insert(path, link);
        }
    }

    /// Ends a direct path now; whether there was one.
    pub(crate) fn expire(&mut self, direct_path: &str) -> bool {
        let path = direct_path.split('?').next().unwrap_or_default();
        self.links.get_mut(path).map(|link| link.ends_at_ms = 0).is_some()
    }

    /// Ends every path that was handed out so far.
    pub(super) fn expire_everything(&mut self) {
        self.links.values_mut().for_each(|link| link.ends_at_ms = 0);
    }

    /// Loses the file behind a direct path for good; whether there was one.
    pub(crate) fn lose(&mut self, direct_path: &str) -> bool {
        let path = direct_path.split('?').next().unwrap_or_default();
        let Some(hash) = self.links.get(path).map(|link| link.hash) else { return false };
        self.kept.forget(&hash);
        let Some(lost) = self.remove(&hash) else { return false };
        self.forget_paths(&lost.paths);
        true
    }

    fn make_room(&mut self) {
        while self.held_bytes > self.limits.store_bytes {
            let Some((_, oldest)) = self.order.first_key_value() else { return };
            let oldest = *oldest;
            if let Some(gone) = self.remove(&oldest) {
                self.forget_paths(&gone.paths);
            }
        }
    }

    fn remove(&mut self, hash: &FileHash) -> Option<Held> {
        let held = self.held.remove(hash)?;
        self.order.remove(&held.arrival);
        self.held_bytes -= held.body.len();
        Some(held)
    }

    fn forget_paths(&mut self, paths: &[String]) {
        for path in paths {
            self.links.remove(path);
        }
    }
}

/// Whether a query's base64 spells this hash, in the URL's alphabet or the plain one.
fn names(text: &str, hash: &FileHash) -> bool {
    file_hash(text).as_ref() == Some(hash)
}
