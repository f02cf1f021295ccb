//! What is sent for an event.

use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use portaria_domain::{DeliveryId, Event, EventBody, MediaFile, MediaState, TenantId, Webhook};

use crate::app::App;
use crate::shapes::{WebhookEvent, WebhookMedia};
use crate::signed_address::{self, Opens};

/// How long the address of a file opens: receivers put what they are told in queues of their own.
const LIFETIME_MS: i64 = 60 * 60_000;

/// What a webhook is sent for an event, with the file that it is about.
pub(crate) async fn body(app: &App, tenant: TenantId, webhook: &Webhook, id: DeliveryId, event: Event) -> WebhookEvent {
    let media = match file(&event) {
        Some(file) => Some(media(app, tenant, webhook, file).await),
        None => None,
    };
    WebhookEvent::new(id, tenant, event, media)
}

/// The file of the message that an event is about, once it is here.
fn file(event: &Event) -> Option<&MediaFile> {
    let (EventBody::MessageReceived { message, .. }
    | EventBody::MessageCreated { message, .. }
    | EventBody::MessageUpdated { message, .. }) = &event.body
    else {
        return None;
    };
    message.file.as_ref().filter(|file| file.state == MediaState::Here)
}

async fn media(app: &App, tenant: TenantId, webhook: &Webhook, file: &MediaFile) -> WebhookMedia {
    let expires_at_ms = (app.now() + LIFETIME_MS).0;
    let by = format!("webhook-{}", webhook.id);
    let path = signed_address::path(app, tenant, Opens::Media, &file.id.to_string(), expires_at_ms, &by);
    let base = app.addresses.link_base();
    WebhookMedia { url: format!("{base}{path}"), expires_at_ms, base64: inline(app, tenant, webhook, file).await }
}

/// A file's bytes, where the webhook asks for files of that size. One that does not read is left to its address.
async fn inline(app: &App, tenant: TenantId, webhook: &Webhook, file: &MediaFile) -> Option<String> {
    let most = u64::from(webhook.inline_media_bytes);
    file.size_bytes.filter(|size_bytes| *size_bytes <= most && most > 0)?;
    let reader = app.host.open_media(tenant, file.id).await.ok()?.reader;
    let read = tokio::task::spawn_blocking(move || {
        let mut bytes = Vec::new();
        reader.take(most).read_to_end(&mut bytes).map(|_| bytes)
    });
    Some(STANDARD.encode(read.await.ok()?.ok()?))
}
