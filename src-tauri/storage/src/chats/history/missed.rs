//! What became of messages while no phone was linked: the past tells each of them as it is by now, and not what was
//! done to it. What came after the phone was paired is newer than the past, and stays.

use portaria_domain::{
    Address, ChatId, ChatKind, Content, HistoryChat, Mark, MarkKind, MessageId, MessageKey, Received, UnixMs,
};
use rusqlite::Transaction;

use crate::chats::events::Recorder;
use crate::chats::{marks, messages};

/// Brings the messages of a chat that were here before the phone was paired to where the past has them: with other
/// words, and without the reactions that were taken away.
pub(super) fn catch_up(
    transaction: &Transaction<'_>,
    tenant: &str,
    chat: (ChatId, ChatKind),
    input: &HistoryChat,
    untold: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let find = "SELECT paired_at_row FROM owner";
    let paired_at: i64 = transaction.prepare_cached(find)?.query_row([], |row| row.get(0))?;
    for one in &input.messages {
        let told = &one.message;
        let MessageKey { id, from_me, sender, .. } = &told.key;
        let row = messages::find(transaction, chat.0, chat.1, id, *from_me, sender)?;
        let Some(row) = row.filter(|row| *row <= paired_at) else { continue };
        let stored = messages::stored(transaction, row)?;
        if [&stored.content, &told.content]
            .into_iter()
            .any(|content| *content == Content::Deleted || content.is_missing())
        {
            continue;
        }
        let known = marks::rows_of(transaction, chat.0, chat.1, id, *from_me, sender)?;
        let said = input.marks.iter().filter(|mark| mark.target.id == *id && mark.target.from_me == *from_me);
        let missed = missed_edit(told, &stored, &known, paired_at).into_iter();
        for mark in missed.chain(removed_reactions(told, &known, said, paired_at)) {
            marks::keep(transaction, tenant, chat, &mark, untold)?;
        }
    }
    Ok(())
}

/// The change of a message's words that nobody told: they are none that it is known to have had.
fn missed_edit(told: &Received, stored: &messages::Stored, known: &[(i64, Mark)], paired_at: i64) -> Option<Mark> {
    let words = told.content.words()?;
    let may_change = matches!(
        (&told.content, &stored.content),
        (Content::Text(_), Content::Text(_)) | (Content::Media(_), Content::Media(_))
    );
    let edits = known.iter().filter_map(|(row, mark)| match &mark.kind {
        MarkKind::Edit { content, .. } => Some((*row, mark.at, content)),
        _ => None,
    });
    let (mut last, mut is_known) = (stored.at.unwrap_or_default(), !may_change);
    is_known |= [&stored.content, &stored.first.content].iter().any(|content| content.words() == Some(words));
    for (row, at, content) in edits {
        last = last.max(at);
        // A newer word than the past's stands.
        is_known |= row > paired_at || content.words() == Some(words);
    }
    let kind = MarkKind::Edit { content: Box::new(told.content.clone()), context: Box::new(told.context.clone()) };
    let (by, from_me) = (told.key.sender.clone(), told.key.from_me);
    if is_known { None } else { mark(told, (by, from_me), last + 1, "edited", kind) }
}

/// Reactions that were here before the phone was paired, and that the past does not tell any more.
fn removed_reactions<'a>(
    told: &Received,
    known: &[(i64, Mark)],
    said: impl Iterator<Item = &'a Mark>,
    paired_at: i64,
) -> Vec<Mark> {
    let is_reaction = |mark: &&Mark| matches!(&mark.kind, MarkKind::Reaction { emoji } if !emoji.is_empty());
    let still: Vec<(&Address, bool)> = said.filter(is_reaction).map(|mark| (&mark.by, mark.from_me)).collect();
    let is_same = |by: &Address, from_me: bool, other: &Address, other_from_me: bool| {
        from_me == other_from_me && (from_me || by.is_same_party(other))
    };
    let mut removed: Vec<Mark> = Vec::new();
    for (row, mark) in known.iter().filter(|(_, mark)| is_reaction(&mark)) {
        let is_still = still.iter().any(|(by, from_me)| is_same(&mark.by, mark.from_me, by, *from_me));
        if *row > paired_at || is_still {
            continue;
        }
        let none = MarkKind::Reaction { emoji: String::new() };
        removed.extend(self::mark(
            told,
            (mark.by.clone(), mark.from_me),
            mark.at + 1,
            &format!("unsigned.{row}"),
            none,
        ));
    }
    removed
}

/// A mark that has no message of its own. It has the same name each time, and comes with each piece of the past.
fn mark(told: &Received, (by, from_me): (Address, bool), at: UnixMs, name: &str, kind: MarkKind) -> Option<Mark> {
    let id = MessageId::parse(&format!("{}.{name}.{}", told.key.id, at.0)).ok()?;
    Some(Mark { target: told.key.clone(), id, by, from_me, at, kind, raw: None })
}
