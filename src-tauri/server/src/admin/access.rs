//! `GET` and `POST /api/saas/access`, and `POST /api/saas/access/check`.

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::str::FromStr;

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use portaria_domain::Network;
use portaria_reach::{
    AccessSettings, AcmeSettings, Authority, CertificateFiles, CertificateSource, Contact, DomainName, DomainSettings,
    InternetSettings, NetworkSettings, PublicUrl, Token, TunnelProgram, TunnelSettings,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, AppState};
use crate::auth::{Provider, ProviderLogin, ProviderSecrets};
use crate::input::{Form, Input, of_objects};
use crate::layers::{Arrival, Caller};
use crate::problem::{Code, FieldError, Problem, ProblemBody};
use crate::shapes::{AccessShape, CertificateCauseWord, LinkByWord, TunnelProgramWord};

/// The longest list of arguments, and the longest word in it or anywhere else here.
const MOST_WORDS: usize = 64;
const LONGEST_WORD: usize = 4096;

/// From where the server is to be reached.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccessBody {
    /// The network that the computer is in.
    network: NetworkBody,
    /// Everywhere else.
    internet: InternetBody,
    /// The provider's panel.
    admin: AdminBody,
}

/// From where the provider's panel is opened.
#[derive(Deserialize, ToSchema)]
#[serde(remote = "Self", deny_unknown_fields, rename_all = "camelCase")]
struct AdminBody {
    /// Whether it answers wherever links do, and not on the computer alone.
    is_remote: bool,
}

/// How the computer's own network reaches it.
#[derive(Deserialize, ToSchema)]
#[serde(remote = "Self", deny_unknown_fields, rename_all = "camelCase")]
struct NetworkBody {
    /// Whether it does.
    is_open: bool,
    /// The one address to listen on; all of local networks when there is none.
    address: Option<String>,
    /// The name that is told to the network, without `.local`.
    #[schema(max_length = 63)]
    name: String,
    /// What links carry.
    link_by: LinkByWord,
}

/// How everybody else reaches it.
#[derive(Deserialize, ToSchema)]
#[serde(remote = "Self", deny_unknown_fields, tag = "kind", rename_all = "snake_case")]
enum InternetBody {
    /// Nobody does.
    Closed,
    /// Through a web server in front of this one.
    Proxy {
        /// The address that people open.
        #[serde(rename = "publicUrl")]
        public_url: String,
        /// From where the web server comes: addresses, or networks such as `10.0.0.0/8`.
        #[serde(default, rename = "trustedProxies")]
        trusted_proxies: Vec<String>,
    },
    /// Through a program that carries connections here. Only who sits at this computer may choose one.
    Tunnel {
        /// Which one.
        program: TunnelProgramWord,
        /// Where it stands, when that isn't on the search path.
        path: Option<String>,
        /// With what it's started; `{port}` becomes the port that tunnels lead to.
        #[serde(default)]
        arguments: Vec<String>,
        /// The address that people open, where the program doesn't tell it.
        #[serde(rename = "publicUrl")]
        public_url: Option<String>,
        /// What the program proves itself by at its own server; left out, what was set stays.
        token: Option<String>,
        /// Whether `frp` or another program writes itself, in `X-Forwarded-For`, for whom it speaks. One that carries bytes
        /// alone does not, and strangers would choose then for whom they are counted.
        #[serde(default, rename = "namesCallers")]
        names_callers: bool,
    },
    /// By a name of the provider's own that leads to this computer, encrypted here.
    Domain {
        /// The name, without `https://`.
        name: String,
        /// From where its certificate is.
        certificate: CertificateBody,
        /// The port that's listened on here.
        #[serde(default = "https")]
        #[schema(minimum = 1, default = 443)]
        port: u16,
        /// The port that people open; another one where a router passes it on to that one.
        #[serde(default = "https", rename = "publicPort")]
        #[schema(minimum = 1, default = 443)]
        public_port: u16,
        /// The port where who comes without encryption is sent to the encrypted address; none: nobody is.
        #[serde(rename = "redirectPort")]
        #[schema(minimum = 1)]
        redirect_port: Option<u16>,
        /// Whether the router is asked to pass these ports on (`UPnP`).
        #[serde(default, rename = "asksRouter")]
        asks_router: bool,
    },
}

