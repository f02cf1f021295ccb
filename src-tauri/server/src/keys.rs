//! API keys as they are made and listed: the same for the provider's own and for those of tenants.

use portaria_domain::{ApiKeyId, Network, UnixMs, deceives, is_blank, trim_unseen};
use portaria_storage::{Issuer, KeyOwner, KeyScope, KeyTerms};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::auth::key;
use crate::input::{Form, moment};
use crate::problem::{Code, FieldError, Problem};
use crate::shapes::{ApiKeyShape, KeyScopeWord, NewKeyShape};
use crate::socket;

const LONGEST_LABEL: usize = 60;
const MOST_ADDRESSES: usize = 50;
/// How much later than now a key may end, so that every moment can be written as a date.
const LONGEST_MS: i64 = 100 * 366 * 24 * 60 * 60 * 1_000;

/// A key to make, as it was given.
pub(crate) struct GivenKey {
    /// What its owner calls it.
    label: String,
    /// What it may do, until when, and from where.
    terms: KeyTerms,
}

/// What every form of a key holds.
pub(crate) struct KeyFields {
    /// `label`.
    pub label: String,
    /// `scopes`, where they were given.
    pub scopes: Option<Vec<String>>,
    /// `expiresAt`.
    pub expires_at: Option<String>,
    /// `allowedAddresses`.
    pub allowed_addresses: Option<Vec<String>>,
}

impl KeyFields {
    /// Reads them, or names every field that is not valid. `usual`: the scopes where none were given; `possible`: those
    /// that such a key can have.
    pub(crate) fn read(self, usual: &[KeyScope], possible: &[KeyScope]) -> Result<GivenKey, Vec<FieldError>> {
        let mut errors = Vec::new();
        let label = trim_unseen(&self.label).to_owned();
        if is_blank(&label) || deceives(&label) {
            errors.push(FieldError::new("label", "invalid", "Say in one line what the key is for."));
        } else if label.chars().count() > LONGEST_LABEL {
            errors.push(FieldError::new("label", "too_long", "At most 60 characters."));
        }
        let scopes = match self.scopes {
            None => usual.to_vec(),
            Some(words) => read_scopes(&words, possible, &mut errors),
        };
        let expires_at = self.expires_at.and_then(|text| {
            let read = moment(&text);
            if read.is_none() {
                errors.push(FieldError::new("expiresAt", "invalid", "Say a moment such as 2026-12-24T18:00:00Z."));
            }
            read
        });
        let networks = read_networks(&self.allowed_addresses.unwrap_or_default(), &mut errors);
        let terms = KeyTerms { scopes, expires_at, networks };
        if errors.is_empty() { Ok(GivenKey { label, terms }) } else { Err(errors) }
    }
}

fn read_scopes(words: &[String], possible: &[KeyScope], errors: &mut Vec<FieldError>) -> Vec<KeyScope> {
    let mut wrong = |field: String| errors.push(FieldError::new(field, "invalid", one_of(possible)));
    let mut scopes = Vec::new();
    for (place, word) in words.iter().enumerate() {
        match possible.iter().find(|scope| scope.as_str() == word) {
            Some(scope) if scopes.contains(scope) => {}
            Some(scope) => scopes.push(*scope),
            None => {
                return {
                    wrong(format!("scopes.{place}"));
                    scopes
                };
            }
        }
    }
    if scopes.is_empty() {
        wrong("scopes".to_owned());
    }
    scopes
}

fn one_of(scopes: &[KeyScope]) -> String {
    let words: Vec<_> = scopes.iter().map(|scope| scope.as_str()).collect();
    format!("One or more of {}.", words.join(", "))
}

fn read_networks(texts: &[String], errors: &mut Vec<FieldError>) -> Vec<Network> {
    if texts.len() > MOST_ADDRESSES {
        errors.push(FieldError::new("allowedAddresses", "too_many", "At most 50 addresses and networks."));
        return Vec::new();
    }
    let mut networks = Vec::new();
    for (place, text) in texts.iter().enumerate() {
        match text.parse() {
            Ok(network) if networks.contains(&network) => {}
            Ok(network) => networks.push(network),
            Err(_) => errors.push(FieldError::new(
                format!("allowedAddresses.{place}"),
                "invalid",
                "Neither an address nor a network such as 10.0.0.0/8.",
            )),
        }
    }
    networks
}

/// A key of a tenant's to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct TenantKeyBody {
    /// What it is for, to tell it from others: 1 to 60 characters.
    #[schema(min_length = 1, max_length = 60)]
    label: String,
    /// What it may do: some of `read`, `send`, `control`, `media`; all four where it is absent or `null`.
    #[schema(value_type = Option<Vec<KeyScopeWord>>, min_items = 1, max_items = 4)]
    scopes: Option<Vec<String>>,
    /// When it ends by itself, as RFC 3339 has it; never where it is absent or `null`.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// From where it opens: addresses such as `203.0.113.7` and networks such as `10.0.0.0/8`, 50 at most; from everywhere
    /// where there are none.
    #[schema(max_items = 50)]
    allowed_addresses: Option<Vec<String>>,
}

impl Form for TenantKeyBody {
    type Value = GivenKey;

    fn read(self) -> Result<GivenKey, Vec<FieldError>> {
        let Self { label, scopes, expires_at, allowed_addresses } = self;
        let fields = KeyFields { label, scopes, expires_at, allowed_addresses };
        fields.read(&KeyScope::OF_A_TENANT, &KeyScope::OF_A_TENANT)
    }
}

/// Makes a key, unless its time would be over or its owner has as many as may be.
pub(crate) async fn make(
    app: &App,
    owner: KeyOwner,
    GivenKey { label, terms }: GivenKey,
    issued_by: Issuer,
) -> Result<NewKeyShape, Problem> {
    let now = app.now();
    if let Some(problem) = terms.expires_at.and_then(|at| unfit_end(at, now)) {
        return Err(problem);
    }
    match key::add(&app.stores, owner, &label, terms, issued_by, now).await? {
        Some(api_key) => Ok(NewKeyShape { api_key }),
        None => Err(Problem::new(Code::TooManyKeys, "Revoke one that nobody needs: 100 are the most.")),
    }
}

fn unfit_end(at: UnixMs, now: UnixMs) -> Option<Problem> {
    let (code, detail) = match at.since_ms(now) {
        ..=0 => ("past", "Say a moment that lies ahead."),
        LONGEST_MS.. => ("too_long", "At most 100 years ahead."),
        _ => return None,
    };
    Some(Problem::invalid(vec![FieldError::new("expiresAt", code, detail)]))
}

/// An owner's keys that were not taken back, newest first; also those whose time is over, until they are.
pub(crate) async fn list(app: &App, owner: KeyOwner) -> Result<Vec<ApiKeyShape>, Problem> {
    let keys = app.stores.api_keys(owner).await?;
    Ok(keys.into_iter().filter(|key| key.revoked_at.is_none()).map(ApiKeyShape::from).collect())
}

/// Ends one of an owner's keys and its sockets at once.
pub(crate) async fn revoke(app: &App, owner: KeyOwner, id: &str) -> Result<(), Problem> {
    let id: ApiKeyId = id.parse().map_err(|_| Problem::not_found())?;
    let keys = app.stores.api_keys(owner).await?;
    let key = keys.into_iter().find(|key| key.id == id).ok_or_else(Problem::not_found)?;
    app.stores.revoke_api_key(key.id, app.now()).await?;
    socket::end(app, socket::room::key(&key.kid));
    Ok(())
}
