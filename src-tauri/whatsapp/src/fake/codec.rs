//! A codec whose raws are JSON, so that tests can write and read them.

use portaria_domain::{
    Address, Content, Context, Draft, DraftContent, Mark, MarkKind, Media, Poll, PollOption, Quote, Raw, RawFormat,
    Text,
};
use serde::{Deserialize, Serialize};
use wacore::poll::compute_option_hash;

use crate::{Around, Codec, ComposeError, Composed, OpenedMark, Projected, Reworded, Said};

/// Reads and writes raws that are JSON.
#[derive(Clone, Copy, Debug)]
pub struct FakeCodec;

#[derive(Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "it lives for one call of a test")]
enum Wire {
    Message {
        content: Content,
        context: Context,
        /// Whether WhatsApp was not given its file yet.
        #[serde(default)]
        needs_upload: bool,
        #[serde(default)]
        thumbnail: Option<Vec<u8>>,
    },
    Mark(MarkKind),
    Sealed(MarkKind),
}

impl FakeCodec {
    /// A message as it would come.
    pub fn message(content: Content, context: Context) -> Raw {
        raw(&Wire::Message { content, context, needs_upload: false, thumbnail: None })
    }

    /// The same message, once WhatsApp has its file. `None`: it has none.
    pub fn uploaded(raw: &Raw) -> Option<Raw> {
        let Wire::Message { content: content @ Content::Media(_), context, thumbnail, .. } = read(raw)? else {
            return None;
        };
        Some(self::raw(&Wire::Message { content, context, needs_upload: false, thumbnail }))
    }

    /// A mark that [`Codec::open`] opens into `kind`.
    pub fn sealed(kind: MarkKind) -> Raw {
        raw(&Wire::Sealed(kind))
    }

    /// The words of a message, or those that an edit gives.
    pub fn text(raw: &Raw) -> Option<String> {
        let content = match read(raw)? {
            Wire::Message { content, .. } => content,
            Wire::Mark(MarkKind::Edit { content, .. }) => *content,
            Wire::Mark(_) | Wire::Sealed(_) => return None,
        };
        content.words().map(str::to_owned)
    }

    /// What a raw says about another message.
    pub fn mark(raw: &Raw) -> Option<MarkKind> {
        match read(raw)? {
            Wire::Mark(kind) | Wire::Sealed(kind) => Some(kind),
            Wire::Message { .. } => None,
        }
    }
}

