//! vCards 2.1, 3.0 and 4.0, one after another.

use std::borrow::Cow;

use calcard::vcard::{VCard, VCardEntry, VCardProperty, VCardValue};
use calcard::{Entry, Parser};

use super::{People, Unreadable};

/// Whether cards stand in a text.
pub(super) fn are_in(text: &str) -> bool {
    text.lines().any(begins)
}

fn begins(line: &str) -> bool {
    line.trim().eq_ignore_ascii_case("BEGIN:VCARD")
}

/// Adds the people of all cards. A card that does not end ends where the next one begins.
pub(super) fn read(text: &str, people: &mut People) -> Result<(), Unreadable> {
    let mut card: Option<(u32, String)> = None;
    for (line, content) in (1_u32..).zip(text.lines()) {
        if begins(content)
            && let Some((line, card)) = card.replace((line, String::new()))
        {
            add(line, &card, people)?;
        }
        if let Some((_, card)) = &mut card {
            card.push_str(&spelled(content));
            card.push_str("\r\n");
        }
    }
    card.map_or(Ok(()), |(line, card)| add(line, &card, people))
}

/// A line as the parser reads it: version 2.1 may name this encoding without saying that it is one.
fn spelled(line: &str) -> Cow<'_, str> {
    const BARE: &str = ";QUOTED-PRINTABLE";
    let head = line.split(':').next().unwrap_or_default().to_ascii_uppercase();
    match head.find(BARE) {
        Some(at) => format!("{};ENCODING=QUOTED-PRINTABLE{}", &line[..at], &line[at + BARE.len()..]).into(),
        None => line.into(),
    }
}

fn add(line: u32, card: &str, people: &mut People) -> Result<(), Unreadable> {
    let Entry::VCard(card) = Parser::new(card).entry() else { return Ok(()) };
    let tel = VCardProperty::Tel;
    let numbers: Vec<&str> = card.properties(&tel).filter_map(text).collect();
    people.add(line, &name(&card), &numbers)
}

/// How somebody is called: as it is to be shown, by the parts of the name, by the firm, or as others call them.
fn name(card: &VCard) -> String {
    let full = VCardProperty::Fn;
    let shown = card.properties(&full).filter_map(text).find(|name| !name.trim().is_empty());
    if let Some(shown) = shown {
        return shown.to_owned();
    }
    let parts: Vec<String> = card.property(&VCardProperty::N).map(parts).unwrap_or_default();
    // Family name, given name, others: as the card has them, not as they are said.
    let said: Vec<&str> = [1, 2, 0]
        .into_iter()
        .filter_map(|part| parts.get(part))
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    if !said.is_empty() {
        return said.join(" ");
    }
    let others = [VCardProperty::Org, VCardProperty::Nickname];
    let other = others.iter().find_map(|property| card.property(property).and_then(text));
    other.unwrap_or_default().to_owned()
}

fn text(entry: &VCardEntry) -> Option<&str> {
    entry.values.first().and_then(VCardValue::as_text)
}

fn parts(entry: &VCardEntry) -> Vec<String> {
    let part = |value: &VCardValue| match value {
        VCardValue::Component(words) => words.join(" "),
        value => value.as_text().unwrap_or_default().trim().to_owned(),
    };
    entry.values.iter().map(part).collect()
}
