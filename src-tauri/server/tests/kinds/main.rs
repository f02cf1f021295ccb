//! Every kind of message by every way that it can take: what arrives is what was sent, field by field, also after a
//! restart; and the table of kinds in the documents is true.

#![cfg(feature = "emulator")]
#![allow(clippy::unwrap_used)]

#[path = "../../../media/tests/made/mod.rs"]
mod bytes;
mod made;
mod marks;
#[path = "../program/mod.rs"]
mod program;
mod reading;
mod table;
mod world;
mod writing;

use std::collections::BTreeSet;
use std::path::Path;

use portaria_domain::Content;
use table::{CONTENTS, DRAFTS, Does, FILES, MARKS, TABLE};

#[test]
fn every_kind_has_its_row_in_the_table() {
    let rows: BTreeSet<_> = TABLE.iter().map(|row| row.kind).collect();
    assert_eq!(rows.len(), TABLE.len(), "each kind once");
    // A message that was sent on is of its own kind; only its sending has a name.
    let contents: BTreeSet<_> = [CONTENTS, FILES].concat().into_iter().collect();
    assert_eq!(contents, Content::KINDS.into_iter().collect(), "what search knows by name");
    let known: BTreeSet<_> = [CONTENTS, FILES, MARKS, &["forward"]].concat().into_iter().collect();
    assert_eq!(rows, known);
}

#[test]
fn what_the_table_says_is_what_can_be_sent() {
    // Whoever takes a message back has it deleted; a star is no draft, for nobody else hears of it, nor is a deletion for
    // this account alone.
    let sent: BTreeSet<_> = [DRAFTS, FILES, &["deleted", "star", "delete_for_me"]].concat().into_iter().collect();
    for row in TABLE {
        let can = !matches!(row.written, Does::No(_));
        assert_eq!(sent.contains(row.kind), can, "{}", row.kind);
    }
}

#[test]
fn what_the_table_says_is_tried() {
    let read: BTreeSet<_> =
        [reading::TRIED.to_vec(), marks::TRIED.to_vec(), made::all().iter().map(|case| case.kind).collect()]
            .concat()
            .into_iter()
            .collect();
    // `whatsapp/tests/live/changes.rs` tries what is kept where messages disappear, and what is deleted for this account.
    let written: BTreeSet<_> = writing::TRIED.iter().copied().chain(["keep", "delete_for_me"]).collect();
    for row in TABLE {
        assert!(read.contains(row.kind), "nobody tries whether {} is read", row.kind);
        let can = !matches!(row.written, Does::No(_));
        assert_eq!(written.contains(row.kind), can, "whether {} is written", row.kind);
    }
}

/// The documents show the table between these two lines.
const FROM: &str = "<!-- kinds: made from src-tauri/server/tests/kinds/table.rs -->\n\n";
const TO: &str = "\n<!-- end of kinds -->";

#[test]
fn the_documents_show_the_table() {
    let shown = table::shown();
    for name in ["ARCHITECTURE.md", "emulator/README.md"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        let told = text.split_once(FROM).and_then(|(_, rest)| rest.split_once(TO)).map(|(told, _)| told);
        assert_eq!(told, Some(shown.as_str()), "{name} shows another table; this is the one:\n\n{shown}");
    }
}
