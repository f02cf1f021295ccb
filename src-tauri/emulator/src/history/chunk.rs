//! A chunk's bytes: protobuf, compressed.
//!
//! It is written field by field. A decoded message takes fifty times the room of its bytes, so that a chunk of a
//! thousand messages built as one value would cost more than all accounts together.

use std::collections::BTreeSet;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use waproto::buffa::Message as _;
use waproto::whatsapp::{HistorySync, PhoneNumberToLIDMapping, Pushname};

use super::line;
use super::listed::{Listed, Source};
use super::part::{Part, Slice, Stage};
use super::scripted::Contact;
use crate::network::{Account, ChatId, Number};
use crate::world::World;

/// `HistorySync.conversations` and `Conversation.messages` are both field 2, and length-delimited.
const FIELD_2: u8 = 2 << 3 | 2;

/// A chunk ready to travel.
pub(super) struct Encoded {
    /// zlib.
    pub(super) bytes: Vec<u8>,
    /// When its oldest message was written, in seconds since the epoch.
    pub(super) oldest_at_s: Option<u64>,
}

/// Writes the chunk of an account.
pub(super) fn encode(world: &World, account: &Account, listed: &[Listed], part: &Part, full: bool) -> Encoded {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
    let mut oldest_at_s: Option<u64> = None;
    let mut write = |bytes: &[u8]| zlib.write_all(bytes).expect("writing to memory does not fail");
    write(&preamble(world, account, listed, part).encode_to_vec());
    for slice in &part.slices {
        let Some(listed) = listed.get(slice.chat as usize) else { continue };
        let Some((conversation, oldest)) = conversation(world, account, listed, slice, full) else { continue };
        oldest_at_s = oldest_at_s.into_iter().chain(oldest).min();
        let mut field = Vec::with_capacity(11);
        put_length(&mut field, conversation.len());
        write(&field);
        write(&conversation);
    }
    Encoded { bytes: zlib.finish().expect("writing to memory does not fail"), oldest_at_s }
}

/// A conversation with its messages, newest first, and the time of the oldest.
fn conversation(
    world: &World,
    account: &Account,
    listed: &Listed,
    slice: &Slice,
    full: bool,
) -> Option<(Vec<u8>, Option<u64>)> {
    let mut bytes = line::head(world, account, listed, slice, full)?.encode_to_vec();
    let mut oldest = None;
    for age in slice.from..slice.to {
        let Some(entry) = line::entry(world, account, listed, age) else { continue };
        oldest = entry.message.message_timestamp.or(oldest);
        let message = entry.encode_to_vec();
        put_length(&mut bytes, message.len());
        bytes.extend_from_slice(&message);
    }
    Some((bytes, oldest))
}

/// The field's key and a varint of its length.
fn put_length(bytes: &mut Vec<u8>, length: usize) {
    bytes.push(FIELD_2);
    let mut rest = length;
    while rest >= 0x80 {
        bytes.push(rest.to_le_bytes()[0] | 0x80);
        rest >>= 7;
    }
    bytes.push(rest.to_le_bytes()[0]);
}

/// Everything but the conversations.
fn preamble(world: &World, account: &Account, listed: &[Listed], part: &Part) -> HistorySync {
    let blank = HistorySync {
        sync_type: part.stage.wire().0,
        chunk_order: Some(part.order),
        progress: Some(part.progress),
        ..HistorySync::default()
    };
    let raw = account.handset.raw_past.as_deref();
    match part.stage {
        Stage::Bootstrap => {
            let told = raw.map(|past| past.phone_number_to_lid_mappings.as_slice()).unwrap_or_default();
            let known = listed.iter().filter_map(|listed| mapping(world, &listed.chat));
            HistorySync { phone_number_to_lid_mappings: known.chain(told.iter().cloned()).collect(), ..blank }
        }
        Stage::Status => {
            let posts = account.handset.chats.get(&ChatId::Status).map(|log| log.messages.as_slice());
            let posts = posts.unwrap_or_default().iter().rev();
            let told = raw.map(|past| past.status_v3_messages.as_slice()).unwrap_or_default();
            HistorySync {
                status_v3_messages: posts
                    .filter_map(|post| line::kept(world, &account.number, &ChatId::Status, post))
                    .chain(told.iter().cloned())
                    .collect(),
                ..blank
            }
        }
        Stage::PushNames => {
            let told = raw.map(|past| past.pushnames.as_slice()).unwrap_or_default();
            HistorySync {
                pushnames: names(world, account, listed).into_iter().chain(told.iter().cloned()).collect(),
                ..blank
            }
        }
        Stage::NonBlocking => {
            let told = raw.map(|past| past.call_log_records.clone()).unwrap_or_default();
            HistorySync { call_log_records: told, ..blank }
        }
        Stage::Recent | Stage::Full | Stage::OnDemand => blank,
    }
}

fn mapping(world: &World, chat: &Source) -> Option<PhoneNumberToLIDMapping> {
    let (number, lid) = match chat {
        Source::Kept(ChatId::Person(number)) => {
            let other = world.accounts.get(number).filter(|other| other.username.is_none())?;
            (other.pn(0).to_string(), other.lid(0).to_string())
        }
        Source::Kept(_) | Source::Raw(_) => return None,
        Source::Scripted(place) => {
            let contact = Contact::new(*place);
            (contact.jid(), format!("{}@lid", contact.lid))
        }
    };
    Some(PhoneNumberToLIDMapping { pn_jid: Some(number), lid_jid: Some(lid) })
}

/// What everybody in the chats calls themselves, the account's owner included.
fn names(world: &World, account: &Account, listed: &[Listed]) -> Vec<Pushname> {
    let mut numbers: BTreeSet<&Number> = BTreeSet::from([&account.number]);
    let mut names = Vec::new();
    for listed in listed {
        match &listed.chat {
            Source::Kept(ChatId::Person(number)) => {
                numbers.insert(number);
            }
            Source::Kept(ChatId::Group(group)) => {
                numbers.extend(world.groups.find(group).into_iter().flat_map(|group| group.members.keys()));
            }
            Source::Kept(_) | Source::Raw(_) => {}
            Source::Scripted(place) => {
                let contact = Contact::new(*place);
                names.push(Pushname { id: Some(contact.jid()), pushname: Some(contact.name) });
            }
        }
    }
    let known = numbers.into_iter().filter_map(|number| world.accounts.get(number));
    names.extend(
        known.map(|other| Pushname { id: Some(other.jid(0, false).to_string()), pushname: Some(other.name.clone()) }),
    );
    names
}
