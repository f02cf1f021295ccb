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

/// The longest name, in characters.
const LONGEST_NAME: usize = 80;

/// The text as a name, trimmed: something of it is to be seen, and it shows nothing else than it is.
pub(crate) fn as_name(text: &str) -> Option<&str> {
    let text = trim_unseen(text);
    let is_name = text.chars().count() <= LONGEST_NAME && !is_blank(text) && !deceives(text);
    is_name.then_some(text)
}

/// Whether a text shows something else than it is: it turns the direction of what follows, breaks its line, or hides words
/// in characters that nobody sees. No name does; the flags of regions, which are written with such characters, may.
pub fn deceives(text: &str) -> bool {
    let mut in_flag = false;
    text.chars().any(|c| {
        let is_tag = matches!(c, '\u{E0000}'..='\u{E007F}');
        in_flag = c == FLAG || (in_flag && is_tag);
        is_deceptive(c) || (is_tag && !in_flag)
    })
}

/// The text without what makes it show something else than it is.
pub fn without_deception(text: &str) -> String {
    let mut in_flag = false;
    let is_honest = |c: &char| {
        let is_tag = matches!(c, '\u{E0000}'..='\u{E007F}');
        in_flag = *c == FLAG || (in_flag && is_tag);
        !is_deceptive(*c) && (!is_tag || in_flag)
    };
    text.chars().filter(is_honest).collect()
}

/// The black flag: tags behind it say of which region it is.
const FLAG: char = '\u{1F3F4}';

fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{206F}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0080}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}')
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

    #[test]
    fn a_name_that_shows_something_else_than_it_is_deceives() {
        for name in [
            "a\u{202E}b",
            "\u{2066}a",
            "a\u{200F}",
            "a\u{061C}b",
            "a\nb",
            "a\u{0}",
            "a\u{2028}b",
            "a\u{206A}",
            "Ana\u{E0049}\u{E0067}",
            "\u{E0001}Ana",
            "🏴Ana\u{E0067}",
            "a\u{FFF9}b\u{FFFB}",
            "a\u{9F}b",
        ] {
            assert!(deceives(name), "{name:?}");
            assert!(!deceives(&without_deception(name)), "{name:?}");
        }
        for name in [
            "Ana",
            "أحمد",
            "עדי",
            "👩\u{200D}🍳",
            "❤\u{FE0F}",
            "می\u{200C}خواهم",
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
        ] {
            assert!(!deceives(name), "{name:?}");
            assert_eq!(without_deception(name), name);
        }
    }
}
