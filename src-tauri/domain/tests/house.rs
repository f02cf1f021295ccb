//! The shape of the house, checked: which room may know which, how long a file is, what it may be called.
//!
//! It stands here because this room builds fastest; it is about all of them.

#![allow(clippy::unwrap_used)]

#[path = "house/circles.rs"]
mod circles;
#[path = "house/licenses.rs"]
mod licenses;
#[path = "house/workflows.rs"]
mod workflows;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn rooms() -> BTreeMap<String, Package> {
    let metadata = MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().exec().unwrap();
    metadata.packages.into_iter().map(|package| (package.name.to_string(), package)).collect()
}

fn shipped_dependencies(package: &Package) -> BTreeSet<&str> {
    let shipped = package.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Development);
    shipped.map(|dependency| dependency.name.as_str()).collect()
}

/// Every file of the tree that git would keep, without what tools generate.
fn sources(endings: &[&str]) -> Vec<PathBuf> {
    fn walk(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if !name.starts_with('.')
                    && !["target", "node_modules", "dist", "gen", "test-results"].contains(&&*name)
                {
                    walk(&path, endings, found);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root(), endings, &mut found);
    assert!(found.len() > 20, "the walk found no sources");
    found
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

#[test]
fn no_arrow_points_up() {
    let may_know: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("portaria-domain", &[][..]),
        ("portaria-heap", &[]),
        ("portaria-media", &["portaria-domain"]),
        ("portaria-reach", &["portaria-domain"]),
        ("portaria-storage", &["portaria-domain"]),
        ("portaria-whatsapp", &["portaria-domain"]),
        (
            "portaria-sessions",
            &["portaria-domain", "portaria-heap", "portaria-media", "portaria-storage", "portaria-whatsapp"],
        ),
        (
            "portaria-server",
            &[
                "portaria-domain",
                "portaria-media",
                "portaria-reach",
                "portaria-storage",
                "portaria-whatsapp",
                "portaria-sessions",
            ],
        ),
        ("portaria", &["portaria-domain", "portaria-server"]),
        ("portaria-emulator", &["portaria-domain"]),
        ("portaria-bench", &["portaria-domain", "portaria-server", "portaria-emulator"]),
    ]);
    for (name, package) in rooms() {
        let known = may_know.get(name.as_str()).unwrap_or_else(|| panic!("{name} has no place in the drawing"));
        for dependency in shipped_dependencies(&package) {
            let ours = dependency == "portaria" || dependency.starts_with("portaria-");
            assert!(!ours || known.contains(&dependency), "{name} must not know {dependency}");
        }
    }
}

/// The files that stood in a circle when this was first asked. The list only shrinks.
const KNOWN_CIRCLES: &str = include_str!("house/known_circles.txt");

#[test]
fn no_files_of_a_crate_import_each_other_in_a_circle() {
    let mut found = BTreeSet::new();
    for package in rooms().into_values() {
        let source = package.manifest_path.parent().unwrap().join("src");
        found.extend(circles::in_circles(source.as_std_path()).iter().map(|path| shown(path)));
    }
    let known: BTreeSet<String> = KNOWN_CIRCLES.lines().map(str::to_owned).collect();
    let new: Vec<_> = found.difference(&known).collect();
    assert!(new.is_empty(), "these files import each other in a circle: {new:#?}");
    let mended: Vec<_> = known.difference(&found).collect();
    assert!(mended.is_empty(), "these are in no circle any more; take them off known_circles.txt: {mended:#?}");
}

