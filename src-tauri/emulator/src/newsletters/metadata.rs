//! A newsletter as mex describes it.

use serde_json::{Value, json};

use super::newsletter::Newsletter;
use crate::network::Number;
use crate::network::stanza::seconds;

/// What `viewer` may see of it. Numbers are text, as the server writes them.
pub(super) fn metadata(newsletter: &Newsletter, viewer: &Number) -> Value {
    let changed = seconds(newsletter.changed_at_ms).to_string();
    let text = |text: &str| json!({ "id": changed, "text": text, "update_time": changed });
    json!({
        "id": newsletter.jid().to_string(),
        "state": { "type": "active" },
        "thread_metadata": {
            "creation_time": seconds(newsletter.created_at_ms).to_string(),
            "name": text(&newsletter.name),
            "description": text(&newsletter.description),
            "handle": null,
            "invite": newsletter.invite,
            // Baileys reads the id without asking whether there is a picture.
            "picture": { "id": "", "type": "IMAGE", "direct_path": null },
            "preview": null,
            "settings": { "reaction_codes": { "value": "ALL" } },
            "subscribers_count": newsletter.followers.len().to_string(),
            "verification": "UNVERIFIED",
        },
        "viewer_metadata": { "mute": mute(newsletter, viewer), "role": role(newsletter, viewer) },
    })
}

/// What is left to say of it when one only came or went.
pub(super) fn state(newsletter: &Newsletter) -> Value {
    json!({ "id": newsletter.jid().to_string(), "state": { "type": "active" } })
}

fn role(newsletter: &Newsletter, viewer: &Number) -> &'static str {
    if newsletter.owner == *viewer {
        "owner"
    } else if newsletter.followers.contains_key(viewer) {
        "subscriber"
    } else {
        "guest"
    }
}

fn mute(newsletter: &Newsletter, viewer: &Number) -> &'static str {
    if newsletter.followers.get(viewer).copied().unwrap_or_default() { "ON" } else { "OFF" }
}
