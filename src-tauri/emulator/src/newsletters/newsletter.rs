//! A newsletter as the network knows it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rand::RngExt as _;
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};
use wacore_binary::Jid;

use super::NewsletterRefusal;
use crate::keeping::Base64;
use crate::network::{DeviceAddress, NewsletterId, Number};

/// The server counts posts from here: clients take smaller numbers for none.
const FIRST_POST: u64 = 100;

/// One newsletter with all that was written in it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Newsletter {
    pub(crate) id: NewsletterId,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) owner: Number,
    pub(crate) created_at_ms: u64,
    pub(crate) changed_at_ms: u64,
    /// The code of the link that leads to it.
    pub(crate) invite: String,
    /// Whoever follows, and whether they want to hear nothing of it; the owner is none of them.
    pub(crate) followers: BTreeMap<Number, bool>,
    pub(crate) posts: Vec<Post>,
}

/// Something written in a newsletter.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Post {
    pub(crate) server_id: u64,
    pub(crate) id: String,
    pub(crate) at_ms: u64,
    pub(crate) kind: String,
    pub(crate) mediatype: String,
    /// The encoded message; empty when it was taken back.
    pub(crate) body: Base64,
    pub(crate) reactions: BTreeMap<Number, String>,
    pub(crate) seen_by: BTreeSet<Number>,
}

impl Newsletter {
    pub(super) fn new(rng: &mut StdRng, owner: &Number, name: String, description: String, at_ms: u64) -> Self {
        Self {
            id: format!("1203631{:011}", rng.random_range(0..100_000_000_000_u64)).into(),
            name,
            description,
            owner: Number::clone(owner),
            created_at_ms: at_ms,
            changed_at_ms: at_ms,
            invite: format!("0029{}", hex::encode(rng.random::<[u8; 9]>())),
            followers: BTreeMap::new(),
            posts: Vec::new(),
        }
    }

    pub(crate) fn jid(&self) -> Jid {
        Jid::newsletter(&*self.id)
    }

    pub(super) fn for_owner(&self, number: &Number) -> Result<(), NewsletterRefusal> {
        if self.owner == *number { Ok(()) } else { Err(NewsletterRefusal::OwnerOnly) }
    }

    pub(super) fn next_post(&self) -> u64 {
        self.posts.last().map_or(FIRST_POST, |last| last.server_id + 1)
    }

    pub(super) fn post_mut(&mut self, server_id: u64) -> Result<&mut Post, NewsletterRefusal> {
        self.posts.iter_mut().find(|post| post.server_id == server_id).ok_or(NewsletterRefusal::NoSuchPost)
    }

    /// Whoever has the newsletter in their list.
    pub(crate) fn readers(&self) -> Vec<Number> {
        self.followers.keys().chain([&self.owner]).cloned().collect()
    }
}

impl Post {
    /// How often each reaction was given.
    pub(super) fn counts(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for code in self.reactions.values() {
            *counts.entry(code.as_str()).or_default() += 1;
        }
        counts
    }
}

/// Every newsletter, and which devices look on at the moment.
#[derive(Default)]
pub(crate) struct Newsletters {
    all: BTreeMap<NewsletterId, Newsletter>,
    /// Until when each device wants to hear of reactions and views, in milliseconds since the epoch.
    pub(super) looking: HashMap<(NewsletterId, DeviceAddress), u64>,
}

impl Newsletters {
    pub(crate) fn find(&self, id: &str) -> Result<&Newsletter, NewsletterRefusal> {
        self.all.get(id).ok_or(NewsletterRefusal::NoSuchNewsletter)
    }

    pub(super) fn find_mut(&mut self, id: &str) -> Result<&mut Newsletter, NewsletterRefusal> {
        self.all.get_mut(id).ok_or(NewsletterRefusal::NoSuchNewsletter)
    }

    pub(crate) fn insert(&mut self, newsletter: Newsletter) -> NewsletterId {
        let id = NewsletterId::clone(&newsletter.id);
        self.all.insert(NewsletterId::clone(&id), newsletter);
        id
    }

    pub(super) fn remove(&mut self, id: &str) {
        self.all.remove(id);
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Newsletter> {
        self.all.values()
    }
}
