//! The gateway to WhatsApp.
//!
//! [`Gateway`] is narrow on purpose: `sessions` knows nothing of the WhatsApp library, and tests
//! can put the in-process [`FakeGateway`] in the place of the [`LiveGateway`]. Nothing here keeps
//! chats, decides when to reconnect or knows what a tenant is beyond its folder.

mod fake;
mod gateway;
mod group_admin;
mod inbox;
mod live;
mod media;
mod passkey;
mod send_error;

pub use fake::{Done, FakeCodec, FakeGateway, FakeSession};
pub use gateway::{
    Around, Codec, ComposeError, Composed, Connection, Ending, Gateway, OpenError, Opened, OpenedMark, Opening,
    Outgoing, PairCode, PairCodeError, PairCodeRefusal, ProfileChange, Projected, Reworded, Said, Signal, StoredYet,
};
pub use group_admin::GroupAdmin;
pub use inbox::{HistoryQueue, Inbox, InboxClosed};
pub use live::{LiveConfig, LiveGateway};
pub use media::{FetchError, MediaSink, MediaSource, UploadError};
pub use passkey::{PasskeyAnswer, PasskeyError, PasskeyStep};
pub use send_error::SendError;
