//! What becomes of sessions: each ending its status, each restart its sessions, each text its way.

#![allow(clippy::unwrap_used)]

mod world;

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use portaria_domain::{
    Account, AccountChange, Action, Address, Call, CallOutcome, Cause, ChatChange, Content, Delivered, Draft,
    DraftContent, Event, EventBody, FailureReason, Mark, MarkKind, MessageId, MessageStatus, Next, Poll, PollOption,
    Receipt, SessionStatus, UnixMs,
};
use portaria_sessions::{Asker, Destination, HostError, NoticeBody, SystemClock};
use portaria_storage::{NewTenant, StorageError};
use portaria_whatsapp::{Ending, FakeCodec, FakeGateway, OpenError, SendError, Signal};
use world::{PATIENCE, World, account, ana, from_ana, jid, let_in, says, start, to, to_ana, words};

#[tokio::test]
async fn opening_the_link_shows_a_code_and_the_scan_connects() {
    let world = World::new().await;
    assert_eq!(world.host.start_session(world.tenant, Asker::Tenant).await.unwrap().status, SessionStatus::Starting);
    let session = world.gateway.opened().await;
    session.signal(Signal::Qr { text: "2@abc".into(), lives_for: Duration::from_mins(1) }).await;
    let pairing = world.until(SessionStatus::Pairing).await;
    assert_eq!((pairing.next, pairing.action), (Next::NewCode, Action::Scan));
    assert_eq!(world.host.qr(world.tenant).unwrap().text, "2@abc");
    session.signal(Signal::Paired(account())).await;
    world.until(SessionStatus::Confirming).await;
    assert!(world.host.qr(world.tenant).is_none(), "a used code is shown to nobody");
    session.signal(Signal::LoggedIn).await;
    session.signal(Signal::Progress(40)).await;
    world.until_so(|status| status.history.is_some_and(|history| history.percent == Some(40))).await;
    session.signal(Signal::Ready(account())).await;
    world.until(SessionStatus::Connected).await;
    assert_eq!(world.host.account(world.tenant), Some(account()));
}

#[tokio::test]
async fn each_ending_has_its_status_its_cause_and_what_to_do() {
    use SessionStatus as S;
    for (ending, status, cause, action) in [
        (Ending::QrRanOut, S::Stopped, Cause::QrExpired, Action::NewCode),
        (Ending::Replaced, S::Replaced, Cause::OpenedElsewhere, Action::TakeOver),
        (Ending::Banned, S::Banned, Cause::AccountBanned, Action::SeePhone),
        (Ending::Unlinked(Cause::UnlinkedOnPhone), S::LoggedOut, Cause::UnlinkedOnPhone, Action::NewCode),
        (Ending::Broken(Cause::ClientOutdated), S::Failed, Cause::ClientOutdated, Action::Update),
        (Ending::Broken(Cause::LoginRefused), S::Failed, Cause::LoginRefused, Action::NewCode),
    ] {
        let (world, session) = World::connected().await;
        session.signal(Signal::Ended(ending)).await;
        let ended = world.until(status).await;
        assert_eq!((ended.cause, ended.next, ended.action), (cause, Next::Nothing, action), "{ending:?}");
    }
}

#[tokio::test]
async fn a_lost_connection_comes_back_by_itself_and_says_when() {
    let (world, session) = World::connected().await;
    session.signal(Signal::Ended(Ending::Lost(Cause::ConnectionLost))).await;
    let lost = world.until(SessionStatus::Reconnecting).await;
    assert_eq!((lost.cause, lost.next), (Cause::ConnectionLost, Next::Retry));
    assert!(lost.next_at.is_some());
    let_in(&world.gateway.opened().await).await;
    world.until(SessionStatus::Connected).await;
}

