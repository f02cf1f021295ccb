//! Files beside messages: who may upload, where a file lies, and how long it can be had.
//!
//! Senders encrypt, receivers decrypt; the server stores ciphertext under its hash and hands out signed paths that
//! expire. `http/` is what clients reach over TLS, the rest is the network's own. Emulated phones send and open files
//! through [`send`] and [`fetch`], which speak to the same shelf.

mod again;
mod attached;
mod connection;
mod handle;
mod http;
mod kept;
mod kind;
mod limits;
mod link;
mod saved;
mod sealing;
mod store;
mod token;

pub(crate) use again::{Wanted, ask as ask_again, send_again};
pub(crate) use attached::attached;
pub(crate) use connection::answer as connection;
pub use handle::StoredMedia;
pub(crate) use http::{Part, part, routes};
pub use kind::MediaKind;
pub use limits::MediaLimits;
pub(crate) use saved::SavedFile;
pub use sealing::MediaReference;
pub(crate) use sealing::{encrypt_and_store, fetch, fetch_and_decrypt, open, put_again, seal, send, serve_plain};
pub(crate) use store::MediaStore;

/// SHA-256 of what the server holds: the name of a file.
pub(crate) type FileHash = [u8; 32];
