//! Sends what waits for one browser to its push service (RFC 8030).

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portaria_domain::{ChatId, LoginId, PublicId, TenantId, UnixMs};
use portaria_storage::{PushDevice, StorageError};
use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::payload::{self, Word};
use crate::app::App;
use crate::egress::{EgressError, retry_after_ms};

/// How long a push service may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// One that took longer the last time is a slow one.
const SLOW: Duration = Duration::from_secs(2);
/// How long it keeps what it cannot hand over, in seconds: a day later the panel says more.
const TTL_S: u32 = 24 * 60 * 60;
/// How long a test waits for a place: somebody looks at it.
const TEST_PATIENCE: Duration = Duration::from_secs(5);
/// The waits between attempts; after the last one it is given up.
const WAITS: [Duration; 3] = [Duration::from_secs(1), Duration::from_secs(15), Duration::from_mins(2)];
/// The longest wait that a service may ask for.
const LONGEST_WAIT: Duration = Duration::from_mins(30);
/// How long a topic may be (RFC 8030), in bytes: 32 signs of base64url.
const TOPIC_BYTES: usize = 24;

/// What a push service answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// It took it.
    Yes,
    /// The browser is not to be reached by this address any more.
    Gone,
    /// It has no time, or does not answer: perhaps it does after that wait.
    Later(Option<Duration>),
    /// It refused it with a status, or may not be asked; trying again would change nothing.
    Refused(Option<u16>),
}

/// Sends to a login's browser until nothing waits for it.
pub(super) async fn serve(app: Arc<App>, tenant: TenantId, login: LoginId, stopping: CancellationToken) {
    let mut failures = 0;
    let mut is_slow = false;
    while let Some(news) = app.push.waiting.next(tenant, login) {
        // Read anew each time: the login may have ended, or the link be another one.
        let found = app.stores.push_device(login, app.now()).await;
        let (device, portal) = match found {
            Ok(Some(found)) => found,
            Ok(None) => return app.push.waiting.remove(tenant, login),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, tenant.id = %tenant, "a browser could not be told");
                continue;
            }
        };
        let taken = {
            let Some(of_tenant) = app.push.waiting.places(tenant) else { return };
            let _one_of_tenant = of_tenant.acquire().await;
            let places = if is_slow { &app.push.slow } else { &app.push.quick };
            let _place = places.acquire().await;
            let word = Word::Message(Box::new(news.clone()));
            let began = Instant::now();
            let taken = tokio::select! {
                () = stopping.cancelled() => return,
                taken = send(&app, &device, &portal, &word) => taken,
            };
            is_slow = taken != Taken::Yes || began.elapsed() > SLOW;
            taken
        };
        let wait = match taken {
            Taken::Later(asked) if failures < WAITS.len() => Some(asked.unwrap_or_default().max(WAITS[failures])),
            _ => None,
        };
        if let Some(wait) = wait {
            failures += 1;
            app.push.waiting.put_back(tenant, login, news);
            tokio::select! {
                () = stopping.cancelled() => return,
                () = tokio::time::sleep(wait.min(LONGEST_WAIT)) => {}
            }
            continue;
        }
        failures = 0;
        if let Err(error) = keep(&app, &device, &taken).await {
            tracing::warn!(error = &error as &dyn std::error::Error, tenant.id = %tenant, "what a push service answered was not kept");
        }
    }
}

/// Tells a login's browser something to try whether it works, once. `Ok(None)`: it is not told of anything.
pub(crate) async fn test(app: &App, login: LoginId) -> Result<Option<Taken>, StorageError> {
    let Some((device, portal)) = app.stores.push_device(login, app.now()).await? else { return Ok(None) };
    let Ok(Ok(_place)) = tokio::time::timeout(TEST_PATIENCE, app.push.slow.acquire()).await else {
        return Ok(Some(Taken::Later(None)));
    };
    let taken = send(app, &device, &portal, &Word::Test).await;
    keep(app, &device, &taken).await?;
    Ok(Some(taken))
}

