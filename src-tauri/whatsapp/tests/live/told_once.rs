//! What WhatsApp tells once and the library has no hook for: acknowledged only once it is stored.

use std::sync::atomic::Ordering;

use portaria_domain::{Call, CallOutcome, ChatChange, Content, Jid, MessageStatus, Received, SystemLine};
use portaria_emulator::{Fault, FaultKind, Flow, GroupChange, NewPhone};
use portaria_whatsapp::{Ending, Signal};

use crate::world::{ANA, PADARIA, PATIENCE, Session, World, outgoing};

const SENT: &str = "3EB0AAAAAAAAAAAAAA11";
const CALLER: &str = "5511900000003"; // invented

/// Ends the session as a kill does: nothing that it heard of late is stored, and nothing more leaves.
async fn kill(session: &mut Session) {
    session.connection.close().await;
    assert_eq!(session.ended().await, Ending::Closed);
}

fn is_read(signal: &Signal) -> Option<()> {
    match signal {
        Signal::Receipt(receipt) => {
            (receipt.status == MessageStatus::Read && receipt.ids[0].as_str() == SENT).then_some(())
        }
        _ => None,
    }
}

fn renamed(content: &Content) -> bool {
    matches!(content, Content::System(SystemLine::Subject { subject }) if subject == "Turma da noite")
}

fn missed(content: &Content) -> bool {
    matches!(content, Content::Call(Call { outcome: CallOutcome::Missed, .. }))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn receipts_and_notices_that_a_kill_took_before_they_were_stored_come_again() {
    let world = World::new().await;
    let mut session = world.linked().await;
    let group = world.group().await;
    let inbox = &world.tenant.inbox;
    inbox.message("the group", |message| matches!(message.content, Content::System(_))).await;
    session.connection.send(&outgoing(SENT, ANA, "bom dia")).await.unwrap();
    let seen = world.ana.wait_for_text(PADARIA, "bom dia", PATIENCE).await.unwrap();
    assert_eq!(seen.id, SENT);

    world.tenant.stores.store(false, Ordering::SeqCst);
    world.ana.read_chat(PADARIA).await.unwrap();
    session.until("that she read it", is_read).await;
    let change = GroupChange { subject: Some("Turma da noite".into()), ..GroupChange::default() };
    world.padaria.change_group(&group, change).await.unwrap();
    inbox.message("the other name", |message| renamed(&message.content)).await;
    inbox.messages.send_modify(Vec::clear);
    kill(&mut session).await;

    world.tenant.stores.store(true, Ordering::SeqCst);
    let mut session = world.open().await;
    session.until("that she read it", is_read).await;
    inbox.message("the other name", |message| renamed(&message.content)).await;

    let jid: Jid = group.parse().unwrap();
    session.heard.clear();
    session.connection.describe_groups(std::slice::from_ref(&jid)).await;
    let described = |signal: &Signal| match signal {
        Signal::Group(info) if info.chat.primary() == Some(&jid) => Some(info.subject.clone()),
        _ => None,
    };
    assert_eq!(session.until("how the group is", described).await, "Turma da noite");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_whose_ringing_only_a_killed_session_heard_is_a_missed_one() {
    let world = World::new().await;
    let inbox = &world.tenant.inbox;
    let caller = world.net.create_phone(NewPhone { name: "Rui".into(), number: CALLER.into() }).await.unwrap();
    let mut session = world.linked().await;
    for heard_its_end in [false, true] {
        let call = caller.call(PADARIA, false).unwrap();
        world.net.wait_for_queue(PADARIA, 0, PATIENCE).await.unwrap();
        let of_call = |message: &Received| missed(&message.content) && message.id().as_str() == call;
        if heard_its_end {
            world.tenant.stores.store(false, Ordering::SeqCst);
            caller.ring_out(&call).unwrap();
            inbox.message("the call", of_call).await;
            inbox.messages.send_modify(Vec::clear);
        }
        kill(&mut session).await;
        if !heard_its_end {
            caller.ring_out(&call).unwrap();
        }
        world.tenant.stores.store(true, Ordering::SeqCst);
        session = world.open().await;
        inbox.message("the call", of_call).await;
        session.ready().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_of_settings_that_a_killed_session_had_not_asked_for_is_asked_for_by_the_next() {
    let world = World::new().await;
    let mut session = world.linked().await;
    world.ana.send_text(PADARIA, "oi").await.unwrap();
    world.tenant.inbox.text("oi").await;
    let archived = |on: bool| {
        move |signal: &Signal| match signal {
            Signal::Chat { change, .. } => (*change == ChatChange::Archived(on)).then_some(()),
            _ => None,
        }
    };
    world.padaria.archive_chat(ANA, true).unwrap();
    session.until("it is put away", archived(true)).await;

    let asked = Fault::new(FaultKind::Drop).of(PADARIA).flow(Flow::Out).stanza("iq/w:sync:app:state");
    let unheard = world.net.inject(asked);
    world.padaria.archive_chat(ANA, false).unwrap();
    world.net.wait_for_queue(PADARIA, 0, PATIENCE).await.unwrap();
    kill(&mut session).await;
    world.tenant.lose_under_way();
    world.net.take_back(unheard).unwrap();

    let mut session = world.open().await;
    session.until("it is taken out again", archived(false)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_stored_is_acknowledged_and_does_not_come_again() {
    let world = World::new().await;
    let mut session = world.linked().await;
    session.connection.send(&outgoing(SENT, ANA, "bom dia")).await.unwrap();
    world.ana.wait_for_text(PADARIA, "bom dia", PATIENCE).await.unwrap();
    world.ana.read_chat(PADARIA).await.unwrap();
    session.until("that she read it", is_read).await;
    world.net.wait_for_queue(PADARIA, 0, PATIENCE).await.unwrap();
    kill(&mut session).await;
    let mut session = world.open().await;
    session.ready().await;
    let id = world.ana.send_text(PADARIA, "e agora?").await.unwrap();
    world.received(&id).await;
    assert!(session.heard.iter().all(|signal| is_read(signal).is_none()), "{:?}", session.heard);
}
