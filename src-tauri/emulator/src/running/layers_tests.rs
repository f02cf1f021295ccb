//! The network's sources stand above each other as their rooms say.
#![allow(clippy::unwrap_used)]

use std::path::Path;

/// Everything that a folder's files say, without their comments.
fn said(folder: &Path) -> String {
    let mut said = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            said += &self::said(&path);
        } else {
            let text = std::fs::read_to_string(path).unwrap();
            said.extend(text.lines().filter(|line| !line.trim_start().starts_with("//")));
        }
    }
    said
}

#[test]
fn what_stands_below_does_not_know_what_stands_above() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (below, above) in [("network", "world"), ("network", "running"), ("world", "running")] {
        let known = said(&root.join(below)).contains(&format!("crate::{above}"));
        assert!(!known, "{below}/ is not to know {above}/");
    }
    assert!(said(&root.join("running")).contains("crate::world"), "the sources were read");
}
