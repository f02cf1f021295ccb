//! People as other programs write them to files: vCards, or tables.
//!
//! What stands there others chose. Nothing of it is carried out, a name shows nothing else than it is, and what cannot
//! be read is said with its line.

mod cards;
mod headings;
mod table;

use encoding_rs::{Encoding, WINDOWS_1252};
use portaria_domain::{PhoneNumber, without_deception};
use portaria_storage::FiledContact;

/// How many people one file may have, each number of a person counting.
pub(super) const MOST: usize = 10_000;
/// The longest number that is kept as it is written, in characters.
const LONGEST_NUMBER: usize = 100;
/// What is looked at of a name, in characters; the address book keeps fewer.
const LONGEST_NAME: usize = 1_000;

/// Why a file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It is no text, or a text without cards and without a column of numbers.
    NoTable,
    /// Nobody is in it.
    Empty,
    /// More people are in it than may be.
    TooMany,
}

/// Reads a number as somebody wrote it.
pub(super) type ReadNumber = fn(&str) -> Option<PhoneNumber>;

/// Reads the people of a file, in their order: one for each number, and one without where a person has none.
pub(super) fn read(file: &[u8], number: ReadNumber) -> Result<Vec<FiledContact>, Unreadable> {
    let text = decoded(file).ok_or(Unreadable::NoTable)?;
    let mut people = People { read: number, found: Vec::new() };
    if cards::are_in(&text) {
        cards::read(&text, &mut people)?;
    } else {
        table::read(&text, &mut people)?;
    }
    if people.found.is_empty() { Err(Unreadable::Empty) } else { Ok(people.found) }
}

/// The text of a file: by its mark, as UTF-8, or as old spreadsheets write it. `None`: it is no text.
fn decoded(file: &[u8]) -> Option<String> {
    let text = match (Encoding::for_bom(file), std::str::from_utf8(file)) {
        (Some((encoding, mark)), _) => encoding.decode_without_bom_handling(&file[mark..]).0,
        (None, Ok(text)) => text.into(),
        (None, Err(_)) => WINDOWS_1252.decode_without_bom_handling(file).0,
    };
    // Lines are counted by their ends.
    (!text.contains('\0')).then(|| text.replace("\r\n", "\n"))
}

/// The people of a file, as they are found.
struct People {
    read: ReadNumber,
    found: Vec<FiledContact>,
}

impl People {
    /// Adds a person with all of their numbers. Who has neither a name nor a number is nobody.
    fn add(&mut self, line: u32, name: &str, numbers: &[&str]) -> Result<(), Unreadable> {
        let name = tidy(name, LONGEST_NAME);
        let mut seen: Vec<String> = Vec::new();
        for number in numbers {
            let typed = tidy(number, LONGEST_NUMBER);
            let phone = (self.read)(typed.strip_suffix(".0").unwrap_or(&typed));
            let same = phone.as_ref().map_or(typed.as_str(), PhoneNumber::digits);
            if typed.is_empty() || seen.iter().any(|known| known == same) {
                continue;
            }
            seen.push(same.to_owned());
            self.push(FiledContact { line, name: name.clone(), typed, phone })?;
        }
        if seen.is_empty() && !name.is_empty() {
            self.push(FiledContact { line, name, typed: String::new(), phone: None })?;
        }
        Ok(())
    }

    fn push(&mut self, person: FiledContact) -> Result<(), Unreadable> {
        if self.found.len() == MOST {
            return Err(Unreadable::TooMany);
        }
        self.found.push(person);
        Ok(())
    }
}

