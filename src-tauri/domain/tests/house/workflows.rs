//! What runs elsewhere, in GitHub Actions: held here by what can be seen without running it.

use std::fs;
use std::path::Path;

/// The workflows, by name.
pub(crate) fn all(root: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(root.join(".github/workflows")).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: std::path::PathBuf| {
        (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap())
    };
    let mut found: Vec<_> = entries.map(read).collect();
    found.sort();
    found
}

/// What is wrong with a workflow.
pub(crate) fn faults(root: &Path, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !text.contains("\npermissions:\n  contents: read\n") {
        faults.push("the workflow as a whole may do more than read".to_owned());
    }
    let scripts: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(root.join("ui/package.json")).unwrap()).unwrap();
    for line in text.lines().map(str::trim) {
        let line = line.strip_prefix("- ").unwrap_or(line);
        if let Some(action) = line.strip_prefix("uses: ") {
            let (action, version) = action.split_once(" # v").unwrap_or((action, ""));
            let commit = action.split_once('@').map_or("", |(_, commit)| commit);
            let is_commit = commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit());
            if !is_commit || version.is_empty() {
                faults.push(format!("{action} is not named by its commit, with its version beside"));
            }
        }
        if line.starts_with("run:") && line.contains("${{") {
            faults.push(format!("a value is put into a command instead of a variable: {line}"));
        }
        for name in words_after(line, "npm run ") {
            if scripts["scripts"][name].is_null() {
                faults.push(format!("ui/package.json has no script {name}"));
            }
        }
        for package in words_after(line, " -p ").filter(|package| package.starts_with("portaria-")) {
            let is_there = ["src-tauri/", ""].iter().any(|room| {
                root.join(format!("{room}{}", package.trim_start_matches("portaria-"))).join("Cargo.toml").is_file()
            });
            if !is_there {
                faults.push(format!("there is no crate {package}"));
            }
        }
        for file in line.split([' ', '"']).filter_map(|word| word.strip_prefix("./")) {
            if !root.join(file).is_file() {
                faults.push(format!("there is no ./{file}"));
            }
        }
    }
    faults
}

fn words_after<'a>(line: &'a str, what: &'a str) -> impl Iterator<Item = &'a str> {
    line.split(what).skip(1).filter_map(|rest| rest.split([' ', '\'', '"']).next())
}
