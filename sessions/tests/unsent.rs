//! What is taken back, changed or cancelled before it left, and while it leaves.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{Content, DraftContent, FailureReason, Message, MessageStatus, SessionStatus};
use portaria_sessions::{Destination, HostError};
use portaria_storage::ToCancel;
use portaria_whatsapp::{Ending, FakeCodec, FakeSession, Outgoing, SendError, Signal};
use world::{PATIENCE, World, let_in, to, to_ana, words};

/// What left, by its words or by what it does to another message.
fn left(session: &FakeSession) -> Vec<String> {
    let what = |sent: &Outgoing| FakeCodec::mark(&sent.raw).map_or_else(|| words(sent), |mark| mark.word().to_owned());
    session.done().sent.iter().map(what).collect()
}

async fn until_given(session: &FakeSession, count: usize) {
    tokio::time::timeout(PATIENCE, session.until(|done| done.given.len() == count)).await.unwrap();
}

async fn until_sent(session: &FakeSession, count: usize) {
    tokio::time::timeout(PATIENCE, session.until(|done| done.sent.len() == count)).await.unwrap();
}

impl World {
    async fn about(
        &self,
        message: &Message,
        content: impl FnOnce(portaria_domain::MessageKey) -> DraftContent,
    ) -> Message {
        let key = self.host.message_key(self.tenant, message.chat, &message.id).await.unwrap();
        self.send(to(Destination::Chat(message.chat), content(key).into())).await
    }

    async fn revoke(&self, message: &Message) -> Message {
        self.about(message, |target| DraftContent::Revoke { target }).await
    }
}

#[tokio::test]
async fn what_is_taken_back_offline_never_leaves() {
    let (world, session) = World::connected().await;
    session.signal(Signal::Ended(Ending::Lost(portaria_domain::Cause::ConnectionLost))).await;
    world.until(SessionStatus::Reconnecting).await;
    let wrong = world.send(to_ana("errado")).await;
    let changed = world.send(to_ana("às 8h")).await;
    let words = "às 9h".to_owned();
    assert_eq!(world.about(&changed, |target| DraftContent::Edit { target, text: words }).await.id, changed.id);
    let revoked = world.revoke(&wrong).await;
    assert_eq!((revoked.content, revoked.failure), (Content::Deleted, Some(FailureReason::Cancelled)));
    let session = world.gateway.opened().await;
    let_in(&session).await;
    until_sent(&session, 1).await;
    world.send(to_ana("último")).await;
    until_sent(&session, 2).await;
    assert_eq!(left(&session), ["às 9h", "último"], "nobody heard of what was wrong");
}

#[tokio::test]
async fn what_is_taken_back_on_its_way_is_taken_back_on_the_wire() {
    let (world, session) = World::connected().await;
    session.keep_silent(true);
    let wrong = world.send(to_ana("errado")).await;
    until_given(&session, 1).await;
    let cancelled = world.host.cancel_send(world.tenant, wrong.chat, &wrong.id).await;
    assert!(matches!(cancelled, Err(HostError::MayHaveLeft)), "{cancelled:?}");
    assert_eq!(world.message(wrong.id.as_str()).await.status, MessageStatus::Sending);
    assert_eq!(world.revoke(&wrong).await.content, Content::Deleted);
    session.keep_silent(false);
    until_sent(&session, 2).await;
    assert_eq!(left(&session), ["errado", "revoke"]);
    let sent = world.until_message(&wrong, |message| message.status == MessageStatus::Sent).await;
    assert_eq!(sent.content, Content::Deleted);
}

#[tokio::test]
async fn what_a_session_that_ends_did_not_come_to_can_be_cancelled() {
    let (world, session) = World::connected().await;
    session.keep_silent(true);
    let given = world.send(to_ana("a caminho")).await;
    until_given(&session, 1).await;
    for index in 0..5 {
        world.send(to_ana(&format!("espera {index}"))).await;
    }
    world.host.stop_session(world.tenant).await.unwrap();
    let cancelled = world.host.cancel_sends(world.tenant, ToCancel::All).await.unwrap();
    assert_eq!((cancelled.taken_out, cancelled.leaving), (5, 1), "only the one that WhatsApp was given may be there");
    let refused = world.host.cancel_send(world.tenant, given.chat, &given.id).await;
    assert!(matches!(refused, Err(HostError::MayHaveLeft)), "{refused:?}");
}

#[tokio::test]
async fn what_met_no_connection_can_be_taken_back_and_what_was_cut_off_cannot() {
    for (answer, is_certain) in [(SendError::NotConnected, true), (SendError::CutOff, false)] {
        let (world, session) = World::connected().await;
        let answers = std::sync::Mutex::new(Some(answer));
        session.answer_sends(move |_| Err(answers.lock().unwrap().take().unwrap_or(SendError::NotConnected)));
        let sent = world.send(to_ana("errado")).await;
        until_given(&session, 1).await;
        world.host.stop_session(world.tenant).await.unwrap();
        let failure = world.revoke(&sent).await.failure;
        assert_eq!(failure.is_some(), is_certain, "{failure:?}");
    }
}
