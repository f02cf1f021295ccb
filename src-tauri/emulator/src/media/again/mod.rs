//! A companion could not fetch a file (`server-error`): its phone, which has it, uploads it once more and tells where
//! (`mediaretry`).
//!
//! Both sides are sealed with the file's own key, so that the server learns nothing. After wacore's `media_retry`,
//! whatsmeow's `mediaretry.go` and Baileys' `messages-media`.

mod sealed;
mod wanted;

use rand::RngExt as _;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node};
use waproto::buffa::Message as _;
use waproto::whatsapp::media_retry_notification::ResultType;
use waproto::whatsapp::{MediaRetryNotification, MessageKey};

pub(crate) use wanted::Wanted;

use super::{FileHash, MediaReference, attached};
use crate::network::DeviceAddress;
use crate::network::stanza::{attr, child_bytes, jid_attr, seconds};
use crate::world::{Errand, World};

/// The phone knows no such message; it has no key to seal the answer with.
const NOT_FOUND: u16 = 2;
/// The request was not sealed with the file's key.
const DECRYPTION_ERROR: u16 = 3;

/// Hears a `server-error` receipt; the phone answers it after the stanza at hand.
pub(crate) fn ask(world: &mut World, from: &DeviceAddress, receipt: &Node) {
    let Some(encrypt) = receipt.get_optional_child("encrypt") else { return };
    world.errands.push_back(Errand::SendFileAgain(Box::new(Wanted {
        companion: from.clone(),
        id: attr(receipt, "id"),
        about: receipt.get_optional_child("rmr").cloned(),
        sealed: child_bytes(encrypt, "enc_p"),
        iv: child_bytes(encrypt, "enc_iv"),
    })));
}

/// The phone looks for the file, uploads it again, and answers.
pub(crate) fn send_again(world: &mut World, wanted: &Wanted) {
    // What is invented is on its phone whenever it is wanted.
    crate::history::upload(world, &wanted.companion.number);
    let answer = match file(world, wanted) {
        None => error(NOT_FOUND),
        Some(file) if sealed::open(&file.media_key, &wanted.id, &wanted.iv, &wanted.sealed).is_none() => {
            error(DECRYPTION_ERROR)
        }
        Some(file) => found(world, wanted, &file),
    };
    let Some(account) = world.accounts.get(&wanted.companion.number) else { return };
    let notification = NodeBuilder::new("notification")
        .attr("from", account.pn(0))
        .attr("type", "mediaretry")
        .attr("id", wanted.id.as_str())
        .attr("t", seconds(world.now_ms()));
    let notification = notification.children(wanted.about.iter().cloned().chain([answer])).build();
    world.deliver(&wanted.companion, "notification", &wanted.id, notification);
}

fn error(code: u16) -> Node {
    NodeBuilder::new("error").attr("code", code).build()
}

/// The file of the message that the companion names, as its phone keeps it; without a chat it is one of history.
fn file(world: &World, wanted: &Wanted) -> Option<MediaReference> {
    let Some(about) = &wanted.about else { return crate::history::file_of(world, &wanted.companion, &wanted.id) };
    let chat: Jid = jid_attr(about, "jid")?;
    let key = MessageKey {
        remote_jid: Some(chat.into_non_ad().to_string()),
        id: Some(wanted.id.clone()),
        ..MessageKey::default()
    };
    attached(crate::history::message(world, &wanted.companion, &key)?.message.as_option()?)
}

fn found(world: &mut World, wanted: &Wanted, file: &MediaReference) -> Node {
    let now_ms = world.now_ms();
    let hash: Option<FileHash> = file.file_enc_sha256.as_slice().try_into().ok();
    let place = hash.and_then(|hash| world.media.link_anew(&hash, now_ms, &mut world.rng));
    let notification = MediaRetryNotification {
        stanza_id: Some(wanted.id.clone()),
        result: Some(if place.is_some() { ResultType::SUCCESS } else { ResultType::NOT_FOUND }),
        direct_path: place.map(|place| place.direct_path),
        ..MediaRetryNotification::default()
    };
    let iv: [u8; 12] = world.rng.random();
    let sealed = sealed::seal(&file.media_key, &wanted.id, &iv, &notification.encode_to_vec());
    let parts = [NodeBuilder::new("enc_p").bytes(sealed).build(), NodeBuilder::new("enc_iv").bytes(iv).build()];
    NodeBuilder::new("encrypt").children(parts).build()
}
