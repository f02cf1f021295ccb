//! Words.

use portaria_domain::{Content, Context, LinkPreview, Text};
use waproto::whatsapp::message::{CommentMessage, ExtendedTextMessage};

use super::{Found, KINDS, bounds, wrapper};

pub(super) fn plain(text: &String) -> Option<Found<'_>> {
    (!text.is_empty()).then(|| Found::new(Content::plain(bounds::text(Some(text))), None))
}

pub(super) fn extended(message: &ExtendedTextMessage) -> Option<Found<'_>> {
    let text = bounds::text(message.text.as_ref());
    let url = bounds::url(message.matched_text.as_ref());
    let title = bounds::line(message.title.as_ref());
    let description = bounds::line(message.description.as_ref());
    let has_preview = !url.is_empty() && (!title.is_empty() || !description.is_empty());
    let preview = has_preview.then_some(LinkPreview { url, title, description });
    Some(Found::new(Content::Text(Text { text, preview }), message.context_info.as_option()))
}

/// What a comment says; what it is about becomes its quote.
pub(super) fn comment(message: &CommentMessage) -> Option<Found<'_>> {
    let inner = wrapper::open(message.message.as_option()?).message;
    // A comment on a comment has no words of its own.
    if inner.comment_message.is_set() {
        return None;
    }
    KINDS.iter().find_map(|reader| reader(inner))
}

/// Who comes by an advertisement may have written nothing but what it says.
pub(super) fn with_fallback(content: Content, context: &Context) -> Content {
    match (content, &context.referral) {
        (Content::Text(text), Some(referral)) if text.text.trim().is_empty() => {
            let said = if referral.title.is_empty() { &referral.body } else { &referral.title };
            Content::Text(Text { text: said.clone(), ..text })
        }
        (content, _) => content,
    }
}