/// A text on one line, without what makes it show something else than it is, and not too long.
fn tidy(text: &str, longest: usize) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if line.len() > longest * 4 {
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().take(longest));
    }
    without_deception(&line).chars().take(longest).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn people(file: &[u8]) -> Vec<(u32, String, String)> {
        let number: ReadNumber = |typed| PhoneNumber::typed_in_brazil(typed).ok();
        let shown = |person: FiledContact| {
            let digits = person.phone.map_or_else(|| format!("?{}", person.typed), |phone| phone.digits().to_owned());
            (person.line, person.name, digits)
        };
        read(file, number).unwrap().into_iter().map(shown).collect()
    }

    fn one(line: u32, name: &str, digits: &str) -> (u32, String, String) {
        (line, name.to_owned(), digits.to_owned())
    }

    fn unreadable(file: &[u8]) -> Option<Unreadable> {
        read(file, |typed| typed.parse().ok()).err()
    }

    // All numbers are invented.
    #[test]
    fn cards_of_every_version_are_read() {
        let file = "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Concei=C3=A7=C3=A3o;Jo=C3=A3o;;;\r\n\
            FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Jo=C3=A3o da Concei=C3=A7=\r\n=C3=A3o\r\nTEL;CELL;PREF:(11) 90000-0001\r\n\
            TEL;HOME:11 3000-0002\r\nTEL;WORK:011 90000 0001\r\nEND:VCARD\r\n\r\n\
            begin:vcard\nversion:3.0\nN:Souza\\, e filhos;Ana;Maria;;\nitem1.TEL;type=CELL;waid=5511900000003:+55 11 90000-0\n 003\nEND:VCARD\n\
            BEGIN:VCARD\nVERSION:4.0\nFN:Padaria\\; do Zé\nTEL;VALUE=uri;TYPE=\"voice,cell\":tel:+55-11-90000-0004\nEND:VCARD\n\
            BEGIN:VCARD\nVERSION:3.0\nFN:\nORG:Oficina;Vendas\nTEL:ramal\nEND:VCARD\n\
            BEGIN:VCARD\nVERSION:3.0\nFN:Sem número\nEMAIL:x@example.com\nEND:VCARD\n";
        assert_eq!(
            people(file.as_bytes()),
            [
                one(1, "João da Conceição", "5511900000001"),
                one(1, "João da Conceição", "551130000002"),
                one(11, "Ana Maria Souza, e filhos", "5511900000003"),
                one(17, "Padaria; do Zé", "5511900000004"),
                one(22, "Oficina", "?ramal"),
                one(28, "Sem número", "?"),
            ]
        );
    }

    #[test]
    fn an_old_card_says_how_it_is_encoded() {
        let quoted = b"BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:Concei=E7=E3o\nTEL:11900000001\nEND:VCARD";
        assert_eq!(people(quoted), [one(1, "Conceição", "5511900000001")]);
        let raw = b"BEGIN:VCARD\nVERSION:2.1\nFN:Concei\xE7\xE3o\nTEL:11900000001\nEND:VCARD";
        assert_eq!(people(raw), [one(1, "Conceição", "5511900000001")]);
    }

    #[test]
    fn tables_of_google_outlook_and_our_own_are_read() {
        let google = "First Name,Middle Name,Last Name,Organization Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Value\n\
            Ana,,Souza,,Mobile,+55 11 90000-0001 ::: 11 90000-0002,11 3000-0003\n\
            ,,,\"Oficina\nSul\",Work,11 90000-0004,\n";
        assert_eq!(
            people(google.as_bytes()),
            [
                one(2, "Ana Souza", "5511900000001"),
                one(2, "Ana Souza", "5511900000002"),
                one(2, "Ana Souza", "551130000003"),
                one(3, "Oficina Sul", "5511900000004"),
            ]
        );
        let older = "Name,Given Name,Family Name,Phone 1 - Type,Phone 1 - Value\nAna S.,Ana,Souza,Mobile,11900000001\n";
        assert_eq!(people(older.as_bytes()), [one(2, "Ana S.", "5511900000001")]);
        let (outlook, _, _) = WINDOWS_1252.encode(
            "sep=;\r\n\"Nome\";\"Segundo Nome\";\"Sobrenome\";\"Fax comercial\";\"Telefone celular\"\r\n\
             \"José\";\"\";\"Conceição\";\"11 3000-0009\";\"(11) 90000-0001\"\r\n",
        );
        assert_eq!(people(&outlook), [one(3, "José Conceição", "5511900000001")]);
        let own = "\u{FEFF}name,phone,lid,address book name,business name,own name,about,blocked\r\n\
            \"'=HYPERLINK(\"\"x\"\")\",5511900000001,,,,,,no\r\n";
        assert_eq!(people(own.as_bytes()), [one(2, "=HYPERLINK(\"x\")", "5511900000001")]);
        let bare = "Ana\t11 90000-0001\nBia\t5511900000002.0\n";
        assert_eq!(people(bare.as_bytes()), [one(1, "Ana", "5511900000001"), one(2, "Bia", "5511900000002")]);
    }

    #[test]
    fn what_others_wrote_shows_nothing_else_than_it_is() {
        let long = "x".repeat(65_536);
        let file = format!(
            "name,phone\n\"a\u{202E}b\nTEL:1\",11900000001\n{long},11900000002\n\u{200B},11900000003\nAna,5,51199E+12\n\
             Bia,\"{long}\"\nCaio,11 90000-0004 ou 11 90000-0005\n"
        );
        let found = people(file.as_bytes());
        assert_eq!(found[0], one(2, "ab TEL:1", "5511900000001"));
        assert_eq!((found[1].0, found[1].1.chars().count()), (4, LONGEST_NAME));
        assert_eq!(found[2].2, "5511900000003");
        assert_eq!(found[3], one(6, "Ana", "?5"), "a number that a spreadsheet has broken is none");
        assert_eq!(found[4].2.chars().count(), LONGEST_NUMBER + 1);
        assert_eq!(found[5].2, "?11 90000-0004 ou 11 90000-0005");
    }

    #[test]
    fn what_is_no_list_of_people_is_refused() {
        assert_eq!(unreadable(b"PK\x03\x04\x00\x00"), Some(Unreadable::NoTable));
        assert_eq!(unreadable(b"Prezados senhores,\nsegue o contrato."), Some(Unreadable::NoTable));
        assert_eq!(unreadable(b""), Some(Unreadable::NoTable));
        assert_eq!(unreadable(b"name,phone\n\n,\n"), Some(Unreadable::Empty));
        assert_eq!(unreadable(b"BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n"), Some(Unreadable::Empty));
        let many = (0..=MOST).map(|number| format!("Ana,55119{number:08}\n")).collect::<Vec<_>>().concat();
        assert_eq!(unreadable(format!("name,phone\n{many}").as_bytes()), Some(Unreadable::TooMany));
    }
}
