//! Every word that the desktop shows by itself, in the three languages of the house.

mod en;
mod es;
mod pt;

use portaria_domain::{Language, SessionStatus};
use portaria_server::CheckFailure;

/// The words of one language. `{…}` stands for what is filled in.
pub(crate) struct Texts {
    /// The language, as HTML names it.
    pub code: &'static str,
    /// The statuses, in the order of [`SessionStatus::ALL`].
    statuses: [&'static str; 13],
    pub tray: Tray,
    pub notices: Notices,
    causes: Causes,
    pub pages: Pages,
    pub quit: Quit,
}

/// The tray's menu.
pub(crate) struct Tray {
    pub no_clients: &'static str,
    /// `{connected}`, `{all}`.
    pub summary: &'static str,
    /// `{n}`; for one, and for several.
    pub need: [&'static str; 2],
    /// Follows the summary after a dot.
    pub unreachable: &'static str,
    pub starting: &'static str,
    pub failed: &'static str,
    pub open: &'static str,
    pub instances: &'static str,
    pub start: &'static str,
    pub stop: &'static str,
    pub restart: &'static str,
    pub copy_link: &'static str,
    /// `{n}`.
    pub more: &'static str,
    pub start_all: &'static str,
    pub stop_all: &'static str,
    pub pause: &'static str,
    pub for_an_hour: &'static str,
    pub until_tomorrow: &'static str,
    pub resume: &'static str,
    pub test_link: &'static str,
    pub quit: &'static str,
}

/// What is told in passing. Of each pair the first is about one (`{name}`), the second about several (`{n}`, `{names}`).
pub(crate) struct Notices {
    pub dropped: [&'static str; 2],
    pub back: [&'static str; 2],
    /// `{status}`.
    pub needs: [&'static str; 2],
    pub linked: [&'static str; 2],
    pub opened: [&'static str; 2],
    /// `{time}`.
    pub unreachable: [&'static str; 2],
    pub reachable: [&'static str; 2],
    pub look: &'static str,
    pub link_copied: [&'static str; 2],
    pub link_closed: [&'static str; 2],
    pub not_done: [&'static str; 2],
    pub only_here: [&'static str; 2],
    /// `{n}`.
    pub link_opens: [&'static str; 2],
    /// `{url}`, `{cause}`.
    pub link_fails: [&'static str; 2],
    pub link_unknown: [&'static str; 2],
    pub keeps_serving: [&'static str; 2],
    pub no_tray: [&'static str; 2],
}

/// Why an address doesn't lead here, in a few words; the panel has more of them.
struct Causes {
    name_unknown: &'static str,
    name_private: &'static str,
    offline: &'static str,
    closed: &'static str,
    certificate: &'static str,
    no_encryption: &'static str,
    nothing_behind: &'static str,
    changed: &'static str,
    other_server: &'static str,
}

/// What the window shows while the panel is not there.
pub(crate) struct Pages {
    pub starting: &'static str,
    pub starting_text: &'static str,
    /// `{n}`; for none, for one, for several.
    pub ending: [&'static str; 3],
    pub ending_text: &'static str,
    pub updating: &'static str,
    pub updating_text: &'static str,
    pub details: &'static str,
    pub retry: &'static str,
    pub quit: &'static str,
    pub open_folder: &'static str,
    pub open_other: &'static str,
    /// `{port}`.
    pub use_port: &'static str,
    pub only_here: &'static str,
    /// `{port}`.
    pub port_busy: [&'static str; 2],
    /// `{address}`.
    pub cannot_listen: [&'static str; 2],
    /// `{folder}`, here and below.
    pub disk_full: [&'static str; 2],
    pub unwritable: [&'static str; 2],
    pub in_use: [&'static str; 2],
    pub damaged: [&'static str; 2],
    pub newer: [&'static str; 2],
    /// `{address}`.
    pub no_password: [&'static str; 2],
    pub settings: [&'static str; 2],
    pub other: [&'static str; 2],
    pub no_window: &'static str,
}

/// The question before the end.
pub(crate) struct Quit {
    pub title: &'static str,
    /// `{n}`; for one, and for several.
    pub question: [&'static str; 2],
    pub yes: &'static str,
    pub no: &'static str,
}

impl Texts {
    /// The language that fits what the system says, such as `pt-BR`; Portuguese where it says nothing of use.
    pub(crate) fn of(locale: Option<&str>) -> &'static Self {
        Self::in_language(locale.and_then(Language::of_locale).unwrap_or_default())
    }

    /// The words of a language.
    pub(crate) const fn in_language(language: Language) -> &'static Self {
        match language {
            Language::PtBr => &pt::TEXTS,
            Language::En => &en::TEXTS,
            Language::Es => &es::TEXTS,
        }
    }

    /// Why an address doesn't lead here.
    pub(crate) const fn cause(&self, failure: CheckFailure) -> &'static str {
        use CheckFailure as F;
        let causes = &self.causes;
        match failure {
            F::NameUnknown => causes.name_unknown,
            F::NamePrivate => causes.name_private,
            F::NamesSilent | F::Unreachable => causes.offline,
            F::Refused | F::ConnectTimedOut => causes.closed,
            F::CertificateExpired | F::CertificateNotYetValid | F::CertificateOtherName | F::CertificateUntrusted => {
                causes.certificate
            }
            F::NoEncryption => causes.no_encryption,
            F::NothingBehind | F::NoAnswer => causes.nothing_behind,
            F::NameChanged | F::AnswerChanged | F::SocketsRefused => causes.changed,
            F::Redirected | F::OtherServer => causes.other_server,
        }
    }

    /// Where a session stands.
    pub(crate) fn status(&self, status: SessionStatus) -> &'static str {
        SessionStatus::ALL.iter().position(|one| *one == status).map_or("", |place| self.statuses[place])
    }
}

/// Puts values in the places of their names.
pub(crate) fn fill(text: &str, values: &[(&str, &dyn std::fmt::Display)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), &value.to_string()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_systems_language_is_taken_and_portuguese_where_there_is_none_of_ours() {
        for (locale, code) in [
            (Some("pt-BR"), "pt-BR"),
            (Some("en_US.UTF-8"), "en"),
            (Some("es-419"), "es"),
            (Some("C"), "pt-BR"),
            (None, "pt-BR"),
        ] {
            assert_eq!(Texts::of(locale).code, code, "{locale:?}");
        }
    }

    #[test]
    fn a_status_is_called_as_the_panel_calls_it() {
        for (language, catalogue) in [
            (Language::PtBr, include_str!("../../../ui/src/i18n/pt-BR.json")),
            (Language::En, include_str!("../../../ui/src/i18n/en.json")),
            (Language::Es, include_str!("../../../ui/src/i18n/es.json")),
        ] {
            let catalogue: serde_json::Value = serde_json::from_str(catalogue).unwrap();
            for status in SessionStatus::ALL {
                let there = catalogue["status"][status.as_str()].as_str().unwrap();
                let here = Texts::in_language(language).status(status);
                // What the panel adds: that it is tried again, or the cause.
                let begins = there.split([',', ':']).next().unwrap();
                assert_eq!(here, begins, "{language}");
            }
        }
    }

    #[test]
    fn values_stand_in_their_places() {
        assert_eq!(fill("{a} de {b}", &[("a", &1), ("b", &"dois")]), "1 de dois");
        assert_eq!(Texts::of(Some("en")).status(SessionStatus::LoggedOut), "Unlinked on the phone");
    }
}
