//! One order of a certificate, from an authority's directory to the certificate or to what is in the way.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use rustls_acme::acme::{AcmeError, Auth, Problem};
use rustls_acme::{AcmeConfig, EventError, EventOk, OrderError};
use serde::Deserialize;
use tokio::time::timeout;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;

use super::cache::Cache;
use super::chosen::Chosen;
use super::files::read;
use super::settings::{AcmeSettings, DomainName};
use super::status::{CertificateCause as Cause, CertificateFailure};
use crate::trust::trusted;

/// How long an order may take.
const DEADLINE: Duration = Duration::from_mins(5);

/// Orders a certificate, and gives it as PEM: the key, then the chain. It's kept then, too, or it's said why not.
pub(super) async fn order(
    settings: &AcmeSettings,
    name: &DomainName,
    cache: &Cache,
    chosen: &Chosen,
) -> (Option<Vec<u8>>, Result<(), CertificateFailure>) {
    let outcome = match timeout(DEADLINE, run(settings, name, cache, chosen)).await {
        Ok(outcome) => outcome,
        Err(_) => Err(Cause::TooSlow.into()),
    };
    chosen.prove(None);
    (cache.ordered(), outcome)
}

async fn run(
    settings: &AcmeSettings,
    name: &DomainName,
    cache: &Cache,
    chosen: &Chosen,
) -> Result<(), CertificateFailure> {
    let contact = settings.contact.iter().map(|contact| format!("mailto:{}", contact.as_str()));
    let mut order = AcmeConfig::new_with_client_config([name.as_str()], client(settings).await?)
        .contact(contact)
        .directory(settings.directory())
        .cache(cache.clone())
        .state();
    chosen.prove(Some(order.resolver()));
    loop {
        match order.next().await {
            Some(Ok(EventOk::CertCacheStore)) => return Ok(()),
            Some(Ok(EventOk::AccountCacheStore | EventOk::DeployedNewCert | EventOk::DeployedCachedCert)) => {}
            Some(Err(error)) => return Err(failure(error)),
            None => return Err(Cause::TooSlow.into()),
        }
    }
}

/// Trusts whom this computer and browsers trust, and the authority's own certificate.
async fn client(settings: &AcmeSettings) -> Result<Arc<ClientConfig>, CertificateFailure> {
    let roots = tokio::task::spawn_blocking(trusted).await;
    let mut roots = roots.map_err(|error| CertificateFailure::new(Cause::DirectoryUnreachable, &error))?;
    if let Some(path) = settings.authority.as_ref().and_then(|authority| authority.certificate.as_ref()) {
        let of = |error: &dyn std::fmt::Display| CertificateFailure::new(Cause::AuthorityUnreadable, error);
        let pem = read(path).await.map_err(|error| of(&error))?;
        let own: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
        let (added, _) = roots.add_parsable_certificates(own.map_err(|error| of(&error))?);
        if added == 0 {
            return Err(Cause::AuthorityUnreadable.into());
        }
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| CertificateFailure::new(Cause::DirectoryUnreachable, &error))?;
    Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}

fn failure(error: EventError<io::Error, io::Error>) -> CertificateFailure {
    match error {
        EventError::CertCacheLoad(error)
        | EventError::AccountCacheLoad(error)
        | EventError::CertCacheStore(error)
        | EventError::AccountCacheStore(error) => CertificateFailure::new(Cause::NotKept, &error),
        EventError::CachedCertParse(error) | EventError::NewCertParse(error) => {
            CertificateFailure::new(Cause::Refused, &error)
        }
        EventError::Order(error) => of_order(error),
    }
}

fn of_order(error: OrderError) -> CertificateFailure {
    match error {
        OrderError::BadAuth(auth) => of_auth(auth),
        OrderError::BadOrder(order) => {
            order.error.map_or_else(|| Cause::Refused.into(), |problem| of_problem(&problem.into()))
        }
        OrderError::TooManyAttemptsAuth(_) | OrderError::ProcessingTimeout(_) => Cause::TooSlow.into(),
        OrderError::Rcgen(error) => CertificateFailure::new(Cause::Refused, &error),
        OrderError::Acme(error) => of_acme(&error),
    }
}

