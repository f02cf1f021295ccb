//! A part of the history in pieces, each of which is a transaction: what arrives meanwhile waits for the end of one.

use std::collections::{HashMap, HashSet};
use std::mem;

use portaria_domain::{HistoryChat, HistoryMessage, Mark, MessageId, UnixMs};

use crate::chats::placing;

/// So many messages and marks are kept at a time; that takes some hundredths of a second.
const AT_ONCE: usize = 500;

/// A piece of a chat's past.
#[derive(Debug)]
pub(super) struct Piece {
    /// The chat with the messages of this piece, the oldest first, and what was said about them; what was said
    /// about others comes with the last piece.
    pub(super) chat: HistoryChat,
    /// The time and the place of each message, as they are in the whole.
    pub(super) placed: Vec<(Option<UnixMs>, UnixMs)>,
    /// Where the whole ends, in its last piece.
    pub(super) edge: Option<UnixMs>,
    pub(super) is_first: bool,
}

/// Chats by what is kept at a time, in their order, without the messages that are too old.
pub(super) fn transactions(chats: Vec<HistoryChat>, oldest: Option<UnixMs>, now: UnixMs) -> Vec<Vec<Piece>> {
    let mut all = vec![Vec::new()];
    let mut held = 0;
    for piece in chats.into_iter().flat_map(|chat| pieces(younger(chat, oldest), now)) {
        if held >= AT_ONCE {
            held = 0;
            all.push(Vec::new());
        }
        held += piece.chat.messages.len() + piece.chat.marks.len();
        all.last_mut().expect("there is one from the beginning").push(piece);
    }
    all
}

/// A chat in pieces. Where its messages stand follows from all of them.
fn pieces(mut chat: HistoryChat, now: UnixMs) -> Vec<Piece> {
    if placing::is_newest_first(&times(&chat), now) {
        chat.messages.reverse();
    }
    chat.last_activity = chat.last_activity.filter(|at| *at <= now);
    let mut placed = placing::history(&times(&chat), now, chat.last_activity.unwrap_or(now)).into_iter();
    let edge = placed.as_slice().last().map(|(_, place)| *place);
    let mut marks: HashMap<MessageId, Vec<Mark>> = HashMap::new();
    for mark in mem::take(&mut chat.marks) {
        marks.entry(mark.target.id.clone()).or_default().push(mark);
    }
    let mut messages = mem::take(&mut chat.messages).into_iter();
    let mut pieces = Vec::new();
    loop {
        let some: Vec<HistoryMessage> = messages.by_ref().take(AT_ONCE).collect();
        let placed = placed.by_ref().take(some.len()).collect();
        let said = some.iter().filter_map(|one| marks.remove(&one.message.key.id)).flatten().collect();
        let is_last = messages.as_slice().is_empty();
        let (is_first, edge) = (pieces.is_empty(), if is_last { edge } else { None });
        if is_last {
            chat.messages = some;
            chat.marks = said;
            chat.marks.extend(marks.into_values().flatten());
            pieces.push(Piece { chat, placed, edge, is_first });
            return pieces;
        }
        pieces.push(Piece {
            chat: HistoryChat { messages: some, marks: said, ..chat.clone() },
            placed,
            edge,
            is_first,
        });
    }
}

/// Whether a message of this moment is kept. One whose moment nobody knows is.
pub(super) fn is_kept(at: Option<UnixMs>, oldest: Option<UnixMs>) -> bool {
    at.zip(oldest).is_none_or(|(at, oldest)| at >= oldest)
}

/// The chat without the messages from before a moment, and what was said about them.
fn younger(mut chat: HistoryChat, oldest: Option<UnixMs>) -> HistoryChat {
    let mut dropped = HashSet::new();
    chat.messages.retain(|one| {
        let is_kept = is_kept(one.message.at, oldest);
        if !is_kept {
            dropped.insert(one.message.key.id.clone());
        }
        is_kept
    });
    chat.marks.retain(|mark| !dropped.contains(&mark.target.id));
    chat
}

fn times(chat: &HistoryChat) -> Vec<Option<UnixMs>> {
    chat.messages.iter().map(|one| one.message.at).collect()
}
