//! From WhatsApp's protobuf to what stands in a chat, or to what is said about another message.
//!
//! One file for each family of kinds, as in the domain. [`KINDS`] is the one list from a protobuf's field to its reader:
//! a new kind is one file and one line. Nothing here knows a session, an account or an address book, and whatever a
//! stranger wrote is bounded.

#![expect(
    clippy::unnecessary_wraps,
    reason = "readers share one signature: some find nothing, others always something"
)]

mod bounds;
mod call;
mod card;
mod choices;
mod commerce;
mod context;
mod marks;
mod media;
mod native_flow;
mod occasion;
mod place;
mod poll;
mod protocol;
mod text;
mod unsupported;
mod wrapper;

use portaria_domain::{Content, Raw, RawFormat};
use waproto::whatsapp::{ContextInfo, Message};

pub(in crate::live) use context::{commented, fix_quote};
pub(in crate::live) use marks::WireMark;

use crate::Projected;

/// What a protobuf turned out to be.
pub(in crate::live) enum Reading {
    /// Something that stands in the chat.
    Content(Box<Projected>),
    /// Something about another message.
    Mark(Box<WireMark>),
    /// Keys, settings and questions between devices.
    Nothing,
}

/// What a reader found in its field.
struct Found<'a> {
    content: Content,
    context: Option<&'a ContextInfo>,
}

impl<'a> Found<'a> {
    const fn new(content: Content, context: Option<&'a ContextInfo>) -> Self {
        Self { content, context }
    }
}

/// A reader of one field. `None`: the field is not set.
type Reader = for<'a> fn(&'a Message) -> Option<Found<'a>>;

/// Every kind that has a form of its own, by its protobuf's field. The first that finds something has the word.
const KINDS: &[Reader] = &[
    |m| text::extended(m.extended_text_message.as_option()?),
    |m| text::plain(m.conversation.as_ref()?),
    |m| media::image(m.image_message.as_option()?),
    |m| media::video(m.video_message.as_option()?),
    |m| media::round_video(m.ptv_message.as_option()?),
    |m| media::audio(m.audio_message.as_option()?),
    |m| media::document(m.document_message.as_option()?),
    |m| media::sticker(m.sticker_message.as_option()?),
    |m| media::album(m.album_message.as_option()?),
    |m| place::place(m.location_message.as_option()?),
    |m| place::live(m.live_location_message.as_option()?),
    |m| card::one(m.contact_message.as_option()?),
    |m| card::several(m.contacts_array_message.as_option()?),
    |m| card::invitation(m.group_invite_message.as_option()?),
    |m| poll::poll(m.poll_creation_message.as_option()?),
    |m| poll::poll(m.poll_creation_message_v2.as_option()?),
    |m| poll::poll(m.poll_creation_message_v3.as_option()?),
    |m| poll::poll(m.poll_creation_message_v5.as_option()?),
    |m| poll::poll(m.poll_creation_message_v6.as_option()?),
    |m| occasion::occasion(m.event_message.as_option()?),
    |m| occasion::invitation(m.event_invite_message.as_option()?),
    |m| occasion::scheduled_call(m.scheduled_call_creation_message.as_option()?),
    |m| choices::buttons(m.buttons_message.as_option()?),
    |m| choices::list(m.list_message.as_option()?),
    |m| choices::template(m.template_message.as_option()?),
    |m| choices::interactive(m.interactive_message.as_option()?),
    |m| choices::highly_structured(m.highly_structured_message.as_option()?),
    |m| choices::button_chosen(m.buttons_response_message.as_option()?),
    |m| choices::row_chosen(m.list_response_message.as_option()?),
    |m| choices::template_chosen(m.template_button_reply_message.as_option()?),
    |m| native_flow::answered(m.interactive_response_message.as_option()?),
    |m| commerce::product(m.product_message.as_option()?),
    |m| commerce::order(m.order_message.as_option()?),
    |m| commerce::sent(m.send_payment_message.as_option()?),
    |m| commerce::requested(m.request_payment_message.as_option()?),
    |m| commerce::declined(m.decline_payment_request_message.as_option()?),
    |m| commerce::cancelled(m.cancel_payment_request_message.as_option()?),
    |m| commerce::invited(m.payment_invite_message.as_option()?),
    |m| commerce::invoice(m.invoice_message.as_option()?),
    |m| call::logged(m.call_log_messsage.as_option()?),
    |m| text::comment(m.comment_message.as_option()?),
    |m| unsupported::placeholder(m.placeholder_message.as_option()?),
    unsupported::named,
];

/// Reads a message as it was decrypted.
pub(in crate::live) fn read(message: &Message) -> Reading {
    let opened = wrapper::open(message);
    if let Some(reading) = protocol::read(&opened) {
        return reading;
    }
    if let Some(mark) = marks::read(&opened) {
        return Reading::Mark(Box::new(mark));
    }
    match projected(&opened) {
        Some(projected) => Reading::Content(Box::new(projected)),
        None => Reading::Nothing,
    }
}

/// What a message says in a chat. `None`: nothing stands there.
pub(in crate::live) fn project(message: &Message) -> Option<Projected> {
    match read(message) {
        Reading::Content(projected) => Some(*projected),
        Reading::Mark(_) | Reading::Nothing => None,
    }
}

/// The small picture that a message brings along.
pub(in crate::live) fn thumbnail(message: &Message) -> Option<Vec<u8>> {
    media::thumbnail_of(wrapper::open(message).message)
}

/// The message itself, out of its envelopes.
pub(in crate::live) fn unwrapped(message: &Message) -> &Message {
    wrapper::open(message).message
}

/// The same, to be changed.
pub(in crate::live) fn unwrapped_mut(message: &mut Message) -> &mut Message {
    wrapper::open_mut(message)
}

fn projected(opened: &wrapper::Opened<'_>) -> Option<Projected> {
    let found = KINDS.iter().find_map(|reader| reader(opened.message));
    let found = match found {
        Some(found) => found,
        None if unsupported::only_carries_keys(opened.message) => return None,
        None => Found::new(Content::Unsupported { name: opened.name().to_owned() }, None),
    };
    let mut context = context::read(found.context, opened);
    let mut content = text::with_fallback(found.content, &context);
    if let Content::Media(media) = &mut content {
        media.is_lottie |= opened.is_lottie;
        media.is_animated |= media.is_lottie;
    }
    if let Some(comment) = opened.message.comment_message.as_option() {
        context.quote = context.quote.or_else(|| commented(comment.target_message_key.as_option()?));
    }
    let is_empty = matches!(&content, Content::Text(text) if text.text.is_empty());
    (!is_empty).then_some(Projected { content, context })
}

/// What is kept of a message for good: all of it but the keys of its group and the envelope of an own copy.
pub(in crate::live) fn raw(message: &Message) -> Raw {
    let mut kept = match message.device_sent_message.as_option().and_then(|sent| sent.message.as_option()) {
        Some(inner) => {
            let mut inner = inner.clone();
            if inner.message_context_info.is_unset() {
                inner.message_context_info = message.message_context_info.clone();
            }
            inner
        }
        None => message.clone(),
    };
    kept.sender_key_distribution_message.take();
    kept.fast_ratchet_key_sender_key_distribution_message.take();
    Raw { format: RawFormat::Message, bytes: waproto::codec::message_to_vec(&kept) }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
