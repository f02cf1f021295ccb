//! The phone page: static files in the binary, at `/` of the network's own port.

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

use crate::running::Net;

#[path = "../../page/files.rs"]
mod files;

/// A route for each file of the page.
pub(crate) fn routes() -> Router<Arc<Net>> {
    files::FILES.iter().fold(Router::new(), |routes, (path, kind, content)| {
        routes.route(path, get(move || async move { page_file(kind, content) }))
    })
}

fn page_file(kind: &'static str, content: &'static str) -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, "no-store"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ],
        content,
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    /// What no phone can bring about: the network says it when it starts.
    const AT_START: [&str; 4] = ["NotLoopback", "Listen", "Keep", "Damaged"];

    /// The variants of the one enum of a file.
    fn variants(source: &str) -> impl Iterator<Item = &str> {
        let body = source.split("pub enum ").nth(1).unwrap().split("\n}").next().unwrap();
        let names = body
            .lines()
            .filter_map(|line| line.strip_prefix("    ").filter(|line| line.starts_with(char::is_uppercase)));
        names.map(|line| line.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap())
    }

    #[test]
    fn the_page_says_every_refusal_in_three_languages() {
        let words = include_str!("../../page/words.js");
        let network = variants(include_str!("../error.rs"))
            .filter(|name| !["Group", "Newsletter"].contains(name) && !AT_START.contains(name));
        let groups = variants(include_str!("../groups/refusal.rs")).map(|name| format!("Group{name}"));
        let newsletters = variants(include_str!("../newsletters/refusal.rs")).map(|name| format!("Newsletter{name}"));
        let names: Vec<String> = network.map(str::to_owned).chain(groups).chain(newsletters).collect();
        assert!(names.len() > 25, "the refusals were not found: {names:?}");
        for name in names {
            let key = format!("  refused_{}{}: ", name[..1].to_ascii_lowercase(), &name[1..]);
            let row = words.lines().find_map(|line| line.strip_prefix(&key)).unwrap_or_else(|| {
                panic!("words.js lacks {}[\"pt-BR\", \"en\", \"es\"],", key.trim_start());
            });
            let texts: [String; 3] = serde_json::from_str(row.trim_end_matches(',')).unwrap();
            assert!(texts.iter().all(|text| !text.trim().is_empty()), "{row}");
            assert!(texts[0] != texts[1] && texts[1] != texts[2], "not translated: {row}");
        }
    }
}
