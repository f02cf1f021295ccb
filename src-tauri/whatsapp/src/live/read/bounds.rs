//! How much of a hostile protobuf is kept for showing. The raw keeps all of it.

use portaria_domain::MessageId;

/// WhatsApp's own apps let nobody write a longer text.
const TEXT: usize = 65_536;
/// Names, titles, captions of buttons.
const LINE: usize = 1_024;
/// Addresses of pages.
const URL: usize = 2_048;
/// What a quote keeps of the words that it quotes.
const QUOTED: usize = 300;

/// How many options of a poll are kept.
pub(super) const OPTIONS: usize = 100;
/// How many buttons and rows are kept.
pub(super) const CHOICES: usize = 200;
/// How many cards are kept; WhatsApp sends 257 at most.
pub(super) const CARDS: usize = 257;
/// How many people can be mentioned; a group holds so many.
pub(super) const MENTIONS: usize = 1_024;

/// The first `most` characters.
fn clipped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => text[..end].to_owned(),
        None => text.to_owned(),
    }
}

/// Words of any length that a person may write.
pub(super) fn text(text: Option<&String>) -> String {
    clipped(text.map_or("", String::as_str), TEXT)
}

/// One line.
pub(super) fn line(text: Option<&String>) -> String {
    clipped(text.map_or("", String::as_str), LINE)
}

/// What a quote keeps of the quoted words.
pub(super) fn quoted(text: &str) -> String {
    clipped(text, QUOTED)
}

/// A page's address.
pub(super) fn url(text: Option<&String>) -> String {
    clipped(text.map_or("", String::as_str), URL)
}

/// The same, or nothing where nothing is written.
pub(super) fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// A message's id, where it is one.
pub(super) fn id(text: Option<&String>) -> Option<MessageId> {
    MessageId::parse(text?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(clipped("ação", 2), "aç");
        assert_eq!(clipped("ação", 9), "ação");
        assert_eq!(text(Some(&"ã".repeat(70_000))).chars().count(), TEXT);
    }
}
