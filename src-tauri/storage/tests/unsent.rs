//! What has not left is taken back or changed as if it never was otherwise; what may have left is not.

#![allow(clippy::unwrap_used)]

mod world;

use futures_util::future::join_all;
use portaria_domain::{
    ChatChange, Content, Context, FailureReason, MarkKind, Message, MessageKey, MessageStatus, UnixMs,
};
use portaria_storage::{Cancelled, ChatStore, OutboxState, Outgoing, Reworded, Says, StorageError, ToCancel};
use world::{NOW, World, ana, due, due_ids, edit, enqueue, everything, id, me, raw, receipt, text, to_ana};

const MINUTE_MS: i64 = 60_000;

fn about(message: &Message, id: &str, kind: MarkKind) -> Outgoing {
    let target = MessageKey { chat: ana(), id: message.id.clone(), from_me: true, sender: me() };
    Outgoing { says: Says::Mark { target, kind }, ..to_ana(id, id, None) }
}

fn sign(message: &Message, id: &str) -> Outgoing {
    about(message, id, MarkKind::Reaction { emoji: "👍".into() })
}

async fn say(chats: &ChatStore, outgoing: Outgoing) -> Message {
    enqueue(chats, outgoing, NOW).await
}

async fn now(chats: &ChatStore, message: &Message) -> Message {
    chats.message(message.chat, &message.id).await.unwrap().unwrap()
}

async fn has_raw(chats: &ChatStore, message: &Message) -> bool {
    chats.kept_message(message.chat, &message.id).await.unwrap().unwrap().raw.is_some()
}

/// Hands everything out and takes it back: nothing of it was on the wire.
async fn released(chats: &ChatStore) {
    let rows = due(chats, NOW).await.into_iter().map(|item| item.row).collect();
    chats.release(rows, NOW).await.unwrap();
}

