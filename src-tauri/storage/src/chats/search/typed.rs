//! What somebody typed, as what the index is asked for. Nothing of it is read as the index's own language.

use super::tokens::{Token, tokens};

/// One thing that has to be in a message: tokens that follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    /// The tokens, folded.
    pub(super) tokens: Vec<String>,
    /// Whether the last of them may go on.
    pub(super) is_prefix: bool,
}

/// The terms of what was typed: each word by its beginning, what stands in quotes as it is. All must be there.
pub(super) fn terms(typed: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    let (mut rest, mut is_quoted) = (typed, false);
    while !rest.is_empty() {
        let end = rest.find(is_quote).unwrap_or(rest.len());
        let part = &rest[..end];
        let is_closed = end < rest.len();
        if is_quoted {
            // Whoever is still typing has not closed it yet.
            terms.extend(term(part, !is_closed));
        } else {
            terms.extend(part.split_whitespace().filter_map(|word| term(word, true)));
        }
        rest = rest[end..].chars().next().map_or("", |quote| &rest[end + quote.len_utf8()..]);
        is_quoted = !is_quoted && is_closed;
    }
    terms
}

const fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '“' | '”' | '„' | '«' | '»')
}

fn term(text: &str, goes_on: bool) -> Option<Term> {
    let tokens = tokens(text);
    // One letter begins half of all words: alone it means itself.
    let is_prefix = goes_on && tokens.last().is_some_and(|last| last.is_word && last.text.chars().count() > 1);
    let tokens: Vec<String> = tokens.into_iter().map(|token| token.text).collect();
    (!tokens.is_empty()).then_some(Term { tokens, is_prefix })
}

impl Term {
    /// As the index reads it. Tokens are letters and digits: nothing in them ends the quotes.
    pub(super) fn expression(&self) -> String {
        format!("\"{}\"{}", self.tokens.join(" "), if self.is_prefix { " *" } else { "" })
    }

    /// Where it stands in a text, by the text's tokens: from the first to the last of them.
    pub(super) fn hits<'a>(&'a self, text: &'a [Token]) -> impl Iterator<Item = (usize, usize)> + 'a {
        let last = self.tokens.len() - 1;
        text.windows(self.tokens.len()).filter_map(move |window| {
            let is_hit = window.iter().zip(&self.tokens).enumerate().all(|(at, (token, wanted))| {
                token.text == *wanted || (at == last && self.is_prefix && token.text.starts_with(wanted.as_str()))
            });
            is_hit.then(|| (window[0].start, window[last].end))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expressions(typed: &str) -> Vec<String> {
        terms(typed).iter().map(Term::expression).collect()
    }

    #[test]
    fn words_begin_and_quotes_mean_what_they_hold() {
        assert_eq!(expressions("Tabela pre"), ["\"tabela\" *", "\"pre\" *"]);
        assert_eq!(expressions("\"tabela de preços\" a"), ["\"tabela de precos\"", "\"a\""]);
        assert_eq!(expressions("“tabela de pre"), ["\"tabela de pre\" *"], "not closed yet");
        assert_eq!(expressions("ana@exemplo.com"), ["\"ana exemplo com\" *"]);
        assert_eq!(expressions("世界🎂"), ["\"世 界 u1f382\""]);
    }

    #[test]
    fn the_language_of_the_index_is_only_text() {
        for hostile in ["\"", "\"\"\"", "* ^ ( ) -- ' ; : + ~", "", "   ", "\u{0}", "…"] {
            assert_eq!(expressions(hostile), [""; 0], "{hostile:?}");
        }
        assert_eq!(
            expressions("a AND (b* NEAR/2 words:c)"),
            ["\"a\"", "\"and\" *", "\"b\"", "\"near 2\"", "\"words c\""]
        );
    }
}