impl Codec for FakeCodec {
    fn compose(&self, draft: &Draft, around: Around<'_>) -> Result<Composed, ComposeError> {
        let target = || around.target.and_then(|raw| self.project(raw)).ok_or(ComposeError::NoTarget);
        let mut context =
            Context { mentions: draft.mentions.clone(), expires_after_s: around.expires_after_s, ..Context::default() };
        if let Some(key) = &draft.quote {
            let quoted = target()?.content;
            context.quote = Some(Box::new(Quote {
                id: key.id.clone(),
                sender: Some(key.sender.clone()),
                from_me: key.from_me,
                kind: quoted.kind().to_owned(),
                text: quoted.words().unwrap_or_default().to_owned(),
            }));
        }
        let kind = match &draft.content {
            DraftContent::Text { text, .. } => {
                let text = Text { text: text.clone(), preview: around.link.cloned() };
                return Ok(message(Content::Text(text), context));
            }
            DraftContent::Media { media, is_view_once, .. } => {
                context.is_view_once = *is_view_once;
                context.album.clone_from(&draft.album);
                let media = Media { has_thumbnail: around.thumbnail.is_some(), ..media.clone() };
                return Ok(with_file(media, context, around.thumbnail));
            }
            DraftContent::Album(album) => return Ok(message(Content::Album(album.clone()), context)),
            DraftContent::Place(place) => return Ok(message(Content::Place(place.clone()), context)),
            DraftContent::Contacts { cards } => {
                return Ok(message(Content::Contacts { cards: cards.clone() }, context));
            }
            DraftContent::Poll { question, options, choices } => {
                let option = |name: &String| PollOption { name: name.clone(), hash: hash(name) };
                let options = options.iter().map(option).collect();
                let poll = Poll { question: question.clone(), options, choices: *choices };
                return Ok(message(Content::Poll(poll), context));
            }
            DraftContent::Occasion(occasion) => return Ok(message(Content::Occasion(occasion.clone()), context)),
            DraftContent::Forward { .. } => {
                let Projected { content, context: before } = target()?;
                context.forwarded = before.forwarded + 1;
                context.album.clone_from(&draft.album);
                return Ok(match content {
                    Content::Media(media) if around.target.is_some_and(|raw| self.needs_upload(raw)) => {
                        with_file(media, context, around.target.and_then(|raw| self.thumbnail(raw)).as_deref())
                    }
                    content => message(content, context),
                });
            }
            DraftContent::Reaction { emoji, .. } => MarkKind::Reaction { emoji: emoji.clone() },
            DraftContent::Edit { text, .. } => {
                MarkKind::Edit { content: Content::plain(text).into(), context: context.into() }
            }
            DraftContent::Revoke { .. } => MarkKind::Revoke,
            DraftContent::Vote { options, .. } => {
                let Content::Poll(poll) = target()?.content else { return Err(ComposeError::UnfitTarget) };
                let known = |name: &String| poll.options.iter().any(|option| &option.name == name);
                if !options.iter().all(known) {
                    return Err(ComposeError::UnknownOption);
                }
                MarkKind::Vote { options: options.iter().map(|name| hash(name)).collect() }
            }
            DraftContent::Answer { attendance, .. } => MarkKind::Answer { attendance: *attendance, guests: 0 },
            DraftContent::Keep { is_on, .. } => {
                target()?.context.expires_after_s.ok_or(ComposeError::UnfitTarget)?;
                MarkKind::Keep { is_on: *is_on }
            }
            DraftContent::Pin { for_s, .. } => MarkKind::Pin { for_s: *for_s },
            DraftContent::Unpin { .. } => MarkKind::Unpin,
        };
        Ok(Composed { raw: raw(&Wire::Mark(kind.clone())), says: Said::Mark(kind) })
    }

    fn reword(&self, edit: &Draft, around: Around<'_>) -> Option<Reworded> {
        let DraftContent::Edit { text, .. } = &edit.content else { return None };
        let mut wire = read(around.target?)?;
        let Wire::Message { content, context, .. } = &mut wire else { return None };
        match content {
            Content::Text(_) => *content = Content::plain(text),
            Content::Media(media) => media.caption = Some(text.clone()),
            _ => return None,
        }
        let says = Projected { content: content.clone(), context: context.clone() };
        Some(Reworded { raw: raw(&wire), says })
    }

    fn project(&self, raw: &Raw) -> Option<Projected> {
        match read(raw)? {
            Wire::Message { content, context, .. } => Some(Projected { content, context }),
            Wire::Mark(_) | Wire::Sealed(_) => None,
        }
    }

    fn open(&self, mark: &Mark, message: &Raw, _author: &Address, _own: &Address) -> Option<OpenedMark> {
        self.project(message)?;
        match read(mark.raw.as_ref()?)? {
            Wire::Sealed(kind) => Some(OpenedMark { kind, at: mark.at }),
            Wire::Mark(_) | Wire::Message { .. } => None,
        }
    }

    fn thumbnail(&self, raw: &Raw) -> Option<Vec<u8>> {
        match read(raw)? {
            Wire::Message { thumbnail, .. } => thumbnail,
            Wire::Mark(_) | Wire::Sealed(_) => None,
        }
    }

    fn needs_upload(&self, raw: &Raw) -> bool {
        matches!(read(raw), Some(Wire::Message { needs_upload: true, .. }))
    }
}

/// A message whose file is only here so far.
fn with_file(media: Media, context: Context, thumbnail: Option<&[u8]>) -> Composed {
    let content = Content::Media(media);
    let projected = Projected { content: content.clone(), context: context.clone() };
    let thumbnail = thumbnail.map(<[u8]>::to_vec);
    let raw = raw(&Wire::Message { content, context, needs_upload: true, thumbnail });
    Composed { raw, says: Said::Message(Box::new(projected)) }
}