#[tokio::test]
async fn what_is_taken_back_before_it_left_never_leaves_and_neither_does_the_word_that_takes_it_back() {
    let world = World::new().await;
    let chats = world.chats().await;
    let waiting = say(&chats, to_ana("B1", "errado", None)).await;
    let later = say(&chats, Outgoing { send_at: Some(NOW + MINUTE_MS), ..to_ana("B2", "errado", None) }).await;
    say(&chats, sign(&waiting, "S1")).await;
    for (index, message) in [&waiting, &later].into_iter().enumerate() {
        let key = Some(format!("chave {index}"));
        let revoke = Outgoing { client_key: key, ..about(message, &format!("R{index}"), MarkKind::Revoke) };
        let first = chats.enqueue(revoke.clone(), NOW).await.unwrap();
        let names: Vec<_> = first.events.iter().map(|event| event.body.name()).collect();
        assert_eq!(names, ["message.updated", "message.status_changed"]);
        let again = chats.enqueue(revoke, NOW).await.unwrap();
        assert_eq!((again.duplicate, again.id), (true, first.id));
        let message = now(&chats, message).await;
        assert_eq!(message.content, Content::Deleted);
        assert_eq!((message.status, message.failure), (MessageStatus::Failed, Some(FailureReason::Cancelled)));
        assert!(message.marks.deleted.is_some() && !has_raw(&chats, &message).await);
    }
    assert!(due_ids(&chats, NOW + MINUTE_MS).await.is_empty());
    assert!(chats.waiting(None, None, 9).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_may_have_left_goes_first_and_the_word_that_takes_it_back_behind_it() {
    let world = World::new().await;
    let chats = world.chats().await;
    let sent = say(&chats, to_ana("B1", "errado", None)).await;
    assert_eq!(now(&chats, &sent).await.status, MessageStatus::Queued);
    let row = due(&chats, NOW).await[0].row;
    assert_eq!(now(&chats, &sent).await.status, MessageStatus::Sending, "from the moment when it is handed out");
    let shown = say(&chats, about(&sent, "R1", MarkKind::Revoke)).await;
    assert_eq!((shown.content, shown.status), (Content::Deleted, MessageStatus::Sending));

    // The process ends here: what nobody knows of goes again, and what takes it back behind it.
    let world = world.reopen().await;
    let chats = world.stores.chats(chats_tenant(&world).await).await.unwrap();
    chats.requeue_unconfirmed().await.unwrap();
    let items = due(&chats, NOW).await;
    let ids: Vec<_> = items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["B1", "R1"]);
    assert_eq!(items[0].raw, Some(raw("errado")), "as it was composed");
    chats.mark_sent(row, NOW).await.unwrap();
    assert_eq!(now(&chats, &sent).await.status, MessageStatus::Sent);
    chats.mark_sent(items[1].row, NOW).await.unwrap();
    assert!(!has_raw(&chats, &sent).await, "nothing of its words stays");
    chats.apply_receipt(receipt(ana(), &[id("R1")], MessageStatus::Delivered, NOW), NOW).await.unwrap();
    assert_eq!(chats.requeue_unconfirmed().await.unwrap(), 0, "nor does it leave once more");
}

async fn chats_tenant(world: &World) -> portaria_domain::TenantId {
    world.stores.placements().await.unwrap().remove(0).unwrap().tenant
}

#[tokio::test]
async fn what_was_taken_back_on_its_way_and_did_not_leave_after_all_never_leaves() {
    let world = World::new().await;
    let chats = world.chats().await;
    let handed_out = say(&chats, to_ana("B1", "errado", None)).await;
    let row = due(&chats, NOW).await[0].row;
    say(&chats, about(&handed_out, "R1", MarkKind::Revoke)).await;
    chats.release(vec![row], NOW).await.unwrap();
    let refused = say(&chats, to_ana("B2", "errado", None)).await;
    let row = due(&chats, NOW).await[0].row;
    say(&chats, about(&refused, "R2", MarkKind::Revoke)).await;
    chats.mark_failed(row, FailureReason::Rejected, NOW).await.unwrap();
    assert!(due_ids(&chats, NOW).await.is_empty(), "neither the messages nor what took them back");
    for message in [&handed_out, &refused] {
        let message = now(&chats, message).await;
        assert_eq!((message.content.clone(), message.status), (Content::Deleted, MessageStatus::Failed));
        assert!(message.marks.deleted.is_some() && !has_raw(&chats, &message).await);
    }
}

#[tokio::test]
async fn what_was_tried_too_often_is_taken_back_all_the_same() {
    let world = World::new().await;
    let chats = world.chats().await;
    let tried = say(&chats, to_ana("B1", "errado", None)).await;
    chats.mark_failed(due(&chats, NOW).await[0].row, FailureReason::NoAnswer, NOW).await.unwrap();
    say(&chats, about(&tried, "R1", MarkKind::Revoke)).await;
    assert_eq!(due_ids(&chats, NOW).await, ["R1"], "it may have arrived");
    assert_eq!(chats.waiting(None, None, 9).await.unwrap().len(), 1, "and is sent no more");
    chats.mark_sent(due(&chats, NOW).await[0].row, NOW).await.unwrap();
    assert!(!has_raw(&chats, &tried).await);
}

#[tokio::test]
async fn other_words_for_what_has_not_left_take_its_place() {
    let world = World::new().await;
    let chats = world.chats().await;
    let sent = say(&chats, to_ana("B1", "às 8h", None)).await;
    let reworded =
        |body: &str| Some(Box::new(Reworded { raw: raw(body), content: text(body), context: Context::default() }));
    let change = |id: &str, body: &str| Outgoing { reworded: reworded(body), ..about(&sent, id, edit(body)) };
    let first = chats.enqueue(change("E1", "às 9h"), NOW).await.unwrap();
    assert_eq!((first.id, first.message.unwrap().content), (id("B1"), text("às 9h")), "nothing else leaves");
    let items = due(&chats, NOW).await;
    assert_eq!((items.len(), &items[0].raw), (1, &Some(raw("às 9h"))));
    assert!(now(&chats, &sent).await.marks.edits.is_empty(), "nobody saw what it said before");

    say(&chats, change("E2", "às 10h")).await;
    assert_eq!(due_ids(&chats, NOW).await, ["B1", "E2"], "what may have left is changed behind it");
    chats.release(vec![items[0].row], NOW).await.unwrap();
    say(&chats, change("E3", "às 11h")).await;
    assert_eq!(due_ids(&chats, NOW).await, ["B1", "E2", "E3"], "and the last word stays the last");
    assert_eq!(now(&chats, &sent).await.content, text("às 11h"));
}

#[tokio::test]
async fn what_is_about_a_message_leaves_behind_it_and_not_without_it() {
    let world = World::new().await;
    let chats = world.chats().await;
    let at = NOW + MINUTE_MS;
    let later = say(&chats, Outgoing { send_at: Some(at), ..to_ana("B1", "lembrete", None) }).await;
    say(&chats, sign(&later, "S1")).await;
    assert!(due_ids(&chats, NOW).await.is_empty(), "the sign waits for its message");
    assert_eq!(due_ids(&chats, at).await, ["B1", "S1"]);

    chats.mark_failed(due(&chats, at).await[0].row, FailureReason::Rejected, at).await.unwrap();
    assert!(due_ids(&chats, at).await.is_empty(), "a sign for what never came is none");
    let failed = now(&chats, &later).await;
    assert!(failed.marks.is_empty());
    let refused = chats.enqueue(sign(&failed, "S2"), at).await;
    assert!(matches!(refused, Err(StorageError::NeverSent)), "{refused:?}");
}

#[tokio::test]
async fn what_is_on_its_way_is_not_cancelled() {
    let world = World::new().await;
    let chats = world.chats().await;
    let sent = say(&chats, to_ana("B1", "oi", None)).await;
    let row = due(&chats, NOW).await[0].row;
    assert_eq!(chats.waiting(None, None, 9).await.unwrap()[0].state, OutboxState::Sending);
    let one = ToCancel::One(sent.chat, sent.id.clone());
    assert_eq!(chats.cancel(one.clone(), NOW).await.unwrap().0, Cancelled { taken_out: 0, leaving: 1 });
    assert_eq!(now(&chats, &sent).await.status, MessageStatus::Sending, "it stays as it is");
    chats.release(vec![row], NOW).await.unwrap();
    say(&chats, sign(&sent, "S1")).await;
    assert_eq!(chats.cancel(one, NOW).await.unwrap().0, Cancelled { taken_out: 1, leaving: 0 });
    assert!(due_ids(&chats, NOW).await.is_empty(), "with what is about it");
    assert!(everything(&chats).await.is_empty());
}

#[tokio::test]
async fn much_is_cancelled_at_once_and_doing_it_again_is_harmless() {
    let world = World::new().await;
    let chats = world.chats().await;
    let bia = portaria_domain::Address::one(world::jid("5511900000003@s.whatsapp.net")); // invented
    let to_bia = |id: &str| Outgoing { to: bia.clone(), ..to_ana(id, "oi", None) };
    let leaving = say(&chats, to_ana("GOES", "oi", None)).await;
    due(&chats, NOW).await;
    let failed = say(&chats, to_ana("FAILED", "oi", None)).await;
    let row = due(&chats, NOW).await[1].row;
    chats.mark_failed(row, FailureReason::Rejected, NOW).await.unwrap();
    for index in 0..3 {
        say(&chats, to_ana(&format!("A{index}"), "oi", None)).await;
        say(&chats, to_bia(&format!("B{index}"))).await;
    }
    say(&chats, Outgoing { send_at: Some(NOW + MINUTE_MS), ..to_bia("LATER") }).await;

    let cancel = async |what: ToCancel| chats.cancel(what, NOW).await.unwrap().0;
    let ids = ["A0", "B0", "NOBODY"].map(str::to_owned);
    assert_eq!(cancel(ToCancel::Ids(ids.clone().into())).await, Cancelled { taken_out: 2, leaving: 0 });
    assert_eq!(cancel(ToCancel::Ids(ids.into())).await, Cancelled::default());
    assert_eq!(cancel(ToCancel::Chat(leaving.chat)).await, Cancelled { taken_out: 2, leaving: 1 });
    assert_eq!(cancel(ToCancel::All).await, Cancelled { taken_out: 3, leaving: 1 });
    let left: Vec<_> = chats.waiting(None, None, 9).await.unwrap().into_iter().map(|one| one.id).collect();
    assert_eq!(left, [id("FAILED"), id("GOES")], "what failed waits for nothing");
    let named = ToCancel::Ids([failed.id.to_string()].into());
    assert_eq!(cancel(named).await, Cancelled { taken_out: 1, leaving: 0 }, "unless it is named");
    assert_eq!(everything(&chats).await.len(), 1);
}

#[tokio::test]
async fn a_file_that_is_uploaded_while_its_words_change_is_uploaded_again() {
    let world = World::new().await;
    let chats = world.chats().await;
    let sent = say(&chats, to_ana("B1", "legenda", None)).await;
    let row = due(&chats, NOW).await[0].row;
    chats.release(vec![row], NOW).await.unwrap();
    chats.hold(row, UnixMs(NOW.0 + MINUTE_MS)).await.unwrap();
    let reworded = Reworded { raw: raw("outra"), content: text("outra"), context: Context::default() };
    say(&chats, Outgoing { reworded: Some(reworded.into()), ..about(&sent, "E1", edit("outra")) }).await;
    chats.attach(row, raw("legenda"), raw("legenda, com endereço")).await.unwrap();
    assert_eq!(due(&chats, NOW).await[0].raw, Some(raw("outra")));
    chats.attach(row, raw("outra"), raw("outra, com endereço")).await.unwrap();
    assert_eq!(due(&chats, NOW).await[0].raw, Some(raw("outra, com endereço")));
    released(&chats).await;
}

#[tokio::test]
async fn what_whatsapp_does_not_take_back_says_again_what_it_said() {
    let world = World::new().await;
    let chats = world.chats().await;
    let sent = say(&chats, to_ana("B1", "o preço é 12", None)).await;
    chats.mark_sent(due(&chats, NOW).await[0].row, NOW).await.unwrap();
    chats.apply_receipt(receipt(ana(), &[id("B1")], MessageStatus::Delivered, NOW), NOW).await.unwrap();
    chats.enqueue(sign(&sent, "R1"), NOW).await.unwrap();
    chats.mark_sent(due(&chats, NOW).await[0].row, NOW).await.unwrap();
    let revoke = || about(&sent, "R2", MarkKind::Revoke);
    assert_eq!(say(&chats, revoke()).await.content, Content::Deleted, "at once");
    chats.mark_failed(due(&chats, NOW).await[0].row, FailureReason::Rejected, NOW).await.unwrap();
    let again = now(&chats, &sent).await;
    assert_eq!((again.content, again.marks.reactions.len()), (text("o preço é 12"), 1));
    assert!(has_raw(&chats, &sent).await, "it can be read anew, and forwarded");

    let revoke = about(&sent, "R3", MarkKind::Revoke);
    say(&chats, revoke).await;
    chats.mark_sent(due(&chats, NOW).await[0].row, NOW).await.unwrap();
    assert_eq!(now(&chats, &sent).await.content, Content::Deleted);
    assert!(!has_raw(&chats, &sent).await, "WhatsApp took it back, and nothing of its words stays");
}

#[tokio::test]
async fn what_waits_outlives_its_timer_and_the_emptying_of_its_chat() {
    let world = World::new().await;
    let chats = world.chats().await;
    let for_a_minute = Context { expires_after_s: Some(60), ..Context::default() };
    let says = Says::Message { content: text("some"), context: for_a_minute };
    say(&chats, Outgoing { says, ..to_ana("B1", "some", None) }).await;
    let late = NOW + 2 * MINUTE_MS;
    assert!(!chats.due(late, 9).await.unwrap().has_expired);
    assert!(chats.expire_messages(late).await.unwrap().is_empty());
    let cleared = ChatChange::Cleared { until: late, keeps_starred: false };
    chats.change_chat(&ana(), cleared, late).await.unwrap();
    chats.change_chat(&ana(), ChatChange::Deleted { until: late }, late).await.unwrap();
    let item = due(&chats, late).await.remove(0);
    chats.mark_sent(item.row, late).await.unwrap();
    assert!(
        chats.expire_messages(late + MINUTE_MS - 1_000).await.unwrap().is_empty(),
        "its time began when it was sent"
    );
    assert_eq!(chats.expire_messages(late + MINUTE_MS).await.unwrap().len(), 1);
}

#[tokio::test]
async fn thousands_are_cancelled_in_parts_and_others_write_in_between() {
    let world = World::new().await;
    let chats = world.chats().await;
    let ids: Vec<_> = (0..2_000).map(|number| format!("M{number:04}")).collect();
    for part in ids.chunks(200) {
        join_all(part.iter().map(|id| say(&chats, to_ana(id, "oi", None)))).await;
    }
    let mut cancelling = std::pin::pin!(chats.cancel(ToCancel::All, NOW));
    // Begun before the other write, which lies in between: it is over first.
    let between = async {
        // The parts begin as soon as it is known what there is.
        chats.waiting(None, None, 1).await.unwrap();
        say(&chats, to_ana("LAST", "depois", None)).await;
    };
    let mut between = std::pin::pin!(between);
    let (Cancelled { taken_out, leaving }, events) = tokio::select! {
        biased;
        cancelled = &mut cancelling => panic!("nobody wrote in between: {cancelled:?}"),
        () = &mut between => cancelling.await.unwrap(),
    };
    assert_eq!((taken_out, leaving), (2_000, 0), "what came later is not taken out");
    assert!(events.len() < 100, "of one chat: {}", events.len());
    let left: Vec<_> = chats.waiting(None, None, 9).await.unwrap().into_iter().map(|one| one.id).collect();
    assert_eq!(left, [id("LAST")]);
}
