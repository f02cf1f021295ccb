//! What can be seen of a text. Pasted texts bring characters that nobody sees.

/// Whether a character has no picture of its own: Unicode's format and default-ignorable characters, and blank fillers.
///
/// Joiners, tags and variation selectors are among them: alone they show nothing, but an emoji can need them.
pub const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{0600}'..='\u{0605}' | '\u{061C}' | '\u{06DD}' | '\u{070F}'
        | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether nothing of a text can be seen: a name like this is no name.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || is_invisible(c))
}

/// The text without the spaces and marks around it that a paste brings along.
/// What an emoji at the end needs (variation selectors, tags) stays.
pub fn trim_unseen(text: &str) -> &str {
    text.trim_matches(|c: char| {
        let belongs_to_emoji = matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E0FFF}');
        c.is_whitespace() || (is_invisible(c) && !belongs_to_emoji)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_which_nothing_is_seen_is_blank() {
        for blank in
            ["", " \t\n", "\u{200B}\u{FEFF}", "\u{2800}\u{3164}", "\u{00A0}\u{00AD}\u{202A}\u{202C}", "\u{FE0F}"]
        {
            assert!(is_blank(blank), "{blank:?}");
        }
        for seen in ["a", "\u{202A}5\u{202C}", "❤\u{FE0F}", "ـ", "。"] {
            assert!(!is_blank(seen), "{seen:?}");
        }
    }

    #[test]
    fn only_what_surrounds_a_text_is_taken_away() {
        assert_eq!(trim_unseen("\u{202A} Ana\u{200B} Sol\u{00A0}\u{202C}"), "Ana\u{200B} Sol");
        assert_eq!(trim_unseen("Sol ❤\u{FE0F} "), "Sol ❤\u{FE0F}", "the heart stays red");
    }
}