fn message(content: Content, context: Context) -> Composed {
    let raw = FakeCodec::message(content.clone(), context.clone());
    Composed { raw, says: Said::Message(Box::new(Projected { content, context })) }
}

fn hash(name: &str) -> String {
    hex::encode(compute_option_hash(name))
}

fn raw(wire: &Wire) -> Raw {
    let bytes = serde_json::to_vec(wire).expect("these types have no key that is not a text");
    Raw { format: RawFormat::Message, bytes }
}

fn read(raw: &Raw) -> Option<Wire> {
    serde_json::from_slice(&raw.bytes).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use portaria_domain::{Jid, MediaId, MediaKind, MessageId, MessageKey, UnixMs};

    #[test]
    fn what_is_written_reads_back() {
        let to: Jid = "5511900000002@s.whatsapp.net".parse().unwrap(); // invented number
        let own = Address::one("5511900000001@s.whatsapp.net".parse().unwrap()); // invented number
        let key = MessageKey {
            chat: Address::one(to.clone()),
            id: MessageId::parse("POLL").unwrap(),
            from_me: true,
            sender: own.clone(),
        };
        let around = |target| Around {
            own: &own,
            to: &to,
            target,
            expires_after_s: None,
            link: None,
            thumbnail: None,
            now: UnixMs(1),
        };

        let poll = DraftContent::Poll { question: "Qual?".into(), options: vec!["a".into(), "b".into()], choices: 1 };
        let poll = FakeCodec.compose(&poll.into(), around(None)).unwrap();
        assert_eq!(Said::Message(FakeCodec.project(&poll.raw).unwrap().into()), poll.says);

        let vote = |name: &str| DraftContent::Vote { target: key.clone(), options: vec![name.into()] }.into();
        let voted = FakeCodec.compose(&vote("b"), around(Some(&poll.raw))).unwrap();
        assert_eq!(voted.says, Said::Mark(MarkKind::Vote { options: vec![hash("b")] }));
        assert_eq!(FakeCodec.compose(&vote("c"), around(Some(&poll.raw))), Err(ComposeError::UnknownOption));
        assert_eq!(FakeCodec.compose(&vote("b"), around(None)), Err(ComposeError::NoTarget));

        let picture =
            DraftContent::Media { file: MediaId::from_parts(UnixMs(1), [1; 10]), media: media(), is_view_once: false };
        let small = Around { thumbnail: Some(&[7]), ..around(None) };
        let picture = FakeCodec.compose(&picture.into(), small).unwrap().raw;
        assert!(FakeCodec.needs_upload(&picture));
        let forward = DraftContent::Forward { target: key.clone() }.into();
        let ahead = FakeCodec.compose(&forward, around(Some(&picture))).unwrap().raw;
        let uploaded = FakeCodec::uploaded(&picture).unwrap();
        let behind = FakeCodec.compose(&forward, around(Some(&uploaded))).unwrap().raw;
        let waits = [&ahead, &uploaded, &behind].map(|raw| FakeCodec.needs_upload(raw));
        assert_eq!(waits, [true, false, false], "a file is uploaded once for each message that takes it along");
        assert_eq!(FakeCodec.thumbnail(&uploaded), Some(vec![7]));
        assert_eq!(FakeCodec.project(&uploaded), FakeCodec.project(&picture));
        assert_eq!(FakeCodec::uploaded(&poll.raw), None);

        let text = FakeCodec.compose(&Draft::text("oi"), around(None)).unwrap();
        assert_eq!(FakeCodec::text(&text.raw).as_deref(), Some("oi"));
    }

    fn media() -> Media {
        Media {
            caption: Some("olha".into()),
            mime: "image/jpeg".into(),
            size_bytes: Some(4),
            ..Media::of(MediaKind::Image)
        }
    }
}
