//! What is behind the link of a text, for who asks for that: a title, a line and a small picture.
//!
//! Off until the provider names hosts (`link_preview_hosts`): a server that opens whatever its callers write tells
//! strangers where it is and what is being written.

mod page;

use std::io::Cursor;

use axum::body::Bytes;
use portaria_domain::{LinkPreview, TenantId};
use portaria_sessions::{LinkSeen, TenantPlaces};
use url::Url;

use crate::egress::{Egress, EgressError, Fetched};

/// How many pages are looked at together, all tenants.
const AT_ONCE: usize = 8;
/// How many of one tenant: a page may be slow, on purpose too.
const OF_A_TENANT: usize = 2;
/// How often a page may say that it is elsewhere.
const MOST_REDIRECTS: usize = 3;
/// What stands in a page's head comes early.
const PAGE_BYTES: usize = 1024 * 1024;
const PICTURE_BYTES: usize = 5 * 1024 * 1024;

/// A link that nothing is fetched of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoPreview {
    /// The text has none.
    NoLink,
    /// The provider did not name its host.
    HostNotAllowed,
}

/// Looks at pages of the hosts that the provider named.
pub(crate) struct LinkPreviews {
    hosts: Vec<String>,
    egress: Egress,
    places: TenantPlaces,
}

impl LinkPreviews {
    /// `hosts` are names, each with everything under it; `*` is every public one.
    pub(crate) fn new(hosts: &[String]) -> Self {
        let hosts = hosts.iter().map(|host| host.trim().trim_start_matches("*.").to_ascii_lowercase()).collect();
        Self { hosts, egress: Egress::new(), places: TenantPlaces::new(AT_ONCE, OF_A_TENANT) }
    }

    /// Looks at the first link of a tenant's text. `Ok(None)`: its page does not answer, or says nothing of itself; the text can
    /// go without.
    pub(crate) async fn of(&self, tenant: TenantId, text: &str) -> Result<Option<LinkSeen>, NoPreview> {
        let (written, url) = first_link(text).ok_or(NoPreview::NoLink)?;
        if !self.allows(&url) {
            return Err(NoPreview::HostNotAllowed);
        }
        let _place = self.places.take(tenant).await;
        match self.look(written, url).await {
            Ok(seen) => Ok(seen),
            Err(error) => {
                tracing::debug!(error = &error as &dyn std::error::Error, "a link has no preview");
                Ok(None)
            }
        }
    }

    async fn look(&self, written: &str, url: Url) -> Result<Option<LinkSeen>, EgressError> {
        let (url, bytes, content_type) = self.get(url, PAGE_BYTES).await?;
        if !content_type.contains("html") {
            return Ok(None);
        }
        let Some(said) = page::read(&page::decoded(&bytes, &content_type)) else { return Ok(None) };
        let picture = match said.picture.and_then(|link| url.join(&link).ok()).filter(|link| self.allows(link)) {
            Some(link) => self.picture(link).await,
            None => None,
        };
        let link = LinkPreview { url: written.to_owned(), title: said.title, description: said.description };
        Ok(Some(LinkSeen { link, picture }))
    }

    async fn picture(&self, url: Url) -> Option<Vec<u8>> {
        let (_, bytes, _) = self.get(url, PICTURE_BYTES).await.ok()?;
        let small = tokio::task::spawn_blocking(move || {
            let mut reader = Cursor::new(bytes);
            let about = portaria_media::inspect(&mut reader, None).ok()?;
            portaria_media::small_picture(&mut reader, about.mime)
        });
        small.await.ok()?
    }

    async fn get(&self, mut url: Url, most_bytes: usize) -> Result<(Url, Bytes, String), EgressError> {
        for _ in 0..=MOST_REDIRECTS {
            if !self.allows(&url) {
                return Err(EgressError::Forbidden);
            }
            match self.egress.get(&url, most_bytes).await? {
                Fetched::Body { content_type, bytes } => return Ok((url, bytes, content_type.to_ascii_lowercase())),
                Fetched::Elsewhere(to) => url = to,
            }
        }
        Err(EgressError::Forbidden)
    }

    fn allows(&self, url: &Url) -> bool {
        let Some(host) = url.host_str() else { return false };
        let is_under = |allowed: &String| {
            host.strip_suffix(allowed.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        self.hosts.iter().any(|allowed| allowed == "*" || is_under(allowed))
    }
}

/// The first address in a text, as it is written and as it is meant.
fn first_link(text: &str) -> Option<(&str, Url)> {
    text.split_whitespace().find_map(|word| {
        let from = word.find("https://").or_else(|| word.find("http://"))?;
        let written =
            word[from..].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '"', '\'', '*', '_', '~']);
        written.parse().ok().map(|url| (written, url))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_link_ends_where_the_sentence_goes_on() {
        for (text, link) in [
            ("veja https://loja.example/p?x=1.", Some("https://loja.example/p?x=1")),
            ("(http://loja.example/a)", Some("http://loja.example/a")),
            ("*https://loja.example*", Some("https://loja.example")),
            ("a: https://loja.example/a\nb: https://loja.example/b", Some("https://loja.example/a")),
            ("loja.example", None),
            ("https://", None),
            ("javascript:alert(1)", None),
        ] {
            assert_eq!(first_link(text).map(|(written, _)| written), link, "{text}");
        }
    }

    #[test]
    fn a_host_is_allowed_with_what_is_under_it() {
        let previews = LinkPreviews::new(&["Loja.example".to_owned(), "*.outra.example".to_owned()]);
        for (url, allowed) in [
            ("https://loja.example/a", true),
            ("https://www.loja.example/a", true),
            ("https://outra.example/", true),
            ("https://minhaloja.example/", false),
            ("https://loja.example.evil.example/", false),
            ("https://evil.example/loja.example", false),
        ] {
            assert_eq!(previews.allows(&url.parse().unwrap()), allowed, "{url}");
        }
        assert!(!LinkPreviews::new(&[]).allows(&"https://loja.example".parse().unwrap()), "nothing until it is named");
        assert!(LinkPreviews::new(&["*".to_owned()]).allows(&"https://loja.example".parse().unwrap()));
    }
}
