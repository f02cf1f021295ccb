//! People as vCards: version 3.0, RFC 2426, which every phone and mail program reads.

use portaria_domain::Contact;

/// The longest line in bytes, as the RFC asks.
const LONGEST_LINE: usize = 75;

/// Adds one person's card; who has no known number gets none.
pub(super) fn write(contact: &Contact, into: &mut String) {
    let Some(pn) = &contact.address.pn else { return };
    let digits = pn.user();
    let name = if contact.name.is_empty() { format!("+{digits}") } else { contact.name.clone() };
    let name = escaped(&name);
    line("BEGIN:VCARD", into);
    line("VERSION:3.0", into);
    line(&format!("N:;{name};;;"), into);
    line(&format!("FN:{name}"), into);
    if !contact.business_name.is_empty() {
        line(&format!("ORG:{}", escaped(&contact.business_name)), into);
    }
    line(&format!("TEL;TYPE=CELL;waid={digits}:+{digits}"), into);
    line("END:VCARD", into);
}

/// A value whose own signs mean themselves, on one line.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Adds a line, folded where it is too long.
fn line(text: &str, into: &mut String) {
    let mut room = LONGEST_LINE;
    for c in text.chars() {
        if c.len_utf8() > room {
            into.push_str("\r\n ");
            room = LONGEST_LINE - 1;
        }
        into.push(c);
        room -= c.len_utf8();
    }
    into.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_adds_no_line_of_its_own() {
        assert_eq!(escaped("Ana\r\nTEL:1;x,y\\z"), "Ana\\nTEL:1\\;x\\,y\\\\z");
    }

    #[test]
    fn a_long_line_is_folded_between_characters() {
        let mut folded = String::new();
        line(&"ã".repeat(100), &mut folded);
        assert!(folded.split("\r\n").all(|line| line.len() <= LONGEST_LINE), "{folded}");
        assert_eq!(folded.replace("\r\n ", ""), format!("{}\r\n", "ã".repeat(100)));
    }
}
