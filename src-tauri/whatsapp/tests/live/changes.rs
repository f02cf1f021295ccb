//! What belongs to the account: told here and heard on the phone, done on the phone and heard here.

use std::sync::atomic::Ordering;

use portaria_domain::{AccountChange, Address, ChatChange, DraftContent, Jid, Label, MarkKind, UnixMs};
use portaria_emulator::GroupChange;
use portaria_whatsapp::Signal;
use tokio::time::timeout;

use crate::world::{ANA, PADARIA, PATIENCE, Session, World, key, line, now, pn};

/// Waits until it is so on the phone.
async fn eventually(what: &str, is_so: impl Fn() -> bool) {
    let wait = async {
        while !is_so() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("it never came to this: {what}"));
}

/// Tells WhatsApp of a change, as often as it takes: the keys of the app state come some time after the login.
async fn tell(session: &Session, change: AccountChange) {
    let telling = async {
        while session.connection.tell_change(&change).await.is_err() {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    };
    timeout(PATIENCE, telling).await.unwrap_or_else(|_| panic!("WhatsApp does not take {change:?}"));
}

fn ana() -> Address {
    Address::one(pn(ANA))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_put_into_the_address_book_is_in_that_of_the_phone() {
    let world = World::new().await;
    let session = world.linked().await;
    for name in ["Ana Souza", "Ana da feira"] {
        tell(&session, AccountChange::BookName { pn: pn(ANA), name: name.to_owned() }).await;
        let saved = vec![(ANA.to_owned(), name.to_owned())];
        eventually("her name", || world.padaria.contacts() == saved).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_changed_about_a_chat_is_so_on_the_phone() {
    let world = World::new().await;
    let session = world.linked().await;
    let id = world.ana.send_text(PADARIA, "oi").await.unwrap();
    world.received(&id).await;
    let change = |change| AccountChange::Chat { chat: pn(ANA), change };
    let marks = || world.padaria.chat_marks(ANA);
    tell(&session, change(ChatChange::Archived(true))).await;
    tell(&session, change(ChatChange::Pinned(Some(now())))).await;
    tell(&session, change(ChatChange::Muted(Some(UnixMs::FOREVER)))).await;
    tell(&session, change(ChatChange::MarkedUnread(true))).await;
    eventually("archived, pinned, muted and marked", || {
        let marks = marks();
        marks.archived && marks.pinned_at_ms.is_some() && marks.muted_until_ms == Some(-1) && marks.marked_unread
    })
    .await;
    tell(&session, change(ChatChange::Archived(false))).await;
    tell(&session, change(ChatChange::Pinned(None))).await;
    tell(&session, change(ChatChange::Muted(Some(UnixMs(1))))).await;
    tell(&session, change(ChatChange::MarkedUnread(false))).await;
    eventually("none of it; a silence that is over is none", || {
        let marks = marks();
        !marks.archived && marks.pinned_at_ms.is_none() && marks.muted_until_ms.is_none() && !marks.marked_unread
    })
    .await;
    tell(&session, change(ChatChange::Deleted { until: UnixMs(now().0 + 2_000) })).await;
    eventually("deleted", || !world.padaria.has_chat(ANA)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_star_of_ours_is_on_the_phone_in_chats_and_groups() {
    let world = World::new().await;
    let session = world.linked().await;
    let group = world.group().await;
    for chat in [ANA.to_owned(), group.clone()] {
        let to: Jid = if chat == group { group.parse().unwrap() } else { pn(ANA) };
        let with = if chat == group { group.as_str() } else { PADARIA };
        let id = world.ana.send_text(with, "guarde isto").await.unwrap();
        let received = world.received(&id).await;
        for is_on in [true, false] {
            tell(&session, AccountChange::Star { target: received.key.clone(), is_on }).await;
            line(&world.padaria, &chat, "the star", |line| line.id == id && line.content.starred == is_on).await;
        }
        assert_eq!(received.key.chat.primary().map(Jid::server), Some(to.server()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_deleted_here_for_this_account_is_gone_from_its_phone_alone() {
    let world = World::new().await;
    let session = world.linked().await;
    let group = world.group().await;
    for chat in [ANA.to_owned(), group.clone()] {
        let with = if chat == group { group.as_str() } else { PADARIA };
        let id = world.ana.send_text(with, "apague isto").await.unwrap();
        let received = world.received(&id).await;
        line(&world.padaria, &chat, "the message", |line| line.id == id).await;
        let change = AccountChange::DeletedForMe { target: received.key.clone(), written_at: received.at };
        tell(&session, change).await;
        eventually("gone from the phone", || world.padaria.messages_with(&chat).iter().all(|line| line.id != id)).await;
        assert!(world.ana.messages_with(with).iter().any(|line| line.id == id), "its writer has it");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_star_that_a_kill_took_before_it_was_stored_comes_again() {
    let world = World::new().await;
    let mut session = world.linked().await;
    let id = world.ana.send_text(PADARIA, "oi").await.unwrap();
    world.received(&id).await;
    world.tenant.stores.store(false, Ordering::SeqCst);
    world.padaria.star_message(ANA, &id, true).unwrap();
    let star = async || world.tenant.inbox.mark("the star", |mark| mark.target.id.as_str() == id).await;
    assert_eq!(star().await.kind, MarkKind::Star { is_on: true });
    // Nobody has said that it is stored, and it is not.
    world.tenant.inbox.marks.send_modify(Vec::clear);
    session.connection.close().await;
    session.ended().await;
    let _session = world.open().await;
    assert_eq!(star().await.kind, MarkKind::Star { is_on: true });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_disappears_is_kept_for_everyone() {
    let world = World::new().await;
    let session = world.linked().await;
    tell(&session, AccountChange::Chat { chat: pn(ANA), change: ChatChange::Disappearing(Some(86_400)) }).await;
    eventually("the timer on her phone", || world.ana.disappears_after(PADARIA) == 86_400).await;
    let id = world.ana.send_text(PADARIA, "o endereço").await.unwrap();
    let received = world.received(&id).await;
    let target = key(&pn(ANA), &id, ANA);
    for is_on in [true, false] {
        let keep = DraftContent::Keep { target: target.clone(), is_on };
        session
            .mark(
                if is_on { "3EB0AAAAAAAAAAAAAA01" } else { "3EB0AAAAAAAAAAAAAA02" },
                &pn(ANA),
                keep,
                received.raw.as_ref(),
            )
            .await;
        line(&world.ana, PADARIA, "that it is kept", |line| line.id == id && line.content.kept == is_on).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_blocked_is_known_at_the_beginning_and_after_each_change() {
    let world = World::new().await;
    world.padaria.block(ANA, true).unwrap();
    let mut session = world.linked().await;
    let is_her = |party: &Address| party.pn == Some(pn(ANA));
    let list = async |session: &mut Session| {
        let list = session.until("the list", |signal| match signal {
            Signal::Blocked(parties) => Some(parties.clone()),
            _ => None,
        });
        list.await
    };
    assert!(list(&mut session).await.iter().all(|party| party.lid.is_some()), "she is on it, by her privacy id");
    world.padaria.block(ANA, false).unwrap();
    assert_eq!(list(&mut session).await, [], "let through on the phone");
    tell(&session, AccountChange::Block { party: ana(), is_on: true }).await;
    eventually("blocked", || world.padaria.blocked() == [ANA]).await;
    tell(&session, AccountChange::Block { party: ana(), is_on: false }).await;
    eventually("let through", || world.padaria.blocked().is_empty()).await;
    world.padaria.block(ANA, true).unwrap();
    let again = list(&mut session).await;
    assert!(again.len() == 1 && again.iter().all(is_her), "by both her addresses, once they are known: {again:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn labels_go_both_ways() {
    let world = World::new().await;
    world.padaria.save_label("1", "Novo cliente", 3).unwrap();
    let mut session = world.linked().await;
    let label = |id: &str, name: &str, color| Label { id: id.into(), name: name.into(), color };
    let wanted = label("1", "Novo cliente", 3);
    let is_wanted = |signal: &Signal| (*signal == Signal::Label(wanted.clone())).then_some(());
    if session.heard.iter().find_map(is_wanted).is_none() {
        session.until("the label", is_wanted).await;
    }
    world.padaria.label_chat("1", ANA, true).unwrap();
    let on_chat = session.until("the label on the chat", |signal| match signal {
        Signal::LabelOnChat { label, chat, is_on } => Some((label.clone(), chat.clone(), *is_on)),
        _ => None,
    });
    let (id, chat, is_on) = on_chat.await;
    assert_eq!((id.as_str(), chat.pn, is_on), ("1", Some(pn(ANA)), true));
    world.padaria.delete_label("1").unwrap();
    session.until("its end", |signal| (*signal == Signal::LabelRemoved("1".into())).then_some(())).await;

    tell(&session, AccountChange::Label(label("2", "Pago", 5))).await;
    tell(&session, AccountChange::LabelOnChat { label: "2".into(), chat: pn(ANA), is_on: true }).await;
    eventually("our label on the phone", || {
        let labels = world.padaria.labels();
        labels.len() == 1 && labels[0].name == "Pago" && labels[0].color == 5 && labels[0].chats.len() == 1
    })
    .await;
    tell(&session, AccountChange::LabelOnChat { label: "2".into(), chat: pn(ANA), is_on: false }).await;
    eventually("off the chat", || world.padaria.labels()[0].chats.is_empty()).await;
    tell(&session, AccountChange::LabelRemoved { id: "2".into() }).await;
    eventually("gone", || world.padaria.labels().is_empty()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_set_for_a_group_is_known_and_its_link_can_be_renewed() {
    let world = World::new().await;
    let mut session = world.linked().await;
    let group = world.group().await;
    let change = GroupChange {
        description: Some("Pedidos até as 18h".into()),
        announcement: Some(true),
        locked: Some(true),
        ..GroupChange::default()
    };
    world.padaria.change_group(&group, change).await.unwrap();
    let is_so = |signal: &Signal| match signal {
        Signal::Group(info) if info.facts.is_announcement && info.facts.is_locked => Some(info.facts.clone()),
        _ => None,
    };
    let facts = session.until("the group as it is", is_so).await;
    assert_eq!(
        (facts.description.as_str(), facts.needs_approval, facts.community),
        ("Pedidos até as 18h", false, None)
    );
    let jid: Jid = group.parse().unwrap();
    let first = session.connection.invite_link(&jid, false).await.unwrap();
    assert!(first.starts_with("https://chat.whatsapp.com/"), "{first}");
    assert_eq!(session.connection.invite_link(&jid, false).await.unwrap(), first);
    assert_ne!(
        session.connection.invite_link(&jid, true).await.unwrap(),
        first,
        "the one before opens nothing any more"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_taken_out_of_the_address_book_has_no_name_from_there() {
    let world = World::new().await;
    let mut session = world.linked().await;
    world.padaria.save_contact(ANA, "Ana da feira").unwrap();
    let named = |wanted: &'static str| {
        move |signal: &Signal| match signal {
            Signal::Name { party, name, from_address_book: true } if name == wanted => Some(party.clone()),
            _ => None,
        }
    };
    let removed = |signal: &Signal| match signal {
        Signal::NameRemoved(party) => Some(party.clone()),
        _ => None,
    };
    session.until("her name", named("Ana da feira")).await;
    world.padaria.forget_contact(ANA).unwrap();
    let party = session.until("that she is taken out", removed).await;
    assert_eq!(party.pn, Some(pn(ANA)));

    // What the phone does while nobody is connected is heard later, in its order.
    session.connection.close().await;
    session.ended().await;
    world.padaria.save_contact(ANA, "Ana").unwrap();
    let mut session = world.open().await;
    session.until("her new name", named("Ana")).await;
    session.connection.close().await;
    session.ended().await;
    world.padaria.forget_contact(ANA).unwrap();
    let mut session = world.open().await;
    session.until("that she is taken out again", removed).await;
}
