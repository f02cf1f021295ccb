//! Addresses of files that open without a credential, for a while.
//!
//! The signature covers tenant, file, end, and what the address was signed for: a credential, or a webhook.

use hmac::{Hmac, KeyInit as _, Mac as _};
use portaria_domain::{MediaId, TenantId};
use sha2::Sha256;

use crate::app::App;
use crate::auth::secret;

/// The path of a file that opens until `expires_at_ms`, as long as what is called `by` stands.
pub(crate) fn path(app: &App, tenant: TenantId, id: MediaId, expires_at_ms: i64, by: &str) -> String {
    let signature = sign(app, tenant, id, expires_at_ms, by);
    format!("/api/whatsapp/{tenant}/media/{id}/signed?expires={expires_at_ms}&by={by}&signature={signature}")
}

/// Whether a path was signed here.
pub(crate) fn is_signed(
    app: &App,
    tenant: TenantId,
    id: MediaId,
    expires_at_ms: i64,
    by: &str,
    signature: &str,
) -> bool {
    let expected = sign(app, tenant, id, expires_at_ms, by);
    match (secret::decode(&expected), secret::decode(signature)) {
        (Some(expected), Some(offered)) => secret::same(expected.expose(), offered.expose()),
        _ => false,
    }
}

fn sign(app: &App, tenant: TenantId, id: MediaId, expires_at_ms: i64, by: &str) -> String {
    let key = app.stores.signing_key("media");
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose()).expect("HMAC takes a key of any length");
    mac.update(format!("{tenant}\n{id}\n{expires_at_ms}\n{by}").as_bytes());
    secret::encode(&mac.finalize().into_bytes().into())
}
