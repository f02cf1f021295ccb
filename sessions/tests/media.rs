//! What becomes of files: of those that come, those that do not, and those that leave.

#![allow(clippy::unwrap_used)]

mod world;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use portaria_domain::{
    Address, Cause, ChatKind, Content, Delivered, DraftContent, FailureReason, HistoryChat, HistoryMessage,
    HistoryPart, HoldReason, Media, MediaFailure, MediaId, MediaKind, MediaPolicy, MediaState, Message, MessageId,
    MessageStatus, Received, UnixMs,
};
use portaria_sessions::{Asker, Destination, HostError};
use portaria_storage::JobKind;
use portaria_whatsapp::{Ending, FakeSession, FetchError, SendError, Signal, UploadError};
use world::{HandClock, PATIENCE, World, ana, let_in, says, to, to_ana, words};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;

/// Plays WhatsApp's answer to a fetch.
type Failing = fn() -> FetchError;

fn broken() -> FetchError {
    FetchError::Broken("cut".into())
}

fn unwritable() -> FetchError {
    FetchError::Unwritable(io::ErrorKind::StorageFull.into())
}

fn picture(size_bytes: Option<u64>) -> Media {
    Media { mime: "image/jpeg".into(), size_bytes, ..Media::of(MediaKind::Image) }
}

async fn connected(clock: &Arc<HandClock>) -> (World, FakeSession) {
    World::by(clock.clone()).await.connect().await
}

/// Ana sends a file; the message as it is stored.
async fn receive(world: &World, session: &FakeSession, id: &str, media: Media) -> Message {
    session.deliver(vec![says(id, Content::Media(media))]).await.unwrap();
    world.message(id).await
}

fn file(message: &Message) -> (MediaId, MediaState) {
    let file = message.file.as_ref().unwrap();
    (file.id, file.state)
}

async fn until_state(world: &World, message: &Message, wanted: MediaState) -> Message {
    world.until_message(message, |message| file(message).1 == wanted).await
}

/// A file that comes at once; it wakes who fetches, and everything that was due before it is tried, too.
async fn wake(world: &World, session: &FakeSession, id: &str) {
    session.give_file(named(id), b"despertador".iter().copied().chain(id.bytes()).collect());
    let message = receive(world, session, id, picture(None)).await;
    until_state(world, &message, MediaState::Here).await;
}

fn named(id: &str) -> MessageId {
    MessageId::parse(id).unwrap()
}

