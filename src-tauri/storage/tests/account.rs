//! What belongs to the account: changes that WhatsApp is to be told of, who is blocked, labels.

#![allow(clippy::unwrap_used)]

mod world;

use portaria_domain::{
    AccountChange, Address, ChangedThing, ChatChange, ChatId, Event, EventBody, Label, MarkKind, MessageKey, Refusal,
    UnixMs,
};
use portaria_storage::ChatStore;
use world::{
    ANA_LID, ANA_PN, NOW, World, ana, deliver, due_ids, enqueue, everything, from, history, id, jid, mark, me, to_ana,
};

async fn chat_of_ana(chats: &ChatStore) -> ChatId {
    deliver(chats, vec![from(ana(), "A1", "oi")], NOW).await;
    chats.chat_by_address(&ana()).await.unwrap().unwrap().id
}

async fn pending(chats: &ChatStore) -> Vec<AccountChange> {
    chats.pending_changes(NOW, 99).await.unwrap().into_iter().map(|pending| pending.change).collect()
}

fn label(id: &str, name: &str) -> Label {
    Label { id: id.into(), name: name.into(), color: 3 }
}

fn kinds(events: &[Event]) -> Vec<&'static str> {
    events.iter().map(|event| event.body.name()).collect()
}

#[tokio::test]
async fn of_two_changes_of_one_thing_whatsapp_is_told_the_later_one() {
    let world = World::new().await;
    let tenant = world.tenant("Padaria Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let chat = chat_of_ana(&chats).await;
    for change in [ChatChange::Archived(true), ChatChange::Pinned(Some(NOW)), ChatChange::Archived(false)] {
        chats.change_chat_here(chat, change, NOW).await.unwrap().unwrap();
    }
    drop(chats);
    let world = world.reopen().await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let to = |change| AccountChange::Chat { chat: ana().primary().unwrap().clone(), change };
    assert_eq!(pending(&chats).await, [to(ChatChange::Archived(false)), to(ChatChange::Pinned(Some(NOW)))]);
    assert!(chats.due(NOW, 9).await.unwrap().has_changes);
    let told = chats.pending_changes(NOW, 99).await.unwrap();
    // While WhatsApp is told of the first, somebody thinks again.
    chats.change_chat_here(chat, ChatChange::Archived(true), NOW).await.unwrap().unwrap();
    for told in &told {
        chats.forget_change(told).await.unwrap();
    }
    assert_eq!(pending(&chats).await, [to(ChatChange::Archived(true))], "it is not told what came later");
    let [last] = chats.pending_changes(NOW, 99).await.unwrap().try_into().unwrap();
    chats.tell_change_later(&last, UnixMs(NOW.0 + 5_000)).await.unwrap();
    assert_eq!(pending(&chats).await, []);
    assert!(!chats.due(NOW, 9).await.unwrap().has_changes, "it waits for its moment");
    assert_eq!(chats.pending_changes(NOW + 5_000, 9).await.unwrap()[0].attempts, 1);
    let back = NOW - 10_800_000;
    assert!(chats.due(back, 9).await.unwrap().has_changes, "the clock was set back by three hours");
    assert_eq!(chats.pending_changes(back, 9).await.unwrap().len(), 1);
    chats.fail_pending(NOW).await.unwrap();
    assert_eq!(
        chats.pending_changes(NOW + 5_000, 9).await.unwrap(),
        [],
        "the phone is unlinked: there is nobody to tell"
    );
}

#[tokio::test]
async fn what_is_deleted_for_this_account_is_gone_and_told_once_also_where_it_has_not_left() {
    let world = World::new().await;
    let tenant = world.tenant("Padaria Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let said = from(ana(), "A1", "segredo-um");
    deliver(&chats, vec![said.clone()], NOW).await;
    let waits = enqueue(&chats, to_ana("B1", "segredo-dois", None), NOW).await;
    let own = MessageKey { chat: ana(), id: waits.id, from_me: true, sender: me() };
    for (target, marks) in [(said.key.clone(), ["S1", "S2"]), (own, ["S3", "S4"])] {
        for mark in marks {
            chats.delete_for_me_here(target.clone(), me(), id(mark), Some(NOW), NOW).await.unwrap();
        }
    }
    assert_eq!(everything(&chats).await, []);
    assert!(due_ids(&chats, NOW).await.is_empty(), "it leaves no more");
    let told = chats.pending_changes(NOW, 9).await.unwrap();
    let about: Vec<_> = told.iter().map(|pending| &pending.change).collect();
    assert!(
        matches!(&about[..], [AccountChange::DeletedForMe { target, written_at: Some(NOW) }, AccountChange::DeletedForMe { .. }]
                 if *target == said.key),
        "{about:?}"
    );
    let log = format!("{:?}", chats.events_after(0, 99).await.unwrap());
    assert!(!log.contains("segredo"), "the log of events keeps it: {log}");
    deliver(&chats, vec![said], NOW).await;
    assert_eq!(everything(&chats).await, [], "a redelivery brings nothing back");
}

#[tokio::test]
async fn what_whatsapp_refuses_is_as_it_was_and_what_came_after_it_stays() {
    let world = World::new().await;
    let tenant = world.tenant("Padaria Sol").await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let chat = chat_of_ana(&chats).await;
    let old = chats.make_label("Novo".into(), 3, NOW).await.unwrap().unwrap().0;
    chats.set_chat_labels(chat, vec![old.id.clone()], NOW).await.unwrap().unwrap();
    for told in chats.pending_changes(NOW, 99).await.unwrap() {
        chats.forget_change(&told).await.unwrap();
    }
    let as_it_was = chats.chat(chat).await.unwrap().unwrap();
    assert_eq!(as_it_was.labels, std::slice::from_ref(&old.id));

    let key = from(ana(), "A1", "oi").key;
    for change in [
        ChatChange::Archived(true),
        ChatChange::Pinned(Some(NOW)),
        ChatChange::Pinned(Some(NOW + 1)),
        ChatChange::Muted(Some(UnixMs::FOREVER)),
        ChatChange::MarkedUnread(true),
    ] {
        chats.change_chat_here(chat, change, NOW).await.unwrap().unwrap();
    }
    chats.star_here(key.clone(), me(), id("S1"), true, NOW).await.unwrap();
    chats.block_here(chat, true, NOW).await.unwrap().unwrap();
    let new = chats.make_label("Pago".into(), 4, NOW).await.unwrap().unwrap().0;
    chats.set_chat_labels(chat, vec![new.id.clone()], NOW).await.unwrap().unwrap();
    chats.change_label(label(&old.id, "Velho"), NOW).await.unwrap();
    chats.remove_label_here(old.id.clone(), NOW).await.unwrap();

    // How it was outlives a restart.
    drop(chats);
    let world = world.reopen().await;
    let chats = world.stores.chats(tenant).await.unwrap();
    let refused = chats.pending_changes(NOW, 99).await.unwrap();
    // The other phone mutes the chat for a while meanwhile, and somebody here puts it away once more.
    let hour = ChatChange::Muted(Some(NOW + 3_600_000));
    chats.change_chat(&ana(), hour, NOW).await.unwrap();
    chats.change_chat_here(chat, ChatChange::Archived(false), NOW).await.unwrap().unwrap();
    let mut told = Vec::new();
    for refused in &refused {
        told.extend(kinds(&chats.undo_change(refused, Refusal::TooOften, NOW).await.unwrap()));
    }
    let refusals =
        chats.events_after(0, 99_999).await.unwrap().events.into_iter().filter_map(|event| match event.body {
            EventBody::ChangeRefused { thing, chat, why } => Some((thing, chat, why)),
            _ => None,
        });
    let refusals: Vec<_> = refusals.collect();
    assert_eq!(refusals.len(), refused.len(), "each says why");
    assert!(refusals.contains(&(ChangedThing::Pinned, Some(chat), Refusal::TooOften)), "{refusals:?}");
    assert!(refusals.contains(&(ChangedThing::Label, None, Refusal::TooOften)), "{refusals:?}");
    assert!(["chat.updated", "message.updated", "labels.changed"].iter().all(|kind| told.contains(kind)), "{told:?}");
    let after = chats.chat(chat).await.unwrap().unwrap();
    assert_eq!(after.muted_until, Some(NOW + 3_600_000), "as the other phone said");
    assert_eq!(portaria_domain::Chat { muted_until: None, as_of: as_it_was.as_of, ..after }, as_it_was);
    assert_eq!(chats.labels().await.unwrap(), [old]);
    assert!(!chats.message(chat, &id("A1")).await.unwrap().unwrap().marks.is_starred);
    let to = |change| AccountChange::Chat { chat: ana().primary().unwrap().clone(), change };
    assert_eq!(pending(&chats).await, [to(ChatChange::Archived(false))], "what came later waits for its own answer");
}

#[tokio::test]
async fn a_star_is_here_at_once_and_reading_takes_the_mark_away_that_was_set_by_hand() {
    let world = World::new().await;
    let chats = world.chats().await;
    let chat = chat_of_ana(&chats).await;
    let key = from(ana(), "A1", "oi").key;
    let events = chats.star_here(key.clone(), me(), id("S1"), true, NOW).await.unwrap();
    assert!(matches!(&events[0].body, EventBody::MessageUpdated { message, .. } if message.marks.is_starred));
    chats.star_here(key.clone(), me(), id("S2"), false, NOW + 1).await.unwrap();
    assert!(!chats.message(chat, &id("A1")).await.unwrap().unwrap().marks.is_starred);
    assert_eq!(pending(&chats).await, [AccountChange::Star { target: key, is_on: false }]);

    chats.change_chat_here(chat, ChatChange::MarkedUnread(true), NOW).await.unwrap().unwrap();
    chats.mark_chat_read(chat, NOW).await.unwrap();
    let is_read =
        |change: &AccountChange| matches!(change, AccountChange::Chat { change: ChatChange::MarkedUnread(false), .. });
    assert!(pending(&chats).await.iter().any(is_read), "the phone shows the mark no longer");
}

#[tokio::test]
async fn who_is_blocked_is_so_by_every_address_and_whatsapps_list_does_not_undo_what_it_was_not_told() {
    let world = World::new().await;
    let chats = world.chats().await;
    let chat = chat_of_ana(&chats).await;
    let by = |text: &str| Address::one(jid(text));
    let is_blocked = async || chats.chat(chat).await.unwrap().unwrap().is_blocked;
    let events = chats.set_blocked(vec![by(ANA_LID), by("5511900000009@s.whatsapp.net")], NOW).await.unwrap(); // invented
    assert_eq!(kinds(&events), ["chat.updated"], "the other one has no chat");
    assert!(
        is_blocked().await && chats.is_blocked(&ana()).await.unwrap() && !chats.is_blocked(&by(ANA_PN)).await.unwrap()
    );
    assert_eq!(chats.set_blocked(vec![by(ANA_LID)], NOW).await.unwrap(), [], "nothing is new");
    let events = chats.block_here(chat, false, NOW).await.unwrap().unwrap();
    assert_eq!((kinds(&events), is_blocked().await), (vec!["chat.updated"], false));
    chats.set_blocked(vec![by(ANA_LID)], NOW).await.unwrap();
    assert!(!is_blocked().await, "WhatsApp does not know yet that she was let through");
    let [told] = chats.pending_changes(NOW, 9).await.unwrap().try_into().unwrap();
    chats.forget_change(&told).await.unwrap();
    chats.set_blocked(vec![ana()], NOW).await.unwrap();
    assert!(is_blocked().await && chats.is_blocked(&by(ANA_PN)).await.unwrap(), "now its list counts again");
    assert_eq!(chats.blocked().await.unwrap(), [ana()]);
}

#[tokio::test]
async fn labels_come_in_any_order_and_are_gone_when_they_are_removed() {
    let world = World::new().await;
    let chats = world.chats().await;
    assert_eq!(
        chats.label_chat("1".into(), ana(), true, NOW).await.unwrap(),
        [],
        "of a label that nobody knows, and no chat"
    );
    let events = chats.set_label(label("1", "Novo cliente"), NOW).await.unwrap();
    assert!(matches!(&events[0].body, EventBody::LabelsChanged(labels) if labels == &[label("1", "Novo cliente")]));
    let past = history(ana(), vec![(from(ana(), "A1", "oi"), portaria_domain::MessageStatus::Read)]);
    chats.store_history(past, NOW).await.unwrap();
    let [chat] =
        chats.chats(portaria_storage::ChatQuery { limit: 9, ..Default::default() }).await.unwrap().try_into().unwrap();
    assert_eq!(chat.labels, ["1"], "the chat that came later has it");
    assert_eq!(kinds(&chats.set_label(label("1", "Cliente"), NOW).await.unwrap()), ["labels.changed"]);
    assert_eq!(chats.set_label(label("1", "Cliente"), NOW).await.unwrap(), []);

    let (made, _) = chats.make_label("Pago".into(), 5, NOW).await.unwrap().unwrap();
    assert_eq!(made.id, "2", "WhatsApp counts its labels");
    assert_eq!(chats.set_chat_labels(chat.id, vec!["9".into()], NOW).await.unwrap(), None, "there is no such label");
    let events = chats.set_chat_labels(chat.id, vec!["2".into()], NOW).await.unwrap().unwrap();
    assert!(matches!(&events[0].body, EventBody::ChatUpdated(chat) if chat.labels == ["2"]));
    let on = |label: &str, is_on| AccountChange::LabelOnChat {
        label: label.into(),
        chat: ana().primary().unwrap().clone(),
        is_on,
    };
    assert_eq!(pending(&chats).await, [AccountChange::Label(made.clone()), on("1", false), on("2", true)]);

    let events = chats.remove_label("2".into(), NOW).await.unwrap();
    assert_eq!(kinds(&events), ["chat.updated", "labels.changed"]);
    assert_eq!(chats.chat(chat.id).await.unwrap().unwrap().labels, [""; 0]);
    assert_eq!(chats.change_label(made, NOW).await.unwrap(), (false, Vec::new()));
    assert_eq!(chats.labels().await.unwrap(), [label("1", "Cliente")]);
    assert!(chats.remove_label_here("1".into(), NOW).await.unwrap().0);
    assert_eq!(chats.labels().await.unwrap(), []);
}

#[tokio::test]
async fn labels_and_blocks_belong_to_the_account_that_has_them() {
    let world = World::new().await;
    let chats = world.chats().await;
    chats.use_account(&me(), NOW).await.unwrap();
    let chat = chat_of_ana(&chats).await;
    chats.set_label(label("1", "Cliente"), NOW).await.unwrap();
    chats.set_blocked(vec![ana()], NOW).await.unwrap();
    chats.change_chat_here(chat, ChatChange::Archived(true), NOW).await.unwrap().unwrap();
    chats.use_account(&Address::one(jid("5511900000008@s.whatsapp.net")), NOW).await.unwrap(); // invented
    assert_eq!((chats.labels().await.unwrap(), chats.blocked().await.unwrap()), (Vec::new(), Vec::new()));
    assert_eq!(pending(&chats).await, [], "another phone is not told of it");
    assert_eq!(chats.change_chat_here(chat, ChatChange::Archived(false), NOW).await.unwrap(), None);
    assert!(!chats.is_blocked(&ana()).await.unwrap());
    let star = mark(&from(ana(), "A1", "oi"), me(), "S1", NOW, MarkKind::Star { is_on: true });
    assert_eq!(chats.star_here(star.target, me(), id("S1"), true, NOW).await.unwrap(), [], "nor of a star");
}
