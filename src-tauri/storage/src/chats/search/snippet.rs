//! The part of a message that was found, with where it was found.

use portaria_domain::Content;

use super::tokens::tokens;
use super::typed::Term;

/// A hit that stands farther in is not seen in a narrow row, in bytes of the text.
const IN_SIGHT: usize = 32;
/// So much is shown before the first hit of such a text, in bytes.
const BEFORE: usize = 24;
/// How long a snippet is at most, in bytes of the text.
const LONGEST: usize = 240;

/// A part of a message's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The words as they were written.
    pub text: String,
    /// Where the hits are in it, in UTF-16 code units: from and up to. They follow each other and never overlap.
    pub hits: Vec<(usize, usize)>,
    /// Whether more of the text stands before it.
    pub is_cut_before: bool,
    /// Whether more of the text stands behind it.
    pub is_cut_after: bool,
}

/// The snippet of a message that was found by these terms: of the first of its texts that has a hit.
pub(super) fn snippet(content: &Content, terms: &[Term]) -> Snippet {
    let texts = content.texts();
    let found = texts.iter().map(|text| (*text, hits(text, terms))).find(|(_, hits)| !hits.is_empty());
    match found {
        Some((text, hits)) => cut(text, &hits),
        None => cut(content.words().unwrap_or_default(), &[]),
    }
}

/// Where the terms stand, joined where they overlap.
fn hits(text: &str, terms: &[Term]) -> Vec<(usize, usize)> {
    let tokens = tokens(text);
    let mut found: Vec<(usize, usize)> = terms.iter().flat_map(|term| term.hits(&tokens)).collect();
    found.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (start, end) in found {
        match joined.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    joined
}

fn cut(text: &str, hits: &[(usize, usize)]) -> Snippet {
    let first = hits.first().map_or(0, |(start, _)| *start);
    let start = if first <= IN_SIGHT { 0 } else { beginning(text, first - BEFORE, first) };
    let end = text.floor_char_boundary(start + LONGEST);
    let units = |part: &str| part.encode_utf16().count();
    let shown = &text[start..end];
    let hits = hits.iter().filter(|(from, _)| *from < end).map(|(from, to)| {
        let (from, to) = (*from - start, (*to).min(end) - start);
        (units(&shown[..from]), units(&shown[..to]))
    });
    Snippet { text: shown.to_owned(), hits: hits.collect(), is_cut_before: start > 0, is_cut_after: end < text.len() }
}

/// Where a snippet begins: with a word, if one begins between two places.
fn beginning(text: &str, from: usize, to: usize) -> usize {
    let from = text.floor_char_boundary(from);
    if from == 0 {
        return 0;
    }
    let space = text[from..to].char_indices().find(|(_, letter)| letter.is_whitespace());
    space.map_or(from, |(at, letter)| from + at + letter.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chats::search::typed::terms;
    use proptest::prelude::*;

    fn marked(text: &str, typed: &str) -> (Snippet, Vec<String>) {
        let found = snippet(&Content::plain(text), &terms(typed));
        let units: Vec<u16> = found.text.encode_utf16().collect();
        let marked = found.hits.iter().map(|(from, to)| String::from_utf16_lossy(&units[*from..*to])).collect();
        (found, marked)
    }

    #[test]
    fn hits_are_marked_as_they_were_written() {
        let (found, hits) = marked("🎂 Segue a Tabela de Preços de novembro", "\"tabela de precos\" nov");
        assert_eq!(hits, ["Tabela de Preços", "novembro"]);
        assert!(!found.is_cut_before && !found.is_cut_after);
        let (found, hits) = marked("@5511900000302 quem leva o bolo de aniversário?", "aniv"); // invented
        assert_eq!((hits, found.text.as_str()), (vec!["aniversário".to_owned()], "quem leva o bolo de aniversário?"));
        assert!(found.is_cut_before, "a narrow row shows what was looked for");
    }

    #[test]
    fn a_long_text_is_cut_around_its_first_hit() {
        let text = format!("{}o orçamento vai junto {}", "palavra ".repeat(400), "fim ".repeat(400));
        let (found, hits) = marked(&text, "orcamento");
        assert_eq!(hits, ["orçamento"]);
        assert!(found.is_cut_before && found.is_cut_after && found.text.starts_with("palavra "), "{}", found.text);
    }

    proptest! {
        #[test]
        fn nothing_that_is_written_or_typed_breaks_it(text in "\\PC{0,400}", typed in "\\PC{0,60}") {
            let (found, hits) = marked(&text, &typed);
            prop_assert!(text.contains(&found.text));
            prop_assert_eq!(hits.len(), found.hits.len());
        }
    }
}