#[test]
fn a_circle_is_found_however_it_is_written() {
    let folder = std::env::temp_dir().join(format!("portaria-circles-{}", std::process::id()));
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("lib.rs", "mod a;\nmod b;\nmod c;\nmod d;\npub use c::{Third, d::{self}};\n");
    write("a.rs", "use crate::b::{self, Second};\nuse std::fs;\n// use crate::d::Fourth;\n");
    write("b.rs", "fn b() { crate::Third::new() }\n#[cfg(test)]\nmod tests {\n    use crate::d::Fourth;\n}\n");
    write("c/mod.rs", "mod inner;\npub(crate) use inner::Third;\n");
    write("c/inner.rs", "use super::super::a::First;\n");
    write("d.rs", "use crate::a::First;\n");
    let found = circles::in_circles(&folder);
    fs::remove_dir_all(&folder).unwrap();
    let names: Vec<_> = found.iter().map(|path| path.strip_prefix(&folder).unwrap().display().to_string()).collect();
    assert_eq!(names, ["a.rs", "b.rs", "c/inner.rs"]);
}

#[test]
fn each_big_library_lives_in_one_room() {
    let homes = [
        ("tauri", "portaria"),
        ("tauri-plugin-shell", "portaria"),
        ("socketioxide", "portaria-server"),
        ("utoipa", "portaria-server"),
        ("whatsapp-rust", "portaria-whatsapp"),
        ("rusqlite", "portaria-storage"),
        ("symphonia", "portaria-media"),
    ];
    for (name, package) in rooms() {
        for (library, home) in homes {
            let uses = shipped_dependencies(&package).contains(library);
            assert!(!uses || name == home, "{library} belongs to {home}, and {name} uses it");
        }
    }
}

#[test]
fn the_emulator_is_in_nothing_that_ships() {
    for (name, package) in rooms() {
        if name != "portaria-bench" {
            assert!(!shipped_dependencies(&package).contains("portaria-emulator"), "{name} would ship the emulator");
            let defaults = package.features.get("default").cloned().unwrap_or_default();
            assert!(
                !defaults.iter().any(|feature| feature.contains("emulator")),
                "{name} talks to the emulator by default"
            );
        }
    }
}

#[test]
fn sql_stands_in_storage_only() {
    for path in sources(&[".rs"]) {
        let name = shown(&path);
        if name.starts_with("src-tauri/storage") || name.contains("/tests/") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for statement in ["SELECT ", "INSERT INTO", "DELETE FROM", "PRAGMA "] {
            let keyed = statement == "PRAGMA " && name.starts_with("src-tauri/whatsapp"); // the library's own store is keyed there
            assert!(keyed || !text.contains(statement), "{name} speaks SQL ({statement})");
        }
    }
}

#[test]
fn no_file_is_longer_than_a_room() {
    let generated = |name: &str| {
        name.ends_with(".gen.ts") || name.contains("/tests/") || name.contains(".test.") || name.contains("/e2e/")
    };
    for path in sources(&[".rs", ".ts", ".tsx"]) {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 600 || generated(&shown(&path)), "{} has {lines} lines: two rooms", shown(&path));
    }
}

#[test]
fn no_file_has_a_name_that_says_nothing() {
    for path in sources(&[".rs", ".ts", ".tsx"]) {
        let stem = path.file_name().unwrap().to_string_lossy().split('.').next().unwrap().to_lowercase();
        for banned in ["manager", "service", "helper", "helpers", "util", "utils", "common", "misc"] {
            let says_nothing =
                stem == banned || stem.ends_with(&format!("-{banned}")) || stem.ends_with(&format!("_{banned}"));
            assert!(!says_nothing, "{} is named by no job", shown(&path));
        }
    }
}

/// Pictures for machinery, each with the field's own word, which the sources use instead.
const PICTURES: &[(&str, &str)] = &[
    ("bell", "notify"),
    ("course", "lifecycle"),
    ("door", "entry point"),
    ("doors", "entry points"),
    ("dribbler", "slow client"),
    ("dribbles", "is slow"),
    ("ear", "event handler"),
    ("manieth", "attempt number"),
];

/// The words of a text, `snake_case` and `CamelCase` taken apart.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphabetic()).flat_map(|part| {
        let mut words = vec![String::new()];
        for c in part.chars() {
            if c.is_uppercase() && words.last().is_some_and(|word| word.chars().any(char::is_lowercase)) {
                words.push(String::new());
            }
            words.last_mut().unwrap().extend(c.to_lowercase());
        }
        words
    })
}

