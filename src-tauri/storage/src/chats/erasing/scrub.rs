//! What names the person in others' messages is taken out; the words that others wrote stay.

use portaria_domain::{Content, Context, Jid, SystemLine};

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
    match content {
        Content::Text(text) => words(whose, &mut text.text),
        Content::Media(media) => media.caption.as_mut().is_some_and(|caption| words(whose, caption)),
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
        if words.contains(&mention) {
            *words = words.replace(&mention, SOMEBODY);
            is_other = true;
        }
    }
    is_other
}

/// Whether a number stands in a text, however it is written there.
fn digits_in(whose: &Whose, text: &str) -> bool {
    text.lines().any(|line| {
        let digits: String = line.chars().filter(char::is_ascii_digit).collect();
        whose.addresses.iter().any(|jid| digits.contains(jid.user()))
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
        let mut hers = Content::Contacts { cards: vec![card("Ana", "5511900000002")] };
        assert!(content(&ana(), &mut hers));
        assert_eq!(hers, Content::Deleted);
    }
}