#[tokio::test]
async fn an_unlinked_phone_leaves_no_keys_and_no_text_that_would_still_be_sent() {
    let (world, session) = World::connected().await;
    session.answer_sends(|_| Err(SendError::TimedOut));
    let sent = world.send(to_ana("tarde demais")).await;
    session.signal(Signal::Ended(Ending::Unlinked(Cause::UnlinkedOnPhone))).await;
    world.until(SessionStatus::LoggedOut).await;
    assert_eq!(world.gateway.forgotten(), [world.stores.tenant_folder(world.tenant)]);
    assert_eq!(world.host.account(world.tenant), None);
    let chats = world.stores.chats(world.tenant).await.unwrap();
    let failed = chats.message(sent.chat, &sent.id).await.unwrap().unwrap();
    assert_eq!((failed.status, failed.failure), (MessageStatus::Failed, Some(FailureReason::LoggedOut)));
    assert!(matches!(world.host.send(world.tenant, to_ana("oi")).await, Err(HostError::NotLinked)));
}

#[tokio::test]
async fn a_restart_brings_linked_tenants_back_and_leaves_others_alone() {
    let (world, _session) = World::connected().await;
    let new = NewTenant { name: "Sem celular".parse().unwrap(), phone: None };
    let (unlinked, _) = world.stores.create_tenant(new, UnixMs(2)).await.unwrap();
    let world = world.restart().await;
    let session = world.gateway.opened().await;
    assert_eq!(session.tenant(), world.tenant);
    let_in(&session).await;
    world.until(SessionStatus::Connected).await;
    assert_eq!(world.host.status(unlinked.id).unwrap().cause, Cause::NeverPaired);
}

#[tokio::test]
async fn a_call_whose_end_came_while_nobody_was_connected_is_missed_from_the_next_session_on() {
    let (world, session) = World::connected().await;
    let call = |outcome| Content::Call(Call { is_video: false, outcome, duration_s: None });
    session.deliver(vec![says("C1", call(CallOutcome::Ringing))]).await.unwrap();
    assert_eq!(world.message("C1").await.content, call(CallOutcome::Ringing));
    let world = world.restart().await;
    let session = world.gateway.opened().await;
    let_in(&session).await;
    world.until(SessionStatus::Connected).await;
    assert_eq!(world.message("C1").await.content, call(CallOutcome::Missed));
}

#[tokio::test]
async fn what_was_accepted_before_a_restart_is_sent_after_it_under_the_same_id() {
    let (world, session) = World::connected().await;
    session.answer_sends(|_| Err(SendError::NotConnected));
    let sent = world.send(to_ana("não me perca")).await;
    let world = world.restart().await;
    let session = world.gateway.opened().await;
    let_in(&session).await;
    let done = tokio::time::timeout(PATIENCE, session.until(|done| !done.sent.is_empty())).await.unwrap();
    assert_eq!((&done.sent[0].id, words(&done.sent[0])), (&sent.id, "não me perca".to_owned()));
}

#[tokio::test]
async fn what_was_sent_and_not_delivered_is_sent_again_by_the_next_session_and_only_then() {
    let (world, session) = World::connected().await;
    let lost = world.send(to_ana("não chegou")).await;
    let read = world.send(to_ana("chegou")).await;
    tokio::time::timeout(PATIENCE, session.until(|done| done.sent.len() == 2)).await.unwrap();
    let (chat, ids) = (Address::one(ana()), vec![read.id.clone()]);
    let receipt = Receipt { by: chat.clone(), chat, ids, status: MessageStatus::Delivered, at: UnixMs(1) };
    session.signal(Signal::Receipt(receipt)).await;
    session.signal(Signal::Ended(Ending::Lost(Cause::ConnectionLost))).await;

    let session = world.gateway.opened().await;
    let_in(&session).await;
    world.send(to_ana("depois")).await;
    let done = tokio::time::timeout(PATIENCE, session.until(|done| done.sent.len() == 2)).await.unwrap();
    assert_eq!(done.sent[0].id, lost.id, "the same id, so that it is shown once");
    assert_eq!(words(&done.sent[1]), "depois");
}

