//! What the tray shows: no windows, no menus, only words and colours.

use portaria_domain::{SessionStatus, TenantId};
use portaria_server::{InstanceList, Outside};

use crate::texts::{Texts, fill};

/// How many sessions have an entry of their own.
pub(super) const ENTRIES: usize = 20;

/// The colour of a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Ok,
    Busy,
    Warn,
    Bad,
    Rest,
}

impl Tone {
    const fn of(status: SessionStatus) -> Self {
        use SessionStatus as S;
        match status {
            S::Connected => Self::Ok,
            S::Starting | S::Pairing | S::Confirming | S::Syncing => Self::Busy,
            S::Reconnecting | S::Restricted => Self::Warn,
            S::LoggedOut | S::Replaced | S::Banned | S::Failed => Self::Bad,
            S::Stopped | S::Paused => Self::Rest,
        }
    }

    /// The same, where something that concerns everybody is in the way.
    const fn at_least_warn(self) -> Self {
        if self.needs_somebody() { self } else { Self::Warn }
    }

    const fn needs_somebody(self) -> bool {
        matches!(self, Self::Warn | Self::Bad)
    }
}

/// The icon: the colour of the worst status, and how many sessions need somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Icon {
    pub tone: Tone,
    pub count: usize,
}

/// One session's entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub id: TenantId,
    pub label: String,
    pub can_start: bool,
    pub can_stop: bool,
}

/// How far the server is.
#[derive(Clone, Copy)]
pub(super) enum Server<'a> {
    Starting,
    Failed,
    Serving(&'a InstanceList, Outside),
}

/// Everything that is shown.
#[expect(clippy::struct_excessive_bools, reason = "each says whether one item can be chosen")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Model {
    pub icon: Icon,
    pub summary: String,
    pub entries: Vec<Entry>,
    /// How many sessions have no entry.
    pub more: usize,
    pub can_start_all: bool,
    pub can_stop_all: bool,
    pub is_paused: bool,
    /// Whether the server is at work.
    pub is_serving: bool,
    /// In which language the rest of the words stands.
    pub language: &'static str,
}

impl Model {
    pub(super) fn new(server: Server<'_>, is_paused: bool, texts: &Texts) -> Self {
        let none = InstanceList::default();
        let (is_serving, list, outside) = match server {
            Server::Serving(list, outside) => (true, list, outside),
            Server::Starting | Server::Failed => (false, &none, Outside::Well),
        };
        let is_gone = outside != Outside::Well;
        let all = list.items.len();
        let needing = list.count(|status| Tone::of(status).needs_somebody());
        let connected = list.count(|status| status == SessionStatus::Connected);
        let summary = match (server, all, needing) {
            (Server::Starting, ..) => texts.tray.starting.to_owned(),
            (Server::Failed, ..) => texts.tray.failed.to_owned(),
            (Server::Serving(..), 0, _) => texts.tray.no_clients.to_owned(),
            (Server::Serving(..), all, needing) => {
                let summary = fill(texts.tray.summary, &[("connected", &connected), ("all", &all)]);
                match needing {
                    0 => summary,
                    n => format!("{summary} · {}", fill(texts.tray.need[usize::from(n > 1)], &[("n", &n)])),
                }
            }
        };
        let summary = if is_gone { format!("{summary} · {}", texts.tray.unreachable) } else { summary };
        let worst = list.worst().map_or(Tone::Rest, Tone::of);
        let entry = |item: &portaria_server::Instance| Entry {
            id: item.id,
            label: format!("{} — {}", shortened(&item.name), texts.status(item.status)),
            can_start: !item.status.is_live(),
            can_stop: item.status.is_live() || item.status == SessionStatus::Restricted,
        };
        let can_start = |status| matches!(status, SessionStatus::Stopped | SessionStatus::Failed);
        Self {
            icon: match server {
                Server::Failed => Icon { tone: Tone::Bad, count: 0 },
                _ => Icon { tone: if is_gone { worst.at_least_warn() } else { worst }, count: needing },
            },
            summary,
            entries: list.items.iter().take(ENTRIES).map(entry).collect(),
            more: all.saturating_sub(ENTRIES),
            can_start_all: list.items.iter().any(|item| item.is_linked && can_start(item.status)),
            can_stop_all: list.items.iter().any(|item| item.status.is_live()),
            is_paused,
            is_serving,
            language: texts.code,
        }
    }
}

