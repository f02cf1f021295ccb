//! Phone numbers as people type them.

use std::fmt;
use std::str::FromStr;

use crate::{Jid, Server};

/// A text that is not an international phone number.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a phone number with country code (8 to 15 digits)")]
pub struct InvalidPhone;

/// An international number, digits only. Prints masked; whole only by [`PhoneNumber::digits`].
///
/// Whether Brazil's ninth digit belongs to a number is asked of WhatsApp, never guessed here.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// The digits with the country code, without `+`.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The address WhatsApp would give the number.
    pub fn to_jid(&self) -> Jid {
        Jid::new(self.0.clone(), Server::Pn).expect("8 to 15 digits are a valid user part")
    }
}

impl FromStr for PhoneNumber {
    type Err = InvalidPhone;

    /// Takes `+55 (11) 90000-0001` as well as `5511900000001`.
    fn from_str(text: &str) -> Result<Self, InvalidPhone> {
        let text = text.trim();
        if text.len() > 40 {
            return Err(InvalidPhone);
        }
        let mut digits = String::with_capacity(15);
        for (index, c) in text.chars().enumerate() {
            match c {
                '0'..='9' => digits.push(c),
                '+' if index == 0 => {}
                ' ' | '-' | '(' | ')' | '.' => {}
                _ => return Err(InvalidPhone),
            }
        }
        if (8..=15).contains(&digits.len()) && !digits.starts_with('0') { Ok(Self(digits)) } else { Err(InvalidPhone) }
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}…{}", &self.0[..2], &self.0[self.0.len() - 4..])
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_number_is_taken_as_people_write_it() {
        let number: PhoneNumber = "+55 (11) 90000-0001".parse().unwrap(); // invented number
        assert_eq!(number.digits(), "5511900000001");
        assert_eq!(number.to_jid().to_string(), "5511900000001@s.whatsapp.net");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for bad in ["", "123", "1234567890123456", "55 11 9000O-0001", "011900000001", "5511+900000001"] {
            assert_eq!(bad.parse::<PhoneNumber>(), Err(InvalidPhone), "{bad:?}");
        }
    }

    #[test]
    fn a_number_prints_masked() {
        let number: PhoneNumber = "5511900000001".parse().unwrap(); // invented number
        assert_eq!(format!("{number} {number:?}"), "+55…0001 +55…0001");
    }
}
