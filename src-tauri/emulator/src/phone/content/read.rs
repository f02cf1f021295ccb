//! From a message to the words of its line.

use wacore::proto_helpers::MessageExt as _;
use waproto::codec::message_to_vec;
use waproto::whatsapp::message::buttons_message::Button;
use waproto::whatsapp::message::{ContactMessage, EventMessage, ExtendedTextMessage, PollCreationMessage};
use waproto::whatsapp::{Message, message};

use super::kind::{Card, Choice, Kind, PollOption, Preview};

impl Kind {
    /// The kind of a message that is out of its wrappers.
    pub(super) fn of(base: &Message) -> Self {
        text(base)
            .or_else(|| media(base))
            .or_else(|| place(base))
            .or_else(|| asking(base))
            .or_else(|| business(base))
            .or_else(|| base.placeholder_message.is_set().then_some(Self::Masked))
            .unwrap_or_else(|| if is_silent(base) { Self::Silent } else { Self::Other })
    }
}

/// The words that go with a message: its text, caption, question or name.
pub(super) fn words(base: &Message) -> String {
    let words = base
        .text_content()
        .or_else(|| base.get_caption())
        .or_else(|| poll(base)?.name.as_deref())
        .or_else(|| base.event_message.as_option()?.name.as_deref())
        .or_else(|| base.location_message.as_option()?.name.as_deref())
        .or_else(|| base.live_location_message.as_option()?.caption.as_deref())
        .or_else(|| base.contact_message.as_option()?.display_name.as_deref())
        .or_else(|| base.contacts_array_message.as_option()?.display_name.as_deref())
        .or_else(|| base.buttons_message.as_option()?.content_text.as_deref())
        .or_else(|| base.list_message.as_option()?.description.as_deref())
        .or_else(|| base.list_response_message.as_option()?.title.as_deref())
        .or_else(|| base.template_button_reply_message.as_option()?.selected_display_text.as_deref())
        .or_else(|| button_chosen(base)?.1)
        .or_else(|| file_name(base));
    words.unwrap_or_default().to_owned()
}

fn text(base: &Message) -> Option<Kind> {
    let preview = |extended: &ExtendedTextMessage| {
        let url = extended.matched_text.clone().filter(|url| !url.is_empty())?;
        let (title, description) = (extended.title.clone(), extended.description.clone());
        Some(Preview { url, title: title.unwrap_or_default(), description: description.unwrap_or_default() })
    };
    match base.extended_text_message.as_option() {
        Some(extended) => Some(Kind::Text { preview: preview(extended) }),
        None => base.conversation.is_some().then_some(Kind::Text { preview: None }),
    }
}

fn media(base: &Message) -> Option<Kind> {
    if base.image_message.is_set() {
        return Some(Kind::Image);
    }
    if let Some(video) = base.video_message.as_option().or_else(|| base.ptv_message.as_option()) {
        return Some(Kind::Video { gif: video.gif_playback == Some(true) });
    }
    if let Some(audio) = base.audio_message.as_option() {
        return Some(Kind::Audio { voice: audio.ptt == Some(true), seconds: audio.seconds.unwrap_or_default() });
    }
    if base.document_message.is_set() {
        return Some(Kind::Document { name: file_name(base).unwrap_or_default().to_owned() });
    }
    base.sticker_message.is_set().then_some(Kind::Sticker)
}

fn file_name(base: &Message) -> Option<&str> {
    let document = base.document_message.as_option()?;
    document.file_name.as_deref().or(document.title.as_deref())
}

fn place(base: &Message) -> Option<Kind> {
    if let Some(here) = base.location_message.as_option() {
        return Some(Kind::Location {
            latitude: here.degrees_latitude.unwrap_or_default(),
            longitude: here.degrees_longitude.unwrap_or_default(),
            address: here.address.clone().unwrap_or_default(),
            live: here.is_live == Some(true),
        });
    }
    let here = base.live_location_message.as_option()?;
    Some(Kind::Location {
        latitude: here.degrees_latitude.unwrap_or_default(),
        longitude: here.degrees_longitude.unwrap_or_default(),
        address: String::new(),
        live: true,
    })
}