/// Waits until what failed is due again after so many milliseconds.
async fn until_put_off(world: &World, wait_ms: i64) {
    let chats = world.stores.chats(world.tenant).await.unwrap();
    let due = world.clock.now() + wait_ms;
    let wait = async {
        while chats.next_job(JobKind::FetchMedia).await.unwrap() != Some(due) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.unwrap();
}

async fn bytes_of(world: &World, message: &Message) -> Vec<u8> {
    let mut opened = world.host.open_media(world.tenant, file(message).0).await.unwrap();
    let mut bytes = Vec::new();
    io::Read::read_to_end(&mut opened.reader, &mut bytes).unwrap();
    bytes
}

/// Lets every fetch of this message fail, and counts them.
fn fail(session: &FakeSession, id: &'static str, how: Failing) -> Arc<AtomicU32> {
    let attempts = Arc::<AtomicU32>::default();
    let counted = Arc::clone(&attempts);
    session.answer_fetches(move |key| {
        if key.id.as_str() == id {
            counted.fetch_add(1, Ordering::SeqCst);
            return Err(how());
        }
        Ok(())
    });
    attempts
}

async fn until_attempt(attempts: &AtomicU32, wanted: u32) {
    let wait = async {
        while attempts.load(Ordering::SeqCst) < wanted {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.unwrap();
    assert_eq!(attempts.load(Ordering::SeqCst), wanted);
}

#[tokio::test]
async fn what_whatsapp_has_no_longer_says_so_and_asking_tries_again() {
    let endings: [(Failing, _); 2] =
        [(|| FetchError::Gone, MediaFailure::Gone), (|| FetchError::NoFile, MediaFailure::NoFile)];
    for (how, why) in endings {
        let (world, session) = World::connected().await;
        let attempts = fail(&session, "A1", how);
        let message = receive(&world, &session, "A1", picture(None)).await;
        let failed = until_state(&world, &message, MediaState::Failed(why)).await;
        assert_eq!(attempts.load(Ordering::SeqCst), 1, "it does not come by trying");
        let opened = world.host.open_media(world.tenant, file(&failed).0).await;
        assert!(matches!(opened, Err(HostError::MediaNotHere)));

        session.answer_fetches(|_| Ok(()));
        session.give_file(named("A1"), b"foto".to_vec());
        world.host.fetch_media(world.tenant, file(&failed).0).await.unwrap();
        let here = until_state(&world, &message, MediaState::Here).await;
        assert_eq!(bytes_of(&world, &here).await, b"foto");
    }
}

#[tokio::test]
async fn what_breaks_off_is_tried_five_times_more_ever_later_and_then_waits_to_be_asked_for() {
    let clock = HandClock::new();
    let (world, session) = connected(&clock).await;
    session.give_file(named("A1"), b"metade e metade".to_vec());
    let attempts = fail(&session, "A1", broken);
    let message = receive(&world, &session, "A1", picture(None)).await;
    until_attempt(&attempts, 1).await;
    let waits = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 60 * MINUTE];
    for (made, wait) in (1..).zip(waits) {
        until_put_off(&world, wait).await;
        clock.advance(wait - 1);
        wake(&world, &session, &format!("X{made}")).await;
        assert_eq!(attempts.load(Ordering::SeqCst), made, "{wait} ms are not over");
        clock.advance(1);
        wake(&world, &session, &format!("Y{made}")).await;
        until_attempt(&attempts, made + 1).await;
    }
    until_state(&world, &message, MediaState::Failed(MediaFailure::Broken)).await;
    clock.advance(24 * 60 * MINUTE);
    wake(&world, &session, "Z1").await;
    assert_eq!(attempts.load(Ordering::SeqCst), 6, "after that somebody has to ask");

    world.host.fetch_media(world.tenant, file(&message).0).await.unwrap();
    until_attempt(&attempts, 7).await;
    until_put_off(&world, 5 * SECOND).await;
    session.answer_fetches(|_| Ok(()));
    clock.advance(5 * SECOND);
    wake(&world, &session, "Z3").await;
    let here = until_state(&world, &message, MediaState::Here).await;
    assert_eq!(bytes_of(&world, &here).await, b"metade e metade", "nothing of the broken attempts is in it");
}

#[tokio::test]
async fn a_file_for_which_the_disk_has_no_room_waits_for_it_and_then_says_so() {
    let clock = HandClock::new();
    let (world, session) = connected(&clock).await;
    let attempts = fail(&session, "A1", unwritable);
    let message = receive(&world, &session, "A1", picture(None)).await;
    until_attempt(&attempts, 1).await;
    for made in 1..=5 {
        until_put_off(&world, MINUTE).await;
        clock.advance(MINUTE);
        wake(&world, &session, &format!("Y{made}")).await;
        until_attempt(&attempts, made + 1).await;
    }
    until_state(&world, &message, MediaState::Failed(MediaFailure::NoSpace)).await;
    session.answer_fetches(|_| Ok(()));
    session.give_file(named("A1"), b"foto".to_vec());
    world.host.fetch_media(world.tenant, file(&message).0).await.unwrap();
    until_state(&world, &message, MediaState::Here).await;
}

#[tokio::test]
async fn what_meets_no_connection_comes_with_the_next_one() {
    let (world, session) = World::connected().await;
    fail(&session, "A1", || FetchError::NotConnected);
    let message = receive(&world, &session, "A1", picture(None)).await;
    session.signal(Signal::Ended(Ending::Lost(Cause::ConnectionLost))).await;
    let session = world.gateway.opened().await;
    session.give_file(named("A1"), b"foto".to_vec());
    assert_eq!(file(&world.message("A1").await).1, MediaState::Waiting, "nothing failed");
    let_in(&session).await;
    until_state(&world, &message, MediaState::Here).await;
}

#[tokio::test]
async fn what_waits_or_was_under_way_is_fetched_after_a_restart() {
    let clock = HandClock::new();
    let (world, session) = connected(&clock).await;
    let attempts = fail(&session, "A1", broken);
    let waiting = receive(&world, &session, "A1", picture(None)).await;
    until_attempt(&attempts, 1).await;
    until_put_off(&world, 5 * SECOND).await;
    world.host.stop_session(world.tenant).await.unwrap();
    let chats = world.stores.chats(world.tenant).await.unwrap();
    let under_way = receive(&world, &session, "A2", picture(None)).await;
    // A process that is killed now has taken it, for half an hour.
    let now = world.clock.now();
    let taken = chats.media_to_fetch(now, now + 30 * MINUTE, 3).await.unwrap().tasks;
    assert_eq!(taken.iter().map(|task| task.id).collect::<Vec<_>>(), [file(&under_way).0]);
    drop(chats);

    let world = world.restart().await;
    world.host.start_session(world.tenant, Asker::Tenant).await.unwrap();
    let session = world.gateway.opened().await;
    session.give_file(named("A1"), b"um".to_vec());
    session.give_file(named("A2"), b"dois".to_vec());
    clock.advance(5 * SECOND);
    let_in(&session).await;
    let waiting = until_state(&world, &waiting, MediaState::Here).await;
    let under_way = until_state(&world, &under_way, MediaState::Here).await;
    assert_eq!((bytes_of(&world, &waiting).await, bytes_of(&world, &under_way).await), (b"um".into(), b"dois".into()));
}

#[tokio::test]
async fn the_policy_says_what_is_fetched_by_itself_and_asking_fetches_the_rest() {
    let (world, session) = World::connected().await;
    let chats = world.stores.chats(world.tenant).await.unwrap();
    let policy = MediaPolicy { kinds: vec![MediaKind::Image], largest_bytes: 100, total_bytes: 1_000_000 };
    chats.set_media_policy(Some(&policy)).await.unwrap();
    let document = Media { size_bytes: Some(5), ..Media::of(MediaKind::Document) };
    for (id, media, held) in [
        ("A1", picture(Some(100)), None),
        ("A2", picture(None), None),
        ("A3", picture(Some(101)), Some(HoldReason::TooLarge)),
        ("A4", document, Some(HoldReason::Kind)),
    ] {
        session.give_file(named(id), format!("arquivo {id}").into_bytes());
        let message = receive(&world, &session, id, media).await;
        if let Some(reason) = held {
            assert_eq!(file(&message).1, MediaState::OnDemand(reason), "{id}");
            world.host.fetch_media(world.tenant, file(&message).0).await.unwrap();
        }
        let here = until_state(&world, &message, MediaState::Here).await;
        assert_eq!(bytes_of(&world, &here).await, format!("arquivo {id}").into_bytes());
    }
}

#[tokio::test]
async fn a_file_of_the_past_comes_when_somebody_asks() {
    let (world, session) = World::connected().await;
    let Delivered::Message(received) = says("H1", Content::Media(picture(Some(4)))) else {
        unreachable!("it is a message")
    };
    let received = Received { at: Some(UnixMs(1_700_000_000_000)), ..*received };
    session.deliver_history(past(received)).await.unwrap();
    let message = world.message("H1").await;
    assert_eq!(file(&message).1, MediaState::OnDemand(HoldReason::History));
    session.give_file(named("H1"), b"foto".to_vec());
    wake(&world, &session, "W1").await;
    assert_eq!(file(&world.message("H1").await).1, MediaState::OnDemand(HoldReason::History), "not by itself");
    world.host.fetch_media(world.tenant, file(&message).0).await.unwrap();
    until_state(&world, &message, MediaState::Here).await;
}

#[tokio::test]
async fn a_tenant_whose_room_is_full_fetches_nothing_more() {
    let (world, session) = World::connected().await;
    let chats = world.stores.chats(world.tenant).await.unwrap();
    chats.set_media_policy(Some(&MediaPolicy { total_bytes: 10, ..MediaPolicy::default() })).await.unwrap();
    session.give_file(named("A1"), vec![7; 8]);
    session.give_file(named("A2"), vec![8; 3]);
    let first = receive(&world, &session, "A1", picture(Some(8))).await;
    until_state(&world, &first, MediaState::Here).await;
    let second = receive(&world, &session, "A2", picture(Some(3))).await;
    let full = until_state(&world, &second, MediaState::OnDemand(HoldReason::Full)).await;
    world.host.fetch_media(world.tenant, file(&full).0).await.unwrap();
    until_state(&world, &second, MediaState::OnDemand(HoldReason::Full)).await;
    chats.set_media_policy(None).await.unwrap();
    world.host.fetch_media(world.tenant, file(&full).0).await.unwrap();
    until_state(&world, &second, MediaState::Here).await;
}

/// Uploads a file and sends it to Ana as a document.
async fn send_file(world: &World, bytes: &[u8]) -> Message {
    let mut writer = world.host.begin_upload(world.tenant, bytes.len() as u64).await.unwrap();
    io::Write::write_all(&mut writer, bytes).unwrap();
    let upload = world.host.finish_upload(world.tenant, writer, Some("nota.bin".into())).await.unwrap();
    let media = Media::of(MediaKind::Document);
    let draft = DraftContent::Media { file: upload.id, media, is_view_once: false };
    world.send(to(Destination::Jid(ana()), draft.into())).await
}

#[tokio::test]
async fn a_file_that_whatsapp_refuses_or_that_is_lost_fails_and_lets_the_next_pass() {
    let endings: [(fn() -> UploadError, _); 3] = [
        (|| UploadError::Refused(413), FailureReason::Rejected),
        (|| UploadError::Unreadable(io::ErrorKind::InvalidData.into()), FailureReason::FileLost),
        (|| UploadError::NoFile, FailureReason::FileLost),
    ];
    for (how, why) in endings {
        let (world, session) = World::connected().await;
        session.answer_uploads(move |_| Err(how()));
        let message = send_file(&world, &[1, 2, 3]).await;
        world.send(to_ana("e isto passa")).await;
        let failed = world.until_message(&message, |message| message.status == MessageStatus::Failed).await;
        assert_eq!(failed.failure, Some(why));
        assert_eq!(file(&failed).1, MediaState::Here, "it can be looked at and sent again");
        let done = tokio::time::timeout(PATIENCE, session.until(|done| !done.sent.is_empty())).await.unwrap();
        assert_eq!(done.sent.iter().map(words).collect::<Vec<_>>(), ["e isto passa"]);

        session.answer_uploads(|_| Ok(()));
        world.host.send_again(world.tenant, failed.chat, &failed.id).await.unwrap();
        let done = tokio::time::timeout(PATIENCE, session.until(|done| done.sent.len() == 2)).await.unwrap();
        assert_eq!((&done.sent[1].id, &done.uploaded), (&message.id, &vec![vec![1, 2, 3]]));
    }
}

#[tokio::test]
async fn an_upload_without_a_connection_is_made_by_the_next_session_before_what_follows_it() {
    let clock = HandClock::new();
    let (world, session) = connected(&clock).await;
    session.answer_uploads(|_| Err(UploadError::NotConnected));
    session.answer_sends(|_| Err(SendError::NotConnected));
    let message = send_file(&world, b"nota").await;
    world.send(to_ana("depois da nota")).await;
    session.signal(Signal::Ended(Ending::Lost(Cause::ConnectionLost))).await;
    let session = world.gateway.opened().await;
    let_in(&session).await;
    let done = tokio::time::timeout(PATIENCE, session.until(|done| done.sent.len() == 2)).await.unwrap();
    assert_eq!((&done.sent[0].id, words(&done.sent[1])), (&message.id, "depois da nota".to_owned()));
    assert_eq!(done.uploaded, [b"nota"]);
}

#[tokio::test]
async fn a_file_that_was_uploaded_before_a_restart_is_sent_again_without_another_upload() {
    let (world, session) = World::connected().await;
    let message = send_file(&world, b"nota").await;
    tokio::time::timeout(PATIENCE, session.until(|done| !done.sent.is_empty())).await.unwrap();
    world.until_message(&message, |message| message.status == MessageStatus::Sent).await;
    let world = world.restart().await;
    let session = world.gateway.opened().await;
    let_in(&session).await;
    let done = tokio::time::timeout(PATIENCE, session.until(|done| !done.sent.is_empty())).await.unwrap();
    assert_eq!((&done.sent[0].id, done.uploaded.len()), (&message.id, 0), "unconfirmed, it leaves again as it is");
}

#[tokio::test]
async fn a_file_that_the_other_side_already_sent_is_not_fetched_twice() {
    let (world, session) = World::connected().await;
    session.give_file(named("A1"), b"figurinha".to_vec());
    let message = receive(&world, &session, "A1", picture(None)).await;
    let here = until_state(&world, &message, MediaState::Here).await;
    let opened = world.host.open_media(world.tenant, file(&here).0).await.unwrap();
    let known = Media { sha256: Some(opened.blob.to_string()), ..picture(None) };
    let again = receive(&world, &session, "A2", known).await;
    assert_eq!(file(&again).1, MediaState::Here, "it lies here by its sum");
    assert_eq!(bytes_of(&world, &again).await, b"figurinha");
}

fn past(message: Received) -> HistoryPart {
    let chat = HistoryChat {
        chat: Address::one(ana()),
        kind: ChatKind::Direct,
        name: String::new(),
        user_name: String::new(),
        unread: 0,
        state: Vec::new(),
        participants: Vec::new(),
        last_activity: message.at,
        messages: vec![HistoryMessage { message, status: MessageStatus::Delivered, receipts: Vec::new() }],
        marks: Vec::new(),
    };
    HistoryPart { chats: vec![chat], ..HistoryPart::default() }
}
