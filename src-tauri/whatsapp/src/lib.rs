//! The gateway to WhatsApp.
//!
//! [`Gateway`] is narrow on purpose: `sessions` knows nothing of the WhatsApp library, and tests
//! can put the in-process [`FakeGateway`] in the place of the [`LiveGateway`]. Nothing here keeps
//! chats, decides when to reconnect or knows what a tenant is beyond its folder.

mod fake;
mod gateway;
mod live;

pub use fake::{Done, FakeGateway, FakeSession};
pub use gateway::{
    Connection, Ending, Gateway, HistoryChat, HistoryPart, Inbox, InboxClosed, Incoming, OpenError, Opened, Opening,
    Outgoing, PairCode, PairCodeError, PairCodeRefusal, SendError, Signal,
};
pub use live::{LiveConfig, LiveGateway};
