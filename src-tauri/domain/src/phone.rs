//! Phone numbers as people type them.

use std::fmt;
use std::str::FromStr;

use crate::{Jid, Server, is_invisible, trim_unseen};

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

    /// Reads what somebody typed in Brazil, where people leave the country code out: without a plus, 10 or 11 digits are
    /// an area code and a number, behind a zero too. Anything else is read as everywhere.
    pub fn typed_in_brazil(text: &str) -> Result<Self, InvalidPhone> {
        let has_plus = trim_unseen(text).contains(['+', '\u{FE62}', '\u{FF0B}']);
        let Some(national) = (!has_plus).then(|| digits_of(text)).flatten() else { return text.parse() };
        let national = national.strip_prefix('0').unwrap_or(&national);
        // Area codes have no zero, and 0800 is no number of anybody.
        let is_national = matches!(national.len(), 10 | 11) && !national.bytes().take(2).any(|digit| digit == b'0');
        if is_national { Ok(Self(format!("55{national}"))) } else { text.parse() }
    }

    /// Whether two numbers are one line, as far as digits tell: some countries have a digit that people write and WhatsApp
    /// leaves out for old numbers, or the other way about (Brazil's ninth, Argentina's 9, Mexico's 1).
    pub fn is_same_line(&self, other: &Self) -> bool {
        without_optional_digit(&self.0) == without_optional_digit(&other.0)
    }

    /// The number as people write it: `+55 11 90000-0001` for Brazil, elsewhere a plus and the digits.
    pub fn written(&self) -> String {
        let parts = self.0.strip_prefix("55").and_then(|national| national.split_at_checked(2));
        match parts {
            Some((area, number)) if matches!(number.len(), 8 | 9) => {
                let (first, last) = number.split_at(number.len() - 4);
                format!("+55 {area} {first}-{last}")
            }
            _ => format!("+{}", self.0),
        }
    }

    /// The address WhatsApp would give the number.
    pub fn to_jid(&self) -> Jid {
        Jid::new(self.0.clone(), Server::Pn).expect("8 to 15 digits are a valid user part")
    }
}

fn without_optional_digit(digits: &str) -> String {
    let place = match (digits.get(..2), digits.len()) {
        (Some("55"), 13) if digits.as_bytes()[4] == b'9' => 4,
        (Some("54"), 13) if digits.as_bytes()[2] == b'9' => 2,
        (Some("52"), 13) if digits.as_bytes()[2] == b'1' => 2,
        _ => return digits.to_owned(),
    };
    let (before, after) = digits.split_at(place);
    format!("{before}{}", &after[1..])
}

/// The longest writing that is looked at, in characters.
const LONGEST_WRITING: usize = 100;

impl FromStr for PhoneNumber {
    type Err = InvalidPhone;

    /// Takes `+55 (11) 90000-0001` as well as `5511900000001`, and what a paste makes of it: invisible
    /// characters, typographic spaces and dashes, digits of other scripts, a `tel:` link.
    fn from_str(text: &str) -> Result<Self, InvalidPhone> {
        let digits = digits_of(text).ok_or(InvalidPhone)?;
        if (8..=15).contains(&digits.len()) && !digits.starts_with('0') { Ok(Self(digits)) } else { Err(InvalidPhone) }
    }
}

/// The digits of a number in any writing; `None`: it is no number.
fn digits_of(text: &str) -> Option<String> {
    if text.chars().count() > LONGEST_WRITING {
        return None;
    }
    let mut digits = String::with_capacity(15);
    let mut has_plus = false;
    for c in number_of_link(trim_unseen(text)).ok()?.chars() {
        if let Some(digit) = digit(c) {
            digits.push(digit);
        } else if matches!(c, '+' | '\u{FE62}' | '\u{FF0B}') && digits.is_empty() && !has_plus {
            has_plus = true;
        } else if !separates(c) && !is_invisible(c) {
            return None;
        }
    }
    Some(digits)
}

/// The number that a `tel:` link (RFC 3966) names, or the text as it is.
fn number_of_link(text: &str) -> Result<&str, InvalidPhone> {
    let Some(rest) = text.get(..4).filter(|scheme| scheme.eq_ignore_ascii_case("tel:")).map(|_| &text[4..]) else {
        return Ok(text);
    };
    let (number, parameters) = rest.split_at(rest.find([';', '?']).unwrap_or(rest.len()));
    // A number that needs a context has no country code, and the context need not be one.
    if parameters.to_ascii_lowercase().contains("phone-context=") && !number.contains('+') {
        return Err(InvalidPhone);
    }
    Ok(number)
}

/// The value of a digit: Latin, full-width, Arabic, Persian, Devanagari.
fn digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{FF10}'..='\u{FF19}' => '\u{FF10}',
        '\u{0660}'..='\u{0669}' => '\u{0660}',
        '\u{06F0}'..='\u{06F9}' => '\u{06F0}',
        '\u{0966}'..='\u{096F}' => '\u{0966}',
        _ => return None,
    };
    char::from_digit(u32::from(c) - u32::from(zero), 10)
}

