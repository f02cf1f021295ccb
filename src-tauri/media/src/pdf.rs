//! How many pages a PDF has, where it says so in plain letters.

use std::io::{self, Read};

use crate::ReadSeek;
use crate::source::rewind;

const STEP: usize = 64 * 1024;
/// The root of a page tree names its pages in a list, so it may be long; this much of what was read before is kept.
const ROOT_BYTES: usize = 32 * 1024;
/// Larger files are not searched.
const SEARCHED_BYTES: u64 = 32 * 1024 * 1024;
/// A file with more page trees than this is up to something.
const MOST_TREES: u32 = 2_000;

/// The number of pages; `None` where it stands in a compressed object, as newer writers like to have it.
pub(crate) fn pages(reader: &mut dyn ReadSeek) -> io::Result<Option<u32>> {
    if rewind(reader)? > SEARCHED_BYTES {
        return Ok(None);
    }
    let mut window = Vec::with_capacity(ROOT_BYTES + STEP);
    let mut trees_left = MOST_TREES;
    let mut most = None;
    loop {
        let read = Read::take(&mut *reader, STEP as u64).read_to_end(&mut window)?;
        if read == 0 || trees_left == 0 {
            return Ok(most);
        }
        most = most.max(largest_root(&window, &mut trees_left));
        window.drain(..window.len().saturating_sub(ROOT_BYTES));
    }
}

/// The largest `/Count` of the roots of page trees: a file that was saved again holds an earlier root as well.
fn largest_root(window: &[u8], trees_left: &mut u32) -> Option<u32> {
    let mut most = None;
    let mut rest = window;
    while let Some(at) = position(rest, b"/Type") {
        let (before, after) = rest.split_at(at);
        if after[5..].trim_ascii_start().starts_with(b"/Pages") {
            *trees_left = trees_left.checked_sub(1)?;
            let from = before.windows(2).rposition(|part| part == b"<<").unwrap_or(at);
            let near = &after[..after.len().min(ROOT_BYTES)];
            let object = position(near, b"endobj").map(|length| &rest[from..at + length]);
            most = most.max(object.and_then(count_of_root));
        }
        rest = &after[5..];
    }
    most
}

/// A branch has a parent, and counts only what is below it.
fn count_of_root(object: &[u8]) -> Option<u32> {
    if position(object, b"/Parent").is_some() {
        return None;
    }
    let count = &object[position(object, b"/Count")? + 6..];
    let count = count.trim_ascii_start();
    let digits = count.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&count[..digits]).ok()?.parse().ok().filter(|pages| *pages > 0)
}

fn position(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).position(|part| part == word)
}
