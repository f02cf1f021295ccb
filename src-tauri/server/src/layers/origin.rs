//! Pages of other sites may not ask: neither with a form, nor with a script, nor with a socket.
//!
//! `tower_http::csrf` covers part of this; it lets upgrades pass and takes any origin that equals
//! the `Host`, while here both are held against the list of own names.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Arrival;
use crate::app::AppState;
use crate::problem::Problem;

/// Refuses a request that a browser made for a page which this server did not serve.
pub(crate) async fn refuse_foreign_pages(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let arrival = request.extensions().get::<Arrival>().copied();
    let is_foreign = arrival.is_none_or(|arrival| {
        let allows = |origin: &str| app.addresses.allows_origin(origin, arrival.peer);
        comes_from_elsewhere(request.method(), request.headers(), allows)
    });
    if is_foreign { Problem::foreign_origin().into_response() } else { next.run(request).await }
}

/// Browsers name the page in `Origin` whenever it matters; programs send nothing and have no cookies to abuse.
fn comes_from_elsewhere(method: &Method, headers: &HeaderMap, allows: impl Fn(&str) -> bool) -> bool {
    let mut origins = headers.get_all(header::ORIGIN).into_iter();
    if let Some(origin) = origins.next() {
        return origins.next().is_some() || !origin.to_str().is_ok_and(allows);
    }
    let changes_something = !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    let site = headers.get("sec-fetch-site").map(|value| value.to_str().unwrap_or_default());
    changes_something && site.is_some_and(|site| !matches!(site, "same-origin" | "none"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn judge(method: &str, pairs: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        comes_from_elsewhere(&method.parse().unwrap(), &headers, |origin| origin == "http://own")
    }

    #[test]
    fn other_sites_pages_are_recognised_from_both_headers() {
        assert!(judge("POST", &[("origin", "http://evil")]));
        assert!(judge("GET", &[("origin", "http://evil")]), "a socket's handshake is a GET");
        assert!(judge("POST", &[("origin", "null")]));
        assert!(judge("POST", &[("origin", "http://own"), ("origin", "http://evil")]));
        assert!(judge("POST", &[("sec-fetch-site", "cross-site")]));
        assert!(judge("DELETE", &[("sec-fetch-site", "same-site")]));
        assert!(judge("POST", &[("origin", "http://evil"), ("sec-fetch-site", "same-origin")]));
    }

    #[test]
    fn own_pages_programs_and_plain_links_pass() {
        assert!(!judge("POST", &[("origin", "http://own"), ("sec-fetch-site", "same-origin")]));
        assert!(!judge("POST", &[]), "a program");
        assert!(!judge("GET", &[("sec-fetch-site", "cross-site")]), "somebody clicked the tenant's link in a chat");
    }
}
