//! Where something goes, as a caller writes it.

use portaria_domain::{Jid, PhoneNumber, Server};
use portaria_sessions::Destination;

use crate::problem::FieldError;

/// The address of a person, by number or address.
pub(super) fn person(text: &str) -> Option<Jid> {
    match destination(text).ok()? {
        Destination::Phone(phone) => Some(phone.to_jid()),
        Destination::Jid(jid) if matches!(jid.server(), Server::Pn | Server::Lid) => Some(jid),
        Destination::Jid(_) | Destination::Chat(_) => None,
    }
}

/// A number in any writing, or the address of a person or a group.
pub(crate) fn destination(to: &str) -> Result<Destination, FieldError> {
    let refuse = |detail: &str| FieldError::new("to", "invalid", detail);
    if to.contains('@') {
        let jid = Jid::recipient(to).map_err(|_| refuse("Not the WhatsApp address of a person or a group."))?;
        Ok(Destination::Jid(jid))
    } else {
        let phone: PhoneNumber =
            to.parse().map_err(|error: portaria_domain::InvalidPhone| refuse(&error.to_string()))?;
        Ok(Destination::Phone(phone))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_destination_is_a_number_or_an_address_of_a_person_or_group() {
        assert!(matches!(destination("+55 11 90000-0001"), Ok(Destination::Phone(_)))); // invented number
        for jid in ["5511900000001@s.whatsapp.net", "123@lid", "120363-1@g.us"] {
            assert!(matches!(destination(jid), Ok(Destination::Jid(_))), "{jid}");
        }
        for bad in [
            "",
            "x",
            "status@broadcast",
            "1@newsletter",
            "1@evil.com",
            "5511900000001:3@s.whatsapp.net",
            "abc@s.whatsapp.net",
        ] {
            assert!(destination(bad).is_err(), "{bad:?}");
        }
    }
}
