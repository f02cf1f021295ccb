//! What proves that a request comes from our page. Cookies ignore ports: whatever else is served under the same host is
//! sent our cookies too, but not what our page keeps for its own origin.

use axum::extract::MatchedPath;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method};
use hmac::{Hmac, KeyInit as _, Mac as _};
use portaria_storage::Stores;
use sha2::Sha256;

use super::secret;

/// Carries the proof: from a login to the page, and from the page with every request that a cookie stands for.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("portaria-page");

/// What a page shows by its address alone, without headers of its own.
const SHOWN: [&str; 4] = [
    "/api/whatsapp/{tenantId}/media/{mediaId}",
    "/api/whatsapp/{tenantId}/profile/picture",
    "/api/whatsapp/{tenantId}/chats/{chatId}/picture",
    "/api/whatsapp/{tenantId}/chats/{chatId}/messages/{messageId}/thumbnail",
];

/// What a proof is good for.
#[derive(Clone, Copy)]
enum Purpose {
    /// Every request.
    Page,
    /// To show a file: it stands in addresses, and so opens nothing else.
    View,
}

/// What a login's answer says to the page, once: the proof of its requests, a dot, and that of its pictures' addresses.
pub(crate) fn header_for(stores: &Stores, cookie: &str) -> (HeaderName, HeaderValue) {
    let [page, view] = [Purpose::Page, Purpose::View].map(|purpose| secret::encode(&sign(stores, purpose, cookie)));
    (HEADER, HeaderValue::try_from(format!("{page}.{view}")).expect("base64 is visible ASCII"))
}

/// Whether a request with this cookie comes from the page that was logged in.
pub(super) fn is_ours(stores: &Stores, parts: &Parts, cookie: &str) -> bool {
    let matches = |purpose, offered: &str| {
        secret::decode(offered).is_some_and(|offered| secret::same(offered.expose(), &sign(stores, purpose, cookie)))
    };
    if let Some(offered) = parts.headers.get(HEADER) {
        return offered.to_str().is_ok_and(|offered| matches(Purpose::Page, offered));
    }
    is_shown(parts) && view_of(parts).is_some_and(|offered| matches(Purpose::View, offered))
}

fn is_shown(parts: &Parts) -> bool {
    let path = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str);
    matches!(parts.method, Method::GET | Method::HEAD) && path.is_some_and(|path| SHOWN.contains(&path))
}

fn view_of(parts: &Parts) -> Option<&str> {
    parts.uri.query()?.split('&').find_map(|pair| pair.strip_prefix("view="))
}

/// Made of the cookie, so that nothing has to be kept; who has the cookie alone cannot make it.
fn sign(stores: &Stores, purpose: Purpose, cookie: &str) -> [u8; 32] {
    let key = stores.signing_key("page");
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose()).expect("HMAC takes a key of any length");
    mac.update(match purpose {
        Purpose::Page => b"page\n",
        Purpose::View => b"view\n",
    });
    mac.update(cookie.as_bytes());
    mac.finalize().into_bytes().into()
}
