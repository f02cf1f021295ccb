//! Files of messages: fetched, checked, and asked for again.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use portaria_domain::{Raw, RawFormat, Received};
use portaria_emulator::{Attachment, Draft, Fault, FaultKind, Kind, MediaKind};
use portaria_whatsapp::FetchError;
use waproto::whatsapp::message::DocumentMessage;

use crate::disk::Disk;
use crate::world::{PADARIA, Session, World};

/// Sends the shop a file of Ana's; gives back what arrived and where WhatsApp has it.
async fn sent(world: &World, kind: Kind, bytes: &[u8]) -> (Received, String) {
    // Recordings and stickers come without words.
    let words = if matches!(kind, Kind::Image | Kind::Document { .. }) { "pedido 123" } else { "" };
    let draft = Draft::of(kind, words);
    let id = world.ana.send_file(PADARIA, draft, Attachment::new(bytes)).await.unwrap();
    let received = world.tenant.inbox.message("a file", |message| message.id().as_str() == id).await;
    let path = world.ana.file_of(PADARIA, &id).unwrap().direct_path;
    (received, path)
}

async fn fetched(session: &Session, message: &Received) -> Result<Vec<u8>, FetchError> {
    into(session, message, Disk::new(usize::MAX)).await
}

/// Fetches a file; what does not come whole leaves nothing behind.
async fn into(session: &Session, message: &Received, disk: Disk) -> Result<Vec<u8>, FetchError> {
    let raw = message.raw.as_ref().unwrap();
    let done = session.connection.fetch_media(&message.key, raw, Box::new(disk.clone())).await;
    assert_eq!(Arc::strong_count(&disk.held), 1, "a fetch that is over has let go of its sink");
    let held = disk.held.lock().unwrap().clone();
    match done {
        Ok(()) => {
            assert_eq!(disk.flushes.load(Ordering::SeqCst), 1);
            Ok(held)
        }
        Err(error) => {
            assert!(disk.flushes.load(Ordering::SeqCst) == 0, "what is flushed is whole");
            Err(error)
        }
    }
}

/// The same message, said by a sender with other intentions.
fn forged(message: &Received, change: impl FnOnce(&mut DocumentMessage)) -> Received {
    let mut said = waproto::codec::message_decode(&message.raw.as_ref().unwrap().bytes).unwrap();
    let envelope = said.document_with_caption_message.as_option_mut();
    let base = envelope.and_then(|envelope| envelope.message.as_option_mut());
    change(base.unwrap().document_message.as_option_mut().unwrap());
    let bytes = waproto::codec::message_to_vec(&said);
    Received { raw: Some(Raw { format: RawFormat::Message, bytes }), ..message.clone() }
}

fn document() -> (Kind, Vec<u8>) {
    (Kind::Document { name: "nota.pdf".into() }, (0..200_000_u32).map(|byte| byte.to_le_bytes()[0]).collect())
}

/// One white pixel.
pub fn picture() -> Vec<u8> {
    const PNG: &str = "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de\
                       0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082";
    (0..PNG.len()).step_by(2).map(|at| u8::from_str_radix(&PNG[at..at + 2], 16).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_arrive_as_their_sender_had_them() {
    let world = World::new().await;
    let session = world.linked().await;
    let voice = (Kind::Audio { voice: true, seconds: 3 }, b"OggS, or something like it".to_vec());
    for (kind, bytes) in [(Kind::Image, picture()), voice, document()] {
        let (message, _) = sent(&world, kind, &bytes).await;
        assert!(fetched(&session, &message).await.unwrap() == bytes, "{:?}", message.content);
    }
    let text = world.ana.send_text(PADARIA, "sem arquivo").await.unwrap();
    let text = world.tenant.inbox.message("a text", |message| message.id().as_str() == text).await;
    assert!(matches!(fetched(&session, &text).await, Err(FetchError::NoFile)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_whatsapp_has_no_longer_comes_from_the_phone_once_more() {
    let world = World::new().await;
    let session = world.linked().await;
    let (kind, bytes) = document();
    let (message, path) = sent(&world, kind.clone(), &bytes).await;
    world.net.expire_media(&path).unwrap();
    assert!(fetched(&session, &message).await.unwrap() == bytes, "the phone uploaded it again");

    let (message, path) = sent(&world, kind, b"gone for good").await;
    world.net.lose_media(&path).unwrap();
    let gone = fetched(&session, &message).await;
    assert!(matches!(gone, Err(FetchError::Gone)), "{gone:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_does_not_come_whole_is_not_kept() {
    let world = World::new().await;
    let session = world.linked().await;
    for kind in [FaultKind::CutMedia, FaultKind::WrongHash] {
        let (document, bytes) = document();
        let (message, _) = sent(&world, document, &bytes).await;
        world.net.inject(Fault::new(kind.clone()));
        let broken = fetched(&session, &message).await;
        assert!(matches!(broken, Err(FetchError::Broken(_))), "{kind:?} {broken:?}");
        world.net.clear_faults();
        assert!(fetched(&session, &message).await.unwrap() == bytes, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_sender_leads_a_fetch_elsewhere_or_fills_the_disk() {
    let world = World::new().await;
    let session = world.linked().await;
    let (kind, bytes) = document();
    let (message, _) = sent(&world, kind, &bytes).await;
    for elsewhere in ["@127.0.0.1:9/v/x", ".example.com/v/x", ":9/v/x", ""] {
        let led = forged(&message, |document| document.direct_path = Some(elsewhere.into()));
        assert!(matches!(fetched(&session, &led).await, Err(FetchError::NoFile)), "{elsewhere}");
    }
    for length in [bytes.len() as u64 - 1, bytes.len() as u64 + 1] {
        let lie = forged(&message, |document| document.file_length = Some(length));
        let refused = fetched(&session, &lie).await;
        assert!(matches!(refused, Err(FetchError::Broken(_))), "{length} {refused:?}");
    }
    let untold = forged(&message, |document| document.file_length = None);
    assert!(fetched(&session, &untold).await.unwrap() == bytes, "who says no length has not lied");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_is_full_is_not_the_senders_fault() {
    let world = World::new().await;
    let session = world.linked().await;
    let (kind, bytes) = document();
    let (message, _) = sent(&world, kind, &bytes).await;
    let full = into(&session, &message, Disk::new(bytes.len() - 1)).await;
    let Err(FetchError::Unwritable(full)) = full else { panic!("{full:?}") };
    assert_eq!(full.kind(), std::io::ErrorKind::StorageFull);
    assert!(into(&session, &message, Disk::new(bytes.len())).await.unwrap() == bytes);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_everybody_may_read_needs_no_key() {
    let world = World::new().await;
    let session = world.linked().await;
    let (kind, bytes) = document();
    let (message, _) = sent(&world, kind, b"sealed").await;
    let open = world.net.store_media(MediaKind::Newsletter, &bytes).unwrap();
    let post = |hash: &[u8]| {
        forged(&message, |document| {
            document.direct_path = Some(open.direct_path.clone());
            document.file_sha256 = Some(hash.to_vec());
            document.file_length = Some(open.length);
            (document.media_key, document.file_enc_sha256) = (None, None);
        })
    };
    assert!(fetched(&session, &post(&open.file_sha256)).await.unwrap() == bytes);
    assert!(fetched(&session, &post(&[7; 32])).await.is_err(), "its hash is checked all the same");
}
