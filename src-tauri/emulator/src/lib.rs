//! A WhatsApp network on loopback: server, phones and contacts, for any client library on the wire.
//!
//! Tests, demonstrations and figures run against it, so that no real account is ever near them. Its neighbours are
//! the clients that connect to [`Emulator::ws_url`]; of this workspace it uses the clock of `portaria-domain` alone.
//! Absent by intent: any way to listen beyond loopback. `README.md` beside this crate lists what it speaks.
//!
//! ```no_run
//! # async fn example() -> Result<(), portaria_emulator::EmulatorError> {
//! use portaria_emulator::{Emulator, EmulatorConfig, NewPhone};
//!
//! let net = Emulator::start(EmulatorConfig::default()).await?;
//! let phone = net.create_phone(NewPhone { name: "Padaria Sol".into(), number: "5511900000001".into() }).await?;
//! phone.scan("the text of the QR code that a client of net.ws_url() shows").await?;
//! # Ok(())
//! # }
//! ```

mod app_state;
mod calls;
mod clock;
mod config;
mod contacts;
mod control;
mod demo;
mod devices;
mod emulator;
mod error;
mod faults;
mod groups;
mod history;
mod keeping;
mod keys;
mod light;
mod login;
mod lookup;
mod media;
mod messages;
mod mex;
mod network;
mod newsletters;
mod pairing;
mod phone;
mod phone_page;
mod pictures;
mod posts;
mod presence;
mod privacy;
mod profile;
mod running;
mod standing;
mod transport;
mod world;

pub use app_state::{AppStateLimits, CollectionState, Label, QuickReply};
pub use calls::{CallState, PhoneCall};
pub use clock::{DrivenClock, NetClock};
pub use config::{Addressing, EmulatorConfig};
pub use contacts::Script;
pub use devices::About;
pub use emulator::Emulator;
pub use error::{EmulatorError, Result};
pub use faults::{Fault, FaultId, FaultInForce, FaultKind, Flow, Hits, ScriptedFault, Strike, fault_script};
pub use groups::{GroupMember, GroupRefusal, GroupSettings, GroupView, MemberOutcome, Role};
pub use history::HistoryPlan;
pub use light::{LightClient, LightError, LightKeys, LightResult};
pub use login::StreamErrorKind;
pub use media::{MediaKind, MediaLimits, MediaReference, StoredMedia};
pub use messages::ReceiptState;
pub use network::ledger::{CounterUse, DoubleConnection, Gap, LedgerCopy, LedgerEntry, LedgerSnapshot, Reordering};
pub use network::{ChatId, GroupId, NewsletterId};
pub use newsletters::{NewsletterPost, NewsletterRefusal, NewsletterView};
pub use pairing::{Coexistence, Passkey, PasskeyAnswer};
pub use phone::{
    Advertisement, Attachment, Attendance, Card, ChatMarks, Choice, Content, Draft, FileFacts, GroupChange, GroupEntry,
    Kind, LinkedDevice, NewGroup, NewPhone, Phone, PhoneMessage, PollOption, Preview, Reply, VoteForms,
};
pub use privacy::{PrivacyCategory, PrivacyValue};
pub use profile::{BusinessDay, BusinessProfile, OpeningHours};
pub use standing::{BanReport, CapReport, LockReport, LoginLimit, Overload, StandingReport};
