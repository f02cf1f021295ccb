//! Messages that are sent without anybody: who writes while it is closed is told so, who writes for the first time is greeted.

use serde::{Deserialize, Serialize};

use crate::{LONGEST_TEXT, Language, TimeZone, UnixMs};

const HOUR_MS: i64 = 3_600_000;
/// A chat in which nothing was written for so long begins anew.
const SILENCE_MS: i64 = 14 * 24 * HOUR_MS;
/// Whom a person answered within this time is in the middle of a conversation, and is told nothing by a machine.
const CONVERSATION_MS: i64 = HOUR_MS / 2;
/// An automatic answer that did not leave within this time leaves no more.
pub const ANSWERED_WITHIN_MS: i64 = 5 * 60 * 1_000;
/// The longest time after which somebody is told again, in hours.
pub const LONGEST_AGAIN_H: u16 = 24 * 7;

/// Which automatic message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AutomaticKind {
    /// Nobody is there.
    Away,
    /// Somebody writes for the first time, or again after a long silence.
    Greeting,
}

impl AutomaticKind {
    /// Each of them.
    pub const ALL: [Self; 2] = [Self::Away, Self::Greeting];

    /// The word that the store uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Away => "away",
            Self::Greeting => "greeting",
        }
    }
}

/// Who is sent an automatic message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipients {
    /// Everybody who writes.
    #[default]
    Everyone,
    /// Who is not in the phone's address book.
    NotContacts,
}

/// When nobody is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AwayWhen {
    /// Outside the business hours; never where there are none.
    #[default]
    OutsideHours,
    /// At any time.
    Always,
}

/// What is sent while nobody is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwayMessage {
    /// Whether it is sent.
    pub is_on: bool,
    /// When.
    pub when: AwayWhen,
    /// To whom.
    pub to: Recipients,
    /// After how many hours somebody who writes again is told again: 1 to [`LONGEST_AGAIN_H`].
    pub again_after_h: u16,
    /// What it says; `{nome}`, `{numero}` and `{data}` as in a quick reply.
    pub text: String,
}

impl Default for AwayMessage {
    fn default() -> Self {
        Self {
            is_on: false,
            when: AwayWhen::default(),
            to: Recipients::default(),
            again_after_h: 12,
            text: String::new(),
        }
    }
}

/// What is sent to who writes for the first time, or again after 14 days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GreetingMessage {
    /// Whether it is sent.
    pub is_on: bool,
    /// To whom.
    pub to: Recipients,
    /// What it says; `{nome}`, `{numero}` and `{data}` as in a quick reply.
    pub text: String,
}

/// What a tenant lets be sent without anybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AutomaticMessages {
    /// The language in which dates are written.
    pub language: Language,
    /// By whose clock it is which date.
    pub time_zone: TimeZone,
    /// While nobody is there.
    pub away: AwayMessage,
    /// To who writes for the first time.
    pub greeting: GreetingMessage,
}

/// What is known of a chat of two in which somebody has just written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// Whether they are in the phone's address book.
    pub is_in_address_book: bool,
    /// When they were last told that nobody is there.
    pub told_away_at: Option<UnixMs>,
    /// When a person last answered them.
    pub answered_at: Option<UnixMs>,
    /// When anything was last written in it before.
    pub written_at: Option<UnixMs>,
}

impl AutomaticMessages {
    /// Whether a kind is sent.
    pub const fn is_on(&self, kind: AutomaticKind) -> bool {
        match kind {
            AutomaticKind::Away => self.away.is_on,
            AutomaticKind::Greeting => self.greeting.is_on,
        }
    }

    /// Whether anything is sent at all.
    pub const fn is_any_on(&self) -> bool {
        self.away.is_on || self.greeting.is_on
    }

    /// Which message somebody is sent who writes just now, if any: one at most. `is_open` is `None` where there are no business
    /// hours.
    pub fn wanted(&self, asked: &Asked, is_open: Option<bool>, now: UnixMs) -> Option<AutomaticKind> {
        let is_for = |to: Recipients| to == Recipients::Everyone || !asked.is_in_address_book;
        let is_within = |at: Option<UnixMs>, ms: i64| at.is_some_and(|at| now.since_ms(at) < ms);
        let AwayMessage { is_on, when, to, again_after_h, .. } = self.away;
        let is_away = is_on && (when == AwayWhen::Always || is_open == Some(false)) && is_for(to);
        if is_away
            && !is_within(asked.told_away_at, i64::from(again_after_h) * HOUR_MS)
            && !is_within(asked.answered_at, CONVERSATION_MS)
        {
            return Some(AutomaticKind::Away);
        }
        let is_greeted = self.greeting.is_on && is_for(self.greeting.to) && !is_within(asked.written_at, SILENCE_MS);
        (!is_away && is_greeted).then_some(AutomaticKind::Greeting)
    }

    /// What is said of a kind: the name, the number and the date stand where the text leaves them open. As much of it as
    /// WhatsApp carries.
    pub fn says(&self, kind: AutomaticKind, name: &str, number: &str, now: UnixMs) -> String {
        let text = match kind {
            AutomaticKind::Away => &self.away.text,
            AutomaticKind::Greeting => &self.greeting.text,
        };
        let name = if name.is_empty() { number } else { name };
        let date = self.date(now);
        let mut said = String::with_capacity(text.len() + name.len());
        let mut rest = text.as_str();
        // From left to right, once: what a name says is no variable.
        while let Some(at) = rest.find('{') {
            let words = [("{nome}", name), ("{numero}", number), ("{data}", date.as_str())];
            let found = words.into_iter().find(|(variable, _)| rest[at..].starts_with(variable));
            let (variable, word) = found.unwrap_or(("{", "{"));
            said.push_str(&rest[..at]);
            said.push_str(word);
            rest = &rest[at + variable.len()..];
        }
        said.push_str(rest);
        if let Some((end, _)) = said.char_indices().nth(LONGEST_TEXT) {
            said.truncate(end);
        }
        said
    }

