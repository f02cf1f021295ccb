//! Webhooks as they come in.

use axum::http::{HeaderName, HeaderValue};
use portaria_domain::{EventFilter, LARGEST_INLINE_MEDIA_BYTES, Secret, WebhookHeader};
use portaria_storage::WebhookChange;
use serde::Deserialize;
use url::Url;
use utoipa::ToSchema;

use crate::egress::may_be_posted_to;
use crate::input::{Form, of_objects};
use crate::problem::FieldError;

/// The longest URL, in bytes.
const LONGEST_URL: usize = 2_048;
/// How many headers may be sent along.
const MOST_HEADERS: usize = 10;
/// The longest name of a header, in bytes.
const LONGEST_NAME: usize = 100;
/// The longest value of a header, in bytes.
const LONGEST_VALUE: usize = 2_048;

/// Headers that belong to the connection or to us.
const RESERVED: [&str; 14] = [
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];
/// How those begin that prove a delivery.
const OURS: &str = "webhook-";

/// A webhook to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct WebhookBody {
    /// Where events are sent: an address of the public Internet, `http` or `https`.
    #[schema(max_length = 2048)]
    url: String,
    /// The names of the events that are sent; none, or nothing said: all.
    events: Option<Vec<String>>,
    /// Headers that are sent along, 10 at most, such as what the receiver knows the caller by.
    #[schema(max_items = 10)]
    headers: Option<Vec<HeaderBody>>,
    /// Files of messages up to so many bytes are sent along, in base64; 0, or nothing said: only their addresses are.
    #[schema(maximum = 524_288)]
    inline_media_bytes: Option<u32>,
}

/// A webhook as it was asked for.
pub(crate) struct GivenWebhook {
    pub(super) url: String,
    pub(super) events: EventFilter,
    pub(super) headers: Vec<WebhookHeader>,
    pub(super) inline_media_bytes: u32,
}

/// What of a webhook is to be otherwise; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct WebhookChangeBody {
    /// Where events are sent.
    #[schema(max_length = 2048)]
    url: Option<String>,
    /// The names of the events that are sent; none: all. What waits and is not among them is not sent any more.
    events: Option<Vec<String>>,
    /// All headers that are sent along, in place of those before.
    #[schema(max_items = 10)]
    headers: Option<Vec<HeaderBody>>,
    /// Files of messages up to so many bytes are sent along, in base64; 0: only their addresses are.
    #[schema(maximum = 524_288)]
    inline_media_bytes: Option<u32>,
}

/// A header.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schema(as = WebhookHeader)]
pub(crate) struct HeaderBody {
    /// Its name.
    #[schema(max_length = 100)]
    name: String,
    /// Its value. It is kept and shown to nobody.
    #[schema(max_length = 2048)]
    value: String,
}

of_objects!(HeaderBody);

impl Form for WebhookBody {
    type Value = GivenWebhook;

    fn read(self) -> Result<Self::Value, Vec<FieldError>> {
        let mut errors = Vec::new();
        let url = url(&self.url, &mut errors);
        let events = events(self.events.unwrap_or_default(), &mut errors);
        let headers = headers(self.headers.unwrap_or_default(), &mut errors);
        let inline_media_bytes = inline(self.inline_media_bytes.unwrap_or(0), &mut errors);
        let given = GivenWebhook { url, events, headers, inline_media_bytes };
        if errors.is_empty() { Ok(given) } else { Err(errors) }
    }
}

impl Form for WebhookChangeBody {
    type Value = WebhookChange;

    fn read(self) -> Result<WebhookChange, Vec<FieldError>> {
        let mut errors = Vec::new();
        let change = WebhookChange {
            url: self.url.map(|text| url(&text, &mut errors)),
            events: self.events.map(|names| events(names, &mut errors)),
            headers: self.headers.map(|given| headers(given, &mut errors)),
            inline_media_bytes: self.inline_media_bytes.map(|bytes| inline(bytes, &mut errors)),
        };
        if errors.is_empty() { Ok(change) } else { Err(errors) }
    }
}

fn url(text: &str, errors: &mut Vec<FieldError>) -> String {
    let read = text.trim().parse::<Url>().ok().filter(may_be_posted_to).map(String::from);
    match read {
        _ if text.len() > LONGEST_URL => errors.push(FieldError::new("url", "too_long", "At most 2,048 bytes.")),
        Some(url) if url.len() <= LONGEST_URL => return url,
        _ => errors.push(FieldError::new(
            "url",
            "invalid",
            "An http or https address of the public Internet, without a login, at port 80, 443 or from 1024 on.",
        )),
    }
    String::new()
}

