//! The languages that people are spoken to in.

use std::fmt;
use std::str::FromStr;

/// A text that names none of the languages.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the languages are pt-BR, en and es")]
pub struct InvalidLanguage;

/// A language that every screen is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Portuguese as in Brazil.
    #[default]
    PtBr,
    /// English.
    En,
    /// Spanish.
    Es,
}

impl Language {
    /// Every one there is.
    pub const ALL: [Self; 3] = [Self::PtBr, Self::En, Self::Es];

    /// The tag that stores and interfaces use (BCP 47).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PtBr => "pt-BR",
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// The language of a system's locale, such as `pt_PT.UTF-8` or `en-GB`; `None` for any other.
    pub fn of_locale(locale: &str) -> Option<Self> {
        let first = locale.split(['-', '_', '.', '@']).next().unwrap_or_default();
        let spoken =
            |language: &Self| language.as_str().split('-').next().is_some_and(|tag| tag.eq_ignore_ascii_case(first));
        Self::ALL.into_iter().find(spoken)
    }
}

impl FromStr for Language {
    type Err = InvalidLanguage;
    fn from_str(text: &str) -> Result<Self, InvalidLanguage> {
        Self::ALL.into_iter().find(|language| language.as_str() == text).ok_or(InvalidLanguage)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_reads_back_and_has_one_spelling() {
        for language in Language::ALL {
            assert_eq!(language.to_string().parse(), Ok(language));
        }
        for bad in ["", "pt", "pt-br", "PT-BR", "fr", "en "] {
            assert_eq!(bad.parse::<Language>(), Err(InvalidLanguage), "{bad:?}");
        }
    }

    #[test]
    fn a_locale_speaks_the_language_it_begins_with() {
        for (locale, language) in [
            ("pt-BR", Some(Language::PtBr)),
            ("pt_PT.UTF-8", Some(Language::PtBr)),
            ("EN-gb", Some(Language::En)),
            ("es@euro", Some(Language::Es)),
            ("C.UTF-8", None),
            ("est-EE", None),
            ("", None),
        ] {
            assert_eq!(Language::of_locale(locale), language, "{locale:?}");
        }
    }
}
