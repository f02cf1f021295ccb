//! Which news of the tenants' sessions is worth telling: a pure function of what was seen, with the time passed in.

use std::collections::HashMap;

use chrono::{Local, TimeZone as _};
use portaria_domain::{SessionStatus, TenantId, UnixMs};
use portaria_server::{Instance, InstanceList, Outside};

use crate::texts::{Texts, fill};

/// How long a session must be without a connection before that is told, in milliseconds.
const LASTS_MS: i64 = 60_000;
/// How long the same tenant's link may be opened again without a word, in milliseconds.
const SAME_VISIT_MS: i64 = 10 * 60_000;
/// How many are named where several are told of.
const NAMED: usize = 5;

/// Whom it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Who {
    pub id: TenantId,
    pub name: String,
    pub status: SessionStatus,
}

/// Something worth telling, about everybody to whom it happened at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// Without a connection for a while.
    Dropped(Vec<Who>),
    /// In use again, of those of whom that was told.
    Back(Vec<Who>),
    /// Nothing goes on by itself: unlinked, banned, restricted, opened elsewhere, failed.
    Needs(Vec<Who>),
    /// A phone was linked.
    Linked(Vec<Who>),
    /// Somebody without a phone yet opened the link.
    Opened(Vec<Who>),
    /// The Internet comes here no longer: links open nowhere else.
    Unreachable {
        /// Since when.
        since: UnixMs,
    },
    /// It does again.
    Reachable,
}

impl Told {
    /// About whom it is; about everybody where that is nobody.
    pub(crate) fn whom(&self) -> &[Who] {
        match self {
            Self::Dropped(whom) | Self::Back(whom) | Self::Needs(whom) | Self::Linked(whom) | Self::Opened(whom) => {
                whom
            }
            Self::Unreachable { .. } | Self::Reachable => &[],
        }
    }
}

/// What was seen so far.
#[derive(Default)]
pub(crate) struct News {
    /// Nothing is told of how things stood at first.
    has_looked: bool,
    seen: HashMap<TenantId, Seen>,
    /// Whether it was told that the Internet comes here no longer.
    is_outside_told: bool,
}

#[derive(Clone, Copy)]
struct Seen {
    status: SessionStatus,
    is_linked: bool,
    /// Since when there is no connection, after one was in use.
    offline_since: Option<UnixMs>,
    /// Whether that was told.
    is_told: bool,
    opened_at: Option<UnixMs>,
}

impl News {
    /// What is new in a list.
    pub(crate) fn look(&mut self, now: UnixMs, list: &InstanceList) -> Vec<Told> {
        let (mut dropped, mut back, mut needs, mut linked) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for item in &list.items {
            let before = self.seen.get(&item.id).copied();
            let mut seen = Seen {
                status: item.status,
                is_linked: item.is_linked,
                offline_since: before.and_then(|before| before.offline_since),
                is_told: before.is_some_and(|before| before.is_told),
                opened_at: before.and_then(|before| before.opened_at),
            };
            match item.status {
                SessionStatus::Reconnecting => {
                    let since = *seen.offline_since.get_or_insert(item.since);
                    if !seen.is_told && now.since_ms(since) >= LASTS_MS {
                        seen.is_told = true;
                        dropped.push(who(item));
                    }
                }
                // On its way: neither gone nor back.
                SessionStatus::Starting | SessionStatus::Syncing => {}
                _ => {
                    if seen.is_told && item.status == SessionStatus::Connected {
                        back.push(who(item));
                    }
                    (seen.offline_since, seen.is_told) = (None, false);
                }
            }
            let was = before.map(|before| before.status);
            if self.has_looked && needs_somebody(item.status) && was != Some(item.status) {
                needs.push(who(item));
            }
            // The phone is linked when it has scanned; told is that it works.
            if item.status != SessionStatus::Connected {
                seen.is_linked &= before.is_none_or(|before| before.is_linked);
            } else if before.is_some_and(|before| !before.is_linked) {
                linked.push(who(item));
            }
            self.seen.insert(item.id, seen);
        }
        self.has_looked = true;
        let told = [Told::Needs(needs), Told::Dropped(dropped), Told::Back(back), Told::Linked(linked)];
        told.into_iter().filter(|told| !told.whom().is_empty()).collect()
    }

    /// A tenant's link was opened: of interest until a phone is linked.
    pub(crate) fn opened(&mut self, now: UnixMs, tenant: TenantId, list: &InstanceList) -> Vec<Told> {
        let Some(item) = list.items.iter().find(|item| item.id == tenant && !item.is_linked) else { return Vec::new() };
        let Some(seen) = self.seen.get_mut(&tenant) else { return Vec::new() };
        let is_same_visit = seen.opened_at.is_some_and(|at| now.since_ms(at) < SAME_VISIT_MS);
        seen.opened_at = Some(now);
        if is_same_visit { Vec::new() } else { vec![Told::Opened(vec![who(item)])] }
    }

