//! How much of a history has come to a companion.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::listed::Listed;
use super::part::{Part, Slice, Stage};

/// Messages of a chunk after the first.
const CHUNK_MESSAGES: u32 = 2_000;

/// A phone keeps so many of its last chunks, for a companion that could not read or fetch one.
pub(super) const REMEMBERED: usize = 16;

/// What a companion wants of the past, and how much of it has come.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Syncing {
    /// It asked for everything and not for the last months only.
    pub(super) full: bool,
    /// Of how many days it wants the last months to be; the phone's own number where it says nothing.
    #[serde(default)]
    pub(super) recent_days: Option<u32>,
    pub(super) transfer: Option<Box<Transfer>>,
}

impl Syncing {
    pub(crate) fn new(full: bool, recent_days: Option<u32>) -> Self {
        Self { full, recent_days, transfer: None }
    }
}

/// The chats as they were at the start, and a mark in them.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Transfer {
    pub(super) listed: Vec<Listed>,
    pub(super) full: bool,
    pub(super) has_status: bool,
    pub(super) total: u64,
    pub(super) travelled: u64,
    pub(super) next: Option<Mark>,
    pub(super) sent: VecDeque<Sent>,
}

/// Where the next chunk begins.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Mark {
    stage: Stage,
    order: u32,
    chat: u32,
    age: u32,
}

/// A chunk that was sent.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Sent {
    pub(super) id: String,
    pub(super) part: Part,
    pub(super) confirmed: bool,
    pub(super) file: Option<SentFile>,
}

/// Where a chunk lies that was too large for its notification.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct SentFile {
    pub(super) direct_path: String,
    pub(super) media_key: Vec<u8>,
    pub(super) file_enc_sha256: Vec<u8>,
}

impl Mark {
    fn at(stage: Stage) -> Self {
        Self { stage, order: 1, chat: 0, age: 0 }
    }
}

impl Transfer {
    pub(super) fn new(listed: Vec<Listed>, full: bool, has_status: bool) -> Self {
        let travels = |listed: &Listed| u64::from(if full { listed.count } else { listed.recent });
        let total = listed.iter().map(travels).sum();
        let next = Some(Mark::at(Stage::Bootstrap));
        Self { listed, full, has_status, total, travelled: 0, next, sent: VecDeque::new() }
    }

    /// The next chunk, and the mark moves behind it; `None` when all has travelled.
    pub(super) fn take_part(&mut self) -> Option<Part> {
        let mark = self.next?;
        let (slices, next) = match mark.stage {
            Stage::Bootstrap => {
                let slices = (0_u32..).zip(&self.listed).map(|(chat, listed)| listed.first(chat)).collect();
                (slices, Some(Mark::at(if self.has_status { Stage::Status } else { Stage::PushNames })))
            }
            Stage::Status => (Vec::new(), Some(Mark::at(Stage::PushNames))),
            Stage::PushNames => (Vec::new(), Some(Mark::at(Stage::NonBlocking))),
            Stage::NonBlocking | Stage::OnDemand => (Vec::new(), Some(Mark::at(Stage::Recent))),
            Stage::Recent | Stage::Full => {
                let (slices, next) = self.gather(mark);
                let then = (mark.stage == Stage::Recent && self.full).then(|| Mark::at(Stage::Full));
                (slices, next.or(then))
            }
        };
        let mut part = Part { stage: mark.stage, order: mark.order, progress: 100, slices };
        self.travelled += part.messages();
        self.next = next;
        if next.is_some() {
            let percent = (self.travelled * 100).checked_div(self.total).unwrap_or(0);
            part.progress = u32::try_from(percent).unwrap_or(100).min(99);
        }
        Some(part)
    }

    /// A chunk's worth of messages from the mark on, and where the stage goes on, if it does.
    fn gather(&self, mark: Mark) -> (Vec<Slice>, Option<Mark>) {
        let mut room = CHUNK_MESSAGES;
        let mut slices = Vec::new();
        for (chat, listed) in (mark.chat..).zip(self.listed.iter().skip(mark.chat as usize)) {
            let (from, to) =
                if mark.stage == Stage::Recent { (listed.first, listed.recent) } else { (listed.recent, listed.count) };
            let from = if chat == mark.chat { from.max(mark.age) } else { from };
            if from >= to {
                continue;
            }
            if room == 0 {
                return (slices, Some(Mark { order: mark.order + 1, chat, age: from, ..mark }));
            }
            let taken = room.min(to - from);
            slices.push(Slice { chat, from, to: from + taken });
            room -= taken;
            if from + taken < to {
                return (slices, Some(Mark { order: mark.order + 1, chat, age: from + taken, ..mark }));
            }
        }
        (slices, None)
    }

    /// Lets the oldest confirmed chunks go; returns the paths of those that were files.
    pub(super) fn forget_oldest(&mut self) -> Vec<String> {
        let mut gone = Vec::new();
        while self.sent.len() > REMEMBERED && self.sent.front().is_some_and(|sent| sent.confirmed) {
            gone.extend(self.sent.pop_front().and_then(|sent| sent.file).map(|file| file.direct_path));
        }
        gone
    }
}
