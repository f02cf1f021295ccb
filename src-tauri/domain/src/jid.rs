//! WhatsApp addresses, without devices: rooms above the gateway never see one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::trim_unseen;

/// A text that is not a WhatsApp address.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a WhatsApp address")]
pub struct InvalidJid;

/// What kind of thing an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Server {
    /// A person by phone number, `…@s.whatsapp.net`.
    Pn,
    /// A person by privacy id, `…@lid`.
    Lid,
    /// A group, `…@g.us`.
    Group,
    /// A broadcast list or the status feed, `…@broadcast`.
    Broadcast,
    /// A channel, `…@newsletter`.
    Newsletter,
}

impl Server {
    const ALL: [Self; 5] = [Self::Pn, Self::Lid, Self::Group, Self::Broadcast, Self::Newsletter];

    /// The part after the `@`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pn => "s.whatsapp.net",
            Self::Lid => "lid",
            Self::Group => "g.us",
            Self::Broadcast => "broadcast",
            Self::Newsletter => "newsletter",
        }
    }
}

/// A WhatsApp address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Jid {
    user: String,
    server: Server,
}

impl Jid {
    /// Makes an address; `user` is 1 to 64 letters, digits, `-`, `_` or `.`.
    pub fn new(user: impl Into<String>, server: Server) -> Result<Self, InvalidJid> {
        let user = user.into();
        let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        if (1..=64).contains(&user.len()) && user.bytes().all(known) {
            Ok(Self { user, server })
        } else {
            Err(InvalidJid)
        }
    }

    /// Reads an address that a person wrote to be sent to: a person's or a group's.
    ///
    /// Stricter than what WhatsApp delivers: a number's address is 5 to 20 digits, a privacy id's is digits,
    /// a group's is digits or `digits-digits`. Anything else would never arrive.
    pub fn recipient(text: &str) -> Result<Self, InvalidJid> {
        let digits = |part: &str| (1..=20).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        let jid: Self = trim_unseen(text).parse()?;
        let user = jid.user.as_str();
        let could_arrive = match jid.server {
            Server::Pn => digits(user) && user.len() >= 5 && !user.starts_with('0'),
            Server::Lid => digits(user),
            Server::Group => user.split_once('-').map_or(digits(user), |(by, at)| digits(by) && digits(at)),
            Server::Broadcast | Server::Newsletter => false,
        };
        could_arrive.then_some(jid).ok_or(InvalidJid)
    }

    /// The part before the `@`.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// What kind of thing it names.
    pub const fn server(&self) -> Server {
        self.server
    }
}

impl fmt::Display for Jid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.user, self.server.as_str())
    }
}

impl FromStr for Jid {
    type Err = InvalidJid;
    fn from_str(text: &str) -> Result<Self, InvalidJid> {
        let (user, host) = text.split_once('@').ok_or(InvalidJid)?;
        let server = Server::ALL.into_iter().find(|server| server.as_str() == host).ok_or(InvalidJid)?;
        Self::new(user, server)
    }
}

impl Serialize for Jid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Jid {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// One party by every address known for it. At least one is always there.
///
/// WhatsApp names a person by phone number (`pn`) in some places and by privacy id (`lid`) in
/// others; both are kept, and neither is guessed from the other.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    /// The phone number's address, or a group's, list's or channel's.
    pub pn: Option<Jid>,
    /// The privacy id's address.
    pub lid: Option<Jid>,
}

impl Address {
    /// An address of which one form is known.
    pub fn one(jid: Jid) -> Self {
        match jid.server {
            Server::Lid => Self { pn: None, lid: Some(jid) },
            _ => Self { pn: Some(jid), lid: None },
        }
    }

    /// Adds the other form of the same party, when it is known.
    #[must_use]
    pub fn with(mut self, other: Option<Jid>) -> Self {
        match other {
            Some(jid) if jid.server == Server::Lid => self.lid = Some(jid),
            Some(jid) => self.pn = Some(jid),
            None => {}
        }
        self
    }

    /// Whether both name one party, as far as they share a form.
    pub fn is_same_party(&self, other: &Self) -> bool {
        (self.pn.is_some() && self.pn == other.pn) || (self.lid.is_some() && self.lid == other.lid)
    }

    /// The form to show first: the phone number where it is known.
    pub fn primary(&self) -> Option<&Jid> {
        self.pn.as_ref().or(self.lid.as_ref())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_address_reads_back(user in "[a-z0-9._-]{1,64}", server in 0_usize..5) {
            let jid = Jid::new(user, Server::ALL[server]).unwrap();
            prop_assert_eq!(jid.to_string().parse::<Jid>().unwrap(), jid);
        }

        #[test]
        fn no_text_panics_the_parser(text in ".{0,80}") {
            let _ = text.parse::<Jid>();
        }
    }

    #[test]
    fn a_device_or_a_foreign_host_is_no_address_here() {
        for bad in ["551190000001:3@s.whatsapp.net", "a@b@lid", "@lid", "x@example.com", "x"] {
            assert_eq!(bad.parse::<Jid>(), Err(InvalidJid), "{bad}");
        }
    }

    #[test]
    fn a_recipient_is_an_address_that_could_arrive() {
        for good in [
            "5511900000001@s.whatsapp.net", // invented number
            "\u{202A}5511900000001@s.whatsapp.net\u{202C} ",
            "123456789012345@lid",
            "120363000000000001@g.us",
            "5511900000001-1600000000@g.us",
        ] {
            assert!(Jid::recipient(good).is_ok(), "{good:?}");
        }
        for bad in [
            "abc@s.whatsapp.net",
            "1234@s.whatsapp.net",
            "055119000001@s.whatsapp.net",
            "123456789012345678901@s.whatsapp.net",
            "5511-9000@s.whatsapp.net",
            "5511900000001:3@s.whatsapp.net",
            "ana@lid",
            "1_2@lid",
            "padaria@g.us",
            "1-@g.us",
            "1-2-3@g.us",
            "status@broadcast",
            "1@newsletter",
            "5511900000001@evil.com",
        ] {
            assert_eq!(Jid::recipient(bad), Err(InvalidJid), "{bad}");
        }
        assert!("abc@s.whatsapp.net".parse::<Jid>().is_ok(), "what WhatsApp delivers is still read");
    }

    #[test]
    fn the_number_is_shown_before_the_privacy_id() {
        let pn: Jid = "5511900000001@s.whatsapp.net".parse().unwrap(); // invented number
        let lid: Jid = "1234@lid".parse().unwrap();
        let both = Address::one(lid.clone()).with(Some(pn.clone()));
        assert_eq!(both.primary(), Some(&pn));
        assert_eq!(Address::one(lid.clone()).primary(), Some(&lid));
    }
}
