#![allow(clippy::unwrap_used)]
use super::*;
use crate::{MessageId, MessageKey, Server};
use proptest::prelude::*;

fn person(number: u64) -> Address {
    Address::one(crate::Jid::new(format!("20000000000{number}"), Server::Lid).unwrap())
}

fn key(writer: &Address) -> MessageKey {
    MessageKey { chat: person(9), id: MessageId::parse("TARGET").unwrap(), from_me: false, sender: writer.clone() }
}

fn mark(by: u64, at_ms: i64, kind: MarkKind) -> Mark {
    Mark {
        target: key(&person(1)),
        id: MessageId::parse(&format!("M{at_ms}{}", kind.word())).unwrap(),
        by: person(by),
        from_me: false,
        at: UnixMs(at_ms),
        kind,
        raw: None,
    }
}

fn edit(by: u64, at_ms: i64, text: &str) -> Mark {
    mark(by, at_ms, MarkKind::Edit { content: Content::plain(text).into(), context: Box::default() })
}

fn sum(marks: &[Mark], is_in_group: bool) -> (Content, Marks) {
    let (sender, said, around) = (person(1), Content::plain("o preço: 21"), Context::default());
    let original = Original {
        sender: &sender,
        from_me: false,
        at: Some(UnixMs(0)),
        content: &said,
        context: &around,
        is_in_group,
    };
    let (content, _, marks) = apply(original, marks);
    (content, marks)
}

#[test]
fn the_last_edit_stands_and_the_words_before_are_kept() {
    let (content, marks) = sum(&[edit(1, 2_000, "o preço certo: 12"), edit(1, 1_000, "o preço: 11")], false);
    assert_eq!(content, Content::plain("o preço certo: 12"));
    let before: Vec<_> = marks.edits.iter().map(|edit| edit.content.words().unwrap()).collect();
    assert_eq!(before, ["o preço: 21", "o preço: 11"]);
}

#[test]
fn nobody_else_changes_a_message_and_nobody_changes_it_too_late() {
    assert_eq!(sum(&[edit(2, 1_000, "mentira")], true).0, Content::plain("o preço: 21"));
    assert_eq!(sum(&[edit(1, EDIT_WINDOW_MS + 1, "tarde")], true).0, Content::plain("o preço: 21"));
}

#[test]
fn a_deleted_message_says_nothing_whatever_else_was_said() {
    let marks = [edit(1, 3_000, "depois"), mark(1, 2_000, MarkKind::Revoke), mark(2, 1_000, react("👍"))];
    let (content, marks) = sum(&marks, false);
    assert_eq!(content, Content::Deleted);
    assert!(marks.reactions.is_empty() && marks.edits.is_empty(), "{marks:?}");
}

#[test]
fn in_a_chat_of_two_only_the_writer_deletes_and_in_a_group_an_admin_may() {
    let own = Mark { from_me: true, ..mark(3, 1_000, MarkKind::Revoke) };
    assert_eq!(sum(std::slice::from_ref(&own), false).1.deleted, None);
    assert!(sum(&[own], true).1.deleted.is_some());
}

#[test]
fn one_person_has_one_sign_by_whichever_address() {
    let number = Address::one(crate::Jid::new("5511900000002", Server::Pn).unwrap()); // invented
    let both = number.clone().with(person(2).lid);
    let first = Mark { by: both, ..mark(2, 1_000, react("👍")) };
    let second = Mark { by: number, ..mark(2, 2_000, react("🙏")) };
    let (_, marks) = sum(&[second, first], true);
    let signs: Vec<_> = marks.reactions.iter().map(|reaction| reaction.emoji.as_str()).collect();
    assert_eq!(signs, ["🙏"]);
}

fn react(emoji: &str) -> MarkKind {
    MarkKind::Reaction { emoji: emoji.into() }
}

fn any_kind() -> impl Strategy<Value = MarkKind> {
    prop_oneof![
        "[👍🙏]?".prop_map(|emoji| MarkKind::Reaction { emoji }),
        "[a-c]{1,3}".prop_map(|text| MarkKind::Edit { content: Content::plain(text).into(), context: Box::default() }),
        Just(MarkKind::Revoke),
        prop::collection::vec("[ab]", 0..2).prop_map(|options| MarkKind::Vote { options }),
        any::<bool>().prop_map(|is_on| MarkKind::Star { is_on }),
        Just(MarkKind::Pin { for_s: 86_400 }),
        Just(MarkKind::Unpin),
    ]
}

proptest! {
    #[test]
    fn the_order_in_which_marks_come_does_not_matter(
        (given, shuffled) in prop::collection::vec((1..4_u64, 0..6_i64, any_kind()), 0..12).prop_flat_map(|given| {
            // No two marks of one kind, person and moment: WhatsApp tells those apart by their ids.
            let mut marks: Vec<Mark> = given.into_iter().map(|(by, at, kind)| mark(by, at, kind)).collect();
            for (index, mark) in marks.iter_mut().enumerate() {
                mark.id = MessageId::parse(&format!("M{index:02}")).unwrap();
            }
            (Just(marks.clone()), Just(marks).prop_shuffle())
        }),
        is_in_group in any::<bool>(),
    ) {
        prop_assert_eq!(sum(&given, is_in_group), sum(&shuffled, is_in_group));
    }

    #[test]
    fn a_mark_that_comes_twice_counts_once(by in 1..4_u64, kind in any_kind()) {
        let one = mark(by, 1_000, kind);
        let (content, marks) = sum(std::slice::from_ref(&one), true);
        let (again, twice) = sum(&[one.clone(), one], true);
        prop_assert_eq!(content, again);
        prop_assert_eq!(marks.reactions, twice.reactions);
        prop_assert_eq!(marks.votes, twice.votes);
        prop_assert_eq!(marks.deleted, twice.deleted);
    }
}