    /// How it stands with the Internet; that is told of how it stood at first, too.
    pub(crate) fn outside(&mut self, outside: Outside) -> Vec<Told> {
        let was_told = std::mem::replace(&mut self.is_outside_told, outside != Outside::Well);
        match outside {
            Outside::Gone { since } if !was_told => vec![Told::Unreachable { since }],
            Outside::Well if was_told => vec![Told::Reachable],
            Outside::Gone { .. } | Outside::Well => Vec::new(),
        }
    }

    /// When something becomes worth telling though nothing changes.
    pub(crate) fn due(&self) -> Option<UnixMs> {
        let waiting = self.seen.values().filter(|seen| !seen.is_told);
        waiting.filter_map(|seen| Some(seen.offline_since? + LASTS_MS)).min()
    }
}

const fn needs_somebody(status: SessionStatus) -> bool {
    use SessionStatus as S;
    matches!(status, S::LoggedOut | S::Banned | S::Restricted | S::Replaced | S::Failed)
}

fn who(item: &Instance) -> Who {
    Who { id: item.id, name: item.name.to_string(), status: item.status }
}

/// Something to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub title: String,
    pub body: String,
    /// Which page of the panel a click opens; none: the one that is open.
    pub page: Option<String>,
}

/// The panel's page of what links carry and whether it works.
pub(crate) const ACCESS: &str = "/access";

/// A moment of today, by this computer's clock.
fn clock(at: UnixMs) -> String {
    Local.timestamp_millis_opt(at.0).earliest().map(|at| at.format("%H:%M").to_string()).unwrap_or_default()
}

/// A tenant's page in the panel.
pub(crate) fn page_of(tenant: TenantId) -> String {
    format!("/tenants/{tenant}")
}

