//! A name of the provider's own: its ports, and the encryption on them.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse as _, Response};
use portaria_reach::{DomainSettings, Encryption, Mapping, PublicUrl};
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::accept::{Acceptor, listen_everywhere};
use crate::access::{DomainStatus, ListenFailure, OwnPort};
use crate::app::App;
use crate::layers;
use crate::problem::Problem;

/// Where ordered certificates are kept, within the data folder.
const FOLDER: &str = "certificates";
/// How long the system may take to give a port back.
const UNTIL_FREE: Duration = Duration::from_secs(2);

/// What is open for a name; closed when it ends.
pub(super) struct Domain {
    pub(super) settings: DomainSettings,
    encryption: Encryption,
    mapping: Option<Mapping>,
    ports: Vec<Port>,
    acceptor: Acceptor,
    stopping: CancellationToken,
}

struct Port {
    number: u16,
    does_redirect: bool,
    open: Result<Open, ListenFailure>,
}

struct Open {
    stop: DropGuard,
    are_free: Vec<CancellationToken>,
}

impl Domain {
    pub(super) fn begin(
        app: &Arc<App>,
        settings: DomainSettings,
        acceptor: Acceptor,
        stopping: CancellationToken,
    ) -> Self {
        let folder: PathBuf = app.config.data_dir.join(FOLDER);
        let clock = Arc::clone(&app.clock);
        let encryption = Encryption::begin(&settings, &folder, Arc::new(move || clock.now().0), &app.tasks);
        let mapping = settings.asks_router.then(|| Mapping::begin(settings.mapped_ports(), &app.tasks));
        let closed = |number, does_redirect| Port { number, does_redirect, open: Err(ListenFailure::Refused) };
        let redirects = settings.redirect_port.map(|port| closed(port, true));
        let ports = std::iter::once(closed(settings.port, false)).chain(redirects).collect();
        Self { settings, encryption, mapping, ports, acceptor, stopping }
    }

    /// Opens what is not open yet, and tells how everything stands.
    pub(super) fn follow(&mut self) -> DomainStatus {
        for at in 0..self.ports.len() {
            if self.ports[at].open.is_err() {
                let (port, does_redirect) = (self.ports[at].number, self.ports[at].does_redirect);
                self.ports[at].open = self.open(port, does_redirect);
            }
        }
        let ports =
            self.ports.iter().map(|port| OwnPort { port: port.number, failure: port.open.as_ref().err().copied() });
        let mapping = self.mapping.as_ref().map(Mapping::state);
        DomainStatus { ports: ports.collect(), certificate: self.encryption.status(), mapping }
    }

    fn open(&self, port: u16, does_redirect: bool) -> Result<Open, ListenFailure> {
        let listeners = listen_everywhere(port).map_err(|error| {
            tracing::debug!(%error, port, "cannot listen for the name of our own");
            ListenFailure::from(error)
        })?;
        let stopping = self.stopping.child_token();
        let serve = |listener: TcpListener| {
            if does_redirect {
                self.acceptor.serve_only(redirects(&self.settings), listener, stopping.clone())
            } else {
                self.acceptor.serve_encrypted(self.encryption.tls(), listener, stopping.clone())
            }
        };
        let are_free = listeners.into_iter().map(serve).collect();
        tracing::info!(port, name = %self.settings.name, "open to everybody");
        Ok(Open { stop: stopping.drop_guard(), are_free })
    }

    /// The address that people open, once somebody answers there by a certificate.
    pub(super) fn public_url(&self) -> Option<PublicUrl> {
        let is_open = self.ports.iter().any(|port| !port.does_redirect && port.open.is_ok());
        (is_open && self.encryption.status().valid_until_ms.is_some()).then(|| self.settings.public_url())
    }

    /// Returns when something of the certificate or of the router has changed.
    pub(super) async fn changed(&mut self) {
        let mapping = async {
            match &mut self.mapping {
                Some(mapping) => mapping.changed().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = self.encryption.changed() => {}
            () = mapping => {}
        }
    }

    /// Has files read again, an order that failed tried again, and the router asked again.
    pub(super) fn look_again(&self) {
        self.encryption.look_again();
        if let Some(mapping) = &self.mapping {
            mapping.ask_again();
        }
    }

    /// Closes everything, and returns when the ports are free for what is opened next.
    pub(super) async fn end(self) {
        let open: Vec<_> = self.ports.into_iter().filter_map(|port| port.open.ok()).collect();
        for Open { stop, are_free } in open {
            drop(stop);
            for is_free in are_free {
                let _ = timeout(UNTIL_FREE, is_free.cancelled()).await;
            }
        }
        if let Some(mapping) = self.mapping {
            mapping.end().await;
        }
    }
}

/// Sends whoever comes by the name without encryption to the encrypted address, and does nothing else.
fn redirects(settings: &DomainSettings) -> Router {
    let (name, to) = (settings.name.clone(), settings.public_url());
    let answer = move |request: Request| {
        let answer = redirect(&request, name.as_str(), &to);
        async { answer }
    };
    Router::new().fallback(answer).layer(from_fn(layers::harden))
}

fn redirect(request: &Request, name: &str, to: &PublicUrl) -> Response {
    let mut hosts = request.headers().get_all(header::HOST).into_iter();
    let host = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().unwrap_or_default(),
        _ => "",
    };
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let place = HeaderValue::try_from(format!("{to}{path}")).ok().filter(|_| path.starts_with('/'));
    let Some(place) = place.filter(|_| host.eq_ignore_ascii_case(name)) else {
        return Problem::misdirected_host("This server answers only to its own names.").into_response();
    };
    // Not for ever: the provider may choose another way tomorrow.
    let headers = [(header::LOCATION, place), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    (StatusCode::PERMANENT_REDIRECT, headers).into_response()
}
