//! What goes with a message: what it answers, whom it mentions, when it disappears.

use portaria_domain::{Address, Draft, DraftContent, Jid, MessageKey};
use wacore::proto_helpers::MessageExt as _;
use waproto::buffa::MessageField;
use waproto::whatsapp::{ContextInfo, Message};

use super::super::media;
use super::super::raw::Stored;
use super::key::form;
use crate::{Around, ComposeError};

/// The largest preview that a quote takes along. WhatsApp's own are smaller.
const QUOTED_PREVIEW_BYTES: usize = 8 * 1_024;

/// Everything that goes with a draft.
pub(super) fn of(draft: &Draft, around: Around<'_>) -> Result<ContextInfo, ComposeError> {
    let mut context = match &draft.quote {
        Some(quoted) => quote(quoted, &super::target(around)?, around.to),
        None => ContextInfo::default(),
    };
    context.mentioned_jid = mentioned(&draft.mentions, words(draft), around.to);
    context.expiration = around.expires_after_s.filter(|after_s| *after_s > 0);
    Ok(context)
}

/// The addresses of those whom a text mentions. Readers find them in the text by what stands before the `@` here, so
/// the form is the one that was typed.
pub(super) fn mentioned(mentions: &[Address], text: &str, to: &Jid) -> Vec<String> {
    let typed = |jid: &&Jid| text.contains(&format!("@{}", jid.user()));
    let wire = |one: &Address| {
        let found = one.lid.iter().chain(&one.pn).find(typed).or_else(|| form(one, to));
        found.map(ToString::to_string)
    };
    mentions.iter().filter_map(wire).collect()
}

fn words(draft: &Draft) -> &str {
    match &draft.content {
        DraftContent::Text { text, .. } => text,
        DraftContent::Media { media, .. } => media.caption.as_deref().unwrap_or_default(),
        _ => "",
    }
}

fn quote(quoted: &MessageKey, stored: &Stored, to: &Jid) -> ContextInfo {
    let mut message = stored.base().prepare_for_quote();
    message.message_context_info = MessageField::none();
    let is_view_once = stored.message.is_view_once();
    if is_view_once {
        // A quote does not open it again.
        media::forget(&mut message);
    }
    drop_previews(&mut message, if is_view_once { 0 } else { QUOTED_PREVIEW_BYTES });
    let is_elsewhere = ![&quoted.chat.pn, &quoted.chat.lid].into_iter().flatten().any(|chat| chat == to);
    let chat = is_elsewhere.then(|| quoted.chat.primary()).flatten();
    ContextInfo {
        stanza_id: Some(quoted.id.to_string()),
        participant: form(&quoted.sender, to).map(ToString::to_string),
        quoted_message: MessageField::from_box(message),
        remote_jid: chat.map(ToString::to_string),
        ..ContextInfo::default()
    }
}

/// Drops previews of more than `most` bytes.
fn drop_previews(message: &mut Message, most: usize) {
    macro_rules! drop_large {
        ($($field:ident),+) => {
            $(if let Some(said) = message.$field.as_option_mut() {
                said.jpeg_thumbnail.take_if(|preview| preview.len() > most);
            })+
        };
    }
    drop_large!(
        image_message,
        video_message,
        ptv_message,
        document_message,
        location_message,
        live_location_message,
        extended_text_message
    );
}
