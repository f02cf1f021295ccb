//! Which file of a crate imports which: read off the text, so that a circle is found without a compiler.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A module path, without the crate's name.
type Module = Vec<String>;

/// One file as the module it is.
struct File {
    path: PathBuf,
    /// Its own modules, and what it re-exports: a name in the file, and where that name leads.
    reexports: BTreeMap<String, Vec<String>>,
    paths: Vec<Vec<String>>,
}

/// The files of a crate that import each other in a circle, sorted.
pub fn in_circles(source: &Path) -> Vec<PathBuf> {
    let files = read(source);
    let edges: BTreeMap<&Module, BTreeSet<&Module>> = files
        .iter()
        .map(|(module, file)| {
            let known = file.paths.iter().filter_map(|path| resolve(&files, module, path, 0));
            (module, known.filter(|other| *other != module).collect())
        })
        .collect();
    let reachable = |from: &Module| {
        let mut seen: BTreeSet<&Module> = BTreeSet::new();
        let mut ahead: Vec<&Module> = edges[from].iter().copied().collect();
        while let Some(next) = ahead.pop() {
            if seen.insert(next) {
                ahead.extend(&edges[next]);
            }
        }
        seen
    };
    let mut found: Vec<PathBuf> = files
        .iter()
        .filter(|(module, _)| reachable(module).contains(module))
        .map(|(_, file)| file.path.clone())
        .collect();
    found.sort();
    found
}

fn read(source: &Path) -> BTreeMap<Module, File> {
    let mut files = BTreeMap::new();
    walk(source, &mut |path| {
        let relative = path.strip_prefix(source).expect("it lies there").with_extension("");
        let mut module: Module = relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let last = module.last().cloned().unwrap_or_default();
        if last.ends_with("tests") || path.to_string_lossy().contains("_tests/") || last == "main" {
            return; // tests know what they test
        }
        if last == "mod" || (module.len() == 1 && last == "lib") {
            module.pop();
        }
        files.insert(module, parse(path));
    });
    files
}

fn walk(folder: &Path, visit: &mut impl FnMut(&Path)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, visit);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            visit(&path);
        }
    }
}

fn parse(path: &Path) -> File {
    let text = fs::read_to_string(path).expect("a source file");
    let shipped = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let code: String =
        shipped.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let mut file = File { path: path.to_owned(), reexports: BTreeMap::new(), paths: Vec::new() };
    let mut rest = code.as_str();
    let mut body = String::new();
    while let Some((before, statement, after)) = next_use(rest) {
        body.push_str(before);
        let is_public =
            before.trim_end().ends_with("pub") || before.trim_end().ends_with(')') && before.contains("pub(");
        for path in expand(statement) {
            match path.last() {
                Some(name) if is_public => {
                    let (name, path) = (name.clone(), path);
                    file.reexports.insert(name, path);
                }
                _ => file.paths.push(path),
            }
        }
        rest = after;
    }
    body.push_str(rest);
    for start in ["crate::", "super::"] {
        for (at, _) in body.match_indices(start) {
            let is_visibility = body[..at].ends_with("(in ");
            let longer = is_visibility
                || body[..at].ends_with("::")
                || body[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            if !longer {
                let end = body[at..]
                    .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
                    .unwrap_or(body.len() - at);
                file.paths.push(segments(&body[at..at + end]));
            }
        }
    }
    file
}

/// Splits at the next `use …;`.
fn next_use(text: &str) -> Option<(&str, &str, &str)> {
    let at = text.match_indices("use ").map(|(at, _)| at).find(|at| {
        let before = text[..*at].trim_end_matches(' ');
        before.is_empty() || before.ends_with(['\n', ';', '}', '{', ')']) || before.ends_with("pub")
    })?;
    let end = at + text[at..].find(';')?;
    Some((&text[..at], &text[at + 4..end], &text[end + 1..]))
}

/// `a::{b, c::{d, e}}` as its single paths.
fn expand(tree: &str) -> Vec<Vec<String>> {
    let tree = tree.trim();
    let Some(open) = tree.find('{') else { return vec![segments(tree)] };
    let stem = segments(&tree[..open]);
    let inner = tree[open + 1..].rsplit_once('}').map_or("", |(inner, _)| inner);
    let (mut depth, mut from, mut parts) = (0_usize, 0, Vec::new());
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inner[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[from..]);
    let parts = parts.into_iter().filter(|part| !part.trim().is_empty());
    parts.flat_map(expand).map(|path| stem.iter().cloned().chain(path).collect()).collect()
}

fn segments(path: &str) -> Vec<String> {
    let path = path.split(" as ").next().unwrap_or_default();
    path.split("::").map(str::trim).filter(|part| !part.is_empty() && *part != "self").map(str::to_owned).collect()
}

/// The file that a path leads to from a module, through re-exports; `None` where it leaves the crate.
fn resolve<'a>(files: &'a BTreeMap<Module, File>, from: &Module, path: &[String], depth: usize) -> Option<&'a Module> {
    let (mut module, mut path) = (from.clone(), path);
    match path.first()?.as_str() {
        "crate" => (module, path) = (Module::new(), &path[1..]),
        "super" => {
            while path.first().is_some_and(|part| part == "super") {
                module.pop();
                path = &path[1..];
            }
        }
        first => {
            let child: Module = from.iter().cloned().chain([first.to_owned()]).collect();
            files.get(&child)?;
        }
    }
    while let Some(part) = path.first() {
        let child: Module = module.iter().cloned().chain([part.clone()]).collect();
        if !files.contains_key(&child) {
            break;
        }
        (module, path) = (child, &path[1..]);
    }
    let (known, file) = files.get_key_value(&module)?;
    match path.first().and_then(|name| file.reexports.get(name)) {
        Some(further) if depth < 8 => resolve(files, known, further, depth + 1).or(Some(known)),
        _ => Some(known),
    }
}
