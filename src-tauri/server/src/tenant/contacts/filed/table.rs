//! Tables: RFC 4180 with whatever separator, with headings, or of names and numbers alone.

use csv::{ReaderBuilder, StringRecord};

use super::headings::Columns;
use super::{People, Unreadable};

/// How Google divides several numbers of one kind.
const GOOGLE_DIVIDES_BY: &str = ":::";
/// What tables divide cells by.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Adds the people of all rows.
pub(super) fn read(text: &str, people: &mut People) -> Result<(), Unreadable> {
    // Excel's own way of saying by what cells are divided.
    let (said, rest) = match text.split_once('\n') {
        Some((first, rest)) if first.trim().to_ascii_lowercase().starts_with("sep=") => {
            (first.trim().as_bytes().get(4), rest)
        }
        _ => (None, text),
    };
    let skipped = u32::from(rest.len() < text.len());
    let separator = said.copied().unwrap_or_else(|| separator(rest));
    let rows = ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(rest.as_bytes());
    let mut columns: Option<Columns> = None;
    for row in rows.into_records() {
        let row = row.map_err(|_| Unreadable::NoTable)?;
        let line = row.position().map_or(0, |at| u32::try_from(at.line()).unwrap_or(u32::MAX)) + skipped;
        let Some(known) = &columns else {
            if row.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            // Who writes no headings begins with the first person.
            columns = Some(if let Some(headings) = Columns::of(row.iter()) {
                headings
            } else {
                bare(line, &row, people)?;
                if people.found.iter().all(|person| person.phone.is_none()) {
                    return Err(Unreadable::NoTable);
                }
                Columns::default()
            });
            continue;
        };
        if known.numbers.is_empty() {
            bare(line, &row, people)?;
            continue;
        }
        let cell = |at: usize| row.get(at).map_or("", plain);
        let numbers = known.numbers.iter().flat_map(|at| cell(*at).split(GOOGLE_DIVIDES_BY));
        people.add(line, &known.name_in(cell), &numbers.collect::<Vec<_>>())?;
    }
    columns.map_or(Err(Unreadable::NoTable), |_| Ok(()))
}

/// Adds the person of a row without headings: the first cell that is a number, and the first other one.
fn bare(line: u32, row: &StringRecord, people: &mut People) -> Result<(), Unreadable> {
    let cells = || row.iter().map(plain).filter(|cell| !cell.trim().is_empty());
    let number = cells().find(|cell| (people.read)(cell.trim().strip_suffix(".0").unwrap_or(cell)).is_some());
    let name = cells().find(|cell| Some(*cell) != number);
    people.add(line, name.unwrap_or_default(), &number.into_iter().collect::<Vec<_>>())
}

/// The sign that divides most cells of the first line.
fn separator(text: &str) -> u8 {
    let mut counts = [0_usize; SEPARATORS.len()];
    let mut is_quoted = false;
    let first = text.trim_start().bytes().take_while(|byte| *byte != b'\n');
    for byte in first {
        is_quoted ^= byte == b'"';
        if let Some(at) = SEPARATORS.iter().position(|one| *one == byte && !is_quoted) {
            counts[at] += 1;
        }
    }
    // Of equal ones the first.
    let most = (0..SEPARATORS.len()).rev().max_by_key(|at| counts[*at]);
    most.map_or(b',', |at| SEPARATORS[at])
}

/// A cell without the apostrophe that keeps spreadsheets from taking it for a formula.
fn plain(cell: &str) -> &str {
    let is_formula = |text: &str| text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}
