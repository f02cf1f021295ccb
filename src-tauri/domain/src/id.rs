//! Identifiers. None of them is a counter, so none tells how many there are.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

use crate::UnixMs;

/// A tenant's events count from 1 without gaps; who has read up to `n` asks for what comes after.
pub type EventNumber = u64;

/// A text that is not an identifier of the kind that was asked for.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a valid {kind}")]
pub struct InvalidId {
    kind: &'static str,
}

/// A `UUIDv7`, which sorts by the moment of its making.
macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Makes an id from the moment and 80 random bits.
            pub fn from_parts(now: UnixMs, random: [u8; 10]) -> Self {
                let ms = u64::try_from(now.0).unwrap_or(0);
                Self(Builder::from_unix_timestamp_millis(ms, &random).into_uuid())
            }

            /// The raw UUID.
            pub const fn as_uuid(&self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let uuid = Uuid::try_parse(text).map_err(|_| InvalidId { kind: $kind })?;
                // Only the canonical spelling, so that a path names a tenant in one way.
                if uuid.hyphenated().to_string() == text {
                    Ok(Self(uuid))
                } else {
                    Err(InvalidId { kind: $kind })
                }
            }
        }
    };
}

uuid_id!(
    /// A tenant; also the name of its folder.
    TenantId, "tenant id"
);
uuid_id!(
    /// A conversation inside one tenant. Stays the same when a privacy id turns out to be a known number.
    ChatId, "chat id"
);
uuid_id!(
    /// A WhatsApp account that a tenant has linked, or had.
    AccountId, "account id"
);
uuid_id!(
    /// A person whom a tenant's account knows.
    ContactId, "contact id"
);
uuid_id!(
    /// Numbers of one tenant that WhatsApp is asked about together.
    NumberCheckId, "number check id"
);
uuid_id!(
    /// A file of people that go into the phone's address book.
    ContactImportId, "contact import id"
);
uuid_id!(
    /// A file of one tenant: of a message, or uploaded for one.
    MediaId, "media id"
);
uuid_id!(
    /// A text that a tenant keeps ready to answer with.
    QuickReplyId, "quick reply id"
);
uuid_id!(
    /// What somebody wrote down about a chat.
    NoteId, "note id"
);
uuid_id!(
    /// A person of a tenant who answers.
    AttendantId, "attendant id"
);
uuid_id!(
    /// What is erased of one person, and the proof of it.
    ErasureId, "erasure id"
);
uuid_id!(
    /// All data of a tenant in one archive.
    ExportId, "export id"
);
uuid_id!(
    /// A subscription to a tenant's events.
    WebhookId, "webhook id"
);
uuid_id!(
    /// One event for one webhook.
    DeliveryId, "delivery id"
);
uuid_id!(
    /// A web login of the provider or of a tenant.
    LoginId, "login id"
);
uuid_id!(
    /// An API key, without its secret.
    ApiKeyId, "API key id"
);

/// The part of a link that names it and proves nothing: 16 letters and digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct PublicId(String);

impl PublicId {
    const ALPHABET: &'static [u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

    /// Makes an id from 16 random bytes, of which it keeps 80 bits.
    pub fn from_random(random: [u8; 16]) -> Self {
        Self(random.iter().map(|byte| char::from(Self::ALPHABET[usize::from(byte & 31)])).collect())
    }

    /// The id as it stands in the address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PublicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PublicId {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        if text.len() == 16 && text.bytes().all(|byte| Self::ALPHABET.contains(&byte)) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidId { kind: "public id" })
        }
    }
}

/// A message's id as WhatsApp carries it; unique within a chat and a sender, not beyond.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageId(String);

impl MessageId {
    /// Makes an outgoing id the way WhatsApp Web does: `3EB0` and 18 upper-case hexadecimal digits.
    pub fn outgoing(random: [u8; 9]) -> Self {
        use fmt::Write as _;
        let mut text = String::from("3EB0");
        for byte in random {
            write!(text, "{byte:02X}").expect("writing to a String cannot fail");
        }
        Self(text)
    }

    /// Takes an id from the wire: 1 to 128 printable ASCII characters.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        if (1..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidId { kind: "message id" })
        }
    }

    /// The id as it travels.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_tenant_id_has_one_spelling() {
        let id = TenantId::from_parts(UnixMs(1_700_000_000_000), [7; 10]);
        assert_eq!(id.to_string().parse::<TenantId>().unwrap(), id);
        for other in [id.to_string().to_uppercase(), id.as_uuid().simple().to_string(), format!("{{{id}}}")] {
            assert!(other.parse::<TenantId>().is_err(), "{other} would be a second name for one folder");
        }
    }

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        let early = TenantId::from_parts(UnixMs(1), [255; 10]);
        let late = TenantId::from_parts(UnixMs(2), [0; 10]);
        assert!(early < late);
    }

    #[test]
    fn a_public_id_reads_back_and_refuses_what_it_never_writes() {
        let id = PublicId::from_random([200; 16]);
        assert_eq!(id.as_str().parse::<PublicId>().unwrap(), id);
        for bad in ["", "short", "UPPERCASEUPPERCA", "../../etc/passwd", "iiiiiiiiiiiiiiii"] {
            assert!(bad.parse::<PublicId>().is_err(), "{bad:?} was taken");
        }
    }

    #[test]
    fn an_outgoing_message_id_looks_like_whatsapp_webs() {
        let id = MessageId::outgoing([0xAB; 9]);
        assert_eq!(id.as_str(), "3EB0ABABABABABABABABAB");
        assert!(MessageId::parse(id.as_str()).is_ok());
        assert!(MessageId::parse("with space").is_err());
    }
}