fn of_acme(error: &AcmeError) -> CertificateFailure {
    match error {
        AcmeError::HttpRequest(request) => of_request(&format!("{request}")),
        AcmeError::Json(_) | AcmeError::MissingHeader(_) | AcmeError::HttpResponseNonStringHeader(_) => {
            CertificateFailure::new(Cause::NoDirectory, &error)
        }
        AcmeError::Io(_) => CertificateFailure::new(Cause::DirectoryUnreachable, &error),
        _ => CertificateFailure::new(Cause::Refused, &error),
    }
}

/// The library tells what a server answered as text alone: the status, and then the body as Rust writes strings.
fn of_request(text: &str) -> CertificateFailure {
    let Some(answer) = text.strip_prefix("non 2xx http status: ") else {
        let is_untrusted = text.contains("InvalidCertificate");
        let cause = if is_untrusted { Cause::DirectoryUntrusted } else { Cause::DirectoryUnreachable };
        return CertificateFailure::new(cause, &text);
    };
    let body = answer.split_once(' ').map_or(answer, |(_, body)| body);
    let body = serde_json::from_str::<String>(body).unwrap_or_else(|_| body.to_owned());
    match serde_json::from_str::<Said>(&body) {
        Ok(said) => of_problem(&said),
        Err(_) => CertificateFailure::new(Cause::NoDirectory, &answer),
    }
}

/// What an authority says of a problem (RFC 8555, 6.7).
#[derive(Deserialize)]
struct Said {
    #[serde(rename = "type")]
    kind: Option<String>,
    detail: Option<String>,
}

impl From<Problem> for Said {
    fn from(Problem { typ, detail }: Problem) -> Self {
        Self { kind: typ, detail }
    }
}

fn of_auth(auth: Auth) -> CertificateFailure {
    let problem = auth.challenges.into_iter().find_map(|challenge| challenge.error);
    problem.map_or_else(|| Cause::Refused.into(), |problem| of_problem(&problem.into()))
}

fn of_problem(said: &Said) -> CertificateFailure {
    let kind = said.kind.as_deref().unwrap_or_default();
    let cause = match kind.strip_prefix("urn:ietf:params:acme:error:").unwrap_or_default() {
        "dns" => Cause::NameUnknown,
        "connection" => Cause::NotReached,
        "tls" | "unauthorized" | "incorrectResponse" => Cause::OtherServer,
        "caa" => Cause::NotAllowed,
        "rateLimited" => Cause::TooMany,
        "invalidContact" | "unsupportedContact" => Cause::ContactRefused,
        "serverInternal" => Cause::DirectoryUnreachable,
        _ => Cause::Refused,
    };
    CertificateFailure::new(cause, &said.detail.as_deref().unwrap_or(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_authority_says_becomes_a_cause_with_its_own_words() {
        for (text, cause, detail) in [
            (
                r#"non 2xx http status: 429 "{\"type\":\"urn:ietf:params:acme:error:rateLimited\",\"detail\":\"too many \\\"certificates\\\"\"}""#,
                Cause::TooMany,
                "too many \"certificates\"",
            ),
            (
                r#"non 2xx http status: 400 "{\n \"type\": \"urn:ietf:params:acme:error:invalidContact\",\n \"status\": 400}""#,
                Cause::ContactRefused,
                "urn:ietf:params:acme:error:invalidContact",
            ),
            (r#"non 2xx http status: 404 "<html>""#, Cause::NoDirectory, "404 \"<html>\""),
            (
                "http error: ConnectError(TlsConnect(Custom { kind: InvalidData, error: InvalidCertificate(UnknownIssuer) }))",
                Cause::DirectoryUntrusted,
                "http error: ConnectError(TlsConnect(Custom { kind: InvalidData, error: InvalidCertificate(UnknownIssuer) }))",
            ),
            ("io error: Kind(TimedOut)", Cause::DirectoryUnreachable, "io error: Kind(TimedOut)"),
        ] {
            let failure = of_request(text);
            assert_eq!((failure.cause, failure.detail.as_deref()), (cause, Some(detail)), "{text}");
        }
        let said = |kind: &str| Said { kind: Some(format!("urn:ietf:params:acme:error:{kind}")), detail: None };
        for (kind, cause) in [
            ("dns", Cause::NameUnknown),
            ("connection", Cause::NotReached),
            ("unauthorized", Cause::OtherServer),
            ("caa", Cause::NotAllowed),
            ("rejectedIdentifier", Cause::Refused),
        ] {
            assert_eq!(of_problem(&said(kind)).cause, cause, "{kind}");
        }
    }
}
