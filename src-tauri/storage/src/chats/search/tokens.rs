//! Texts as tokens: what is written and what is typed are cut and folded alike.
//!
//! Scripts without spaces (Chinese, Japanese, Thai, …) and emoji give one token a character, so that any part of them is
//! found as a row of tokens.

use crate::fold;

/// Longer words are cut: nobody types them, and each would be a term of its own in the index.
const LONGEST_CHARS: usize = 64;

/// One token of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it begins in the text, in bytes.
    pub(super) start: usize,
    /// Where it ends, in bytes.
    pub(super) end: usize,
    /// Folded: letters and digits only.
    pub(super) text: String,
    /// Whether more of it may follow, as in a word; not so for a character that stands alone.
    pub(super) is_word: bool,
}

/// What a character is to the tokens.
enum Part {
    /// Belongs to a word.
    Letter,
    /// Is a token by itself.
    Alone,
    /// Belongs to what stands before it and says nothing: joiners, selectors, marks of direction.
    Nothing,
    /// Ends a word.
    Between,
}

/// The tokens of a text, in order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut word: Option<(usize, usize)> = None;
    let finish = |word: &mut Option<(usize, usize)>, tokens: &mut Vec<Token>| {
        if let Some((start, end)) = word.take() {
            tokens.push(Token { start, end, text: folded(&text[start..end]), is_word: true });
        }
    };
    for (start, letter) in text.char_indices() {
        let end = start + letter.len_utf8();
        match part(letter) {
            Part::Letter => word = Some((word.map_or(start, |(start, _)| start), end)),
            Part::Nothing => {}
            Part::Between => finish(&mut word, &mut tokens),
            Part::Alone => {
                finish(&mut word, &mut tokens);
                // An emoji is no letter to the index: its number stands for it.
                let text =
                    if letter.is_alphanumeric() { letter.to_string() } else { format!("u{:x}", u32::from(letter)) };
                tokens.push(Token { start, end, text, is_word: false });
            }
        }
    }
    finish(&mut word, &mut tokens);
    tokens.retain(|token| !token.text.is_empty());
    tokens
}

/// A text's tokens as the index is given them.
pub(super) fn joined(texts: &[&str]) -> String {
    let mut all = String::new();
    for token in texts.iter().flat_map(|text| tokens(text)) {
        if !all.is_empty() {
            all.push(' ');
        }
        all.push_str(&token.text);
    }
    all
}

fn folded(word: &str) -> String {
    let visible: String = word.chars().filter(|c| !matches!(part(*c), Part::Nothing)).take(LONGEST_CHARS).collect();
    fold::fold(&visible)
}

fn part(letter: char) -> Part {
    match letter {
        // Accents of their own are folded away with the letter that they stand on.
        '\u{300}'..='\u{36F}' => Part::Letter,
        '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{1F3FB}'..='\u{1F3FF}'
        | '\u{E0000}'..='\u{E01EF}' => Part::Nothing,
        _ if is_without_spaces(letter) => Part::Alone,
        _ if letter.is_alphanumeric() => Part::Letter,
        '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}' => Part::Alone,
        _ => Part::Between,
    }
}

/// Whether a letter belongs to a script that is written without spaces between words.
const fn is_without_spaces(letter: char) -> bool {
    matches!(
        letter,
        '\u{E00}'..='\u{EFF}' // Thai, Lao
        | '\u{1000}'..='\u{109F}' // Burmese
        | '\u{1780}'..='\u{17FF}' // Khmer
        | '\u{3040}'..='\u{30FF}' // Hiragana, Katakana
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}'
    ) && !matches!(letter, '\u{E3F}' | '\u{E4F}' | '\u{E5A}' | '\u{E5B}' | '\u{30FB}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_other_scripts_stand_letter_by_letter() {
        assert_eq!(joined(&["Orçamento, R$ 1.250,00!"]), "orcamento r 1 250 00");
        assert_eq!(joined(&["Sa\u{303}o Joa\u{303}o"]), "sao joao", "as a Mac writes it");
        assert_eq!(joined(&["pa\u{200B}daria\u{202E}"]), "padaria", "what nobody sees parts no word");
        assert_eq!(joined(&["你好", "bolo🎂👍🏽"]), "你 好 bolo u1f382 u1f44d");
        assert_eq!(joined(&["\"' * ( ) -- \u{0}"]), "");
        let long = "á".repeat(70_000);
        assert_eq!(joined(&[&long]).chars().count(), LONGEST_CHARS);
    }

    #[test]
    fn a_token_knows_where_it_stands() {
        let text = "Pão 🎂";
        let found: Vec<_> = tokens(text).into_iter().map(|token| &text[token.start..token.end]).collect();
        assert_eq!(found, ["Pão", "🎂"]);
    }
}
