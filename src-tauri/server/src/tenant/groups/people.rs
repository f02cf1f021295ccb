//! People as a caller names them.

use portaria_domain::Jid;

use super::super::destination::person;
use crate::problem::FieldError;

/// How many one request may name: WhatsApp is asked about each.
const MOST_PEOPLE: usize = 50;

/// 1 to 50 people, by number or address.
pub(super) fn people(field: &str, texts: &[String]) -> Result<Vec<Jid>, Vec<FieldError>> {
    if texts.is_empty() || texts.len() > MOST_PEOPLE {
        return Err(vec![FieldError::new(field, "invalid", format!("Name 1 to {MOST_PEOPLE} people."))]);
    }
    let (mut people, mut errors) = (Vec::with_capacity(texts.len()), Vec::new());
    for (place, text) in texts.iter().enumerate() {
        match person(text) {
            Some(jid) => people.push(jid),
            None => errors.push(FieldError::new(
                format!("{field}.{place}"),
                "invalid",
                "Not a number, and not the WhatsApp address of a person.",
            )),
        }
    }
    if errors.is_empty() { Ok(people) } else { Err(errors) }
}
