//! A request with a body, for who told us where to send it.

use std::time::Duration;

use axum::body::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::header::{HOST, USER_AGENT};
use hyper::{HeaderMap, Request, StatusCode, Uri};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::time::timeout;
use url::Url;

use super::resolver::PublicOnly;
use super::{EgressError, connector, may_be_posted_to};

/// How many connections to one receiver are kept for the next request.
const IDLE_CONNECTIONS: usize = 2;
/// For how long: many receivers hang up after five seconds (whatever runs on Node), and a request on a connection that just
/// ends would count as one that failed.
const IDLE_FOR: Duration = Duration::from_secs(4);

/// What the other side answered, whatever its status: a redirect is an answer like others.
#[derive(Debug)]
pub(crate) struct Answered {
    /// The HTTP status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// How its body begins; what came of it before it broke off, where it did.
    pub body: Vec<u8>,
}

/// Posts to other people's servers.
pub(crate) struct Poster {
    client: Client<HttpsConnector<HttpConnector<PublicOnly>>, Full<Bytes>>,
}

impl Poster {
    pub(crate) fn new() -> Self {
        let mut client = Client::builder(TokioExecutor::new());
        client.pool_max_idle_per_host(IDLE_CONNECTIONS).pool_idle_timeout(IDLE_FOR);
        Self { client: client.build(connector()) }
    }

    /// Posts a body within a time, and reads at most so many bytes of the answer.
    pub(crate) async fn post(
        &self,
        url: &Url,
        headers: HeaderMap,
        body: Bytes,
        patience: Duration,
        most_bytes: usize,
    ) -> Result<Answered, EgressError> {
        if !may_be_posted_to(url) {
            return Err(EgressError::Forbidden);
        }
        timeout(patience, self.ask(url, headers, body, most_bytes)).await.map_err(|_| EgressError::TooSlow)?
    }

    async fn ask(
        &self,
        url: &Url,
        headers: HeaderMap,
        body: Bytes,
        most_bytes: usize,
    ) -> Result<Answered, EgressError> {
        let uri: Uri = url.as_str().parse().map_err(|_| EgressError::Forbidden)?;
        let host = uri.authority().map_or("", |authority| authority.as_str()).to_owned();
        let request = Request::post(uri)
            .header(HOST, host)
            .header(USER_AGENT, concat!("Portaria/", env!("CARGO_PKG_VERSION")))
            .body(Full::new(body));
        let mut request = request.map_err(|error| EgressError::Failed(error.into()))?;
        request.headers_mut().extend(headers);
        let answer = self.client.request(request).await.map_err(|error| {
            if super::was_forbidden(&error) { EgressError::Forbidden } else { EgressError::Failed(error.into()) }
        })?;
        let (head, mut body) = answer.into_parts();
        let mut begun = Vec::new();
        // The status is the answer; what follows it is for who looks at the log.
        while begun.len() < most_bytes
            && let Some(Ok(frame)) = body.frame().await
        {
            if let Ok(piece) = frame.into_data() {
                begun.extend_from_slice(&piece[..piece.len().min(most_bytes - begun.len())]);
            }
        }
        Ok(Answered { status: head.status, headers: head.headers, body: begun })
    }
}
