//! Cards of people.

use std::fmt::Write as _;

use portaria_domain::Card;
use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::{ContactMessage, ContactsArrayMessage};

pub(super) fn message(cards: &[Card]) -> Message {
    if let [card] = cards {
        return Message { contact_message: MessageField::some(contact(card)), ..Message::default() };
    }
    let several = ContactsArrayMessage {
        display_name: cards.first().map(|card| card.name.clone()),
        contacts: cards.iter().map(contact).collect(),
        ..ContactsArrayMessage::default()
    };
    Message { contacts_array_message: MessageField::some(several), ..Message::default() }
}

fn contact(card: &Card) -> ContactMessage {
    let vcard = if card.vcard.is_empty() { vcard(card) } else { card.vcard.clone() };
    ContactMessage { display_name: Some(card.name.clone()), vcard: Some(vcard), ..ContactMessage::default() }
}

/// A card as WhatsApp writes it; `waid` is what makes its number one to write to.
fn vcard(card: &Card) -> String {
    let name = escaped(&card.name);
    let mut lines = format!("BEGIN:VCARD\nVERSION:3.0\nN:;{name};;;\nFN:{name}\n");
    for number in &card.numbers {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let number = escaped(number);
        let _ = writeln!(lines, "TEL;type=CELL;type=VOICE;waid={digits}:{number}"); // a text takes whatever is written
    }
    lines + "END:VCARD"
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ',' | ';' => safe.extend(['\\', letter]),
            '\n' => safe.push_str("\\n"),
            '\r' => {}
            letter => safe.push(letter),
        }
    }
    safe
}
