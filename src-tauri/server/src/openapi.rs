//! The description of the API, OpenAPI 3.1.

use utoipa::ToSchema;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, ContactBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder};

use crate::auth::cookie;
use crate::router;
use crate::shapes::{LiveEventShape, ProviderEventShape};

/// What describes the whole; the addresses add themselves in the router.
pub(crate) fn frame() -> OpenApi {
    let cookie_named = |name: &str| SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(name)));
    let key = |whose: &str| {
        let description = format!("{whose} API key, `wsk_…`. Only in this header.");
        let http = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(description)).build();
        SecurityScheme::Http(http)
    };
    let info = InfoBuilder::new()
        .title("Portaria")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Every client a WhatsApp of their own. Two planes: `/api/saas` for the provider, \
             `/api/whatsapp/{tenantId}` for one tenant, whose key also opens `/api/mcp` to AI agents. \
             Which scopes a key needs is named with each address; a key may end at a moment, and open from some networks \
             alone, which `key_expired` and `key_elsewhere` tell. \
             Times are UTC milliseconds. Errors are RFC 9457 \
             problems whose `code` is stable. `RateLimit` and `RateLimit-Policy` tell what is left, as \
             draft-ietf-httpapi-ratelimit-headers has it: of `requests` by one key or login from its address, where they are \
             limited, and of `sends` by the tenant, where something is sent; a 429 has `Retry-After`. Live events come by Socket.IO: take a ticket from \
             `socket-ticket` and connect with `transports: ['websocket'], auth: { ticket }`; what a tenant's socket says is `LiveEvent`, the provider's `ProviderEvent`. Or have them sent to webhooks, as `WebhookEvent`, signed as \
             Standard Webhooks has it: check `webhook-signature`, refuse a `webhook-timestamp` that is more than five \
             minutes off, and sort repetitions out by `webhook-id`.",
        ))
        .contact(Some(ContactBuilder::new().name(Some("Portaria")).build()))
        .license(Some(LicenseBuilder::new().name("AGPL-3.0-only").identifier(Some("AGPL-3.0-only")).build()))
        .build();
    // What sockets say stands in no answer of an address.
    let mut said = Vec::new();
    for (name, schema, schemas) in [described::<LiveEventShape>(), described::<ProviderEventShape>()] {
        said.push((name, schema));
        said.extend(schemas);
    }
    let components = ComponentsBuilder::new()
        .schemas_from_iter(said)
        .security_scheme("adminCookie", cookie_named(cookie::ADMIN))
        .security_scheme("providerKey", key("The provider's"))
        .security_scheme("tenantCookie", cookie_named(cookie::TENANT))
        .security_scheme("tenantKey", key("A tenant's"))
        .build();
    OpenApiBuilder::new().info(info).components(Some(components)).build()
}

type Schema = utoipa::openapi::RefOr<utoipa::openapi::Schema>;

/// A type's name, how it is described, and what that refers to.
fn described<T: ToSchema>() -> (String, Schema, Vec<(String, Schema)>) {
    let mut schemas = Vec::new();
    T::schemas(&mut schemas);
    (T::name().into_owned(), T::schema(), schemas)
}

/// The description as it is served and kept in `openapi.json`.
pub fn document() -> String {
    let openapi = router::api(None).into_openapi();
    let mut text = openapi.to_pretty_json().expect("a description is plain JSON");
    text.push('\n');
    text
}
