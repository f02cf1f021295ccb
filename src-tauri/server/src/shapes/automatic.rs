//! What is sent without anybody.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use super::LanguageWord;
use super::status::words;

words!(
    /// Who is sent an automatic message: everybody who writes, or who is not in the phone's address book.
    RecipientsWord of domain::Recipients { Everyone, NotContacts }
);

words!(
    /// When nobody is there: outside the business hours, which is never where there are none, or at any time.
    AwayWhenWord of domain::AwayWhen { OutsideHours, Always }
);

impl From<RecipientsWord> for domain::Recipients {
    fn from(word: RecipientsWord) -> Self {
        match word {
            RecipientsWord::Everyone => Self::Everyone,
            RecipientsWord::NotContacts => Self::NotContacts,
        }
    }
}

impl From<AwayWhenWord> for domain::AwayWhen {
    fn from(word: AwayWhenWord) -> Self {
        match word {
            AwayWhenWord::OutsideHours => Self::OutsideHours,
            AwayWhenWord::Always => Self::Always,
        }
    }
}

/// What is sent without anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AutomaticMessages)]
pub(crate) struct AutomaticMessagesShape {
    /// The language in which dates are written.
    pub language: LanguageWord,
    /// By whose clock it is which date, a name of the IANA database.
    pub time_zone: String,
    /// While nobody is there.
    pub away: AwayMessageShape,
    /// To who writes for the first time, or again after 14 days.
    pub greeting: GreetingMessageShape,
}

/// What is sent while nobody is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AwayMessage)]
pub(crate) struct AwayMessageShape {
    /// Whether it is sent.
    pub is_on: bool,
    /// When.
    pub when: AwayWhenWord,
    /// To whom.
    pub to: RecipientsWord,
    /// After how many hours somebody who writes again is told again.
    pub again_after_hours: u16,
    /// What it says, with `{nome}`, `{numero}` and `{data}` as in a quick reply.
    pub text: String,
}

/// What is sent to who writes for the first time, or again after 14 days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = GreetingMessage)]
pub(crate) struct GreetingMessageShape {
    /// Whether it is sent.
    pub is_on: bool,
    /// To whom.
    pub to: RecipientsWord,
    /// What it says, with `{nome}`, `{numero}` and `{data}` as in a quick reply.
    pub text: String,
}

impl From<domain::AutomaticMessages> for AutomaticMessagesShape {
    fn from(messages: domain::AutomaticMessages) -> Self {
        let domain::AutomaticMessages { language, time_zone, away, greeting } = messages;
        let domain::AwayMessage { is_on, when, to, again_after_h, text } = away;
        Self {
            language: language.into(),
            time_zone: time_zone.to_string(),
            away: AwayMessageShape { is_on, when: when.into(), to: to.into(), again_after_hours: again_after_h, text },
            greeting: GreetingMessageShape { is_on: greeting.is_on, to: greeting.to.into(), text: greeting.text },
        }
    }
}
