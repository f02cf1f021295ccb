//! From the running network to the file's shapes.

use rand::RngExt as _;
use wacore_binary::marshal::marshal;
use waproto::buffa::Message as _;

use super::base64::Base64;
use super::shapes::{
    Burst, SavedAccount, SavedChat, SavedCompanion, SavedHandset, SavedMessage, SavedPast, SavedPicture, SavedRest,
    SavedStanza,
};
use crate::network::{Account, ChatId, Companion};
use crate::pictures::Picture;
use crate::world::World;

/// Bytes of the largest picture that the file keeps; it is written anew with every burst of changes.
const LARGEST_PICTURE: usize = 128 * 1024;

/// What changed of the world since the last burst; or everything.
pub(super) fn burst(world: &mut World, everything: bool) -> Burst {
    let seed = Base64::of(world.rng.random::<[u8; 32]>());
    let changed = world.accounts.take_changed();
    let accounts = if everything {
        world.accounts.values().map(account).collect()
    } else {
        changed.into_iter().map(account).collect()
    };
    Burst { seed, next_stanza: world.next_stanza(), accounts, rest: Some(rest(world)) }
}

fn rest(world: &World) -> SavedRest {
    SavedRest {
        groups: world.groups.all().cloned().collect(),
        airplane: world.airplane.clone(),
        private: world.groups.private.clone(),
        calls: world.calls.clone(),
        addressing: world.addressing,
        media: world.media.save(),
        newsletters: world.newsletters.all().cloned().collect(),
        pictures: world
            .pictures
            .all()
            .filter(|(_, picture)| picture.full.len() <= LARGEST_PICTURE)
            .map(picture)
            .collect(),
    }
}

fn picture((of, picture): (&ChatId, &Picture)) -> SavedPicture {
    SavedPicture {
        of: of.clone(),
        id: picture.id,
        full: Base64::of(&picture.full),
        preview: Base64::of(&picture.preview),
    }
}

fn account(account: &Account) -> SavedAccount {
    let handset = &account.handset;
    let chats = handset.chats.iter().map(|(with, chat)| {
        let messages = chat.messages.iter().map(|message| SavedMessage {
            line: message.clone(),
            body: Base64::of(&message.body),
            by_lid: message.as_lid,
        });
        (
            with.to_string(),
            SavedChat {
                unread: chat.unread,
                disappearing: chat.disappearing,
                marks: chat.marks,
                messages: messages.collect(),
            },
        )
    });
    SavedAccount {
        standing: account.standing.save(),
        number: account.number.to_string(),
        name: account.name.clone(),
        lid: account.lid.clone(),
        username: account.username.clone(),
        script: account.script,
        next_device: account.next_device,
        next_key_index: account.next_key_index,
        watchers: account.watchers.iter().map(ToString::to_string).collect(),
        available_until_ms: account.availability.last_ms,
        privacy: account.privacy.clone(),
        profile: account.profile.clone(),
        handset: SavedHandset {
            signal: handset.signal.save(),
            raw_id: handset.raw_id,
            keyring: handset.keyring.save(),
            settings: handset.settings.clone(),
            chats: chats.collect(),
            address_book: handset
                .address_book
                .iter()
                .map(|(number, name)| (number.to_string(), name.clone()))
                .collect(),
            scripted: handset.scripted.as_ref().map(|past| SavedPast {
                plan: past.plan,
                seed: past.seed,
                ends_at_ms: past.ends_at_ms,
            }),
            raw_past: handset.raw_past.as_ref().map(|past| Base64::of(past.encode_to_vec())),
        },
        collections: account.collections.save(),
        companions: account
            .companions
            .iter()
            .filter(|(_, companion)| companion.confirmed)
            .map(|(id, saved)| (*id, companion(saved)))
            .collect(),
    }
}

fn companion(companion: &Companion) -> SavedCompanion {
    let keys = &companion.keys;
    let queue = companion.queue.iter().map(|waiting| SavedStanza {
        class: waiting.class.to_owned(),
        id: waiting.id.clone(),
        node: Base64(marshal(&waiting.node).expect("what can be sent can be kept")),
    });
    SavedCompanion {
        key_index: companion.key_index,
        noise_key: Base64::of(companion.noise_key),
        registration: keys.registration,
        identity_key: Base64::of(keys.identity),
        signed_id: keys.signed.id,
        signed_key: Base64::of(keys.signed.key),
        signed_signature: Base64::of(&keys.signed.signature),
        one_time: keys.one_time.rows().map(|(first, row)| (first, Base64(row))).collect(),
        identity: Base64::of(&companion.identity),
        platform: companion.platform.clone(),
        about: companion.upkeep.about.clone(),
        linked_at_ms: companion.linked_at_ms,
        last_seen_ms: companion.last_seen_ms,
        introduced: companion.introduced,
        history: companion.history.clone(),
        queue: queue.collect(),
    }
}