/// From where a certificate is.
#[derive(Deserialize, ToSchema)]
#[serde(remote = "Self", deny_unknown_fields, tag = "kind", rename_all = "snake_case")]
enum CertificateBody {
    /// Ordered by ACME (RFC 8555), and again before it ends. Whoever asks for it agrees to the authority's terms.
    Acme {
        /// Whom the authority writes to.
        #[schema(max_length = 254)]
        contact: Option<String>,
        /// Where orders begin, at another authority than Let's Encrypt. Only who sits at this computer may choose one.
        #[serde(rename = "directoryUrl")]
        directory_url: Option<String>,
        /// The file of the certificate by which that authority's server is known, where this computer doesn't trust it.
        #[serde(rename = "authorityPath")]
        authority_path: Option<String>,
    },
    /// Files (PEM) that somebody else keeps valid. Only who sits at this computer may choose some.
    Files {
        /// The certificate, then those that lead to its authority.
        #[serde(rename = "chainPath")]
        chain_path: String,
        /// The key, without a passphrase.
        #[serde(rename = "keyPath")]
        key_path: String,
    },
}

const fn https() -> u16 {
    443
}

of_objects!(NetworkBody, InternetBody, CertificateBody, AdminBody);

impl Form for AccessBody {
    type Value = AccessSettings;

    fn read(self) -> Result<AccessSettings, Vec<FieldError>> {
        let mut errors = Vec::new();
        let network = self.network.read(&mut errors);
        let internet = self.internet.read(&mut errors);
        let is_admin_remote = self.admin.is_remote;
        match (network, internet) {
            (Some(network), Some(internet)) if errors.is_empty() => {
                Ok(AccessSettings { network, internet, is_admin_remote, tunnel_port: None })
            }
            _ => Err(errors),
        }
    }
}

impl NetworkBody {
    fn read(self, errors: &mut Vec<FieldError>) -> Option<NetworkSettings> {
        let address = self.address.map(|text| parse::<Ipv4Addr>("network.address", &text, errors));
        let name = parse("network.name", &self.name, errors)?;
        let address = match address {
            Some(None) => return None,
            Some(Some(address)) => Some(address),
            None => None,
        };
        Some(NetworkSettings { is_open: self.is_open, address, name, link_by: self.link_by.into() })
    }
}

impl InternetBody {
    fn read(self, errors: &mut Vec<FieldError>) -> Option<InternetSettings> {
        match self {
            Self::Closed => Some(InternetSettings::Closed),
            Self::Proxy { public_url, trusted_proxies } => {
                let public_url = parse("internet.publicUrl", &public_url, errors);
                let places = trusted_proxies.iter().enumerate();
                let proxies: Vec<Option<Network>> = places
                    .map(|(place, text)| parse(&format!("internet.trustedProxies.{place}"), text, errors))
                    .collect();
                let trusted_proxies = proxies.into_iter().collect::<Option<_>>();
                Some(InternetSettings::Proxy { public_url: public_url?, trusted_proxies: trusted_proxies? })
            }
            Self::Tunnel { program, path, arguments, public_url, token, names_callers } => {
                let program = TunnelProgram::from(program);
                let public_url = public_url.map(|text| parse::<PublicUrl>("internet.publicUrl", &text, errors));
                if public_url.is_none() && program.needs_public_url() {
                    errors.push(FieldError::new(
                        "internet.publicUrl",
                        "missing",
                        "This program doesn't tell its address.",
                    ));
                }
                if path.is_none() && program.file_name().is_none() {
                    errors.push(FieldError::new("internet.path", "missing", "Where is the program?"));
                }
                if program == TunnelProgram::Frp && arguments.is_empty() {
                    errors.push(FieldError::new("internet.arguments", "missing", "frpc needs its file: -c FILE."));
                }
                let words = arguments.iter().chain(&path).chain(&token);
                if arguments.len() > MOST_WORDS || words.clone().any(|word| word.len() > LONGEST_WORD) {
                    errors.push(FieldError::new(
                        "internet.arguments",
                        "too_long",
                        "That is more than a program takes.",
                    ));
                }
                if words.clone().any(|word| word.contains('\0')) {
                    errors.push(FieldError::new("internet.arguments", "invalid", "No program takes a NUL."));
                }
                let public_url = match public_url {
                    Some(None) => return None,
                    Some(Some(url)) => Some(url),
                    None => None,
                };
                let (path, token) = (path.map(PathBuf::from), token.map(Token));
                // Of the others it's known.
                let names_callers = names_callers && program.names_callers().is_none();
                let tunnel = TunnelSettings { program, path, arguments, public_url, token, names_callers };
                Some(InternetSettings::Tunnel(tunnel))
            }
            Self::Domain { name, certificate, port, public_port, redirect_port, asks_router } => {
                let name = parse::<DomainName>("internet.name", &name, errors);
                let certificate = certificate.read(errors);
                let ports = [("port", Some(port)), ("publicPort", Some(public_port)), ("redirectPort", redirect_port)];
                for (field, _) in ports.into_iter().filter(|(_, port)| *port == Some(0)) {
                    errors.push(FieldError::new(format!("internet.{field}"), "invalid", "A port is 1 to 65535."));
                }
                if redirect_port == Some(port) {
                    let detail = "Encrypted and plain connections need a port each.";
                    errors.push(FieldError::new("internet.redirectPort", "taken", detail));
                }
                let (name, certificate) = (name?, certificate?);
                let domain = DomainSettings { name, certificate, port, public_port, redirect_port, asks_router };
                Some(InternetSettings::Domain(domain))
            }
        }
    }
}

