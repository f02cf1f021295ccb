//! Whether a request means this machine.

use axum::http::{HeaderMap, header};

pub(crate) fn names_loopback(headers: &HeaderMap, name: &header::HeaderName, required: bool) -> bool {
    let Some(value) = headers.get(name) else { return !required };
    let Ok(value) = value.to_str() else { return false };
    let authority = ["http://", "https://"].iter().find_map(|scheme| value.strip_prefix(scheme)).unwrap_or(value);
    let host = authority
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
        .map_or(authority, |(host, _)| host);
    matches!(host, "127.0.0.1" | "localhost" | "[::1]")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn allowed(host: &str, origin: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        names_loopback(&headers, &header::HOST, true) && names_loopback(&headers, &header::ORIGIN, false)
    }

    #[test]
    fn only_loopback_names_are_answered() {
        for host in ["127.0.0.1:5399", "localhost", "localhost:80", "[::1]:5399"] {
            assert!(allowed(host, None), "{host} is loopback");
        }
        for host in ["example.com", "127.0.0.1.example.com", "localhost:80.example.com", "10.0.0.1:5399"] {
            assert!(!allowed(host, None), "{host} is not loopback");
        }
        assert!(allowed("localhost:5399", Some("http://localhost:5399")), "the page itself");
        assert!(!allowed("localhost:5399", Some("https://example.com")), "a page elsewhere");
        assert!(!allowed("localhost:5399", Some("null")), "a sandboxed page");
    }
}
