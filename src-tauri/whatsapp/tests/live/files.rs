//! Files of messages: fetched, checked, and asked for again.

use portaria_domain::Received;
use portaria_emulator::{Attachment, Draft, Fault, FaultKind, Kind};
use portaria_whatsapp::FetchError;

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
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().join("file");
    let raw = message.raw.as_ref().unwrap();
    let done = session.connection.fetch_media(&message.key, raw, &into).await;
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    match done {
        Ok(()) => {
            assert_eq!(left, ["file"]);
            Ok(std::fs::read(into).unwrap())
        }
        Err(error) => {
            assert!(left.is_empty(), "{left:?} of what did not come");
            Err(error)
        }
    }
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
