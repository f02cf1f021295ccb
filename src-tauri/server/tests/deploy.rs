//! The files for containers, by the rules of this house: no linter of theirs is needed for that.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const DOCKERFILE: &str = include_str!("../deploy/Dockerfile");
const COMPOSE: &str = include_str!("../deploy/compose.yaml");

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The instructions, each on one line, by stage.
fn stages() -> Vec<Vec<(String, String)>> {
    let joined = DOCKERFILE.replace("\\\n", " ");
    let lines = joined.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut stages: Vec<Vec<(String, String)>> = Vec::new();
    for line in lines {
        let (word, rest) = line.split_once(' ').unwrap();
        let rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
        if word == "FROM" {
            stages.push(Vec::new());
        }
        stages.last_mut().expect("an image begins with FROM").push((word.to_owned(), rest));
    }
    stages
}

fn help() -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_portaria-server")).arg("--help").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_stage_begins_with_a_version_and_takes_what_is_there() {
    let stages = stages();
    assert!(stages.len() > 1, "what builds is not what runs");
    let rust = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let rust = rust.lines().find_map(|line| line.strip_prefix("rust-version = ")).unwrap().trim_matches('"').to_owned();
    for stage in &stages {
        let image = stage[0].1.split(' ').next().unwrap();
        let (name, tag) = image.split_once(':').unwrap_or_else(|| panic!("{image} has no version"));
        assert!(tag != "latest" && tag.contains("bookworm"), "{image}: one system in all stages");
        assert!(name != "rust" || tag.starts_with(&rust), "{image} is not the version of the workspace, {rust}");
        for (word, rest) in stage {
            assert!(word != "ADD", "ADD fetches and unpacks: {rest}");
            assert!(word != "ARG" && !rest.to_lowercase().contains("password"), "no secrets in layers: {rest}");
            if word == "RUN" && rest.contains("apt-get install") {
                assert!(
                    rest.contains("--no-install-recommends") && rest.contains("rm -rf /var/lib/apt/lists/*"),
                    "{rest}"
                );
            }
            if word == "COPY" && !rest.starts_with("--from=") {
                let mut sources: Vec<_> = rest.split(' ').collect();
                sources.pop();
                for source in sources {
                    assert!(root().join(source).exists(), "{source} is not in the repository");
                }
            }
        }
    }
    for member in ["sessions/", "src-tauri/", "Cargo.lock"] {
        assert!(DOCKERFILE.contains(member), "the workspace needs {member}");
    }
}

#[test]
fn what_runs_is_nobody_and_asks_itself_how_it_is() {
    let last = stages().pop().unwrap();
    let of = |word: &str| last.iter().rev().find(|(there, _)| there == word).map(|(_, rest)| rest.as_str());
    let user = of("USER").unwrap();
    assert!(
        user.split(':').all(|part| part.parse::<u32>().is_ok_and(|id| id >= 1_000)),
        "{user}: a number, not root's"
    );
    let place = |word: &str| last.iter().position(|(there, _)| there == word).unwrap();
    assert!(place("USER") < place("ENTRYPOINT") && place("USER") > place("COPY"));
    assert_eq!(of("ENTRYPOINT"), Some(r#"["portaria-server"]"#), "signals reach the program, and no shell");
    assert_eq!(of("STOPSIGNAL"), Some("SIGTERM"));
    let health = of("HEALTHCHECK").unwrap();
    assert!(health.ends_with(r#"CMD ["portaria-server", "healthcheck"]"#), "{health}");
    let help = help();
    assert!(help.contains("  healthcheck "), "the program has that command");
    assert!(of("VOLUME").unwrap().contains("/data") && of("ENV").unwrap().contains("PORTARIA_DATA_DIR=/data"));
}

#[test]
fn only_settings_that_exist_are_set() {
    let help = help();
    let mut seen = 0;
    for text in [DOCKERFILE, COMPOSE] {
        for name in text.split(|letter: char| !letter.is_ascii_uppercase() && letter != '_') {
            if name.starts_with("PORTARIA_") && name != "PORTARIA_" {
                seen += 1;
                assert!(help.contains(name), "{name} is no setting");
            }
        }
    }
    assert!(seen >= 6, "{seen}");
}

#[test]
fn the_example_gives_no_more_rights_than_needed() {
    for line in [
        "read_only: true",
        "- ALL",
        "- no-new-privileges:true",
        "- \"127.0.0.1:3001:3001\"",
        "stop_grace_period: 15s",
        "dockerfile: src-tauri/server/deploy/Dockerfile",
        "- portaria:/data",
    ] {
        assert!(COMPOSE.lines().any(|there| there.trim() == line), "{line} is missing");
    }
    for forbidden in ["privileged", "network_mode: host", "docker.sock", "cap_add"] {
        assert!(!COMPOSE.contains(forbidden), "{forbidden}");
    }
    assert!(
        root().join("src-tauri/server/deploy/../../..").canonicalize().unwrap() == root(),
        "the context is the repository"
    );
}