#[tokio::test]
async fn texts_leave_in_the_order_they_were_accepted() {
    let (world, session) = World::connected().await;
    for number in 0..50 {
        world.send(to_ana(&number.to_string())).await;
    }
    let done = tokio::time::timeout(PATIENCE, session.until(|done| done.sent.len() == 50)).await.unwrap();
    let texts: Vec<_> = done.sent.iter().map(|sent| words(sent).parse::<u32>().unwrap()).collect();
    assert!(texts.is_sorted(), "{texts:?}");
}

#[tokio::test]
async fn a_refused_text_fails_with_its_reason_and_does_not_hold_up_the_next() {
    let (world, session) = World::connected().await;
    session.answer_sends(|out| if words(out) == "limitado" { Err(SendError::Restricted) } else { Ok(()) });
    let refused = world.send(to_ana("limitado")).await;
    world.send(to_ana("passa")).await;
    tokio::time::timeout(PATIENCE, session.until(|done| done.sent.len() == 1)).await.unwrap();
    let chats = world.stores.chats(world.tenant).await.unwrap();
    let failed = chats.message(refused.chat, &refused.id).await.unwrap().unwrap();
    assert_eq!((failed.status, failed.failure), (MessageStatus::Failed, Some(FailureReason::Restricted)));
}

#[tokio::test]
async fn what_is_acknowledged_is_stored_and_told() {
    let (world, session) = World::connected().await;
    let mut notices = world.host.notices();
    session.deliver(vec![from_ana("A1", "oi")]).await.unwrap();
    let chats = world.stores.chats(world.tenant).await.unwrap();
    let chat = chats.chat_by_address(&Address::one(ana())).await.unwrap().unwrap();
    assert_eq!(chat.last_message.unwrap().content, Content::plain("oi"), "stored before it was acknowledged");
    let told = async {
        loop {
            if let NoticeBody::Event(event) = notices.recv().await.unwrap().body
                && event.body.name() == "message.received"
            {
                return;
            }
        }
    };
    tokio::time::timeout(PATIENCE, told).await.unwrap();
}

#[tokio::test]
async fn a_pause_is_the_providers_to_lift() {
    let (world, session) = World::connected().await;
    assert_eq!(world.host.pause_session(world.tenant).await.unwrap().status, SessionStatus::Paused);
    assert!(session.done().ended, "the session is closed");
    assert!(matches!(world.host.start_session(world.tenant, Asker::Tenant).await, Err(HostError::Paused)));
    assert!(matches!(world.host.stop_session(world.tenant).await, Err(HostError::Paused)), "a stop would lift it");
    assert_eq!(world.host.start_session(world.tenant, Asker::Provider).await.unwrap().status, SessionStatus::Starting);
}

#[tokio::test]
async fn a_damaged_database_fails_one_tenant_and_says_so() {
    let world = World::new().await;
    world.gateway.refuse_opening(OpenError::Damaged("bit rot".into()));
    world.host.start_session(world.tenant, Asker::Tenant).await.unwrap();
    let failed = world.until(SessionStatus::Failed).await;
    assert_eq!((failed.cause, failed.action), (Cause::StoreDamaged, Action::AskProvider));
}

#[tokio::test]
async fn a_pause_is_recorded_as_a_pause_and_as_nothing_else() {
    let (world, _session) = World::connected().await;
    let mut notices = world.host.notices();
    world.host.pause_session(world.tenant).await.unwrap();
    let mut told = Vec::new();
    while let Ok(notice) = notices.try_recv() {
        match notice.body {
            NoticeBody::Status(status) => told.push(("status", status.status)),
            NoticeBody::Event(Event { body: EventBody::StatusChanged(status), .. }) => {
                told.push(("event", status.status));
            }
            _ => {}
        }
    }
    told.retain(|(_, status)| *status != SessionStatus::Connected); // may still be on its way
    assert_eq!(told, [("status", SessionStatus::Paused), ("event", SessionStatus::Paused)]);
}

