//! `GET` and `POST /api/saas/access`, and `POST /api/saas/access/check`.

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::str::FromStr;

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use portaria_reach::{
    AccessSettings, InternetSettings, Network, NetworkSettings, PublicUrl, Token, TunnelProgram, TunnelSettings,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Provider, ProviderLogin, ProviderSecrets};
use crate::input::{Form, Input, of_objects};
use crate::layers::{Arrival, Caller};
use crate::problem::{Code, FieldError, Problem, ProblemBody};
use crate::shapes::{AccessShape, LinkByWord, TunnelProgramWord};

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
        /// With what it's started; `{port}` becomes the port of this server.
        #[serde(default)]
        arguments: Vec<String>,
        /// The address that people open, where the program doesn't tell it.
        #[serde(rename = "publicUrl")]
        public_url: Option<String>,
        /// What the program proves itself by at its own server; left out, what was set stays.
        token: Option<String>,
    },
}

of_objects!(NetworkBody, InternetBody, AdminBody);

impl Form for AccessBody {
    type Value = AccessSettings;

    fn read(self) -> Result<AccessSettings, Vec<FieldError>> {
        let mut errors = Vec::new();
        let network = self.network.read(&mut errors);
        let internet = self.internet.read(&mut errors);
        let is_admin_remote = self.admin.is_remote;
        match (network, internet) {
            (Some(network), Some(internet)) if errors.is_empty() => {
                Ok(AccessSettings { network, internet, is_admin_remote })
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
            Self::Tunnel { program, path, arguments, public_url, token } => {
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
                Some(InternetSettings::Tunnel(TunnelSettings { program, path, arguments, public_url, token }))
            }
        }
    }
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
    security(("adminCookie" = []), ("providerKey" = []))
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
    let is_other_program =
        is_open && chosen.internet != before.internet && matches!(chosen.internet, InternetSettings::Tunnel(_));
    if is_other_program && arrival.caller != Caller::ThisMachine {
        // Who may start any program here may do anything here.
        return Err(Problem::forbidden("A tunnel's program is chosen at the computer that runs Portaria."));
    }
    if (is_open || chosen.network.is_open || chosen.is_admin_remote)
        && app.stores.admin_password_hash().await?.is_none()
    {
        return Err(Problem::new(
            Code::NeedsPassword,
            "Set a password first: whoever comes from elsewhere must not be let in without one.",
        ));
    }
    app.access.set(&app.stores, chosen).await?;
    app.audit("provider", "access.set", None).await;
    Ok(Json(app.access_shape()))
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

/// Has every address checked now, as a browser elsewhere would; what is found is told by the event `access`.
#[utoipa::path(
    post, path = "/api/saas/access/check", operation_id = "admin_check_access", tag = "admin",
    responses((status = 202, description = "It's being checked."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = []))
)]
pub(crate) async fn check_access(_: Provider, State(app): State<AppState>) -> StatusCode {
    app.access.ask_for_check();
    StatusCode::ACCEPTED
}
