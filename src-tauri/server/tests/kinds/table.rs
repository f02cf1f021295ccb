//! Which kinds are read and written, and why not. The tables in the documents are made from this one.

use std::fmt::Write as _;

use portaria_domain::{Content, DraftContent, MarkKind, MediaKind};

/// Whether something is done with a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    Yes,
    /// With this limit.
    But(&'static str),
    /// For this reason.
    No(&'static str),
}

/// One kind of message, or of what is said about one.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// As stores name it; of a file what kind of file.
    pub kind: &'static str,
    /// As people say it.
    pub name: &'static str,
    /// Whether what arrives is read, field by field.
    pub read: Does,
    /// Whether it can be sent from here.
    pub written: Does,
    /// How the emulator's phones write it.
    pub phones: &'static str,
}

/// Lists the words of a union. A variant that is not listed does not compile.
macro_rules! words {
    ($(#[$doc:meta])* $list:ident of $union:ty: $($variant:pat => $word:literal),+ $(,)?) => {
        $(#[$doc])*
        pub const $list: &[&str] = &[$($word),+];
        const _: fn(&$union) -> &'static str = |one| match one { $($variant => $word),+ };
    };
}

words!(
    /// What may stand in a chat; files by their own list.
    CONTENTS of Content:
    Content::Text(_) => "text",
    Content::Media(_) => "image",
    Content::Album(_) => "album",
    Content::Place(_) => "place",
    Content::Contacts { .. } => "contacts",
    Content::Poll(_) => "poll",
    Content::Occasion(_) => "occasion",
    Content::Choices(_) => "choices",
    Content::Chosen(_) => "chosen",
    Content::Product(_) => "product",
    Content::Order(_) => "order",
    Content::Payment(_) => "payment",
    Content::GroupInvitation(_) => "group_invitation",
    Content::Call(_) => "call",
    Content::System(_) => "system",
    Content::OpenOnPhone => "open_on_phone",
    Content::Deleted => "deleted",
    Content::Undecryptable => "undecryptable",
    Content::Unsupported { .. } => "unsupported",
);

words!(
    /// What kinds of files there are.
    FILES of MediaKind:
    MediaKind::Image => "image",
    MediaKind::Video => "video",
    MediaKind::Gif => "gif",
    MediaKind::RoundVideo => "round_video",
    MediaKind::Voice => "voice",
    MediaKind::Audio => "audio",
    MediaKind::Document => "document",
    MediaKind::Sticker => "sticker",
);

words!(
    /// What may be said about a message. What is sealed is one of the others before it was opened.
    MARKS of MarkKind:
    MarkKind::Reaction { .. } => "reaction",
    MarkKind::Edit { .. } => "edit",
    MarkKind::Revoke => "revoke",
    MarkKind::DeleteForMe => "delete_for_me",
    MarkKind::Vote { .. } | MarkKind::Sealed { .. } => "vote",
    MarkKind::Answer { .. } => "answer",
    MarkKind::Pin { .. } | MarkKind::Unpin => "pin",
    MarkKind::Star { .. } => "star",
    MarkKind::Keep { .. } => "keep",
);

words!(
    /// What can be sent; files by their own list.
    DRAFTS of DraftContent:
    DraftContent::Text { .. } => "text",
    DraftContent::Media { .. } => "image",
    DraftContent::Album(_) => "album",
    DraftContent::Place(_) => "place",
    DraftContent::Contacts { .. } => "contacts",
    DraftContent::Poll { .. } => "poll",
    DraftContent::Occasion(_) => "occasion",
    DraftContent::Forward { .. } => "forward",
    DraftContent::Reaction { .. } => "reaction",
    DraftContent::Edit { .. } => "edit",
    DraftContent::Revoke { .. } => "revoke",
    DraftContent::Vote { .. } => "vote",
    DraftContent::Answer { .. } => "answer",
    DraftContent::Pin { .. } | DraftContent::Unpin { .. } => "pin",
    DraftContent::Keep { .. } => "keep",
);

const fn row(kind: &'static str, name: &'static str, read: Does, written: Does, phones: &'static str) -> Row {
    Row { kind, name, read, written, phones }
}

use Does::{But, No, Yes};

const WORDS: &str = "by its words";
const FILE: &str = "with its file";
const RAW: &str = "by its protobuf";
const ITSELF: &str = "by what it tells of";

pub const TABLE: &[Row] = &[
    row(
        "text",
        "text with preview, quote, mentions, forwarded mark, advertisement",
        Yes,
        But("a preview where it is asked for and the provider named the link's host (`link_preview_hosts`)"),
        WORDS,
    ),
    row("image", "picture", Yes, Yes, FILE),
    row("video", "film", Yes, Yes, FILE),
    row("gif", "film that repeats", Yes, Yes, FILE),
    row("round_video", "round film", Yes, Yes, RAW),
    row("voice", "voice message", Yes, Yes, FILE),
    row("audio", "sound", Yes, Yes, FILE),
    row("document", "document", Yes, Yes, FILE),
    row("sticker", "sticker, animated and Lottie", Yes, But("a Lottie sticker only as it came"), FILE),
    row(
        "album",
        "album",
        But("its pictures name it, the envelope is not shown"),
        But("of two pictures and films at least"),
        WORDS,
    ),
    row("place", "place, live place", Yes, But("one that stands still: a live one needs a phone that moves"), WORDS),
    row("contacts", "cards", Yes, Yes, WORDS),
    row("poll", "poll", Yes, Yes, WORDS),
    row("occasion", "event", Yes, Yes, WORDS),
    row(
        "choices",
        "buttons, list, template, interactive",
        Yes,
        No("WhatsApp drops them from linked devices"),
        "buttons and list by their words, others by their protobuf",
    ),
    row("chosen", "what was chosen", Yes, No("nothing is chosen from here"), WORDS),
    row("product", "product", But("by name and amount"), No("shops are the phone's own"), RAW),
    row("order", "order", But("by name and amount"), No("shops are the phone's own"), RAW),
    row("payment", "payment kinds and invoice", But("by name and amount"), No("money never moves here"), RAW),
    row("group_invitation", "group invitation", Yes, No("the phone invites"), RAW),
    row("call", "call", But("as a line; sound and picture stay on the phone"), No("the phone calls"), ITSELF),
    row("system", "joined, left, subject, timer, security number, …", Yes, No("they follow from what is done"), ITSELF),
    row(
        "open_on_phone",
        "\"open it on the phone\"",
        But("named as such: WhatsApp keeps it from linked devices"),
        No("nothing here is for the phone alone"),
        WORDS,
    ),
    row("deleted", "deleted for everyone", Yes, Yes, ITSELF),
    row(
        "undecryptable",
        "what could not be decrypted",
        But("named as such until it comes again"),
        No("nobody sends it"),
        "by the fault `undecryptable`",
    ),
    row(
        "unsupported",
        "anything else",
        But("kept with its raw and named as WhatsApp names it"),
        No("nobody knows it here"),
        RAW,
    ),
    row("forward", "a message sent on", Yes, Yes, WORDS),
    row("reaction", "reaction", Yes, Yes, WORDS),
    row("edit", "other words", Yes, Yes, WORDS),
    row("revoke", "deletion for everyone", Yes, Yes, WORDS),
    row("delete_for_me", "deletion for oneself", Yes, But("for the account's own devices"), WORDS),
    row("vote", "vote", Yes, Yes, WORDS),
    row("answer", "answer to an event", Yes, Yes, WORDS),
    row("pin", "pin", Yes, Yes, WORDS),
    row("star", "star", Yes, But("for the account's own devices"), WORDS),
    row("keep", "kept although the chat's messages disappear", Yes, Yes, RAW),
];

/// The table as the documents show it.
pub fn shown() -> String {
    let does = |does: &Does| match does {
        Does::Yes => "yes".to_owned(),
        Does::But(limit) => format!("yes, {limit}"),
        Does::No(reason) => format!("no: {reason}"),
    };
    let mut text = "| kind | read | written | the emulator's phones write it |\n| --- | --- | --- | --- |\n".to_owned();
    for Row { name, read, written, phones, .. } in TABLE {
        writeln!(text, "| {name} | {} | {} | {phones} |", does(read), does(written))
            .expect("a String takes everything");
    }
    text
}