/// What waits for an answer of its own kind: cards, polls, events.
fn asking(base: &Message) -> Option<Kind> {
    if let Some(one) = base.contact_message.as_option() {
        return Some(Kind::Contacts { cards: vec![card(one)] });
    }
    if let Some(several) = base.contacts_array_message.as_option() {
        return Some(Kind::Contacts { cards: several.contacts.iter().map(card).collect() });
    }
    if let Some(poll) = poll(base) {
        let option = |option: &message::poll_creation_message::Option| PollOption {
            name: option.option_name.clone().unwrap_or_default(),
            voters: Vec::new(),
        };
        let choices = poll.selectable_options_count.unwrap_or_default();
        return Some(Kind::Poll { options: poll.options.iter().map(option).collect(), choices });
    }
    base.event_message.as_option().map(event)
}

fn event(event: &EventMessage) -> Kind {
    Kind::Event {
        starts_at_s: event.start_time.unwrap_or_default(),
        description: event.description.clone().unwrap_or_default(),
        answers: std::collections::BTreeMap::new(),
    }
}

fn poll(base: &Message) -> Option<&PollCreationMessage> {
    base.poll_creation_message
        .as_option()
        .or_else(|| base.poll_creation_message_v2.as_option())
        .or_else(|| base.poll_creation_message_v3.as_option())
        .or_else(|| base.poll_creation_message_v5.as_option())
}

/// Name and number as a vCard tells them; WhatsApp's `waid` is the number that has an account.
fn card(contact: &ContactMessage) -> Card {
    let vcard = contact.vcard.as_deref().unwrap_or_default();
    let named = vcard.lines().find_map(|line| line.trim().strip_prefix("FN:"));
    let after_waid = vcard.split("waid=").nth(1).unwrap_or_default();
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
    Card { name: contact.display_name.as_deref().or(named).unwrap_or_default().to_owned(), number: digits(after_waid) }
}

fn business(base: &Message) -> Option<Kind> {
    let choice = |id: Option<&String>, title: Option<&String>| Choice {
        id: id.cloned().unwrap_or_default(),
        title: title.cloned().unwrap_or_default(),
    };
    if let Some(buttons) = base.buttons_message.as_option() {
        let button = |button: &Button| choice(button.button_id.as_ref(), button.button_text.display_text.as_ref());
        return Some(Kind::Buttons { options: buttons.buttons.iter().map(button).collect() });
    }
    if let Some(list) = base.list_message.as_option() {
        let rows = list.sections.iter().flat_map(|section| &section.rows);
        return Some(Kind::List {
            button: list.button_text.clone().unwrap_or_default(),
            options: rows.map(|row| choice(row.row_id.as_ref(), row.title.as_ref())).collect(),
        });
    }
    let chosen = button_chosen(base)
        .and_then(|(id, _)| id)
        .or_else(|| base.list_response_message.as_option()?.single_select_reply.selected_row_id.as_deref())
        .or_else(|| base.template_button_reply_message.as_option()?.selected_id.as_deref());
    chosen.map(|id| Kind::Chosen { id: id.to_owned() })
}

/// Id and words of the button that somebody pressed.
fn button_chosen(base: &Message) -> Option<(Option<&str>, Option<&str>)> {
    use waproto::whatsapp::__buffa::oneof::message::buttons_response_message::Response;
    let pressed = base.buttons_response_message.as_option()?;
    let words = pressed.response.as_ref().map(|Response::SelectedDisplayText(words)| words.as_str());
    Some((pressed.selected_button_id.as_deref(), words))
}

/// Whether the message changes another, announces others, or is between devices only.
fn is_silent(base: &Message) -> bool {
    base.protocol_message.is_set()
        || base.reaction_message.is_set()
        || base.enc_reaction_message.is_set()
        || base.pin_in_chat_message.is_set()
        || base.keep_in_chat_message.is_set()
        || base.poll_update_message.is_set()
        || base.enc_event_response_message.is_set()
        || base.secret_encrypted_message.is_set()
        || base.album_message.is_set()
        // By their bytes, as a kind without any field of its own equals none.
        || message_to_vec(base) == message_to_vec(&only_keys(base))
}

/// What is left of a message that brings nothing but a sender key.
fn only_keys(base: &Message) -> Message {
    Message {
        sender_key_distribution_message: base.sender_key_distribution_message.clone(),
        message_context_info: base.message_context_info.clone(),
        ..Message::default()
    }
}
