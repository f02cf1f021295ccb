//! What names the person in others' messages is taken out; the words that others wrote stay.

use portaria_domain::{Content, Context, Jid, SystemLine};
use serde_json::Value;

use super::record::Whose;

/// Stands for whom a message mentioned.
const SOMEBODY: &str = "@…";

/// Takes the person out of what belongs to a message; tells whether they were in it.
pub(super) fn context(whose: &Whose, context: &mut Context) -> bool {
    let is_theirs = |quote: &portaria_domain::Quote| quote.sender.as_ref().is_some_and(|sender| whose.is(sender));
    let quoted = context.quote.as_deref().is_some_and(is_theirs);
    if quoted {
        context.quote = None;
    }
    let mut is_other = quoted;
    if let Some(quote) = &mut context.quote {
        is_other |= words(whose, &mut quote.text);
    }
    let before = context.mentions.len();
    context.mentions.retain(|mentioned| !whose.is(mentioned));
    is_other || context.mentions.len() < before
}

/// Takes the person out of what a message says; tells whether they were in it.
pub(super) fn content(whose: &Whose, content: &mut Content) -> bool {
    let named = match content {
        Content::Contacts { cards } => {
            let before = cards.len();
            let names = |text: &String| digits_in(whose, text);
            cards.retain(|card| !card.numbers.iter().any(names) && !names(&card.vcard));
            let is_other = cards.len() < before;
            if cards.is_empty() {
                *content = Content::Deleted;
            }
            is_other
        }
        Content::System(line) => match line {
            SystemLine::Joined { who }
            | SystemLine::Left { who }
            | SystemLine::Promoted { who }
            | SystemLine::Demoted { who } => {
                let before = who.len();
                who.retain(|party| !whose.is(party));
                who.len() < before
            }
            SystemLine::NumberChanged { to } => to.take_if(|to| whose.is(to)).is_some(),
            _ => false,
        },
        _ => false,
    };
    named | mentioned(whose, content)
}

/// Takes mentions out of all words of a message, of whatever kind it is.
fn mentioned(whose: &Whose, content: &mut Content) -> bool {
    let Ok(mut value) = serde_json::to_value(&*content) else { return false };
    if !in_texts(&mut value, &|text| words(whose, text)) {
        return false;
    }
    // Texts stayed texts, so it reads as it did.
    serde_json::from_value(value).is_ok_and(|scrubbed| {
        *content = scrubbed;
        true
    })
}

