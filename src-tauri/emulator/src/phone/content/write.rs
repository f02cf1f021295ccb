//! From words to the message that says them.

use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::buttons_message::button::{ButtonText, Type as ButtonType};
use waproto::whatsapp::message::buttons_message::{Button, HeaderType};
use waproto::whatsapp::message::list_message::{ListType, Row, Section};
use waproto::whatsapp::message::list_response_message::SingleSelectReply;
use waproto::whatsapp::message::placeholder_message::PlaceholderType;
use waproto::whatsapp::message::{
    ButtonsMessage, ContactMessage, ContactsArrayMessage, EventMessage, ExtendedTextMessage, ListMessage,
    ListResponseMessage, LiveLocationMessage, LocationMessage, PlaceholderMessage, PollCreationMessage,
    poll_creation_message,
};

use super::kind::{Card, Choice, Kind, PollOption, Preview};

impl Kind {
    /// The message for these words; `None` for kinds that are not made of words alone.
    pub(super) fn message(&self, text: &str) -> Option<Message> {
        let text = Some(text.to_owned());
        let mut message = Message::default();
        match self {
            Self::Text { preview: None } => message.conversation = text,
            Self::Text { preview: Some(preview) } => message.extended_text_message = linked(text, preview),
            Self::Location { latitude, longitude, live: true, .. } => {
                message.live_location_message = MessageField::some(LiveLocationMessage {
                    degrees_latitude: Some(*latitude),
                    degrees_longitude: Some(*longitude),
                    caption: text,
                    sequence_number: Some(1),
                    ..Default::default()
                });
            }
            Self::Location { latitude, longitude, address, live: false } => {
                message.location_message = MessageField::some(LocationMessage {
                    degrees_latitude: Some(*latitude),
                    degrees_longitude: Some(*longitude),
                    name: text,
                    address: Some(address.clone()),
                    ..Default::default()
                });
            }
            Self::Contacts { cards } => match cards.as_slice() {
                [one] => message.contact_message = MessageField::some(contact(one)),
                several => {
                    message.contacts_array_message = MessageField::some(ContactsArrayMessage {
                        display_name: text,
                        contacts: several.iter().map(contact).collect(),
                        ..Default::default()
                    });
                }
            },
            Self::Poll { options, choices } => {
                let poll = MessageField::some(poll(text, options, *choices));
                // As WhatsApp Web does: one choice has a version of its own.
                if *choices == 1 {
                    message.poll_creation_message_v3 = poll;
                } else {
                    message.poll_creation_message = poll;
                }
            }
            Self::Event { starts_at_s, description, .. } => {
                message.event_message = MessageField::some(EventMessage {
                    name: text,
                    description: Some(description.clone()),
                    start_time: Some(*starts_at_s),
                    ..Default::default()
                });
            }
            Self::Buttons { options } => message.buttons_message = MessageField::some(buttons(text, options)),
            Self::List { button, options } => message.list_message = MessageField::some(list(text, button, options)),
            Self::Masked => {
                message.placeholder_message =
                    MessageField::some(PlaceholderMessage { r#type: Some(PlaceholderType::MASK_LINKED_DEVICES) });
            }
            Self::Chosen { id } => message.list_response_message = MessageField::some(chosen(text, id)),
            Self::Image
            | Self::Video { .. }
            | Self::Audio { .. }
            | Self::Document { .. }
            | Self::Sticker
            | Self::Other
            | Self::Silent => return None,
        }
        Some(message)
    }
}

fn linked(text: Option<String>, preview: &Preview) -> MessageField<ExtendedTextMessage> {
    MessageField::some(ExtendedTextMessage {
        text,
        matched_text: Some(preview.url.clone()),
        title: Some(preview.title.clone()),
        description: Some(preview.description.clone()),
        ..Default::default()
    })
}

fn contact(card: &Card) -> ContactMessage {
    let Card { name, number } = card;
    let vcard =
        format!("BEGIN:VCARD\nVERSION:3.0\nN:;{name};;;\nFN:{name}\nTEL;type=CELL;waid={number}:+{number}\nEND:VCARD");
    ContactMessage { display_name: Some(name.clone()), vcard: Some(vcard), ..Default::default() }
}

fn poll(question: Option<String>, options: &[PollOption], choices: u32) -> PollCreationMessage {
    let option = |option: &PollOption| poll_creation_message::Option {
        option_name: Some(option.name.clone()),
        ..Default::default()
    };
    PollCreationMessage {
        name: question,
        options: options.iter().map(option).collect(),
        selectable_options_count: Some(choices),
        ..Default::default()
    }
}

fn buttons(text: Option<String>, options: &[Choice]) -> ButtonsMessage {
    let button = |choice: &Choice| Button {
        button_id: Some(choice.id.clone()),
        button_text: MessageField::some(ButtonText { display_text: Some(choice.title.clone()) }),
        r#type: Some(ButtonType::RESPONSE),
        ..Default::default()
    };
    ButtonsMessage {
        content_text: text,
        buttons: options.iter().map(button).collect(),
        header_type: Some(HeaderType::EMPTY),
        ..Default::default()
    }
}

fn list(text: Option<String>, button: &str, options: &[Choice]) -> ListMessage {
    let row = |choice: &Choice| Row {
        title: Some(choice.title.clone()),
        row_id: Some(choice.id.clone()),
        ..Default::default()
    };
    ListMessage {
        description: text,
        button_text: Some(button.to_owned()),
        list_type: Some(ListType::SINGLE_SELECT),
        sections: vec![Section { rows: options.iter().map(row).collect(), ..Default::default() }],
        ..Default::default()
    }
}

fn chosen(text: Option<String>, id: &str) -> ListResponseMessage {
    ListResponseMessage {
        title: text,
        single_select_reply: MessageField::some(SingleSelectReply { selected_row_id: Some(id.to_owned()) }),
        ..Default::default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::Content;
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let choice = || vec![Choice { id: "1".into(), title: "Sim".into() }];
        let card = |name: &str| Card { name: name.into(), number: "5511900000011".into() };
        let option = |name: &str| PollOption { name: name.into(), voters: Vec::new() };
        let preview =
            Preview { url: "https://exemplo.com".into(), title: "Exemplo".into(), description: "Uma página".into() };
        for (kind, text) in [
            (Kind::Text { preview: None }, "oi"),
            (Kind::Text { preview: Some(preview) }, "veja https://exemplo.com"),
            (Kind::Location { latitude: -23.5, longitude: -46.6, address: "Rua A".into(), live: false }, "Padaria"),
            (Kind::Location { latitude: -23.5, longitude: -46.6, address: String::new(), live: true }, "a caminho"),
            (Kind::Contacts { cards: vec![card("Ana")] }, "Ana"),
            (Kind::Contacts { cards: vec![card("Ana"), card("Bruno")] }, "2 contatos"),
            (Kind::Poll { options: vec![option("a"), option("b")], choices: 1 }, "Qual?"),
            (Kind::Poll { options: vec![option("a"), option("b")], choices: 0 }, "Quais?"),
            (Kind::Event { starts_at_s: 1_800_000_000, description: "d".into(), answers: [].into() }, "Festa"),
            (Kind::Buttons { options: choice() }, "Confirma?"),
            (Kind::List { button: "Abrir".into(), options: choice() }, "Escolha"),
            (Kind::Chosen { id: "1".into() }, "Sim"),
            (Kind::Masked, ""),
        ] {
            let message = kind.message(text).unwrap();
            let content = Content::of(&message);
            assert_eq!(content.kind, kind, "the kind survives");
            assert_eq!(content.text(&message), text, "the words of {kind:?} survive");
        }
    }
}