#[tokio::test]
async fn a_second_process_waits_for_the_first_and_then_runs_the_phone() {
    let (world, _session) = World::connected().await;
    let gateway = FakeGateway::default();
    let (stores, host) = start(&world.folder, &gateway, Arc::new(SystemClock)).await;
    let World { folder, stores: first_stores, host: first, tenant, clock, .. } = world;
    let second = World { folder, gateway, stores, host, tenant, clock };
    let waiting = second.until_so(|status| status.cause == Cause::LeaseHeld).await;
    assert_eq!((waiting.status, waiting.next), (SessionStatus::Reconnecting, Next::Retry));
    assert!(waiting.next_at.is_some(), "it says when it tries next");
    assert_eq!(first.status(tenant).unwrap().status, SessionStatus::Connected, "the first goes on");
    assert!(matches!(second.host.log_out(tenant).await, Err(HostError::HeldElsewhere)), "its keys are in use");
    assert!(second.gateway.opened().now_or_never().is_none(), "nothing was opened");

    first.shutdown().await;
    drop((first, first_stores));
    let_in(&second.gateway.opened().await).await;
    second.until(SessionStatus::Connected).await;
}

#[tokio::test]
async fn a_session_that_fails_again_and_again_rests_and_comes_back() {
    let (world, mut session) = World::connected().await;
    for _ in 0..5 {
        session.signal(Signal::Ended(Ending::Lost(Cause::InternalError))).await;
        session = world.gateway.opened().await;
    }
    let mut notices = world.host.notices();
    session.signal(Signal::Ended(Ending::Lost(Cause::InternalError))).await;
    let rests = async {
        loop {
            if let NoticeBody::Status(status) = notices.recv().await.unwrap().body
                && status.status == SessionStatus::Failed
            {
                return status;
            }
        }
    };
    let failed = tokio::time::timeout(PATIENCE, rests).await.unwrap();
    assert_eq!((failed.cause, failed.next), (Cause::InternalError, Next::Retry));
    assert!(failed.next_at.is_some());
    let_in(&world.gateway.opened().await).await;
    world.until(SessionStatus::Connected).await;
}

#[tokio::test]
async fn a_full_disk_is_said_and_what_waits_is_fetched_once_there_is_room() {
    let (world, session) = World::connected().await;
    world.stores.refuse_writes(world.tenant, true).await.unwrap();
    let refused = world.host.send(world.tenant, to_ana("não cabe")).await;
    assert!(matches!(refused, Err(HostError::Storage(StorageError::Unwritable { .. }))), "{refused:?}");
    let full = world.until(SessionStatus::Reconnecting).await;
    assert_eq!((full.cause, full.next, full.action), (Cause::StoreUnwritable, Next::Retry, Action::AskProvider));
    assert!(session.done().ended, "who can keep nothing fetches nothing");
    for _ in 0..3 {
        let seen = world.host.status(world.tenant).unwrap().next_at;
        world.until_so(|status| status.next_at != seen).await;
    }
    assert!(world.gateway.opened().now_or_never().is_none(), "no login while nothing can be stored");

    world.stores.refuse_writes(world.tenant, false).await.unwrap();
    let session = tokio::time::timeout(PATIENCE, world.gateway.opened()).await.unwrap();
    let_in(&session).await;
    session.deliver(vec![from_ana("A1", "esperei")]).await.unwrap();
    world.until(SessionStatus::Connected).await;
}