/// Whether people write a character between the digits of one number. Line breaks and tabs divide two.
fn separates(c: char) -> bool {
    let is_dash = matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}');
    let is_sign = matches!(c, '(' | ')' | '.' | '\u{FF08}' | '\u{FF09}' | '\u{FF0E}');
    let divides = c.is_ascii_control() || matches!(c, '\u{0085}' | '\u{2028}' | '\u{2029}');
    is_dash || is_sign || (c.is_whitespace() && !divides)
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
    fn a_line_is_the_same_with_and_without_the_digit_that_is_left_out() {
        let same = |one: &str, other: &str| {
            one.parse::<PhoneNumber>().unwrap().is_same_line(&other.parse::<PhoneNumber>().unwrap())
        };
        // Invented numbers.
        for (one, other) in [
            ("+55 11 90000-0001", "551100000001"),
            ("5511900000001", "+55 (11) 90000-0001"),
            ("5491130000001", "+54 11 3000-0001"),
            ("5215530000001", "+52 55 3000 0001"),
        ] {
            assert!(same(one, other) && same(other, one), "{one} {other}");
        }
        for (one, other) in [
            ("5511900000001", "5511900000002"),
            ("5511900000001", "5521900000001"),
            ("551190000001", "551100000001"),
            ("351900000001", "35100000001"),
        ] {
            assert!(!same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_number_is_taken_as_people_write_it() {
        let number: PhoneNumber = "+55 (11) 90000-0001".parse().unwrap(); // invented number
        assert_eq!(number.digits(), "5511900000001");
        assert_eq!(number.to_jid().to_string(), "5511900000001@s.whatsapp.net");
    }

    #[test]
    fn a_number_is_written_as_people_read_it() {
        for (digits, written) in [
            ("5511900000001", "+55 11 90000-0001"), // invented numbers
            ("551130000014", "+55 11 3000-0014"),
            ("12125550100", "+12125550100"),
            ("5511900000", "+5511900000"),
        ] {
            assert_eq!(digits.parse::<PhoneNumber>().unwrap().written(), written);
        }
    }

    #[test]
    fn in_brazil_people_leave_the_country_code_out() {
        let typed = |text: &str| PhoneNumber::typed_in_brazil(text).map(|phone| phone.digits().to_owned());
        for (text, digits) in [
            ("11 90000-0014", "5511900000014"), // invented numbers
            ("(11) 3000-0014", "551130000014"),
            ("011 90000-0014", "5511900000014"),
            ("+55 11 90000-0014", "5511900000014"),
            ("5511900000014", "5511900000014"),
            ("+1 212 555 0100", "12125550100"),
            ("351912345678", "351912345678"),
        ] {
            assert_eq!(typed(text).as_deref(), Ok(digits), "{text}");
        }
        for bad in ["0800 000 0014", "90000", "1", "", "ana"] {
            assert!(typed(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for bad in [
            "",
            "123",
            "1234567890123456",
            "55 11 9000O-0001",
            "011900000001",
            "5511+900000001",
            "++5511900000001",
            "+55 11 90000\n0001",
            "5511\t900000001",
            "55 11 90000/0001",
            "tel:",
            "tel:ana",
            "tel:90000-0001;phone-context=+5511",
            "sms:+5511900000001",
            "\u{202A}\u{202C}",
            "+55 11 9000\u{041E}-0001",
            "+55 11 90000-0001 ramal 2",
        ] {
            assert_eq!(bad.parse::<PhoneNumber>(), Err(InvalidPhone), "{bad:?}");
        }
        let endless = format!("5511900000001{}", " ".repeat(LONGEST_WRITING));
        assert_eq!(endless.parse::<PhoneNumber>(), Err(InvalidPhone), "too long to be looked at");
    }

    #[test]
    fn a_pasted_number_is_taken_whatever_came_along() {
        for pasted in [
            "\u{202a}+55 11 90000-0001\u{202c}",
            "+55\u{00A0}11\u{202F}90000\u{2011}0001",
            "+55 (11) 90000\u{2013}0001",
            "+55\u{2009}11\u{2007}90000\u{2014}0001",
            "\u{FEFF}5511900000001\u{200B}",
            "55\u{200D}11\u{00AD}900000001",
            "(+55) 11 90000.0001",
            "\u{3000}\u{FF0B}５５（１１）９００００－０００１",
            "٥٥١١٩٠٠٠٠٠٠٠١",
            "tel:+55-11-90000-0001",
            "TEL:+55-11-90000-0001;phone-context=+55",
            "\u{200E}tel:+55-11-90000-0001?call",
            "tel:5511900000001;ext=2",
            "\t5511900000001\r\n",
        ] {
            let number: PhoneNumber = pasted.parse().unwrap_or_else(|_| panic!("{pasted:?}"));
            assert_eq!(number.digits(), "5511900000001", "{pasted:?}"); // invented number
        }
    }

    #[test]
    fn a_number_prints_masked() {
        let number: PhoneNumber = "5511900000001".parse().unwrap(); // invented number
        assert_eq!(format!("{number} {number:?}"), "+55…0001 +55…0001");
    }
}
