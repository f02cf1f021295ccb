//! Why the server did not start, in words that say what to do.

use std::error::Error;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

use portaria_server::{ConfigError, StartError};

use crate::texts::{Texts, fill};

/// How many ports after the taken one are looked at.
const PORTS_TRIED: u16 = 50;

/// Why it did not start.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What happened.
    pub title: String,
    /// What can be done.
    pub text: String,
    /// The same for whoever gives support.
    pub details: String,
    /// The buttons, the best one first.
    pub actions: Vec<(String, Act)>,
}

/// What a button does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Start again.
    Retry,
    /// Start at another port, this time.
    UsePort(u16),
    /// Start on this computer only, this time.
    OnlyHere,
    /// Show the data folder.
    OpenFolder(PathBuf),
    /// Show the panel of the process that has the data.
    OpenOther(String),
    /// End the app.
    Quit,
}

impl Act {
    /// Its address. What it acts on stays here: an address names the button and nothing more.
    pub(crate) fn address(&self) -> String {
        format!("/do/{}", self.word())
    }

    /// The last part of its address.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Retry => "retry",
            Self::UsePort(_) => "use-port",
            Self::OnlyHere => "only-here",
            Self::OpenFolder(_) => "open-folder",
            Self::OpenOther(_) => "open-other",
            Self::Quit => "quit",
        }
    }
}

impl Failure {
    /// Settings that cannot be used.
    pub(crate) fn of_settings(error: &ConfigError, texts: &Texts) -> Self {
        let pages = &texts.pages;
        Self::new(pages.settings, error, vec![(pages.quit.to_owned(), Act::Quit)], &[])
    }

    /// A server that did not start.
    pub(crate) fn of_start(error: &StartError, texts: &Texts) -> Self {
        let pages = &texts.pages;
        let retry = || (pages.retry.to_owned(), Act::Retry);
        let quit = || (pages.quit.to_owned(), Act::Quit);
        let open = |folder: &Path| (pages.open_folder.to_owned(), Act::OpenFolder(folder.to_owned()));
        match error {
            StartError::PortBusy(address) => {
                let other =
                    free_port(*address).map(|port| (fill(pages.use_port, &[("port", &port)]), Act::UsePort(port)));
                let actions = other.into_iter().chain([retry(), quit()]).collect();
                Self::new(pages.port_busy, error, actions, &[("port", &address.port())])
            }
            StartError::CannotListen { address, .. } => {
                Self::new(pages.cannot_listen, error, vec![retry(), quit()], &[("address", address)])
            }
            StartError::Unwritable { folder, source } => {
                let words = if is_disk_full(&**source) { pages.disk_full } else { pages.unwritable };
                Self::new(words, error, vec![retry(), open(folder), quit()], &[("folder", &folder.display())])
            }
            StartError::AlreadyRunning { panel, folder } => {
                let other = panel.iter().map(|panel| (pages.open_other.to_owned(), Act::OpenOther(panel.clone())));
                let actions = other.chain([retry(), quit()]).collect();
                Self::new(pages.in_use, error, actions, &[("folder", &folder.display())])
            }
            StartError::Damaged { folder, .. } => {
                Self::new(pages.damaged, error, vec![open(folder), retry(), quit()], &[("folder", &folder.display())])
            }
            StartError::Newer(_) => Self::new(pages.newer, error, vec![quit()], &[]),
            StartError::NoPassword(address) => {
                let here = (pages.only_here.to_owned(), Act::OnlyHere);
                Self::new(pages.no_password, error, vec![here, quit()], &[("address", address)])
            }
            StartError::OtherNetwork | StartError::ForbiddenNetwork(_) => {
                Self::new(pages.other, error, vec![quit()], &[])
            }
        }
    }

    /// A defect of ours.
    pub(crate) fn of_defect(what: &str, texts: &Texts) -> Self {
        let pages = &texts.pages;
        let actions = vec![(pages.retry.to_owned(), Act::Retry), (pages.quit.to_owned(), Act::Quit)];
        let [title, text] = pages.other.map(str::to_owned);
        Self { title, text, details: what.to_owned(), actions }
    }

    fn new(
        [title, text]: [&str; 2],
        error: &(dyn Error + 'static),
        actions: Vec<(String, Act)>,
        values: &[(&str, &dyn std::fmt::Display)],
    ) -> Self {
        let details: Vec<_> = chain(error).map(ToString::to_string).collect();
        Self { title: fill(title, values), text: fill(text, values), details: details.join("\n"), actions }
    }
}

/// An error and what it comes from.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| (*error).source())
}

/// Whether an error comes from a full disk, which SQLite tells in words only.
fn is_disk_full(error: &(dyn Error + 'static)) -> bool {
    chain(error).any(|error| {
        let is_full =
            |error: &io::Error| matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
        error.downcast_ref::<io::Error>().is_some_and(is_full) || error.to_string().contains("disk is full")
    })
}

/// The next port that nobody has, where the taken one is.
fn free_port(taken: SocketAddr) -> Option<u16> {
    let ip: IpAddr = taken.ip();
    let first = taken.port().checked_add(1)?;
    (first..=first.saturating_add(PORTS_TRIED)).find(|port| TcpListener::bind((ip, *port)).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(error: &StartError) -> Failure {
        Failure::of_start(error, Texts::of(Some("pt-BR")))
    }

    #[test]
    fn a_port_that_is_taken_comes_with_one_that_is_free() {
        let taken = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = taken.local_addr().expect("it listens");
        let failure = failure(&StartError::PortBusy(address));
        let Some((label, Act::UsePort(port))) = failure.actions.first() else { panic!("{failure:?}") };
        assert!(*port > address.port() && label.contains(&port.to_string()), "{label}");
        assert!(failure.title.contains(&address.port().to_string()), "{}", failure.title);
    }

    #[test]
    fn a_full_disk_is_told_from_a_folder_that_may_not_be_written() {
        let error = |kind: io::ErrorKind| StartError::Unwritable {
            folder: PathBuf::from("/dados"),
            source: Box::new(io::Error::from(kind)),
        };
        assert!(failure(&error(io::ErrorKind::StorageFull)).title.contains("espaço"));
        let denied = failure(&error(io::ErrorKind::PermissionDenied));
        assert!(denied.title.contains("gravar") && denied.text.contains("/dados"), "{denied:?}");
        assert!(denied.actions.contains(&("Abrir a pasta".to_owned(), Act::OpenFolder(PathBuf::from("/dados")))));
    }

    #[test]
    fn every_failure_says_what_to_do_in_every_language() {
        let address = SocketAddr::from(([0, 0, 0, 0], 3001));
        let errors = [
            StartError::PortBusy(address),
            StartError::CannotListen { address, source: io::Error::other("no") },
            StartError::AlreadyRunning { panel: Some("http://localhost:3001".to_owned()), folder: "/dados".into() },
            StartError::NoPassword(address),
            StartError::OtherNetwork,
        ];
        for (error, locale) in errors.iter().flat_map(|error| ["pt", "en", "es"].map(|locale| (error, locale))) {
            let failure = Failure::of_start(error, Texts::of(Some(locale)));
            assert!(!failure.title.contains('{') && !failure.text.contains('{'), "{failure:?}");
            assert!(!failure.actions.is_empty() && !failure.details.is_empty(), "{failure:?}");
        }
    }
}
