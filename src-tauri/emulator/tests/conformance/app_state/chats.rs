//! Archived, pinned, muted, marked, starred, cleared, deleted: on one device and then on all.

use portaria_emulator::ReceiptState;
use whatsapp_rust::prelude::*;

use super::{converged, until};
use crate::client::{ANA, Client, PATIENCE, SHOP, World};

/// A shop with two companions and a chat of two messages; their ids.
async fn chatting() -> (World, Client, Client, [String; 2]) {
    let world = World::new().await;
    let first = world.linked().await;
    let second = world.linked().await;
    let of_ana = world.ana.send_text(SHOP, "Oi!").await.unwrap();
    second.text("Oi!").await;
    let of_shop = first.send(ANA, "Bom dia!").await;
    world.ana.wait_for_text(SHOP, "Bom dia!", PATIENCE).await.unwrap();
    (world, first, second, [of_ana, of_shop])
}

async fn stop(clients: [Client; 2]) {
    for client in clients {
        client.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_of_a_chat_set_on_a_companion_show_on_the_phone_and_on_the_other() {
    let (world, first, second, _) = chatting().await;
    let (ana, actions) = (Jid::pn(ANA), first.inner.chat_actions());
    converged(&world.shop, &[&first, &second]).await;
    actions.pin_chat(&ana).await.unwrap();
    actions.mute_chat(&ana).await.unwrap();
    actions.mark_chat_as_read(&ana, false, None).await.unwrap();
    let marks = || world.shop.chat_marks(ANA);
    until("the mark", || marks().marked_unread.then_some(())).await;
    assert!(marks().pinned_at_ms.is_some() && marks().muted_until_ms == Some(-1), "{:?}", marks());
    converged(&world.shop, &[&first, &second]).await;
    let told = |event: &Event| match event {
        Event::MarkChatAsReadUpdate(update) => (update.action.read == Some(false)).then_some(update.jid.user.clone()),
        _ => None,
    };
    assert_eq!(second.event("the mark", told).await, ANA);

    let actions = second.inner.chat_actions();
    actions.archive_chat(&ana, None).await.unwrap();
    actions.unmute_chat(&ana).await.unwrap();
    actions.mark_chat_as_read(&ana, true, None).await.unwrap();
    until("its end", || (!marks().marked_unread).then_some(())).await;
    assert!(marks().archived && marks().pinned_at_ms.is_none() && marks().muted_until_ms.is_none(), "{:?}", marks());
    converged(&world.shop, &[&first, &second]).await;
    stop([first, second]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_set_on_the_phone_reach_companions_even_those_linked_later() {
    let (world, first, second, [of_ana, _]) = chatting().await;
    world.shop.pin_chat(ANA, true).unwrap();
    world.shop.mute_chat(ANA, Some(-1)).unwrap();
    world.shop.mark_chat_unread(ANA, true).unwrap();
    world.shop.star_message(ANA, &of_ana, true).unwrap();
    converged(&world.shop, &[&first, &second]).await;
    let later = world.linked().await;
    for client in [&first, &later] {
        client
            .event("pin", |event| {
                matches!(event, Event::PinUpdate(pin) if pin.action.pinned == Some(true)).then_some(())
            })
            .await;
        client
            .event("mute", |event| {
                matches!(event, Event::MuteUpdate(mute) if mute.action.muted == Some(true)).then_some(())
            })
            .await;
        let star = |event: &Event| match event {
            Event::StarUpdate(star) => Some((star.message_id.clone(), star.from_me, star.action.starred)),
            _ => None,
        };
        assert_eq!(client.event("star", star).await, (of_ana.clone(), false, Some(true)));
    }
    world.shop.read_chat(ANA).await.unwrap();
    assert!(!world.shop.chat_marks(ANA).marked_unread, "opening the chat takes the owner's mark away");
    converged(&world.shop, &[&first, &second, &later]).await;
    later.stop().await;
    stop([first, second]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_starred_and_deleted_on_a_companion_are_so_on_the_phone() {
    let (world, first, second, [of_ana, of_shop]) = chatting().await;
    let (ana, actions) = (Jid::pn(ANA), first.inner.chat_actions());
    actions.star_message(&ana, None, &of_ana, false).await.unwrap();
    let lines = || world.shop.messages_with(ANA);
    let starred = |id: &str| lines().iter().any(|line| line.id == id && line.content.starred);
    until("the star", || starred(&of_ana).then_some(())).await;
    actions.delete_message_for_me(&ana, None, &of_shop, true, false, None).await.unwrap();
    until("the end of the message", || (lines().len() == 1).then_some(())).await;
    assert_eq!(world.ana.messages_with(SHOP).len(), 2, "for the other side nothing changed");
    actions.unstar_message(&ana, None, &of_ana, false).await.unwrap();
    until("the end of the star", || (!starred(&of_ana)).then_some(())).await;
    converged(&world.shop, &[&first, &second]).await;
    stop([first, second]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_cleared_or_deleted_is_so_everywhere_and_begins_anew() {
    let (world, first, second, [of_ana, _]) = chatting().await;
    let (ana, actions) = (Jid::pn(ANA), first.inner.chat_actions());
    world.shop.star_message(ANA, &of_ana, true).unwrap();
    world.shop.clear_chat(ANA, false).unwrap();
    let left = world.shop.messages_with(ANA);
    assert!(left.len() == 1 && left[0].id == of_ana, "what is starred stays: {left:?}");
    converged(&world.shop, &[&first, &second]).await;
    let cleared = |event: &Event| match event {
        Event::ClearChatUpdate(update) => Some((update.jid.user.to_string(), update.delete_starred)),
        _ => None,
    };
    assert_eq!(second.event("the clearing", cleared).await, (ANA.into(), false));
    actions.delete_chat(&ana, true, None).await.unwrap();
    until("the end of the chat", || (!world.shop.has_chat(ANA)).then_some(())).await;
    converged(&world.shop, &[&first, &second]).await;
    second.event("the deletion", |event| matches!(event, Event::DeleteChatUpdate(_)).then_some(())).await;
    let again = world.ana.send_text(SHOP, "De novo eu").await.unwrap();
    first.text("De novo eu").await;
    world.ana.wait_for_receipt(SHOP, &again, ReceiptState::Delivered, PATIENCE).await.unwrap();
    assert_eq!(world.shop.messages_with(ANA).len(), 1, "it begins anew");
    converged(&world.shop, &[&first, &second]).await;
    stop([first, second]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_message_takes_a_chat_out_of_the_archive_if_the_owner_wants_it_so() {
    let (world, first, second, _) = chatting().await;
    converged(&world.shop, &[&first, &second]).await;
    world.shop.archive_chat(ANA, true).unwrap();
    world.ana.send_text(SHOP, "fica").await.unwrap();
    first.text("fica").await;
    assert!(world.shop.chat_marks(ANA).archived, "by default archived chats stay so");
    world.shop.set_unarchive_chats(true).unwrap();
    world.ana.send_text(SHOP, "volta").await.unwrap();
    until("the chat's return", || (!world.shop.chat_marks(ANA).archived).then_some(())).await;
    converged(&world.shop, &[&first, &second]).await;
    let out = |event: &Event| match event {
        Event::ArchiveUpdate(update) => (update.action.archived == Some(false)).then_some(()),
        _ => None,
    };
    second.event("the chat's return", out).await;
    assert!(!world.shop.chat_marks(ANA).archived);
    converged(&world.shop, &[&first, &second]).await;
    stop([first, second]).await;
}
