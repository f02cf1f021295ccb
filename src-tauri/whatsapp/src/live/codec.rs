//! Reads and writes WhatsApp's protobufs.

use portaria_domain::{Address, Draft, Mark, Raw};

use super::raw::Stored;
use super::{media, read, seal, write};
use crate::{Around, Codec, ComposeError, Composed, OpenedMark, Projected, Reworded};

/// The codec of the live gateway.
pub(super) struct LiveCodec;

impl Codec for LiveCodec {
    fn compose(&self, draft: &Draft, around: Around<'_>) -> Result<Composed, ComposeError> {
        write::compose(draft, around)
    }

    fn reword(&self, edit: &Draft, around: Around<'_>) -> Option<Reworded> {
        write::reword(edit, around)
    }

    fn project(&self, raw: &Raw) -> Option<Projected> {
        read::project(&Stored::of(raw)?.message)
    }

    fn open(&self, mark: &Mark, message: &Raw, author: &Address, own: &Address) -> Option<OpenedMark> {
        seal::open(mark, message, author, own)
    }

    fn thumbnail(&self, raw: &Raw) -> Option<Vec<u8>> {
        read::thumbnail(&Stored::of(raw)?.message)
    }

    fn needs_upload(&self, raw: &Raw) -> bool {
        Stored::of(raw).is_some_and(|stored| media::needs_upload(stored.base()))
    }
}
