//! Messages that clients are known to stumble over.

use portaria_emulator::{
    Advertisement, Attachment, Draft, Fault, FaultKind, Flow, Kind, PhoneMessage, PollOption, VoteForms,
};
use waproto::buffa::MessageField;
use waproto::whatsapp::message::placeholder_message::PlaceholderType;
use waproto::whatsapp::message::{InteractiveMessage, StickerMessage};
use waproto::whatsapp::message_association::AssociationType;
use whatsapp_rust::PollVoteCiphertext;
use whatsapp_rust::prelude::*;
use whatsapp_rust::wacore::poll::{compute_option_hash, decrypt_poll_vote_with_secret};

use crate::client::{ANA, PATIENCE, SHOP, World, eventually};
use crate::groups::group_of_the_shop;
use crate::kinds::{Pair, received};
use crate::media::photo;

/// The start of a zip, for who looks at first bytes.
const DRAWN: &[u8] = b"PK\x03\x04 um desenho que se mexe";

fn poll() -> Draft {
    let option = |name: &str| PollOption { name: name.into(), voters: Vec::new() };
    Draft::of(Kind::Poll { options: vec![option("Sim"), option("Não")], choices: 1 }, "Vem?")
}

fn votes(message: &wa::Message) -> Option<wa::message::PollUpdateMessage> {
    message.poll_update_message.as_option().cloned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_may_name_its_poll_and_its_voter_by_different_forms() {
    let pair = Pair::new().await;
    let options = ["Sim".to_owned(), "Não".to_owned()];
    let (sent, secret) = pair.shop.inner.polls().create(Jid::pn(ANA), "Vem?", &options, 1).await.unwrap();
    let id = sent.message_id;
    pair.seen_of_shop(|line| line.text == "Vem?").await;
    let forms = [(SHOP, &world_lid(&pair, true)), (ANA, &world_lid(&pair, false))];
    let [creator, voter] = forms.map(|(number, lid)| [format!("{number}@s.whatsapp.net"), format!("{lid}@lid")]);
    for (creator_by_lid, voter_by_lid) in [(true, false), (false, true)] {
        let forms = VoteForms { creator_by_lid, voter_by_lid };
        let vote = pair.world.ana.vote_by(SHOP, &id, &["Sim"], forms).await.unwrap();
        let of_this = |event: &Event| {
            let Event::Messages(batch) = event else { return None };
            batch.messages.iter().filter(|inbound| inbound.info.id == vote).find_map(|inbound| votes(&inbound.message))
        };
        let update = pair.shop.event("the vote", of_this).await;
        let opens = |creator: &str, voter: &str| {
            let sealed = PollVoteCiphertext {
                enc_payload: update.vote.enc_payload.as_deref().unwrap(),
                enc_iv: update.vote.enc_iv.as_deref().unwrap(),
            };
            decrypt_poll_vote_with_secret(sealed, &secret, &id, creator, voter).ok()
        };
        for (by_lid, creator) in [false, true].into_iter().zip(&creator) {
            for (voted_by_lid, voter) in [false, true].into_iter().zip(&voter) {
                let right = by_lid == creator_by_lid && voted_by_lid == voter_by_lid;
                let expected = right.then(|| vec![compute_option_hash("Sim").to_vec()]);
                assert_eq!(opens(creator, voter), expected, "{creator} and {voter} for {forms:?}");
            }
        }
    }
    pair.stop().await;
}

fn world_lid(pair: &Pair, shop: bool) -> String {
    if shop { pair.world.shop.lid() } else { pair.world.ana.lid() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_may_come_before_its_poll() {
    let world = World::new().await;
    let client = world.linked().await;
    world.ana.send_text(SHOP, "antes").await.unwrap();
    client.text("antes").await;
    let held = Fault::new(FaultKind::Reorder { hold_ms: 60_000 }).of(SHOP).flow(Flow::In).stanza("message").times(1);
    world.net.inject(held);
    let id = world.ana.send_draft(SHOP, poll()).await.unwrap();
    world.ana.vote(SHOP, &id, &["Sim"]).await.unwrap();
    received(&client, "the vote", |message| votes(message).map(drop)).await;
    received(&client, "the poll", |message| message.poll_creation_message_v3.as_option().map(|_| ())).await;
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_on_an_advertisement_needs_no_text() {
    let pair = Pair::new().await;
    let advertisement = Advertisement {
        title: "Bolo no pote".into(),
        body: "Peça já".into(),
        source_url: "https://exemplo.com/anuncio".into(),
        click_id: "ARA1".into(),
    };
    let draft = Draft { advertisement: Some(advertisement.clone()), ..Draft::text("") };
    let id = pair.world.ana.send_draft(SHOP, draft).await.unwrap();
    let with_reply = |message: &wa::Message| {
        let extended = message.extended_text_message.as_option()?;
        Some((extended.text.clone(), extended.context_info.external_ad_reply.as_option()?.clone()))
    };
    let ((text, reply), info) = pair.seen_of_ana("the click", with_reply).await;
    assert_eq!((text, info.id.as_str()), (None, id.as_str()));
    assert_eq!((reply.title.as_deref(), reply.ctwa_clid.as_deref()), (Some("Bolo no pote"), Some("ARA1")));
    let line = pair.world.shop.messages_with(ANA).remove(0);
    assert_eq!((line.text.as_str(), line.content.advertisement), ("", Some(advertisement)));
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drawn_sticker_is_a_zip_in_a_wrapper_of_its_own() {
    let pair = Pair::new().await;
    let attached =
        Attachment { mimetype: Some("application/was".into()), preview: Some(photo(1)), ..Attachment::new(DRAWN) };
    let id = pair.world.ana.send_file(SHOP, Draft::of(Kind::Sticker, ""), attached).await.unwrap();
    let drawn = |message: &wa::Message| -> Option<StickerMessage> {
        message.lottie_sticker_message.as_option()?.message.as_option()?.sticker_message.as_option().cloned()
    };
    let (sticker, _) = pair.seen_of_ana("the sticker", drawn).await;
    assert_eq!((sticker.is_lottie, sticker.mimetype.as_deref()), (Some(true), Some("application/was")));
    assert_eq!(sticker.png_thumbnail, Some(photo(1)), "what to show where it cannot be drawn");
    assert_eq!(pair.shop.inner.download(&sticker).await.unwrap(), DRAWN);
    let line = pair.world.shop.wait_for_file(ANA, PATIENCE).await.unwrap();
    assert_eq!((line.content.kind, line.content.file.unwrap().mimetype.as_str()), (Kind::Sticker, "application/was"));
    assert_eq!(pair.world.shop.open_file(ANA, &id).await.unwrap(), DRAWN);
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_for_signing_in_is_masked() {
    let pair = Pair::new().await;
    pair.world.ana.send_draft(SHOP, Draft::of(Kind::Masked, "")).await.unwrap();
    let masked = |message: &wa::Message| message.placeholder_message.as_option()?.r#type;
    assert_eq!(pair.seen_of_ana("the mask", masked).await.0, PlaceholderType::MASK_LINKED_DEVICES);
    assert_eq!(pair.world.shop.messages_with(ANA)[0].content.kind, Kind::Masked);
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pictures_of_an_album_name_what_announced_them() {
    let pair = Pair::new().await;
    let album = pair.world.ana.open_album(SHOP, 2, 0).await.unwrap();
    for place in [1, 2] {
        let picture = Attachment { album: Some(album.clone()), ..Attachment::new(photo(place)) };
        pair.world.ana.send_file(SHOP, Draft::of(Kind::Image, ""), picture).await.unwrap();
    }
    let announced = |message: &wa::Message| message.album_message.as_option()?.expected_image_count;
    let (count, info) = pair.seen_of_ana("the announcement", announced).await;
    assert_eq!((count, &info.id), (2, &album));
    let belongs = |event: &Event| {
        event.messages().any(|inbound| {
            let association = &inbound.message.message_context_info.message_association;
            association.association_type == Some(AssociationType::MEDIA_ALBUM)
                && association.parent_message_key.id.as_ref() == Some(&album)
        })
    };
    pair.shop.nth("a picture of the album", 2, belongs).await;
    let lines = || Some(pair.world.shop.messages_with(ANA)).filter(|lines| lines.len() == 2);
    let lines = eventually("both pictures", lines).await;
    assert!(lines.iter().all(|line| line.content.album.as_ref() == Some(&album)), "the announcement is no line");
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn anything_can_be_sent_as_it_is() {
    let pair = Pair::new().await;
    let view = group_of_the_shop(&pair.world, &[ANA]).await;
    let unspoken = wa::Message {
        interactive_message: MessageField::some(InteractiveMessage::default()),
        ..wa::Message::default()
    };
    let of = |id: &str| {
        let id = id.to_owned();
        move |event: &Event| {
            let Event::Messages(batch) = event else { return None };
            let found = batch.messages.iter().find(|inbound| inbound.info.id == id);
            found.map(|inbound| inbound.message.get_base_message().clone())
        }
    };
    let id = pair.world.ana.send_raw(SHOP, unspoken.clone(), Some("3A00000000000000AA")).await.unwrap();
    assert_eq!(id, "3A00000000000000AA");
    let came = pair.shop.event("the message", of(&id)).await;
    assert_eq!(came.interactive_message, unspoken.interactive_message);
    assert!(came.message_context_info.message_secret.is_none(), "nothing was added");
    let line: PhoneMessage = pair.world.shop.messages_with(ANA).remove(0);
    assert_eq!((line.content.kind, line.id), (Kind::Other, id));
    let id = pair.world.ana.send_raw(view.id.as_str(), unspoken.clone(), None).await.unwrap();
    let came = pair.shop.event("the message in the group", of(&id)).await;
    assert_eq!(came.interactive_message, unspoken.interactive_message);
    pair.stop().await;
}
