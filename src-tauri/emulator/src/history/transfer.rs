//! A history on its way to one companion: what is sent, what comes next.

use waproto::buffa::MessageField;
use waproto::whatsapp::message::protocol_message::Type;
use waproto::whatsapp::message::{HistorySyncNotification, ProtocolMessage};

use super::catalogue::list;
use super::chunk::{Encoded, encode};
use super::part::Part;
use super::scripted::upload;
use super::syncing::{Sent, SentFile, Transfer};
use crate::media::{MediaKind, MediaReference, encrypt_and_store};
use crate::messages::queue::forget;
use crate::network::{ChatId, Companion, DeviceAddress};
use crate::phone::tell;
use crate::world::{Errand, World};

/// Chunks that may be under way before the companion has confirmed the first of them.
const AHEAD: usize = 4;
/// The phone begins to tell a new companion of the past.
pub(crate) fn begin(world: &mut World, companion: &DeviceAddress) {
    upload(world, &companion.number);
    let Some(account) = world.accounts.get(&companion.number) else { return };
    let raw = account.handset.raw_past.as_ref();
    let has_status = account.handset.chats.get(&ChatId::Status).is_some_and(|log| !log.messages.is_empty())
        || raw.is_some_and(|past| !past.status_v3_messages.is_empty());
    let recent_days = account.companions.get(&companion.device).and_then(|device| device.history.recent_days);
    let listed = list(world, account, recent_days);
    let Some(device) = world.companion_mut(companion) else { return };
    device.history.transfer = Some(Box::new(Transfer::new(listed, device.history.full, has_status)));
    step(world, companion);
}

/// The companion confirms a chunk (`hist_sync`); the phone goes on after the stanza at hand.
pub(crate) fn acknowledge(world: &mut World, companion: &DeviceAddress, id: &str) {
    let transfer = world.companion_mut(companion).and_then(|device| device.history.transfer.as_mut());
    let Some(sent) = transfer.and_then(|transfer| transfer.sent.iter_mut().find(|sent| sent.id == id)) else { return };
    sent.confirmed = true;
    world.errands.push_back(Errand::GoOnWithHistory(companion.clone()));
}

/// Sends what may be under way at once.
pub(crate) fn step(world: &mut World, companion: &DeviceAddress) {
    let taken = world.companion_mut(companion).and_then(|device| device.history.transfer.take());
    let Some(mut transfer) = taken else { return };
    while transfer.sent.iter().filter(|sent| !sent.confirmed).count() < AHEAD {
        let Some(part) = transfer.take_part() else { break };
        let Some((id, file)) = send(world, companion, &transfer, &part, None) else { break };
        transfer.sent.push_back(Sent { id, part, confirmed: false, file });
    }
    for path in transfer.forget_oldest() {
        world.media.lose(&path);
    }
    if let Some(device) = world.companion_mut(companion) {
        device.history.transfer = Some(transfer);
    }
}

/// The companion could not read a chunk: once more, under the same id. Whether the id was a chunk's.
pub(crate) fn send_again(world: &mut World, companion: &DeviceAddress, id: &str) -> bool {
    let taken = world.companion_mut(companion).and_then(|device| device.history.transfer.take());
    let Some(mut transfer) = taken else { return false };
    let place = transfer.sent.iter().position(|sent| sent.id == id);
    if let Some(place) = place {
        let part = transfer.sent[place].part.clone();
        if let Some((_, file)) = send(world, companion, &transfer, &part, Some(id.to_owned())) {
            transfer.sent[place].file = file;
        }
    }
    if let Some(device) = world.companion_mut(companion) {
        device.history.transfer = Some(transfer);
    }
    place.is_some()
}

/// A companion is back: what it took and never confirmed comes again, or its history would stand still.
pub(crate) fn remind(world: &mut World, companion: &DeviceAddress) {
    let Some(device) = world.companion(companion) else { return };
    let waits = |id: &str| device.queue.iter().any(|waiting| waiting.class == "message" && waiting.id == id);
    for id in unconfirmed(device, |sent| !waits(&sent.id)) {
        send_again(world, companion, &id);
    }
}

/// After a restart: files of history are not kept, so that chunks under way which were files are sent anew.
pub(crate) fn resume(world: &mut World) {
    let companions: Vec<DeviceAddress> = world.accounts.keys().flat_map(|number| world.companions_of(number)).collect();
    for companion in companions {
        let Some(device) = world.companion(&companion) else { continue };
        for id in unconfirmed(device, |sent| sent.file.is_some()) {
            forget(world, &companion, "message", &id, None, None);
            send_again(world, &companion, &id);
        }
    }
}

fn unconfirmed(device: &Companion, wanted: impl Fn(&Sent) -> bool) -> Vec<String> {
    let sent = device.history.transfer.iter().flat_map(|transfer| &transfer.sent);
    sent.filter(|sent| !sent.confirmed && wanted(sent)).map(|sent| sent.id.clone()).collect()
}

/// The file of a chunk, for a companion that could not fetch it.
pub(crate) fn file_of(world: &World, companion: &DeviceAddress, id: &str) -> Option<MediaReference> {
    let transfer = world.companion(companion)?.history.transfer.as_ref()?;
    let file = transfer.sent.iter().find(|sent| sent.id == id)?.file.clone()?;
    Some(MediaReference {
        kind: MediaKind::History,
        url: String::new(),
        direct_path: file.direct_path,
        media_key: file.media_key,
        media_key_at_s: 0,
        file_sha256: Vec::new(),
        file_enc_sha256: file.file_enc_sha256,
        length: 0,
        streaming_sidecar: None,
    })
}