fn events(names: Vec<String>, errors: &mut Vec<FieldError>) -> EventFilter {
    EventFilter::new(names).unwrap_or_else(|error| {
        errors.push(FieldError::new("events", "invalid", format!("No event is called {:.60}.", error.0)));
        EventFilter::default()
    })
}

fn inline(bytes: u32, errors: &mut Vec<FieldError>) -> u32 {
    if bytes > LARGEST_INLINE_MEDIA_BYTES {
        errors.push(FieldError::new("inlineMediaBytes", "invalid", "At most 524,288 bytes."));
    }
    bytes
}

fn headers(given: Vec<HeaderBody>, errors: &mut Vec<FieldError>) -> Vec<WebhookHeader> {
    if given.len() > MOST_HEADERS {
        errors.push(FieldError::new("headers", "invalid", "10 at most."));
        return Vec::new();
    }
    let mut headers: Vec<WebhookHeader> = Vec::new();
    for (index, HeaderBody { name, value }) in given.into_iter().enumerate() {
        let name = name.trim().to_ascii_lowercase();
        let mut wrong = |part: &str, code, detail| {
            errors.push(FieldError::new(format!("headers[{index}].{part}"), code, detail));
        };
        if HeaderName::from_bytes(name.as_bytes()).is_err() || name.len() > LONGEST_NAME {
            wrong("name", "invalid", "The name of an HTTP header, 1 to 100 characters.");
        } else if RESERVED.contains(&name.as_str()) || name.starts_with(OURS) {
            wrong("name", "invalid", "This header belongs to the connection, or says who sends.");
        } else if headers.iter().any(|header| header.name == name) {
            wrong("name", "taken", "The header stands there twice.");
        }
        if HeaderValue::from_str(&value).is_err() || value.len() > LONGEST_VALUE {
            wrong("value", "invalid", "One line of at most 2,048 bytes.");
        }
        headers.push(WebhookHeader { name, value: Secret::new(value) });
    }
    headers
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::{Value, json};

    use super::*;

    fn refused(body: Value) -> Vec<String> {
        let body: WebhookBody = serde_json::from_value(body).unwrap();
        body.read().err().into_iter().flatten().map(|error| error.field).collect()
    }

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        let good = "https://n8n.example.com:5678/webhook/1";
        assert_eq!(refused(json!({ "url": good })), Vec::<String>::new());
        for url in
            ["", "x", "ftp://example.com", "http://10.0.0.1/", "https://a:b@example.com", "http://example.com:25"]
        {
            let is_local_build = url.ends_with(":25") && cfg!(feature = "emulator");
            assert_eq!(refused(json!({ "url": url })).is_empty(), is_local_build, "{url}");
        }
        assert_eq!(refused(json!({ "url": format!("https://example.com/{}", "ã".repeat(1_000)) })), ["url"]);
        assert_eq!(refused(json!({ "url": good, "events": ["message"] })), ["events"]);
        assert_eq!(refused(json!({ "url": good, "inlineMediaBytes": 524_289 })), ["inlineMediaBytes"]);
        let many: Vec<_> = (0..11).map(|number| json!({ "name": format!("x-{number}"), "value": "" })).collect();
        assert_eq!(refused(json!({ "url": good, "headers": many })), ["headers"]);
        for name in ["Host", "Webhook-Id", "Transfer-Encoding", "content-length", "", "a b", "á"] {
            let headers = json!([{ "name": "X-Key", "value": "1" }, { "name": name, "value": "1" }]);
            assert_eq!(refused(json!({ "url": good, "headers": headers })), ["headers[1].name"], "{name}");
        }
        for value in ["a\r\nHost: x", "a\u{0}"] {
            let headers = json!([{ "name": "X-Key", "value": value }]);
            assert_eq!(refused(json!({ "url": good, "headers": headers })), ["headers[0].value"], "{value:?}");
        }
        let twice = json!([{ "name": "X-Key", "value": "1" }, { "name": "x-key", "value": "2" }]);
        assert_eq!(refused(json!({ "url": good, "headers": twice })), ["headers[1].name"]);
    }
}