#[tokio::test]
async fn what_arrives_while_the_disk_is_full_is_not_acknowledged_and_comes_again() {
    let (world, session) = World::connected().await;
    world.stores.refuse_writes(world.tenant, true).await.unwrap();
    session.deliver(vec![from_ana("A1", "oi")]).await.unwrap_err();
    let full = world.until(SessionStatus::Reconnecting).await;
    assert_eq!(full.cause, Cause::StoreUnwritable);
    world.stores.refuse_writes(world.tenant, false).await.unwrap();
    let session = tokio::time::timeout(PATIENCE, world.gateway.opened()).await.unwrap();
    let_in(&session).await;
    session.deliver(vec![from_ana("A1", "oi")]).await.unwrap();
    let chats = world.stores.chats(world.tenant).await.unwrap();
    assert!(chats.chat_by_address(&Address::one(ana())).await.unwrap().is_some());
}

#[tokio::test]
async fn a_tenant_whose_row_does_not_read_is_shown_as_failed_and_hinders_nobody() {
    let (world, _session) = World::connected().await;
    let new = NewTenant { name: "Loja Lua".parse().unwrap(), phone: None };
    let (odd, _) = world.stores.create_tenant(new, UnixMs(2)).await.unwrap();
    let foreign = format!("UPDATE tenants SET desired = 'hibernate' WHERE id = '{}'", odd.id);
    world.stores.write_control(foreign).await.unwrap();
    let world = world.restart().await;
    let_in(&world.gateway.opened().await).await;
    world.until(SessionStatus::Connected).await;
    let failed = world.host.status(odd.id).unwrap();
    assert_eq!((failed.status, failed.cause), (SessionStatus::Failed, Cause::StoreDamaged));
    let tenant = world.host.start_session(odd.id, Asker::Tenant).await;
    assert!(matches!(tenant, Err(HostError::Unreadable)), "it may have been a pause: {tenant:?}");
    let started = world.host.start_session(odd.id, Asker::Provider).await.unwrap();
    assert_eq!(started.status, SessionStatus::Starting, "the provider says what is wanted");
}

#[tokio::test]
async fn a_linked_phone_that_lost_its_keys_is_not_asked_for_a_qr_as_if_it_were_new() {
    let (world, session) = World::connected().await;
    world.gateway.lose_keys();
    session.signal(Signal::Ended(Ending::Lost(Cause::ConnectionLost))).await;
    let failed = world.until(SessionStatus::Failed).await;
    assert_eq!(failed.cause, Cause::StoreDamaged);
    assert!(world.host.account(world.tenant).is_some(), "what is known of the phone stays");
}

#[tokio::test]
async fn what_cannot_leave_in_one_chat_delays_no_other() {
    let (world, session) = World::connected().await;
    session.answer_sends(|out| if words(out) == "preso" { Err(SendError::TimedOut) } else { Ok(()) });
    world.send(to_ana("preso")).await;
    world.send(to_ana("atrás dele")).await;
    let bia = jid("5511900000003@s.whatsapp.net"); // invented
    world.send(to(Destination::Jid(bia), Draft::text("passa"))).await;
    let done = tokio::time::timeout(PATIENCE, session.until(|done| !done.sent.is_empty())).await.unwrap();
    assert_eq!(done.sent.iter().map(words).collect::<Vec<_>>(), ["passa"], "and order holds within the other");
}

#[tokio::test]
async fn a_number_typed_offline_is_asked_of_whatsapp_before_anything_leaves() {
    let (world, session) = World::connected().await;
    session.signal(Signal::Ended(Ending::Lost(Cause::ConnectionLost))).await;
    world.until(SessionStatus::Reconnecting).await;
    let number = || Destination::Phone("5511900000009".parse().unwrap()); // invented
    let sent = world.send(to(number(), Draft::text("oi"))).await;
    let ninth = world.send(to(Destination::Phone("5562997700021".parse().unwrap()), Draft::text("oi"))).await; // invented
    let session = world.gateway.opened().await;
    let real = jid("556297700021@s.whatsapp.net"); // invented
    session.register("5562997700021".parse().unwrap(), Address::one(real.clone())); // invented
    let_in(&session).await;
    let failed = world.until_message(&sent, |message| message.status == MessageStatus::Failed).await;
    assert_eq!(failed.failure, Some(FailureReason::NotOnWhatsapp), "the event says what was wrong with it");
    let done = tokio::time::timeout(PATIENCE, session.until(|done| !done.sent.is_empty())).await.unwrap();
    assert_eq!(
        (done.sent.len(), &done.sent[0].to),
        (1, &real),
        "one never left, the other to the number that is there"
    );
    let chats = world.stores.chats(world.tenant).await.unwrap();
    assert_eq!(chats.chat(ninth.chat).await.unwrap().unwrap().address.pn, Some(real), "and its chat goes by it");
}