    /// As the panel writes a date in this language.
    fn date(&self, now: UnixMs) -> String {
        let (year, month, day) = self.time_zone.date_at(now).parts();
        match self.language {
            Language::PtBr => format!("{day:02}/{month:02}/{year}"),
            Language::En => format!("{month}/{day}/{:02}", year.rem_euclid(100)),
            Language::Es => format!("{day}/{month}/{:02}", year.rem_euclid(100)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const NOW: UnixMs = UnixMs(1_800_000_000_000);

    fn both() -> AutomaticMessages {
        AutomaticMessages {
            away: AwayMessage { is_on: true, text: "fechado".into(), ..AwayMessage::default() },
            greeting: GreetingMessage { is_on: true, text: "olá".into(), ..GreetingMessage::default() },
            ..AutomaticMessages::default()
        }
    }

    fn before(ms: i64) -> UnixMs {
        NOW - ms
    }

    #[test]
    fn somebody_is_told_outside_the_hours_and_then_not_for_a_while() {
        let messages = AutomaticMessages { greeting: GreetingMessage::default(), ..both() };
        let told = |told_away_at| messages.wanted(&Asked { told_away_at, ..Asked::default() }, Some(false), NOW);
        assert_eq!(told(None), Some(AutomaticKind::Away));
        assert_eq!(told(Some(before(12 * HOUR_MS - 1))), None);
        assert_eq!(told(Some(before(12 * HOUR_MS))), Some(AutomaticKind::Away));
        assert_eq!(messages.wanted(&Asked::default(), Some(true), NOW), None, "open");
        assert_eq!(messages.wanted(&Asked::default(), None, NOW), None, "without hours nothing is outside of them");
        let mut always = messages;
        always.away.when = AwayWhen::Always;
        assert_eq!(always.wanted(&Asked::default(), Some(true), NOW), Some(AutomaticKind::Away));
    }

    #[test]
    fn who_speaks_with_a_person_is_told_nothing() {
        let answered =
            |ms| both().wanted(&Asked { answered_at: Some(before(ms)), ..Asked::default() }, Some(false), NOW);
        assert_eq!(answered(CONVERSATION_MS - 1), None);
        assert_eq!(answered(CONVERSATION_MS), Some(AutomaticKind::Away));
    }

    #[test]
    fn a_greeting_follows_a_silence_and_no_message_of_absence() {
        let written = |written_at, is_open| both().wanted(&Asked { written_at, ..Asked::default() }, is_open, NOW);
        assert_eq!(written(None, Some(true)), Some(AutomaticKind::Greeting));
        assert_eq!(written(None, None), Some(AutomaticKind::Greeting));
        assert_eq!(written(Some(before(SILENCE_MS - 1)), Some(true)), None);
        assert_eq!(written(Some(before(SILENCE_MS)), Some(true)), Some(AutomaticKind::Greeting));
        assert_eq!(written(None, Some(false)), Some(AutomaticKind::Away), "one of both");
        let told = Asked { told_away_at: Some(before(1)), ..Asked::default() };
        assert_eq!(both().wanted(&told, Some(false), NOW), None, "nor both one after the other");
    }

    #[test]
    fn who_is_in_the_address_book_may_be_left_out() {
        let known = Asked { is_in_address_book: true, ..Asked::default() };
        let mut messages = both();
        messages.away.to = Recipients::NotContacts;
        assert_eq!(messages.wanted(&known, Some(false), NOW), Some(AutomaticKind::Greeting));
        messages.greeting.to = Recipients::NotContacts;
        assert_eq!(messages.wanted(&known, Some(false), NOW), None);
        assert_eq!(messages.wanted(&Asked::default(), Some(false), NOW), Some(AutomaticKind::Away));
    }

    #[test]
    fn what_is_left_open_is_put_in_once() {
        let late = UnixMs(1_793_930_400_000); // 2026-11-06T02:00:00Z
        let mut messages = both();
        messages.time_zone = "America/Sao_Paulo".parse().unwrap();
        messages.away.text = "Oi, {nome}! {numero}, {data}, {x} {nome".into();
        let said = |messages: &AutomaticMessages, name| messages.says(AutomaticKind::Away, name, "+55 11", late);
        assert_eq!(said(&messages, "{data}"), "Oi, {data}! +55 11, 05/11/2026, {x} {nome");
        assert_eq!(said(&messages, ""), "Oi, +55 11! +55 11, 05/11/2026, {x} {nome");
        messages.away.text = "{data}".into();
        messages.language = Language::En;
        assert_eq!(said(&messages, ""), "11/5/26");
        messages.language = Language::Es;
        assert_eq!(said(&messages, ""), "5/11/26");
        messages.away.text = "{nome}".repeat(682);
        assert_eq!(said(&messages, &"á".repeat(100)), "á".repeat(LONGEST_TEXT), "no more than WhatsApp carries");
    }
}
