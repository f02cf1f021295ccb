//! Text as search compares it.

/// Lower case, without the accents of Latin letters (in one character or two), runs of space folded.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        let letters = word.chars().filter(|c| !matches!(c, '\u{300}'..='\u{36F}'));
        folded.extend(letters.flat_map(char::to_lowercase).map(plain));
    }
    folded
}

/// What finds a text in a folded column, where it stands: as words, and, if it looks like a number, as digits.
pub(crate) struct Patterns {
    /// For the words.
    pub(crate) words: String,
    /// For the digits; the same as for the words where there is no number.
    pub(crate) digits: String,
}

/// The patterns of what somebody typed into a search; `None` when that is nothing.
pub(crate) fn patterns(typed: Option<&str>) -> Option<Patterns> {
    let typed = typed.filter(|text| !text.trim().is_empty())?;
    let words = pattern(typed);
    let is_number = typed.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "+-().".contains(c));
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let digits = if is_number && !digits.is_empty() { pattern(&digits) } else { words.clone() };
    Some(Patterns { words, digits })
}

/// The pattern that finds `text` anywhere in a folded column; its own wildcards mean themselves.
fn pattern(text: &str) -> String {
    let escaped = fold(text).replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    format!("%{escaped}%")
}

const fn plain(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_do_not_matter() {
        assert_eq!(fold("  Padaria  SÃO João "), "padaria sao joao");
        assert_eq!(fold("Sa\u{303}o"), "sao", "as a Mac writes it");
        assert_eq!(pattern("50%_"), r"%50\%\_%");
    }

    #[test]
    fn a_number_is_looked_for_by_its_digits() {
        let found = patterns(Some("+55 (11) 90000-0001")).expect("something was typed"); // invented
        assert_eq!(found.digits, "%5511900000001%");
        let found = patterns(Some("Loja 7")).expect("something was typed");
        assert_eq!((found.words.as_str(), found.digits.as_str()), ("%loja 7%", "%loja 7%"));
        assert!(patterns(Some(" ")).is_none() && patterns(None).is_none());
    }
}
