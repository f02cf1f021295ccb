//! What the window shows while the panel is not there: opening, ending, and why it did not open.
//!
//! Pages of a scheme of the app's own. Their buttons are addresses of that scheme, which [`crate::window`] carries out
//! and never loads; no page is granted a command.

mod failure;

use crate::texts::{Texts, fill};

pub(crate) use failure::{Act, Failure};

/// The scheme of the pages.
pub(crate) const SCHEME: &str = "portaria";

/// One of the pages.
pub(crate) enum Page<'a> {
    /// The server is starting.
    Starting,
    /// It did not start.
    Failed(&'a Failure),
    /// So many sessions are brought to rest.
    Ending(usize),
    /// Another version is to take over.
    Updating,
}

const FRAME: &str = include_str!("page.html");
const MARK: &str = include_str!("../../../ui/src/ui/mark.svg");

impl Page<'_> {
    /// The page as HTML.
    pub(crate) fn html(&self, texts: &Texts) -> String {
        let pages = &texts.pages;
        let (title, text, rest) = match self {
            Self::Starting => (pages.starting.to_owned(), pages.starting_text.to_owned(), WAITING.to_owned()),
            Self::Ending(n) => {
                let title = pages.ending[(*n).min(2)];
                (fill(title, &[("n", n)]), pages.ending_text.to_owned(), WAITING.to_owned())
            }
            Self::Updating => (pages.updating.to_owned(), pages.updating_text.to_owned(), WAITING.to_owned()),
            Self::Failed(failure) => (failure.title.clone(), failure.text.clone(), failed(failure, texts)),
        };
        fill(
            FRAME,
            &[
                ("language", &texts.code),
                ("title", &escaped(&title)),
                ("text", &escaped(&text)),
                ("mark", &MARK.trim()),
                ("rest", &rest),
            ],
        )
    }
}

const WAITING: &str = r#"<div class="bar" role="progressbar"></div>"#;

fn failed(failure: &Failure, texts: &Texts) -> String {
    let button = |(place, (label, act)): (usize, &(String, Act))| {
        let class = if place == 0 { " class=\"first\"" } else { "" };
        format!("<a{class} role=\"button\" href=\"{}\">{}</a>", act.address(), escaped(label))
    };
    let buttons: String = failure.actions.iter().enumerate().map(button).collect();
    let details = if failure.details.is_empty() {
        String::new()
    } else {
        let summary = texts.pages.details;
        format!("<details><summary>{summary}</summary><pre>{}</pre></details>", escaped(&failure.details))
    };
    format!("<nav>{buttons}</nav>{details}")
}

/// Text as HTML shows it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_of_the_machine_is_text_and_never_markup() {
        let failure = Failure {
            title: "t".to_owned(),
            text: "/home/<script>".to_owned(),
            details: "a & \"b\"".to_owned(),
            actions: vec![("Tentar".to_owned(), Act::Retry)],
        };
        let html = Page::Failed(&failure).html(Texts::of(None));
        assert!(html.contains("/home/&lt;script&gt;") && html.contains("a &amp; &quot;b&quot;"), "{html}");
        assert!(html.contains("href=\"/do/retry\""), "{html}");
    }

    #[test]
    fn the_page_that_ends_says_how_many() {
        for (n, words) in [(0, "Encerrando…"), (1, "Encerrando 1 sessão…"), (12, "Encerrando 12 sessões…")] {
            assert!(Page::Ending(n).html(Texts::of(None)).contains(words), "{n}");
        }
    }
}