#[test]
fn machinery_has_the_fields_own_words() {
    let here = Path::new(file!()).file_name().unwrap();
    for path in sources(&[".rs"]) {
        if path.file_name() == Some(here) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap() + &shown(&path);
        for word in words(&text) {
            if let Some((picture, better)) = PICTURES.iter().find(|(picture, _)| *picture == word) {
                panic!("{} says {picture:?}: say {better:?}", shown(&path));
            }
        }
    }
}

#[test]
fn the_glossary_gives_each_word_one_meaning() {
    let text = fs::read_to_string(root().join("src-tauri/ARCHITECTURE.md")).unwrap();
    let (_, rest) = text.split_once("## Words\n").unwrap();
    let table = rest.split_once("\n## ").unwrap().0;
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(2).filter_map(|row| row.split('|').nth(1));
    let mut named: Vec<&str> = rows.flat_map(|names| names.split(',')).map(str::trim).collect();
    assert!(named.len() > 10, "the glossary was read: {named:?}");
    named.sort_unstable();
    let twice: Vec<_> = named.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?} have two meanings");
    let sources: BTreeSet<String> = sources(&[".rs", ".sql"])
        .iter()
        .flat_map(|path| words(&fs::read_to_string(path).unwrap()).collect::<Vec<_>>())
        .collect();
    for name in named {
        let is_used = name.split(' ').all(|word| sources.contains(word));
        assert!(is_used, "nothing in the sources is called {name:?} any more");
    }
}

#[test]
fn every_crate_that_ships_stands_with_its_licence() {
    let text = fs::read_to_string(root().join("src-tauri/server/licenses/rust.txt")).unwrap();
    let (shipped, mut listed) = (licenses::shipped(&root()), licenses::listed(&text));
    assert!(shipped.len() > 300, "cargo told of {} crates", shipped.len());
    let missing: Vec<_> = shipped.difference(&listed).collect();
    assert!(missing.is_empty(), "without a licence: {missing:?}; run: node .ci/licenses.mjs");
    listed.retain(|part| !shipped.contains(part));
    let names: Vec<_> = listed.iter().filter_map(|part| part.split(' ').next()).collect();
    assert_eq!(names, ["OpenSSL", "SQLCipher", "Swagger-UI"], "beside crates; run: node .ci/licenses.mjs");
}

#[test]
fn workflows_name_what_is_there_and_may_do_little() {
    let all = workflows::all(&root());
    assert_eq!(all.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["ci.yml", "feed.yml", "release.yml"]);
    for (name, text) in &all {
        assert_eq!(workflows::faults(&root(), text), Vec::<String>::new(), "{name}");
    }
    let bad = "on: push\n- uses: actions/checkout@v4\nrun: echo ${{ github.ref }}\nrun: npm run nothing\n\
        run: cargo test -p portaria-attic\nrun: ./.ci/nothing\n";
    assert_eq!(workflows::faults(&root(), bad).len(), 6, "{:?}", workflows::faults(&root(), bad));
}

#[test]
fn the_window_grants_pages_nothing() {
    let config: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(root().join("tauri.conf.json")).unwrap()).unwrap();
    assert_eq!(config["app"]["security"]["capabilities"], serde_json::json!([]), "a page would get IPC commands");
    let interface = fs::read_to_string(root().join("ui/package.json")).unwrap();
    assert!(!interface.contains("@tauri-apps/api"), "the interface knows HTTP, not Tauri");
}

#[test]
fn nothing_is_left_for_later() {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("unimple", "mented!(")];
    for path in sources(&[".rs", ".ts", ".tsx", ".sh", ".sql", ".css", ".html"]) {
        let text = fs::read_to_string(&path).unwrap();
        for mark in marks {
            assert!(!text.contains(mark), "{} says {mark}", shown(&path));
        }
    }
}