impl CertificateBody {
    fn read(self, errors: &mut Vec<FieldError>) -> Option<CertificateSource> {
        match self {
            Self::Acme { contact, directory_url, authority_path } => {
                if authority_path.is_some() && directory_url.is_none() {
                    let detail = "Of which authority is this the certificate?";
                    errors.push(FieldError::new("internet.directoryUrl", "missing", detail));
                }
                // One that can't be read is an error already: what is made without it goes nowhere.
                let contact = contact.and_then(|text| parse::<Contact>("internet.contact", &text, errors));
                let directory = directory_url.and_then(|text| parse("internet.directoryUrl", &text, errors));
                let certificate = authority_path.and_then(|text| path("internet.authorityPath", &text, errors));
                let authority = directory.map(|directory| Authority { directory, certificate });
                Some(CertificateSource::Acme(AcmeSettings { contact, authority }))
            }
            Self::Files { chain_path, key_path } => {
                let chain = path("internet.chainPath", &chain_path, errors);
                let key = path("internet.keyPath", &key_path, errors);
                Some(CertificateSource::Files(CertificateFiles { chain: chain?, key: key? }))
            }
        }
    }
}

/// A file of this computer, by its whole path.
fn path(field: &str, text: &str, errors: &mut Vec<FieldError>) -> Option<PathBuf> {
    let path = PathBuf::from(text.trim());
    let code = match () {
        () if path.as_os_str().is_empty() => "missing",
        () if !path.is_absolute() || text.len() > LONGEST_WORD || text.contains('\0') => "invalid",
        () => return Some(path),
    };
    errors.push(FieldError::new(field, code, "Write where the file stands, from the beginning."));
    None
}

fn parse<T: FromStr<Err: ToString>>(field: &str, text: &str, errors: &mut Vec<FieldError>) -> Option<T> {
    let parsed =
        text.parse().map_err(|error: T::Err| errors.push(FieldError::new(field, "invalid", error.to_string())));
    parsed.ok()
}

/// Shows from where the server is to be reached, and from where it is. A tunnel's arguments may be secret: a key needs the
/// scope `secrets`.
#[utoipa::path(
    get, path = "/api/saas/access", operation_id = "admin_show_access", tag = "admin",
    responses((status = 200, body = AccessShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["read", "secrets"]))
)]
pub(crate) async fn show_access(_: ProviderSecrets, State(app): State<AppState>) -> Json<AccessShape> {
    Json(app.access_shape())
}

