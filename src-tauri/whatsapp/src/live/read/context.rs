//! What belongs to a message beside what it says.

use portaria_domain::{Address, Content, Context, Quote, Referral};
use waproto::whatsapp::message_association::AssociationType;
use waproto::whatsapp::{ContextInfo, MessageKey};

use super::wrapper::{self, Opened};
use super::{KINDS, bounds};
use crate::live::address::parsed;

pub(super) fn read(info: Option<&ContextInfo>, opened: &Opened<'_>) -> Context {
    let told = info.map(of_info).unwrap_or_default();
    Context { is_view_once: opened.is_view_once || says_view_once(opened), album: album(opened), ..told }
}

fn of_info(info: &ContextInfo) -> Context {
    let forwarded = info.forwarding_score.unwrap_or_default();
    let mentions = info.mentioned_jid.iter().take(bounds::MENTIONS).filter_map(|jid| parsed(jid));
    Context {
        quote: quote(info).map(Box::new),
        mentions: mentions.map(Address::one).collect(),
        forwarded: if info.is_forwarded == Some(true) { forwarded.max(1) } else { forwarded },
        referral: referral(info).map(Box::new),
        expires_after_s: info.expiration.filter(|seconds| *seconds > 0),
        ..Context::default()
    }
}

/// What a message answers. Whether this account wrote that, only who knows the account can say: see [`fix_quote`].
fn quote(info: &ContextInfo) -> Option<Quote> {
    let id = bounds::id(info.stanza_id.as_ref())?;
    let sender = info.participant.as_deref().and_then(parsed).map(Address::one);
    let content = info.quoted_message.as_option().and_then(|message| {
        let quoted = wrapper::open(message).message;
        // A quote of a comment is not followed into what that one is about.
        (!quoted.comment_message.is_set()).then(|| KINDS.iter().find_map(|reader| reader(quoted)))?
    });
    let content = content.map_or_else(|| Content::plain(""), |found| found.content);
    let text = bounds::quoted(content.words().unwrap_or_default());
    Some(Quote { id, sender, from_me: false, kind: content.kind().to_owned(), text })
}

/// What a comment is about.
pub(in crate::live) fn commented(key: &MessageKey) -> Option<Box<Quote>> {
    let id = bounds::id(key.id.as_ref())?;
    let sender = key.participant.as_deref().and_then(parsed).map(Address::one);
    Some(Box::new(Quote { id, sender, from_me: false, kind: "text".to_owned(), text: String::new() }))
}

/// Says whether the account wrote what a message answers.
pub(in crate::live) fn fix_quote(context: &mut Context, own: &Address) {
    if let Some(quote) = &mut context.quote {
        quote.from_me = quote.sender.as_ref().is_some_and(|sender| sender.is_same_party(own));
        if quote.from_me {
            quote.sender = Some(own.clone());
        }
    }
}

fn referral(info: &ContextInfo) -> Option<Referral> {
    let ad = info.external_ad_reply.as_option()?;
    let referral = Referral {
        title: bounds::line(ad.title.as_ref()),
        body: bounds::text(ad.body.as_ref()),
        source_url: bounds::url(ad.source_url.as_ref()),
        source_id: bounds::line(ad.source_id.as_ref()),
        source_kind: bounds::line(ad.source_type.as_ref()),
        click_id: bounds::line(ad.ctwa_clid.as_ref()),
    };
    let words = [&referral.title, &referral.body, &referral.source_url, &referral.source_id];
    let says_something = words.into_iter().any(|word| !word.is_empty());
    says_something.then_some(referral)
}

fn album(opened: &Opened<'_>) -> Option<portaria_domain::MessageId> {
    let association = opened.around?.message_association.as_option()?;
    if association.association_type != Some(AssociationType::MEDIA_ALBUM) {
        return None;
    }
    bounds::id(association.parent_message_key.as_option()?.id.as_ref())
}

/// Files say by themselves, too, that they open once.
fn says_view_once(opened: &Opened<'_>) -> bool {
    let message = opened.message;
    let said = [
        message.image_message.as_option().and_then(|image| image.view_once),
        message.video_message.as_option().and_then(|video| video.view_once),
        message.ptv_message.as_option().and_then(|video| video.view_once),
        message.audio_message.as_option().and_then(|audio| audio.view_once),
        message.extended_text_message.as_option().and_then(|text| text.view_once),
    ];
    said.contains(&Some(true))
}
