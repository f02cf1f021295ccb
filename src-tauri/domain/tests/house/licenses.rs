//! What ships, as cargo resolves it, and what the list of licences says.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// The systems that something is released for; `.ci/licenses.mjs` names the same.
const SYSTEMS: [&str; 4] =
    ["x86_64-unknown-linux-gnu", "x86_64-pc-windows-msvc", "aarch64-apple-darwin", "x86_64-apple-darwin"];

/// Every crate of others that ships, as `name version`.
pub(crate) fn shipped(root: &Path) -> BTreeSet<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root).args(["tree", "--locked", "-p", "portaria", "--features", "embedded", "-e", "normal"]);
    cargo.args(["--prefix", "none", "--format", "{p}"]);
    for system in SYSTEMS {
        cargo.args(["--target", system]);
    }
    let told = cargo.output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    // Our own stand with their folder.
    let tree = String::from_utf8(told.stdout).unwrap();
    let others = tree.lines().filter(|line| !line.contains("(/") && !line.contains("(\\\\") && !line.contains(":\\"));
    others.filter_map(|line| line.trim_end_matches(" (*)").split_once(" v")).map(parted).collect()
}

fn parted((name, rest): (&str, &str)) -> String {
    format!("{name} {}", rest.split(' ').next().unwrap_or_default())
}

/// Every part that the list names, as `name version`.
pub(crate) fn listed(text: &str) -> BTreeSet<String> {
    let rule = format!("{}\n", "#".repeat(80));
    let heads = text.split(&rule).filter_map(|section| section.split_once("\n\n")).map(|(head, _)| head);
    heads
        .flat_map(str::lines)
        .filter_map(|line| line.strip_prefix("- "))
        .map(|line| line.splitn(3, ' ').take(2).collect::<Vec<_>>().join(" "))
        .collect()
}