#[tokio::test]
async fn a_sign_an_edit_and_a_revocation_leave_as_they_show_here() {
    let (world, session) = World::connected().await;
    session.deliver(vec![from_ana("A1", "tem pão?")]).await.unwrap();
    let asked = world.message("A1").await;
    let key = world.host.message_key(world.tenant, asked.chat, &asked.id).await.unwrap();
    let chat = Destination::Chat(asked.chat);
    let reaction = DraftContent::Reaction { target: key.clone(), emoji: "👍".into() };
    let shown = world.send(to(chat.clone(), reaction.into())).await;
    assert_eq!(shown.marks.reactions[0].emoji, "👍");
    let own = world.send(to_ana("tem sim")).await;
    // What is taken back before it left has nothing to leave with.
    tokio::time::timeout(PATIENCE, session.until(|done| done.sent.len() == 2)).await.unwrap();
    let key = world.host.message_key(world.tenant, own.chat, &own.id).await.unwrap();
    let edit = DraftContent::Edit { target: key.clone(), text: "tem, até as 18h".into() };
    assert_eq!(world.send(to(chat.clone(), edit.into())).await.content, Content::plain("tem, até as 18h"));
    tokio::time::timeout(PATIENCE, session.until(|done| done.sent.len() == 3)).await.unwrap();
    let revoked = world.send(to(chat, DraftContent::Revoke { target: key }.into())).await;
    assert_eq!(revoked.content, Content::Deleted);
    let done = tokio::time::timeout(PATIENCE, session.until(|done| done.sent.len() == 4)).await.unwrap();
    let left: Vec<_> = done.sent.iter().map(|sent| FakeCodec::mark(&sent.raw).map(|mark| mark.word())).collect();
    assert_eq!(left, [Some("reaction"), None, Some("edit"), Some("revoke")]);
}

#[tokio::test]
async fn a_vote_that_came_before_its_poll_is_counted_when_the_poll_comes() {
    let (world, session) = World::connected().await;
    let option = PollOption { name: "Sim".into(), hash: "ab".into() };
    let poll = Content::Poll(Poll { question: "Vamos?".into(), options: vec![option], choices: 1 });
    let Delivered::Message(received) = says("A1", poll) else { unreachable!("it is a message") };
    let vote = MarkKind::Vote { options: vec!["ab".into()] };
    let mark = Mark {
        target: received.key.clone(),
        id: MessageId::parse("V1").unwrap(),
        by: Address::one(ana()),
        from_me: false,
        at: UnixMs(1),
        kind: MarkKind::Sealed { name: "pollUpdateMessage".into() },
        raw: Some(FakeCodec::sealed(vote)),
    };
    session.deliver(vec![Delivered::Mark(Box::new(mark))]).await.unwrap();
    session.deliver(vec![Delivered::Message(received)]).await.unwrap();
    let votes = world.message("A1").await.marks.votes;
    assert_eq!(votes.iter().map(|vote| vote.options.clone()).collect::<Vec<_>>(), [["ab".to_owned()]]);
}