/// Keeps what an answer says of a browser.
async fn keep(app: &App, device: &PushDevice, taken: &Taken) -> Result<(), StorageError> {
    match taken {
        Taken::Gone => {
            app.push.waiting.remove(device.tenant, device.login);
            app.stores.forget_push_endpoint(device.login, &device.endpoint).await?;
            // It may have asked again under another address meanwhile.
            if app.stores.push_device(device.login, app.now()).await?.is_some() {
                app.push.waiting.add(device.tenant, device.login);
            }
            Ok(())
        }
        Taken::Yes if device.failing_since.is_some() => app.stores.note_push_failing(device.login, None).await,
        Taken::Later(_) | Taken::Refused(_) if device.failing_since.is_none() => {
            tracing::debug!(?taken, tenant.id = %device.tenant, "a push service does not take what a browser is told");
            app.stores.note_push_failing(device.login, Some(app.now())).await
        }
        _ => Ok(()),
    }
}

/// Tells a browser something, once.
async fn send(app: &App, device: &PushDevice, portal: &PublicId, word: &Word) -> Taken {
    let Ok(url) = device.endpoint.expose().parse::<Url>() else { return Taken::Refused(None) };
    let read = app.push.waiting.read_since(device.tenant);
    let Some(sealed) = payload::seal(word, device, portal, &read) else { return Taken::Refused(None) };
    // Only what is reached from everywhere names who may be asked; a service minds others more than none.
    let base = app.addresses.link_base();
    let contact = Some(base.as_str()).filter(|base| base.starts_with("https://"));
    let now = app.now();
    let mut headers = HeaderMap::new();
    let mut proof = HeaderValue::try_from(app.push.key.authorization(&url, contact, now)).expect("it is visible ASCII");
    proof.set_sensitive(true);
    headers.insert(AUTHORIZATION, proof);
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("aes128gcm"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(HeaderName::from_static("ttl"), HeaderValue::from(TTL_S));
    headers.insert(HeaderName::from_static("urgency"), HeaderValue::from_static("high"));
    if let Word::Message(news) = word {
        headers.insert(HeaderName::from_static("topic"), topic(device.login, news.chat));
    }
    match app.push.poster.post(&url, headers, sealed.into(), PATIENCE, 0).await {
        Ok(answer) => read_answer(answer.status, &answer.headers, now),
        Err(EgressError::Forbidden) => Taken::Refused(None),
        Err(error) => {
            tracing::debug!(error = &error as &dyn std::error::Error, "a push service could not be told");
            Taken::Later(None)
        }
    }
}

/// By its topic a newer word of a chat stands in for one that waits at the service. It tells nobody which chat, or that two
/// browsers have the same.
fn topic(login: LoginId, chat: ChatId) -> HeaderValue {
    let hash = Sha256::digest(format!("{login}\n{chat}"));
    HeaderValue::try_from(URL_SAFE_NO_PAD.encode(&hash[..TOPIC_BYTES])).expect("it is visible ASCII")
}

fn read_answer(status: StatusCode, headers: &HeaderMap, now: UnixMs) -> Taken {
    match status {
        status if status.is_success() => Taken::Yes,
        StatusCode::NOT_FOUND | StatusCode::GONE => Taken::Gone,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => Taken::Later(retry_after(headers, now)),
        status if status.is_server_error() => Taken::Later(retry_after(headers, now)),
        status => Taken::Refused(Some(status.as_u16())),
    }
}

fn retry_after(headers: &HeaderMap, now: UnixMs) -> Option<Duration> {
    u64::try_from(retry_after_ms(headers, now)?).ok().map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use axum::http::header::RETRY_AFTER;

    use super::*;

    #[test]
    fn an_answer_says_what_follows() {
        let answered = |status: u16, after: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_static(after));
            read_answer(StatusCode::from_u16(status).expect("it is one"), &headers, UnixMs(784_111_777_000 - 90_000))
        };
        assert_eq!(answered(201, ""), Taken::Yes);
        assert_eq!((answered(404, ""), answered(410, "")), (Taken::Gone, Taken::Gone));
        assert_eq!(answered(429, "120"), Taken::Later(Some(Duration::from_mins(2))));
        assert_eq!(answered(503, "Sun, 06 Nov 1994 08:49:37 GMT"), Taken::Later(Some(Duration::from_secs(90))));
        assert_eq!(answered(500, "soon"), Taken::Later(None));
        assert_eq!((answered(403, ""), answered(302, "")), (Taken::Refused(Some(403)), Taken::Refused(Some(302))));
    }
}