/// Says from where the server is to be reached. It's carried out at once; what comes of it is told by the event `access`.
#[utoipa::path(
    post, path = "/api/saas/access", operation_id = "admin_set_access", tag = "admin", request_body = AccessBody,
    responses((status = 200, body = AccessShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []))
)]
pub(crate) async fn set_access(
    _: ProviderLogin,
    State(app): State<AppState>,
    Extension(arrival): Extension<Arrival>,
    Input(mut chosen): Input<AccessBody>,
) -> Result<Json<AccessShape>, Problem> {
    let before = app.access.settings();
    keep_token(&before.internet, &mut chosen.internet);
    let is_open = chosen.internet != InternetSettings::Closed && !app.access.is_internet_fixed;
    if is_open && touches_this_machine(&before.internet, &chosen.internet) && arrival.caller != Caller::ThisMachine {
        // Who may start any program here may do anything here; who may name files learns which there are.
        return Err(Problem::forbidden("Programs and files are chosen at the computer that runs Portaria."));
    }
    if (is_open || chosen.network.is_open || chosen.is_admin_remote)
        && app.stores.admin_password_hash().await?.is_none()
    {
        return Err(Problem::new(
            Code::NeedsPassword,
            "Set a password first: whoever comes from elsewhere must not be let in without one.",
        ));
    }
    if is_open
        && chosen.internet != before.internet
        && let InternetSettings::Domain(domain) = &chosen.internet
    {
        refuse_what_cannot_work(&app, domain).await?;
    }
    app.access.set(&app.stores, chosen).await?;
    app.audit("provider", "access.set", None).await;
    Ok(Json(app.access_shape()))
}

/// Whether another program, other files or another authority's server of this machine's network is chosen.
fn touches_this_machine(before: &InternetSettings, chosen: &InternetSettings) -> bool {
    let source = |settings: &InternetSettings| match settings {
        InternetSettings::Domain(domain) => Some(domain.certificate.clone()),
        _ => None,
    };
    match chosen {
        InternetSettings::Closed | InternetSettings::Proxy { .. } => false,
        InternetSettings::Tunnel(_) => chosen != before,
        InternetSettings::Domain(domain) => {
            let names_something = match &domain.certificate {
                CertificateSource::Acme(acme) => acme.authority.is_some(),
                CertificateSource::Files(_) => true,
            };
            names_something && source(before).as_ref() != Some(&domain.certificate)
        }
    }
}

/// What is known to be wrong before anything is opened.
async fn refuse_what_cannot_work(app: &App, domain: &DomainSettings) -> Result<(), Problem> {
    let own = app.addresses.bound().port();
    let ports = [("internet.port", Some(domain.port)), ("internet.redirectPort", domain.redirect_port)];
    let mut errors: Vec<_> = ports
        .into_iter()
        .filter(|(_, port)| *port == Some(own))
        .map(|(field, _)| FieldError::new(field, "own", "Portaria's panel has this port already."))
        .collect();
    if let CertificateSource::Files(files) = &domain.certificate
        && let Err(failure) = files.verify(&domain.name, app.now().0).await
    {
        let cause = CertificateCauseWord::from(failure.cause);
        errors.push(FieldError::new(cause.field(), cause.code(), failure.to_string()));
    }
    if errors.is_empty() { Ok(()) } else { Err(Problem::invalid(errors)) }
}

/// A token that was not sent is the one that was set, for the same program.
fn keep_token(before: &InternetSettings, chosen: &mut InternetSettings) {
    if let (InternetSettings::Tunnel(before), InternetSettings::Tunnel(chosen)) = (before, chosen)
        && chosen.token.is_none()
        && chosen.program == before.program
    {
        chosen.token.clone_from(&before.token);
    }
}

/// Has every address checked now, as a browser elsewhere would, and a certificate that failed tried again; what is found is told by the event `access`.
#[utoipa::path(
    post, path = "/api/saas/access/check", operation_id = "admin_check_access", tag = "admin",
    responses((status = 202, description = "It's being checked."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control"]))
)]
pub(crate) async fn check_access(_: Provider, State(app): State<AppState>) -> StatusCode {
    app.access.ask_for_certificates();
    app.access.ask_for_check();
    StatusCode::ACCEPTED
}
