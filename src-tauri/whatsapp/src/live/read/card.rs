//! Cards of people, and invitations.

use portaria_domain::{Card, Content, GroupInvitation};
use waproto::whatsapp::message::{ContactMessage, ContactsArrayMessage, GroupInviteMessage};

use super::{Found, bounds};

/// How many numbers of one card are kept.
const NUMBERS: usize = 20;

pub(super) fn one(message: &ContactMessage) -> Option<Found<'_>> {
    Some(Found::new(Content::Contacts { cards: vec![card(message)] }, message.context_info.as_option()))
}

pub(super) fn several(message: &ContactsArrayMessage) -> Option<Found<'_>> {
    let cards: Vec<_> = message.contacts.iter().take(bounds::CARDS).map(card).collect();
    let content = if cards.is_empty() {
        Content::Unsupported { name: "contactsArrayMessage".to_owned() }
    } else {
        Content::Contacts { cards }
    };
    Some(Found::new(content, message.context_info.as_option()))
}

fn card(message: &ContactMessage) -> Card {
    let vcard = bounds::text(message.vcard.as_ref());
    let name = bounds::some(bounds::line(message.display_name.as_ref()));
    let name = name.or_else(|| Some(bounds::line(Some(&line(&vcard, "FN")?.to_owned())))).unwrap_or_default();
    Card { name, numbers: numbers(&vcard), vcard }
}

/// The value of a vCard's first line with this property.
fn line<'a>(vcard: &'a str, property: &str) -> Option<&'a str> {
    vcard.lines().filter_map(split).find(|(name, _, _)| name.eq_ignore_ascii_case(property)).map(|(_, _, value)| value)
}

/// A vCard's line: property without its group, parameters, value.
fn split(line: &str) -> Option<(&str, &str, &str)> {
    let (head, value) = line.split_once(':')?;
    let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
    let name = name.rsplit_once('.').map_or(name, |(_, name)| name);
    Some((name.trim(), parameters, value.trim()))
}

/// The numbers of a card as they are written, the ones that WhatsApp knows (`waid`) first.
fn numbers(vcard: &str) -> Vec<String> {
    let lines = vcard.lines().filter_map(split);
    let mut found: Vec<(bool, String)> = lines
        .filter(|(name, _, value)| name.eq_ignore_ascii_case("TEL") && !value.is_empty())
        .take(NUMBERS)
        .map(|(_, parameters, value)| {
            let is_known = parameters.split(';').any(|one| one.to_ascii_lowercase().starts_with("waid="));
            let value = value.strip_prefix("tel:").unwrap_or(value);
            (!is_known, bounds::line(Some(&value.to_owned())))
        })
        .collect();
    found.sort_by_key(|(is_unknown, _)| *is_unknown);
    found.into_iter().map(|(_, number)| number).collect()
}

pub(super) fn invitation(message: &GroupInviteMessage) -> Option<Found<'_>> {
    let invitation = GroupInvitation {
        group: bounds::line(message.group_jid.as_ref()),
        name: bounds::line(message.group_name.as_ref()),
        code: bounds::line(message.invite_code.as_ref()),
        expires_at_s: message.invite_expiration.filter(|at| *at > 0),
        caption: bounds::some(bounds::text(message.caption.as_ref())),
    };
    Some(Found::new(Content::GroupInvitation(invitation), message.context_info.as_option()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_whatsapp_knows_come_first() {
        // Invented numbers.
        let vcard = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Souza\r\nTEL;type=HOME:+55 11 3000-0001\r\n\
                     item1.TEL;type=CELL;waid=5511900000002:+55 11 90000-0002\r\nitem1.X-ABLabel:Celular\r\nEND:VCARD";
        assert_eq!(numbers(vcard), ["+55 11 90000-0002", "+55 11 3000-0001"]);
        let message = ContactMessage { vcard: Some(vcard.to_owned()), ..ContactMessage::default() };
        assert_eq!(card(&message).name, "Ana Souza");
    }

    #[test]
    fn a_card_that_is_none_has_no_numbers() {
        for vcard in ["", ":", "TEL", "TEL:", ";;;:::", "\u{0}"] {
            assert!(numbers(vcard).is_empty(), "{vcard:?}");
        }
    }
}