/// A name that leaves room for the rest of the menu.
fn shortened(name: &str) -> String {
    const LETTERS: usize = 40;
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    let begin: String = name.chars().take(LETTERS - 1).collect();
    format!("{}…", begin.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use portaria_domain::{Cause, UnixMs};
    use portaria_server::Instance;

    fn list(statuses: impl IntoIterator<Item = SessionStatus>) -> InstanceList {
        let item = |(number, status): (usize, SessionStatus)| Instance {
            id: TenantId::from_parts(UnixMs(i64::try_from(number).unwrap_or(0)), [1; 10]),
            name: format!("Cliente {number:04}").into(),
            status,
            since: UnixMs(0),
            cause: Cause::Requested,
            is_linked: true,
        };
        let mut items: Vec<_> = statuses.into_iter().enumerate().map(item).collect();
        items.sort_by_key(|item| (item.status.urgency(), item.name.clone()));
        InstanceList { items }
    }

    fn model(list: &InstanceList) -> Model {
        Model::new(Server::Serving(list, Outside::Well), false, Texts::of(Some("pt-BR")))
    }

    #[test]
    fn of_a_thousand_the_twenty_that_need_somebody_most_have_an_entry() {
        let statuses = (0..1_000).map(|number| match number {
            700..703 => SessionStatus::Failed,
            900 => SessionStatus::Reconnecting,
            _ => SessionStatus::Connected,
        });
        let model = model(&list(statuses));
        assert_eq!((model.entries.len(), model.more), (20, 980));
        assert_eq!(model.entries[0].label, "Cliente 0700 — Falhou");
        assert_eq!(model.entries[3].label, "Cliente 0900 — Sem conexão");
        assert_eq!(model.icon, Icon { tone: Tone::Bad, count: 4 });
        assert_eq!(model.summary, "996 de 1000 conectados · 4 precisam de você");
    }

    #[test]
    fn what_cannot_be_done_is_not_offered() {
        for (status, can_start, can_stop) in [
            (SessionStatus::Connected, false, true),
            (SessionStatus::Reconnecting, false, true),
            (SessionStatus::Restricted, true, true),
            (SessionStatus::Stopped, true, false),
            (SessionStatus::Paused, true, false),
            (SessionStatus::Failed, true, false),
        ] {
            let model = model(&list([status]));
            let entry = &model.entries[0];
            assert_eq!((entry.can_start, entry.can_stop), (can_start, can_stop), "{status:?}");
        }
        assert!(!model(&list([SessionStatus::Paused])).can_start_all, "a pause is a decision of its own");
    }

    #[test]
    fn all_is_well_without_a_number() {
        let model = model(&list([SessionStatus::Connected, SessionStatus::Stopped]));
        assert_eq!(model.icon, Icon { tone: Tone::Ok, count: 0 });
        assert_eq!(model.summary, "1 de 2 conectados");
    }

    #[test]
    fn links_that_open_nowhere_else_are_seen_however_well_the_sessions_are() {
        let gone = Outside::Gone { since: UnixMs(5) };
        let texts = Texts::of(Some("pt-BR"));
        for (status, tone) in [
            (SessionStatus::Connected, Tone::Warn),
            (SessionStatus::Stopped, Tone::Warn),
            (SessionStatus::Failed, Tone::Bad),
        ] {
            let model = Model::new(Server::Serving(&list([status]), gone), false, texts);
            assert_eq!(model.icon.tone, tone, "{status:?}");
            assert!(model.summary.ends_with(" · links não abrem de fora"), "{}", model.summary);
        }
        let none = Model::new(Server::Serving(&list([]), gone), false, texts);
        assert_eq!(none.summary, "Nenhum cliente ainda · links não abrem de fora");
    }

    #[test]
    fn a_long_name_leaves_room() {
        assert_eq!(shortened(&"ã".repeat(60)).chars().count(), 40);
        assert_eq!(shortened("Padaria Sol"), "Padaria Sol");
    }
}
