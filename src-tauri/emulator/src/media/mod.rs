//! Files beside messages: who may upload, where a file lies, and how long it can be had.
//!
//! Senders encrypt, receivers decrypt; the server stores ciphertext under its hash and hands out signed paths that
//! expire. `http/` is what clients reach over TLS, the rest is the network's own. Emulated phones send and open files
//! through [`send`] and [`fetch`], which speak to the same shelf.

mod again;
mod attached;
mod connection;
mod file_hash;
mod handle;
mod http;
mod kept;
mod kind;
mod limits;
mod link;
mod reference;
mod saved;
mod sealing;
mod store;
mod stored;
mod token;

pub(crate) use again::{Wanted, ask as ask_again, send_again};
pub(crate) use attached::attached;
pub(crate) use connection::answer as connection;
pub(crate) use file_hash::FileHash;
pub(crate) use http::{Part, part, routes};
pub use kind::MediaKind;
pub use limits::MediaLimits;
pub use reference::MediaReference;
pub(crate) use reference::{open, seal};
pub(crate) use saved::SavedFile;
pub(crate) use sealing::{encrypt_and_store, fetch, fetch_and_decrypt, put_again, send, serve_plain};
pub(crate) use store::MediaStore;
pub use stored::StoredMedia;
