//! What the provider said of itself.

use portaria_domain::{FirstRun, Language};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::status::words;
use crate::settings::Settings;

words!(
    /// What the first run asks next; `done` when it asks nothing any more.
    FirstRunWord of domain::FirstRun { Language, Name, Access, Customer, Done }
);

/// The languages that every screen is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Language)]
pub(crate) enum LanguageWord {
    /// Portuguese as in Brazil.
    #[serde(rename = "pt-BR")]
    PtBr,
    /// English.
    #[serde(rename = "en")]
    En,
    /// Spanish.
    #[serde(rename = "es")]
    Es,
}

impl From<Language> for LanguageWord {
    fn from(language: Language) -> Self {
        match language {
            Language::PtBr => Self::PtBr,
            Language::En => Self::En,
            Language::Es => Self::Es,
        }
    }
}

impl From<LanguageWord> for Language {
    fn from(word: LanguageWord) -> Self {
        match word {
            LanguageWord::PtBr => Self::PtBr,
            LanguageWord::En => Self::En,
            LanguageWord::Es => Self::Es,
        }
    }
}

impl From<FirstRunWord> for FirstRun {
    fn from(word: FirstRunWord) -> Self {
        match word {
            FirstRunWord::Language => Self::Language,
            FirstRunWord::Name => Self::Name,
            FirstRunWord::Access => Self::Access,
            FirstRunWord::Customer => Self::Customer,
            FirstRunWord::Done => Self::Done,
        }
    }
}

/// What the provider said of itself, and what holds where it said nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Settings)]
pub(crate) struct SettingsShape {
    /// The name of the service, as tenants read it.
    name: String,
    /// Whether it was given when the server was started, and can't be changed here.
    is_name_fixed: bool,
    /// Whether the service was given a name; where it was not, `name` is what holds by itself.
    is_name_chosen: bool,
    /// The language that the provider is spoken to in, outside of its browsers too.
    language: LanguageWord,
    /// Whether it was chosen; where it was not, it's the system's.
    is_language_chosen: bool,
    /// What the first run asks next.
    first_run: FirstRunWord,
}

impl SettingsShape {
    pub(crate) fn new(settings: &Settings, tenants: u32) -> Self {
        Self {
            name: settings.name().into(),
            is_name_fixed: settings.is_name_fixed(),
            is_name_chosen: settings.is_name_chosen(),
            language: settings.language().into(),
            is_language_chosen: settings.is_language_chosen(),
            first_run: settings.first_run(tenants).into(),
        }
    }
}
