//! What a page says of itself, in its head.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use portaria_domain::is_blank;
use scraper::{Html, Selector};

/// As much as a preview shows, in characters.
const LONGEST_TITLE: usize = 255;
const LONGEST_DESCRIPTION: usize = 512;
/// How far into a page its encoding is named, in bytes.
const ENCODING_WITHIN: usize = 1024;

/// What a page says of itself.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub title: String,
    /// May be empty.
    pub description: String,
    /// Where its picture is, as it stands in the page.
    pub picture: Option<String>,
}

/// Reads a page; nothing for one without a title.
pub(super) fn read(html: &str) -> Option<Said> {
    let page = Html::parse_document(html);
    let meta = |name: &str| -> Option<String> {
        let selector = Selector::parse(&format!(r#"meta[property="{name}"], meta[name="{name}"]"#)).ok()?;
        let mut said = page.select(&selector).filter_map(|tag| tag.attr("content"));
        said.find(|text| !is_blank(text)).map(ToOwned::to_owned)
    };
    let heading = || -> Option<String> {
        let title = page.select(&Selector::parse("head > title").ok()?).next()?;
        Some(title.text().collect())
    };
    let title = meta("og:title").or_else(|| meta("twitter:title")).or_else(heading)?;
    let description = meta("og:description").or_else(|| meta("twitter:description")).or_else(|| meta("description"));
    let title = line(&title, LONGEST_TITLE);
    (!is_blank(&title)).then(|| Said {
        title,
        description: line(&description.unwrap_or_default(), LONGEST_DESCRIPTION),
        picture: meta("og:image").or_else(|| meta("twitter:image")),
    })
}

/// One line of at most so many characters.
fn line(text: &str, longest: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(longest).collect()
}

/// The page as text: by the encoding that its header names, else by the one that it names itself.
pub(super) fn decoded<'a>(bytes: &'a [u8], content_type: &str) -> Cow<'a, str> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(ENCODING_WITHIN)]).to_ascii_lowercase();
    let named = named_encoding(content_type).or_else(|| named_encoding(&start));
    named.unwrap_or(UTF_8).decode(bytes).0
}

fn named_encoding(text: &str) -> Option<&'static Encoding> {
    let named = text.split_once("charset=")?.1.trim_start_matches(['"', '\'']);
    let label = named.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').next()?;
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_page_is_shown_as_it_wants_to_be() {
        let html = r#"<html><head><title>Loja</title><meta property="og:title" content="Bolo de  cenoura">
            <meta name="description" content="Fofo"><meta property="og:image" content="/bolo.jpg"></head></html>"#;
        let said = read(html).unwrap();
        assert_eq!((said.title.as_str(), said.description.as_str()), ("Bolo de cenoura", "Fofo"));
        assert_eq!(said.picture.as_deref(), Some("/bolo.jpg"));
        assert_eq!(read("<title>Pão\n&amp; Cia</title>").unwrap().title, "Pão & Cia");
        assert_eq!(read("<p>sem nome</p>"), None);
        assert_eq!(read("<title> </title>"), None);
        assert_eq!(read(&format!("<title>{}</title>", "é".repeat(1_000))).unwrap().title.chars().count(), 255);
    }

    #[test]
    fn old_pages_name_their_encoding() {
        let (latin, ..) = encoding_rs::WINDOWS_1252.encode("<meta charset='iso-8859-1'><title>Pão</title>");
        assert_eq!(read(&decoded(&latin, "text/html")).unwrap().title, "Pão");
        let (latin, ..) = encoding_rs::WINDOWS_1252.encode("<title>Pão</title>");
        assert_eq!(read(&decoded(&latin, "text/html; charset=iso-8859-1")).unwrap().title, "Pão");
        assert_eq!(read(&decoded("<title>Pão</title>".as_bytes(), "text/html")).unwrap().title, "Pão");
    }
}
