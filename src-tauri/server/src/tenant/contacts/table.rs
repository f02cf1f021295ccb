//! People as rows of a table: RFC 4180, in UTF-8 with the mark by which spreadsheets know it.

use portaria_domain::{Contact, Jid};

/// The first line.
pub(crate) const HEAD: &str = "\u{FEFF}name,phone,lid,address book name,business name,own name,about,blocked\r\n";

/// Adds one person's line.
pub(crate) fn write(contact: &Contact, into: &mut String) {
    let user = |jid: &Option<Jid>| jid.as_ref().map_or_else(String::new, |jid| jid.user().to_owned());
    let cells = [
        contact.name.as_str(),
        // Digits alone: with a plus in front of it spreadsheets take it for a sum.
        &user(&contact.address.pn),
        &user(&contact.address.lid),
        &contact.book_name,
        &contact.business_name,
        &contact.own_name,
        &contact.about,
        if contact.is_blocked { "yes" } else { "no" },
    ];
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    into.push_str(&cells.join(","));
    into.push_str("\r\n");
}

/// One cell, which no spreadsheet takes for a formula: others chose what stands in it.
fn cell(text: &str) -> String {
    let begins = |signs: &[char]| text.trim_start().starts_with(signs);
    let is_formula = text.starts_with(['\t', '\r']) || begins(&['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r', ';']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_calls_themselves_is_no_formula() {
        for (text, written) in [
            ("Ana", "Ana"),
            ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""),
            ("+55", "'+55"),
            (" @sum", "' @sum"),
            ("-1", "'-1"),
            ("\tx", "'\tx"),
            ("Souza, Ana", "\"Souza, Ana\""),
            ("a\r\n=1", "\"a\r\n=1\""),
            ("", ""),
        ] {
            assert_eq!(cell(text), written, "{text:?}");
        }
    }
}