#[tokio::test]
async fn what_was_read_offline_is_told_when_the_connection_is_back() {
    let (world, session) = World::connected().await;
    session.deliver(vec![from_ana("A1", "oi")]).await.unwrap();
    let chat = world.message("A1").await.chat;
    world.host.stop_session(world.tenant).await.unwrap();
    world.host.mark_chat_read(world.tenant, chat).await.unwrap();
    world.host.start_session(world.tenant, Asker::Tenant).await.unwrap();
    let session = world.gateway.opened().await;
    let_in(&session).await;
    let done = tokio::time::timeout(PATIENCE, session.until(|done| !done.read.is_empty())).await.unwrap();
    assert_eq!(done.read.len(), 1);
}

#[tokio::test]
async fn what_was_changed_offline_is_told_when_the_connection_is_back_and_a_refusal_holds_up_nothing() {
    let (world, session) = World::connected().await;
    session.deliver(vec![from_ana("A1", "oi")]).await.unwrap();
    let chat = world.message("A1").await.chat;
    world.host.stop_session(world.tenant).await.unwrap();
    for change in [ChatChange::Archived(false), ChatChange::Archived(true), ChatChange::Muted(Some(UnixMs::FOREVER))] {
        world.host.change_chat(world.tenant, chat, change).await.unwrap();
    }
    let label = world.host.make_label(world.tenant, "Pago".into(), 3).await.unwrap();
    world.host.star(world.tenant, chat, &MessageId::parse("A1").unwrap(), true).await.unwrap();
    assert!(world.message("A1").await.marks.is_starred, "here it is so at once");
    world.host.start_session(world.tenant, Asker::Tenant).await.unwrap();
    let session = world.gateway.opened().await;
    session.answer_changes(|change| match change {
        AccountChange::Chat { change: ChatChange::Archived(_), .. } => Err(SendError::Rejected(400)),
        _ => Ok(()),
    });
    let_in(&session).await;
    let done = tokio::time::timeout(PATIENCE, session.until(|done| done.changes.len() == 3)).await.unwrap();
    assert!(matches!(&done.changes[0], AccountChange::Chat { change: ChatChange::Muted(_), .. }), "{:?}", done.changes);
    assert_eq!(done.changes[1], AccountChange::Label(label));
    assert!(matches!(&done.changes[2], AccountChange::Star { is_on: true, .. }));
    let chats = world.stores.chats(world.tenant).await.unwrap();
    let as_it_is = chats.chat(chat).await.unwrap().unwrap();
    assert!(
        !as_it_is.is_archived && as_it_is.muted_until.is_some(),
        "what WhatsApp refused is as it was: {as_it_is:?}"
    );
}

#[tokio::test]
async fn a_chat_of_an_account_that_was_paired_before_is_not_written_to_from_another() {
    let (world, session) = World::connected().await;
    session.deliver(vec![from_ana("A1", "oi")]).await.unwrap();
    let before = world.message("A1").await.chat;
    session.signal(Signal::Ended(Ending::Unlinked(Cause::UnlinkedOnPhone))).await;
    world.until(SessionStatus::LoggedOut).await;
    world.host.start_session(world.tenant, Asker::Tenant).await.unwrap();
    let other = Account { address: Address::one(jid("100000000002@lid")), push_name: "Lua".into() };
    let session = world.gateway.opened().await;
    session.signal(Signal::Paired(other.clone())).await;
    session.signal(Signal::LoggedIn).await;
    session.signal(Signal::Ready(other)).await;
    world.until(SessionStatus::Connected).await;
    let refused = world.host.send(world.tenant, to(Destination::Chat(before), Draft::text("oi"))).await;
    assert!(matches!(refused, Err(HostError::OtherAccount)), "{refused:?}");
    world.send(to_ana("oi, é de outro número")).await;
    let chats = world.stores.chats(world.tenant).await.unwrap();
    assert_ne!(chats.chat_by_address(&Address::one(ana())).await.unwrap().unwrap().id, before);
}
