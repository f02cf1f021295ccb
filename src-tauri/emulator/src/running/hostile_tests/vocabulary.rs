//! The words that the network listens for, gathered from its own sources: whatever a handler comes to ask for is said
//! by the property tests from then on, and nobody keeps a list.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use wacore::iq::mex_operations as mex;

/// What one file of the sources looks for in a stanza.
#[derive(Debug)]
pub(super) struct Dialect {
    /// The folder below `src` that the file is in, or its own name.
    pub(super) area: &'static str,
    /// The first to read what the area is sent: words of this file go with those of any other.
    pub(super) first: bool,
    /// Names of stanzas and their children.
    pub(super) tags: BTreeSet<&'static str>,
    /// Names of attributes.
    pub(super) keys: BTreeSet<&'static str>,
    /// Values that a handler compares with, or reads JSON by.
    pub(super) words: BTreeSet<&'static str>,
}

/// A way into the network: an arm of the dispatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) tag: &'static str,
    /// The namespace of a request; empty for other stanzas.
    pub(super) xmlns: &'static str,
    /// The area that hears it.
    pub(super) area: &'static str,
}

/// Every file that has words, by area.
pub(super) static DIALECTS: LazyLock<BTreeMap<&'static str, Vec<Dialect>>> = LazyLock::new(|| {
    let mut dialects: BTreeMap<&'static str, Vec<Dialect>> = BTreeMap::new();
    for file in sources() {
        let dialect = Dialect::of(&file);
        if !dialect.tags.is_empty() || !dialect.keys.is_empty() || !dialect.words.is_empty() {
            dialects.entry(dialect.area).or_default().push(dialect);
        }
    }
    dialects
});

/// What the dispatch itself looks for.
pub(super) static DISPATCH: LazyLock<Option<&'static Dialect>> =
    LazyLock::new(|| DIALECTS["running"].iter().find(|dialect| dialect.words.contains("w:g2")));

pub(super) static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| entries(read(&root().join("running/dispatch.rs"))));

/// The queries that mex knows, by the names that the sources call them.
pub(super) const QUERIES: [(&str, &str); 13] = [
    ("create_newsletter", mex::create_newsletter::DOC_ID),
    ("delete_newsletter", mex::delete_newsletter::DOC_ID),
    ("fetch_all_newsletters_metadata", mex::fetch_all_newsletters_metadata::DOC_ID),
    ("fetch_all_subgroups", mex::fetch_all_subgroups::DOC_ID),
    ("fetch_new_chat_message_capping_info", mex::fetch_new_chat_message_capping_info::DOC_ID),
    ("fetch_newsletter", mex::fetch_newsletter::DOC_ID),
    ("fetch_reachout_timelock", mex::fetch_reachout_timelock::DOC_ID),
    ("join_newsletter", mex::join_newsletter::DOC_ID),
    ("leave_newsletter", mex::leave_newsletter::DOC_ID),
    ("query_subgroup_participant_count", mex::query_subgroup_participant_count::DOC_ID),
    ("update_newsletter", mex::update_newsletter::DOC_ID),
    ("update_newsletter_user_setting", mex::update_newsletter_user_setting::DOC_ID),
    ("update_text_status", mex::update_text_status::DOC_ID),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// A source without its tests. It lives as long as the test does, and so do its words.
fn read(file: &Path) -> &'static str {
    let text = std::fs::read_to_string(file).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    Box::leak(code.to_owned().into_boxed_str())
}