/// Does something to each text of a value; tells whether it changed any.
fn in_texts(value: &mut Value, change: &impl Fn(&mut String) -> bool) -> bool {
    match value {
        Value::String(text) => change(text),
        Value::Array(items) => items.iter_mut().fold(false, |is_other, item| in_texts(item, change) | is_other),
        Value::Object(fields) => fields.values_mut().fold(false, |is_other, field| in_texts(field, change) | is_other),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Whether a line of a chat tells of nobody any more.
pub(super) fn is_empty(content: &Content) -> bool {
    match content {
        Content::System(
            SystemLine::Joined { who }
            | SystemLine::Left { who }
            | SystemLine::Promoted { who }
            | SystemLine::Demoted { who },
        ) => who.is_empty(),
        _ => false,
    }
}

/// Mentions stand in the words as `@` and the number or privacy id.
fn words(whose: &Whose, words: &mut String) -> bool {
    let mut is_other = false;
    for user in whose.addresses.iter().map(Jid::user) {
        let mention = format!("@{user}");
        // Another's number may begin like theirs.
        let is_whole = |at: usize| !words[at + mention.len()..].starts_with(|next: char| next.is_ascii_digit());
        let places: Vec<usize> = words.match_indices(&mention).map(|(at, _)| at).filter(|at| is_whole(*at)).collect();
        for at in places.into_iter().rev() {
            words.replace_range(at..at + mention.len(), SOMEBODY);
            is_other = true;
        }
    }
    is_other
}

/// Whether a number stands in a text, however it is written there.
fn digits_in(whose: &Whose, text: &str) -> bool {
    let is_written_in = |sign: char| sign.is_ascii_digit() || " ()-./\u{a0}\u{2011}".contains(sign);
    text.split(|sign| !is_written_in(sign)).any(|written| {
        let digits: String = written.chars().filter(char::is_ascii_digit).collect();
        whose.addresses.iter().any(|jid| digits.trim_start_matches('0') == jid.user())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use portaria_domain::{Address, Card, ContactId, MessageId, Quote, UnixMs};

    use super::*;

    fn ana() -> Whose {
        let address = "5511900000002@s.whatsapp.net".parse().unwrap(); // invented
        Whose { contact: ContactId::from_parts(UnixMs(0), [0; 10]), addresses: vec![address] }
    }

    #[test]
    fn what_others_said_stays_and_whom_they_named_does_not() {
        let mut said = Content::plain("@5511900000002 vem às 8?");
        assert!(content(&ana(), &mut said));
        assert_eq!(said.words(), Some("@… vem às 8?"));
        assert!(!content(&ana(), &mut said), "twice is as good as once");
        let mut longer = Content::plain("@55119000000025 e @5511900000002, @5511900000002");
        assert!(content(&ana(), &mut longer));
        assert_eq!(longer.words(), Some("@55119000000025 e @…, @…"), "another's number begins like hers");
        let address = Address::one("5511900000002@s.whatsapp.net".parse().unwrap()); // invented
        let quote = Quote {
            id: MessageId::parse("A1").unwrap(),
            sender: Some(address.clone()),
            from_me: false,
            kind: "text".to_owned(),
            text: "segredo".to_owned(),
        };
        let mut around = Context { quote: Some(Box::new(quote)), mentions: vec![address], ..Context::default() };
        assert!(context(&ana(), &mut around));
        assert!(around.is_empty(), "{around:?}");
    }

    #[test]
    fn she_is_taken_out_of_every_kind_of_message() {
        for kind in [
            serde_json::json!({ "kind": "poll", "question": "@5511900000002 vem?", "options": [{ "name": "@5511900000002", "hash": "x" }], "choices": 1 }),
            serde_json::json!({ "kind": "group_invitation", "group": "120363000000000001@g.us", "name": "Obra", "code": "x", "caption": "com @5511900000002" }),
            serde_json::json!({ "kind": "place", "latitude": 1.0, "longitude": 1.0, "is_live": false, "name": "casa da @5511900000002" }),
        ] {
            let mut said: Content = serde_json::from_value(kind).unwrap();
            assert!(content(&ana(), &mut said), "{said:?}");
            assert!(!serde_json::to_string(&said).unwrap().contains("5511900000002"), "{said:?}");
        }
    }

    #[test]
    fn a_card_of_hers_goes_however_her_number_is_written_on_it() {
        let card = |name: &str, number: &str| Card {
            name: name.to_owned(),
            numbers: vec![number.to_owned()],
            vcard: String::new(),
        };
        let mut both =
            Content::Contacts { cards: vec![card("Ana", "+55 (11) 90000-0002"), card("Rui", "+55 11 90000-0003")] };
        assert!(content(&ana(), &mut both));
        let Content::Contacts { cards } = &both else { panic!("{both:?}") };
        assert_eq!(cards.len(), 1);
        let mut like_hers =
            Content::Contacts { cards: vec![card("Eva", "+55 11 90000-00025"), card("X", "1 55119:00000025")] };
        assert!(!content(&ana(), &mut like_hers), "others' numbers are theirs: {like_hers:?}");
        let mut hers = Content::Contacts { cards: vec![card("Ana", "5511900000002")] };
        assert!(content(&ana(), &mut hers));
        assert_eq!(hers, Content::Deleted);
    }
}
