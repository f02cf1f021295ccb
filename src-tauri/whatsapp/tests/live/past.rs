//! The past that the phone hands over.

use std::sync::atomic::Ordering;

use portaria_domain::{Call, CallOutcome, Cause, Content, HistoryMessage, HistoryPart, MessageId};
use portaria_emulator::{Fault, FaultKind, HistoryPlan};
use portaria_whatsapp::{Ending, Signal};
use tokio::time::timeout;
use waproto::whatsapp::call_log_record::{CallResult, ParticipantInfo};
use waproto::whatsapp::{CallLogRecord, HistorySync};

use crate::world::{ANA, PADARIA, PATIENCE, Session, World, now, pn};

/// Messages of a past that comes in several files.
const LONG: u32 = 6_000;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Waits until the phone says that all of its past has come. The library hands over its pieces in any order.
async fn whole_past(session: &mut Session) -> Vec<u8> {
    let percent = |signal: &Signal| if let Signal::Progress(percent) = signal { Some(*percent) } else { None };
    let mut percents: Vec<u8> = session.heard.iter().filter_map(percent).collect();
    while !percents.contains(&100) {
        percents.push(session.until("the end of the past", percent).await);
    }
    percents
}

/// Every message of the past that came, once there are so many.
async fn messages(world: &World, so_many: usize) -> Vec<HistoryMessage> {
    let all = |parts: &Vec<HistoryPart>| -> Vec<HistoryMessage> {
        parts.iter().flat_map(|part| &part.chats).flat_map(|chat| chat.messages.clone()).collect()
    };
    let mut history = world.tenant.inbox.history.subscribe();
    let came = timeout(PATIENCE, history.wait_for(|parts| all(parts).len() >= so_many)).await;
    all(&came.unwrap().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_phone_says_how_far_its_past_has_come() {
    let world = World::new().await;
    world.padaria.script_history(HistoryPlan { chats: 20, messages: 6_000, days: 60 }).unwrap();
    let mut session = world.linked().await;
    let percents = whole_past(&mut session).await;
    assert!(percents.iter().any(|percent| *percent < 100), "{percents:?}");
    assert_eq!(messages(&world, 6_000).await.len(), 6_000);
}

/// A past of files and not of stanzas: they are fetched.
fn long_past(world: &World) {
    world.padaria.script_history(HistoryPlan { chats: 20, messages: LONG, days: 60 }).unwrap();
}

/// Waits until the phone owes nothing of its past.
async fn nothing_is_missing(world: &World) {
    let mut notices = world.tenant.inbox.notices.subscribe();
    let settled = timeout(PATIENCE, notices.wait_for(Vec::is_empty)).await;
    assert!(settled.is_ok(), "still missing: {:?}", world.tenant.inbox.notices.borrow());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_session_could_not_store_of_the_past_the_next_one_does_without_the_phone() {
    let world = World::new().await;
    long_past(&world);
    world.tenant.inbox.stores_no_past.store(true, Ordering::SeqCst);
    let session = world.linked().await;
    nothing_is_missing(&world).await;
    session.connection.close().await;
    assert!(world.tenant.inbox.history.borrow().is_empty(), "nothing was stored");

    // As after a kill: only what is on disk is left.
    world.padaria.airplane_mode(true);
    world.tenant.inbox.stores_no_past.store(false, Ordering::SeqCst);
    let mut session = world.open().await;
    whole_past(&mut session).await;
    assert!(messages(&world, LONG as usize).await.len() >= LONG as usize);
    session.connection.close().await;
    assert!(world.tenant.inbox.pieces.lock().unwrap().is_empty(), "what is stored is kept no longer");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_phone_is_asked_for_pieces_of_the_past_that_were_not_on_disk_when_the_session_ended() {
    let world = World::new().await;
    long_past(&world);
    world.tenant.inbox.keeps_no_piece.store(true, Ordering::SeqCst);
    let mut session = world.open().await;
    let code = session.qr().await;
    world.padaria.scan(&code).await.unwrap();
    assert_eq!(session.ended().await, Ending::Lost(Cause::StoreUnwritable));
    assert!(!world.tenant.inbox.notices.borrow().is_empty(), "the phone has spoken of them");

    world.tenant.inbox.keeps_no_piece.store(false, Ordering::SeqCst);
    let mut session = world.open().await;
    whole_past(&mut session).await;
    assert!(messages(&world, LONG as usize).await.len() >= LONG as usize);
    nothing_is_missing(&world).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_piece_of_the_past_whose_download_fails_is_asked_for_again() {
    let world = World::new().await;
    long_past(&world);
    world.net.inject(Fault::new(FaultKind::WrongHash).stanza("history"));
    let mut session = world.linked().await;
    let mut asked = world.tenant.inbox.asked.subscribe();
    timeout(PATIENCE, asked.wait_for(|asked| *asked > 0)).await.expect("nobody missed it").unwrap();
    world.net.clear_faults();
    whole_past(&mut session).await;
    assert!(messages(&world, LONG as usize).await.len() >= LONG as usize);
    nothing_is_missing(&world).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_phone_is_asked_for_no_more_days_than_are_kept() {
    let mut world = World::new().await;
    world.tenant.history_days = Some(30);
    world.padaria.script_history(HistoryPlan { chats: 2, messages: 4_000, days: 80 }).unwrap();
    let mut session = world.linked().await;
    whole_past(&mut session).await;
    let oldest = messages(&world, 1_000).await.into_iter().filter_map(|one| one.message.at).min().unwrap();
    assert!(now().since_ms(oldest) <= 31 * DAY_MS, "{} days", now().since_ms(oldest) / DAY_MS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_the_phone_wrote_down_are_lines_of_their_chats() {
    let world = World::new().await;
    let record = |id: &str, incoming: bool, result: CallResult| CallLogRecord {
        call_id: Some(id.into()),
        call_creator_jid: Some(pn(if incoming { ANA } else { PADARIA }).to_string()),
        is_incoming: Some(incoming),
        is_video: Some(!incoming),
        call_result: Some(result),
        duration: Some(61),
        start_time: Some(1_700_000_000),
        participants: vec![ParticipantInfo { user_jid: Some(pn(ANA).to_string()), ..ParticipantInfo::default() }],
        ..CallLogRecord::default()
    };
    world.padaria.script_history_raw(HistorySync {
        call_log_records: vec![
            record("CALLA", true, CallResult::MISSED),
            record("CALLB", false, CallResult::CONNECTED),
            record("CALLC", true, CallResult::UPCOMING),
        ],
        ..HistorySync::default()
    });
    let _session = world.linked().await;
    let mut history = world.tenant.inbox.history.subscribe();
    let told = timeout(PATIENCE, history.wait_for(|parts| parts.iter().any(|part| !part.calls.is_empty()))).await;
    let parts = told.unwrap().unwrap().clone();
    let [missed, made] = parts.into_iter().find(|part| !part.calls.is_empty()).unwrap().calls.try_into().unwrap();
    assert_eq!((missed.key.id, missed.key.from_me), (MessageId::parse("CALLA").unwrap(), false));
    assert_eq!((&missed.key.chat.pn, missed.key.sender.pn), (&Some(pn(ANA)), Some(pn(ANA))));
    let call = |is_video, outcome, duration_s| Content::Call(Call { is_video, outcome, duration_s });
    assert_eq!(missed.content, call(false, CallOutcome::Missed, None));
    assert_eq!((made.key.from_me, &made.key.chat.pn, &made.key.sender.pn), (true, &Some(pn(ANA)), &Some(pn(PADARIA))));
    assert_eq!(made.content, call(true, CallOutcome::Answered, Some(61)), "and one that is to come is none");
    assert_eq!(made.at.map(|at| at.0), Some(1_700_000_000_000));
}
