//! Everything that a socket says, in one union for tenants and one for the provider.

use portaria_domain::Activity;
use portaria_sessions::Direction;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::status::words;
use super::{
    AccessShape, AccountShape, ActivityWord, EventShape, LookerShape, PasskeyShape, QrShape, SettingsShape, TenantShape,
};

/// What a socket says: a name, and what goes with it.
pub(crate) trait Said {
    /// The name of the Socket.IO event.
    fn event(&self) -> &'static str;

    /// Writes what goes with it.
    fn write_data<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// What goes with a name, as Socket.IO carries it.
pub(crate) struct Data<'a, T>(pub &'a T);

impl<T: Said> Serialize for Data<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write_data(serializer)
    }
}

/// A union of what sockets say: each name stands once, for the description and for the wire.
macro_rules! said {
    ($(#[$doc:meta])* $name:ident as $schema:ident {
        $($(#[$variant_doc:meta])* $variant:ident($data:ty) = $event:tt,)+
    }) => {
        $(#[$doc])*
        #[derive(Serialize, ToSchema)]
        #[serde(tag = "event", content = "data")]
        #[schema(as = $schema)]
        pub(crate) enum $name {
            $($(#[$variant_doc])* #[serde(rename = $event)] $variant($data),)+
        }

        impl Said for $name {
            fn event(&self) -> &'static str {
                match self { $(Self::$variant(_) => $event,)+ }
            }

            fn write_data<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { $(Self::$variant(data) => data.serialize(serializer),)+ }
            }
        }
    };
}

said!(
    /// What a tenant's socket says: `event` is the name of the Socket.IO event, `data` what goes with it. Only what comes
    /// as `event` is numbered, kept, and read again with `…/events`. All others say how something is just now, and are
    /// never repeated: who was away asks for it.
    LiveEventShape as LiveEvent {
        /// A fact of the tenant. Numbered and kept.
        Event(EventShape) = "event",
        /// The code to scan, or null where there is none. Not kept.
        Qr(Option<QrShape>) = "qr",
        /// The passkey that WhatsApp asks for, or null where it asks for none. Not kept.
        Passkey(Option<PasskeyShape>) = "passkey",
        /// The account that is linked, or null where none is. Not kept.
        Account(Option<AccountShape>) = "account",
        /// What the other side of a chat does. Not kept.
        Typing(InChat) = "typing",
        /// What somebody of the tenant looks at, told to the others. Not kept.
        Looking(LookerShape) = "looking",
        /// How far a file has come on its way from or to WhatsApp. Not kept.
        MediaProgress(MediaProgress) = "media.progress",
    }
);

said!(
    /// What the provider's socket says: `event` is the name of the Socket.IO event, `data` what goes with it. None of it is
    /// numbered or kept: each says how something is just now.
    ProviderEventShape as ProviderEvent {
        /// A tenant, as it is now.
        Tenant(Box<TenantShape>) = "tenant",
        /// From where this server is reached. Only to browsers.
        Access(Box<AccessShape>) = "access",
        /// What the provider said of itself. Only to browsers.
        Settings(SettingsShape) = "settings",
    }
);

/// What the other side of a chat does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InChat {
    /// The chat.
    pub chat_id: String,
    /// What they do there.
    pub activity: ActivityWord,
    /// Whether they type: for who does not look at `activity`.
    pub typing: bool,
}

impl InChat {
    pub(crate) fn new(chat: portaria_domain::ChatId, activity: Activity) -> Self {
        Self { chat_id: chat.to_string(), typing: activity == Activity::Typing, activity: activity.into() }
    }
}

words!(
    /// Which way a file goes: from WhatsApp to here, or from here to WhatsApp.
    DirectionWord of Direction { Fetch, Send }
);

/// How far a file has come on its way from or to WhatsApp.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MediaProgress {
    /// The file.
    pub media_id: String,
    /// How many bytes of it have gone.
    pub done_bytes: u64,
    /// Of how many.
    pub total_bytes: u64,
    /// Which way it goes.
    pub direction: DirectionWord,
}