fn send(
    world: &mut World,
    companion: &DeviceAddress,
    transfer: &Transfer,
    part: &Part,
    id: Option<String>,
) -> Option<(String, Option<SentFile>)> {
    let account = world.accounts.get(&companion.number)?;
    let encoded = encode(world, account, &transfer.listed, part, transfer.full);
    let (notification, file) = notification(world, part, encoded)?;
    Some((notify(world, companion, notification, id)?, file))
}

/// Tells a companion of a chunk, and returns the message's id.
pub(super) fn notify(
    world: &mut World,
    companion: &DeviceAddress,
    notification: HistorySyncNotification,
    id: Option<String>,
) -> Option<String> {
    let message = ProtocolMessage {
        r#type: Some(Type::HISTORY_SYNC_NOTIFICATION),
        history_sync_notification: MessageField::some(notification),
        ..ProtocolMessage::default()
    };
    tell(world, companion, message, id)
}

/// The chunk in its notification if it is small, and beside it as a file otherwise.
fn notification(
    world: &mut World,
    part: &Part,
    encoded: Encoded,
) -> Option<(HistorySyncNotification, Option<SentFile>)> {
    let (notification, file) = wrap(world, part, encoded)?;
    let file = file.map(|file| SentFile {
        direct_path: file.direct_path,
        media_key: file.media_key,
        file_enc_sha256: file.file_enc_sha256,
    });
    Some((notification, file))
}

pub(super) fn wrap(
    world: &mut World,
    part: &Part,
    encoded: Encoded,
) -> Option<(HistorySyncNotification, Option<MediaReference>)> {
    let blank = HistorySyncNotification {
        sync_type: Some(part.stage.wire().1),
        chunk_order: Some(part.order),
        progress: Some(part.progress),
        file_length: Some(encoded.bytes.len() as u64),
        oldest_msg_in_chunk_timestamp_sec: encoded.oldest_at_s.and_then(|at_s| at_s.try_into().ok()),
        ..HistorySyncNotification::default()
    };
    if encoded.bytes.len() <= world.inline_history_bytes {
        let inline = Some(encoded.bytes);
        return Some((HistorySyncNotification { initial_hist_bootstrap_inline_payload: inline, ..blank }, None));
    }
    let file = encrypt_and_store(world, MediaKind::History, &encoded.bytes).ok()?;
    let notification = HistorySyncNotification {
        file_sha256: Some(file.file_sha256.clone()),
        media_key: Some(file.media_key.clone()),
        file_enc_sha256: Some(file.file_enc_sha256.clone()),
        direct_path: Some(file.direct_path.clone()),
        ..blank
    };
    Some((notification, Some(file)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use wacore::media_retry::{
        MediaRetryResult, build_history_sync_server_error_receipt, encrypt_media_retry_receipt,
        parse_media_retry_notification,
    };
    use wacore_binary::Jid;
    use wacore_binary::marshal::{marshal, unmarshal_ref};
    use wacore_binary::util::unpack;

    use super::super::syncing::REMEMBERED;
    use super::*;
    use crate::running::hostile_tests::world;

    fn chunks(world: &World, companion: &DeviceAddress) -> Vec<String> {
        let queue = &world.companion(companion).unwrap().queue;
        queue.iter().filter(|waiting| waiting.class == "message").map(|waiting| waiting.id.clone()).collect()
    }

    #[test]
    fn a_chunk_that_cannot_be_read_or_fetched_comes_again() {
        let (mut world, companion) = world();
        world.inline_history_bytes = 0;
        begin(&mut world, &companion);
        let sent = chunks(&world, &companion);
        assert_eq!(sent.len(), AHEAD, "no more than may be under way");
        assert!(send_again(&mut world, &companion, &sent[1]), "it is a chunk");
        assert_eq!(chunks(&world, &companion).last(), Some(&sent[1]), "under the same id");
        assert!(!send_again(&mut world, &companion, "3AUNKNOWN"));

        let file = file_of(&world, &companion, &sent[0]).unwrap();
        let (sealed, iv) = encrypt_media_retry_receipt(&file.media_key, &sent[0]).unwrap();
        let own = Jid::pn(companion.number.as_ref());
        let receipt = build_history_sync_server_error_receipt(&own, &sent[0], &sealed, &iv);
        world.receive(1, &receipt);
        world.run_errands();
        let answer = world.companion(&companion).unwrap().queue.back().unwrap();
        assert_eq!(answer.class, "notification");
        let wire = marshal(&answer.node).unwrap();
        let wire = unpack(&wire).unwrap();
        let heard = parse_media_retry_notification(&unmarshal_ref(&wire).unwrap(), &file.media_key).unwrap();
        let MediaRetryResult::Success { direct_path } = heard else { panic!("{heard:?}") };
        assert_ne!(direct_path, file.direct_path);
    }

    #[test]
    fn a_companion_that_confirms_is_sent_more_and_old_files_go() {
        let (mut world, companion) = world();
        world.inline_history_bytes = 0;
        let plan = crate::HistoryPlan { chats: 3, messages: 40_000, days: 60 };
        let past = super::super::Scripted::new(plan, 1, world.now_ms()).unwrap();
        world.account_mut(&companion.number).unwrap().handset.scripted = Some(past);
        begin(&mut world, &companion);
        let mut confirmed = 0;
        while let Some(id) = chunks(&world, &companion).get(confirmed).cloned() {
            acknowledge(&mut world, &companion, &id);
            world.run_errands();
            confirmed += 1;
            assert!(chunks(&world, &companion).len() <= confirmed + AHEAD, "never far ahead of the companion");
        }
        assert_eq!(confirmed, 3 + 20, "40,000 messages in pieces of 2,000, after the first three chunks");
        let chunks = world.media.list().iter().filter(|file| file.kind == MediaKind::History).count();
        assert!(chunks <= REMEMBERED, "old chunks lie nowhere any more");
    }
}
