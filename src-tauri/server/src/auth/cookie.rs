//! Cookies, by hand: two of them, and each may come several times with different paths.

use axum::http::{HeaderMap, HeaderValue, header};
use portaria_domain::TenantId;

/// The provider's login.
pub(crate) const ADMIN: &str = "portaria_admin";
/// A tenant's login.
pub(crate) const TENANT: &str = "portaria_tenant";

/// Where the provider's cookie is sent.
pub(crate) const ADMIN_PATH: &str = "/api/saas";

/// Where a tenant's cookie is sent: two tenants' portals live side by side in one browser.
pub(crate) fn tenant_path(tenant: TenantId) -> String {
    format!("/api/whatsapp/{tenant}")
}

/// Every value that came under a name. Browsers send one for each matching path.
pub(crate) fn values<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    headers
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(move |pair| pair.trim().split_once('=').filter(|(key, _)| *key == name))
        .map(|(_, value)| value)
}

/// A `Set-Cookie` line for a login. `secure` keeps it off unencrypted connections.
pub(crate) fn set(name: &str, value: &str, path: &str, lifetime_ms: i64, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let seconds = lifetime_ms / 1000;
    let line = format!("{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    HeaderValue::try_from(line).expect("names, ids and base64 are visible ASCII")
}

/// A `Set-Cookie` line that ends a login.
pub(crate) fn clear(name: &str, path: &str) -> HeaderValue {
    set(name, "", path, 0, false)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_cookie_of_a_name_is_read_and_no_other() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; portaria_tenant=x; portaria_tenant_=no"));
        headers.append(header::COOKIE, HeaderValue::from_static("portaria_tenant=y=z;;broken"));
        assert_eq!(values(&headers, TENANT).collect::<Vec<_>>(), ["x", "y=z"]);
    }

    #[test]
    fn a_login_cookie_is_out_of_reach_of_scripts_and_other_sites() {
        let line = set(ADMIN, "v", ADMIN_PATH, 60_000, true);
        assert_eq!(
            line.to_str().unwrap(),
            "portaria_admin=v; Path=/api/saas; Max-Age=60; HttpOnly; SameSite=Strict; Secure"
        );
    }
}