fn sources() -> Vec<PathBuf> {
    let (mut folders, mut files) = (vec![root()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.contains("_tests") {
                // What tests say is no word of the network's.
            } else if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

impl Dialect {
    fn of(file: &Path) -> Self {
        let inside = file.strip_prefix(root()).unwrap();
        let area = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        let first =
            inside.components().count() == 2 && ["mod.rs", "heard.rs"].iter().any(|name| inside.ends_with(name));
        let (tags, keys, words) = Default::default();
        let mut dialect = Self { area: Box::leak(area.into_boxed_str()), first, tags, keys, words };
        dialect.learn(read(file));
        dialect
    }

    fn learn(&mut self, code: &'static str) {
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let parts: Vec<&'static str> = line.split('"').collect();
            for place in (1..parts.len().saturating_sub(1)).step_by(2) {
                self.note(parts[place - 1], parts[place], parts[place + 1]);
            }
        }
    }

    /// Files a literal by what stands around it.
    fn note(&mut self, before: &str, literal: &'static str, after: &str) {
        let simple = |byte: u8| byte.is_ascii_alphanumeric() || b"_:.-".contains(&byte);
        if literal.is_empty() || literal.len() > 60 || !literal.bytes().all(simple) {
            return;
        }
        let call = before.rsplit_once('(').map_or("", |(call, _)| call);
        let called = |names: &[&str]| names.iter().any(|name| call.ends_with(name));
        let compared = before.trim_end().ends_with("==") || before.trim_end().ends_with("!=");
        if called(&["child", "child_bytes", "children_by_tag"]) || compared && before.contains(".tag") {
            self.tags.insert(literal);
        } else if called(&["contains_key"]) || called(&["attr"]) && before.ends_with(", ") {
            self.keys.insert(literal);
        } else if after.trim_start().starts_with(['=', '|']) || before.trim_end().ends_with(['|', '(', '[']) {
            // An arm may be of either.
            self.tags.insert(literal);
            self.words.insert(literal);
        } else {
            self.words.insert(literal);
        }
    }
}

/// Every arm of the dispatch that leads into an area.
fn entries(dispatch: &'static str) -> Vec<Entry> {
    let mut entries = BTreeSet::new();
    let mut waiting = None;
    for line in dispatch.lines().map(str::trim_start) {
        if let Some((name, request)) = arm(line) {
            waiting = Some(if request { ("iq", name) } else { (name, "") });
        }
        let areas = line.split(|one: char| !one.is_alphanumeric() && !"_:".contains(one));
        let area = areas
            .filter_map(|path| path.split_once("::"))
            .map(|(area, _)| area)
            .find(|area| DIALECTS.contains_key(area));
        if let (Some((tag, xmlns)), Some(area)) = (waiting, area) {
            entries.insert(Entry { tag, xmlns, area });
            waiting = None;
        }
        if line.ends_with(',') {
            // What is answered on the spot leads nowhere.
            waiting = None;
        }
    }
    entries.into_iter().collect()
}

/// The name in an arm's pattern, and whether it is the namespace of a request.
fn arm(line: &'static str) -> Option<(&'static str, bool)> {
    let (request, pattern) = match line.strip_prefix("(\"") {
        Some(pattern) => (true, pattern),
        None => (false, line.strip_prefix('"')?),
    };
    let (name, rest) = pattern.split_once('"')?;
    (rest.contains("=>") || rest.contains(" if ")).then_some((name, request))
}

#[test]
fn every_arm_of_the_dispatch_is_an_entry_and_its_area_has_words() {
    let dispatch = read(&root().join("running/dispatch.rs"));
    let leads_on = |line: &&str| line.contains("::") && !line.contains("stanza::") || line.ends_with('{');
    let arms = dispatch.lines().map(str::trim_start).filter(leads_on).filter_map(arm);
    let known: BTreeSet<_> = ENTRIES.iter().flat_map(|entry| [entry.tag, entry.xmlns]).collect();
    let unknown: Vec<_> = arms.map(|(name, _)| name).filter(|name| !known.contains(name)).collect();
    assert!(unknown.is_empty(), "no area was found for {unknown:?}");
    assert!(ENTRIES.len() > 20, "the dispatch was read: {:?}", *ENTRIES);
    for entry in ENTRIES.iter() {
        let asks = |dialect: &Dialect| !dialect.tags.is_empty() || !dialect.keys.is_empty();
        assert!(DIALECTS[entry.area].iter().any(asks), "{entry:?} asks for nothing");
    }
    for (area, tag) in
        [("groups", "membership_requests_action"), ("newsletters", "live_updates"), ("profile", "website")]
    {
        assert!(DIALECTS[area].iter().any(|dialect| dialect.tags.contains(tag)), "{area} knows {tag}");
    }
}

#[test]
fn every_query_that_mex_answers_is_asked() {
    let named = |code: &'static str| {
        code.split("::DOC_ID").map(|before| before.rsplit(|one: char| !one.is_alphanumeric() && one != '_').next())
    };
    for file in sources() {
        let code = read(&file);
        for name in named(code).take(code.matches("::DOC_ID").count()).flatten() {
            assert!(QUERIES.iter().any(|(known, _)| *known == name), "{name} of {} is never asked", file.display());
        }
    }
}
