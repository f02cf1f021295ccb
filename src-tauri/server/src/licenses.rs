//! What Portaria is made of, with the licence of each part.
//!
//! Three lists in one form: our own licence, the crates (`licenses/rust.txt`, made by `.ci/licenses.mjs`, held to
//! Cargo.lock by a test of the house), and what stands in the interface (made as that is built).

use std::sync::LazyLock;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::assets;

const CRATES: &str = include_str!("../licenses/rust.txt");
const OWN: &str = include_str!("../../../LICENSE");
const RULE: &str = "################################################################################";

static ALL: LazyLock<String> = LazyLock::new(|| {
    let version = env!("CARGO_PKG_VERSION");
    let interface = assets::text("licenses/interface.txt").unwrap_or_default();
    format!("{RULE}\nGNU Affero General Public License v3.0\n- portaria {version}\n\n{OWN}\n{CRATES}{interface}")
});

/// All of it as text. A section is a line of 80 `#`, the licence's name, a line with `- ` for each part that is under it,
/// an empty line, and the licence.
pub fn licenses() -> &'static str {
    &ALL
}

/// One licence, and what is under it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct LicenseSection<'a> {
    /// What the licence is called.
    pub license: &'a str,
    /// Each with its version.
    pub parts: Vec<&'a str>,
    /// The licence.
    pub text: &'a str,
}

/// The sections of [`licenses`].
pub fn license_sections(text: &str) -> impl Iterator<Item = LicenseSection<'_>> {
    text.split(RULE).filter_map(|section| {
        let (head, text) = section.trim_start().split_once("\n\n")?;
        let (license, parts) = head.split_once('\n')?;
        let parts = parts.lines().filter_map(|line| line.strip_prefix("- ")).map(str::trim).collect();
        Some(LicenseSection { license, parts, text: text.trim() })
    })
}

/// The same for the panel, and for who opens it by itself.
pub(crate) async fn serve() -> Response {
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    let caching = (header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    ([kind, caching], licenses()).into_response()
}
