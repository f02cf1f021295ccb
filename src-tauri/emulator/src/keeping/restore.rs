//! From the file's shapes to a running network; `None` where the file makes no sense.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use wacore_binary::marshal::unmarshal_ref;
use wacore_binary::util::unpack;
use waproto::buffa::Message as _;
use waproto::codec::message_decode;
use waproto::whatsapp::HistorySync;

use super::base64::Base64;
use super::shapes::{
    Burst, SavedAccount, SavedChat, SavedCompanion, SavedHandset, SavedMessage, SavedRest, SavedStanza,
};
use crate::app_state::{Collections, KeyRing};
use crate::config::Addressing;
use crate::devices::Upkeep;
use crate::history::Scripted;
use crate::keys::{OneTimeKeys, PublicKeys, SignedKey};
use crate::network::{Account, ChatId, Companion, Number, Waiting};
use crate::pairing::Coexistence;
use crate::phone::{ChangesHeard, Chat, Handset, PhoneMessage, Signal, expect_disappearances};
use crate::pictures::Picture;
use crate::presence::Availability;
use crate::standing::Standing;
use crate::world::World;

/// What the lines of a file come to.
#[derive(Default)]
pub(super) struct Restored {
    accounts: HashMap<Number, Account>,
    rest: SavedRest,
    seed: Base64,
    next_stanza: u64,
}

impl Restored {
    /// Takes the next line.
    pub(super) fn take(&mut self, burst: Burst) -> Option<()> {
        for saved in burst.accounts {
            let account = account(saved)?;
            self.accounts.insert(Number::clone(&account.number), account);
        }
        if let Some(rest) = burst.rest {
            self.rest = rest;
        }
        (self.seed, self.next_stanza) = (burst.seed, burst.next_stanza);
        Some(())
    }

    /// Makes a new world the kept one.
    pub(super) fn enter(self, world: &mut World) -> Option<()> {
        for account in self.accounts.into_values() {
            expect_disappearances(world, &account);
            world.adopt(account);
        }
        world.media.restore(self.rest.media)?;
        for saved in self.rest.pictures {
            let picture = Picture { id: saved.id, full: saved.full.0.into(), preview: saved.preview.0.into() };
            world.pictures.restore(saved.of, picture);
        }
        for group in self.rest.groups {
            world.groups.insert(group);
        }
        world.groups.private = self.rest.private;
        for newsletter in self.rest.newsletters {
            world.newsletters.insert(newsletter);
        }
        world.airplane = self.rest.airplane;
        world.calls = self.rest.calls;
        if self.rest.addressing == Addressing::Lid {
            // Who asks for numbers at the start cannot take a move back.
            world.addressing = Addressing::Lid;
        }
        world.rng = StdRng::from_seed(self.seed.array()?);
        world.resume_stanzas(self.next_stanza);
        crate::history::resume(world);
        crate::contacts::resume(world);
        Some(())
    }
}

fn account(saved: SavedAccount) -> Option<Account> {
    let companions: Option<_> =
        saved.companions.into_iter().map(|(id, saved)| Some((id, Box::new(companion(saved)?)))).collect();
    Some(Account {
        number: Arc::from(saved.number),
        name: saved.name,
        lid: saved.lid,
        username: saved.username,
        handset: handset(saved.handset)?,
        companions: companions?,
        next_device: saved.next_device,
        next_key_index: saved.next_key_index,
        collections: Collections::restore(saved.collections),
        script: saved.script,
        watchers: saved.watchers.into_iter().map(Number::from).collect(),
        availability: Availability::since(saved.available_until_ms),
        privacy: saved.privacy,
        profile: saved.profile,
        refuse_login: None,
        silent: false,
        coexistence: Coexistence::default(),
        standing: Standing::restore(saved.standing)?,
    })
}

fn handset(saved: SavedHandset) -> Option<Handset> {
    let chats: Option<_> =
        saved.chats.into_iter().map(|(with, saved)| Some((ChatId::from(with), chat(saved)?))).collect();
    Some(Handset {
        signal: Signal::restore(&saved.signal)?,
        raw_id: saved.raw_id,
        chats: chats?,
        keyring: KeyRing::restore(&saved.keyring)?,
        settings: saved.settings,
        asides: VecDeque::new(),
        changes: ChangesHeard::default(),
        address_book: saved.address_book.into_iter().map(|(number, name)| (Number::from(number), name)).collect(),
        scripted: match saved.scripted {
            Some(past) => Some(Scripted::new(past.plan, past.seed, past.ends_at_ms).ok()?),
            None => None,
        },
        raw_past: match saved.raw_past {
            Some(past) => Some(Box::new(HistorySync::decode_from_slice(&past.0).ok()?)),
            None => None,
        },
    })
}

fn chat(saved: SavedChat) -> Option<Chat> {
    let messages: Option<_> = saved.messages.into_iter().map(message).collect();
    Some(Chat {
        messages: messages?,
        unread: saved.unread,
        disappearing: saved.disappearing,
        marks: saved.marks,
        ..Chat::default()
    })
}

fn message(saved: SavedMessage) -> Option<PhoneMessage> {
    message_decode(&saved.body.0).ok()?;
    Some(PhoneMessage { body: saved.body.0.into(), as_lid: saved.by_lid, ..saved.line })
}

fn companion(saved: SavedCompanion) -> Option<Companion> {
    let one_time = OneTimeKeys::of_rows(saved.one_time.into_iter().map(|(first, row)| (first, row.0)))?;
    let queue: Option<_> = saved.queue.into_iter().map(stanza).collect();
    Some(Companion {
        key_index: saved.key_index,
        noise_key: saved.noise_key.array()?,
        keys: PublicKeys {
            registration: saved.registration,
            identity: saved.identity_key.array()?,
            signed: SignedKey {
                id: saved.signed_id,
                key: saved.signed_key.array()?,
                signature: saved.signed_signature.0,
            },
            one_time,
        },
        identity: saved.identity.0,
        confirmed: true,
        platform: saved.platform,
        linked_at_ms: saved.linked_at_ms,
        last_seen_ms: saved.last_seen_ms,
        connection: None,
        awake: false,
        introduced: saved.introduced,
        history: saved.history,
        queue: queue?,
        upkeep: Upkeep::of(saved.about),
    })
}

fn stanza(saved: SavedStanza) -> Option<Waiting> {
    let class = ["message", "receipt", "notification", "call"].into_iter().find(|class| *class == saved.class)?;
    let plain = unpack(&saved.node.0).ok()?;
    let node = unmarshal_ref(&plain).ok()?.to_owned();
    Some(Waiting { class, id: saved.id, node })
}