impl Notice {
    /// News in words: all of one kind are one notice.
    pub(crate) fn of(told: &Told, texts: &Texts) -> Self {
        let notices = &texts.notices;
        let words = match told {
            Told::Dropped(_) => notices.dropped,
            Told::Back(_) => notices.back,
            Told::Needs(_) => notices.needs,
            Told::Linked(_) => notices.linked,
            Told::Opened(_) => notices.opened,
            Told::Unreachable { since } => {
                let [title, body] = notices.unreachable.map(|text| fill(text, &[("time", &clock(*since))]));
                return Self { title, body, page: Some(ACCESS.to_owned()) };
            }
            Told::Reachable => {
                let [title, body] = notices.reachable.map(str::to_owned);
                return Self { title, body, page: Some(ACCESS.to_owned()) };
            }
        };
        let whom = told.whom();
        if let [one] = whom {
            let status = texts.status(one.status);
            let title = fill(words[0], &[("status", &status), ("name", &one.name)]);
            return Self { title, body: notices.look.to_owned(), page: Some(page_of(one.id)) };
        }
        let mut names: Vec<&str> = whom.iter().take(NAMED).map(|who| who.name.as_str()).collect();
        if whom.len() > NAMED {
            names.push("…");
        }
        Self { title: fill(words[1], &[("n", &whom.len())]), body: names.join(", "), page: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SessionStatus as S;
    use portaria_domain::Cause;

    fn id(number: u8) -> TenantId {
        TenantId::from_parts(UnixMs(1), [number; 10])
    }

    fn item(number: u8, status: SessionStatus, since: i64, is_linked: bool) -> Instance {
        let name = format!("Cliente {number}").into();
        Instance { id: id(number), name, status, since: UnixMs(since), cause: Cause::LoggedIn, is_linked }
    }

    fn list(items: impl IntoIterator<Item = Instance>) -> InstanceList {
        InstanceList { items: items.into_iter().collect() }
    }

    fn names(told: &[Told]) -> Vec<String> {
        told.iter().map(|told| Notice::of(told, Texts::of(Some("en"))).title).collect()
    }

    #[test]
    fn nothing_is_told_of_how_things_stood_at_first() {
        let mut news = News::default();
        let first =
            list([item(1, S::LoggedOut, 0, false), item(2, S::Connected, 0, true), item(3, S::Starting, 0, true)]);
        assert!(news.look(UnixMs(0), &first).is_empty());
        // And a boot that goes well is no news either.
        let later =
            list([item(1, S::LoggedOut, 0, false), item(2, S::Connected, 0, true), item(3, S::Connected, 5, true)]);
        assert!(news.look(UnixMs(5), &later).is_empty());
    }

    #[test]
    fn a_connection_that_is_back_within_a_minute_was_never_gone() {
        let mut news = News::default();
        news.look(UnixMs(0), &list([item(1, S::Connected, 0, true)]));
        assert!(news.look(UnixMs(1_000), &list([item(1, S::Reconnecting, 1_000, true)])).is_empty());
        assert_eq!(news.due(), Some(UnixMs(61_000)));
        assert!(news.look(UnixMs(50_000), &list([item(1, S::Connected, 50_000, true)])).is_empty());
        assert_eq!(news.due(), None);
    }

    #[test]
    fn one_that_stays_away_is_told_once_and_so_is_its_return() {
        let mut news = News::default();
        news.look(UnixMs(0), &list([item(1, S::Connected, 0, true)]));
        let away = list([item(1, S::Reconnecting, 1_000, true)]);
        news.look(UnixMs(1_000), &away);
        assert_eq!(names(&news.look(UnixMs(61_000), &away)), ["Cliente 1 is offline"]);
        assert!(news.look(UnixMs(200_000), &away).is_empty(), "once");
        assert_eq!(news.due(), None);
        // On its way back it is not back yet.
        assert!(news.look(UnixMs(201_000), &list([item(1, S::Syncing, 201_000, true)])).is_empty());
        let back = list([item(1, S::Connected, 202_000, true)]);
        assert_eq!(names(&news.look(UnixMs(202_000), &back)), ["Cliente 1 is back"]);
        assert!(news.look(UnixMs(203_000), &back).is_empty());
    }

    #[test]
    fn many_at_once_are_one_notice_that_names_a_few() {
        let mut news = News::default();
        news.look(UnixMs(0), &list((1..=40).map(|number| item(number, S::Connected, 0, true))));
        let away = list((1..=40).map(|number| item(number, S::Reconnecting, 10, true)));
        news.look(UnixMs(10), &away);
        let told = news.look(UnixMs(60_010), &away);
        assert_eq!(names(&told), ["40 clients are offline"]);
        let notice = Notice::of(&told[0], Texts::of(None));
        assert_eq!(notice.body, "Cliente 1, Cliente 2, Cliente 3, Cliente 4, Cliente 5, …");
        assert_eq!(notice.page, None);
    }

    #[test]
    fn links_that_open_nowhere_else_are_told_once_and_so_is_that_they_do_again() {
        let mut news = News::default();
        assert!(news.outside(Outside::Well).is_empty());
        let told = news.outside(Outside::Gone { since: UnixMs(0) });
        let notice = Notice::of(&told[0], Texts::of(Some("en")));
        assert_eq!(notice.title, "Your links do not open from outside");
        assert!(notice.body.contains(&clock(UnixMs(0))), "{}", notice.body);
        assert_eq!(notice.page.as_deref(), Some("/access"), "a click leads to where it is mended");
        assert!(news.outside(Outside::Gone { since: UnixMs(7) }).is_empty(), "once");
        assert_eq!(news.outside(Outside::Well), [Told::Reachable]);
        assert!(news.outside(Outside::Well).is_empty());
    }

    #[test]
    fn what_needs_somebody_is_told_at_once() {
        for (status, title) in [
            (S::LoggedOut, "Cliente 1: Unlinked on the phone"),
            (S::Banned, "Cliente 1: Banned by WhatsApp"),
            (S::Restricted, "Cliente 1: Restricted by WhatsApp"),
            (S::Replaced, "Cliente 1: Opened elsewhere"),
            (S::Failed, "Cliente 1: Failed"),
        ] {
            let mut news = News::default();
            news.look(UnixMs(0), &list([item(1, S::Connected, 0, true)]));
            let now = list([item(1, status, 5, status != S::LoggedOut)]);
            let told = news.look(UnixMs(5), &now);
            assert_eq!(names(&told), [title]);
            assert_eq!(Notice::of(&told[0], Texts::of(None)).page, Some(page_of(id(1))), "a click opens it");
            assert!(news.look(UnixMs(6), &now).is_empty(), "{title}: once");
        }
    }

    #[test]
    fn a_phone_that_was_linked_is_told_when_it_works() {
        let mut news = News::default();
        news.look(UnixMs(0), &list([item(1, S::Pairing, 0, false)]));
        assert!(news.look(UnixMs(1), &list([item(1, S::Confirming, 1, true)])).is_empty());
        assert!(news.look(UnixMs(2), &list([item(1, S::Syncing, 2, true)])).is_empty());
        let up = list([item(1, S::Connected, 3, true)]);
        assert_eq!(names(&news.look(UnixMs(3), &up)), ["Cliente 1 has connected WhatsApp"]);
        assert!(news.look(UnixMs(4), &up).is_empty());
    }

    #[test]
    fn a_link_is_of_interest_until_a_phone_is_linked_and_not_at_every_reload() {
        let mut news = News::default();
        let both = list([item(1, S::Stopped, 0, false), item(2, S::Connected, 0, true)]);
        news.look(UnixMs(0), &both);
        assert_eq!(names(&news.opened(UnixMs(1), id(1), &both)), ["Cliente 1 has opened the link"]);
        assert!(news.opened(UnixMs(2), id(1), &both).is_empty());
        assert_eq!(news.opened(UnixMs(700_000), id(1), &both).len(), 1);
        assert!(news.opened(UnixMs(3), id(2), &both).is_empty(), "it has its phone");
    }
}
