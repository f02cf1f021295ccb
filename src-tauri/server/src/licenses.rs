//! What Portaria is made of, with the licence of each part.
//!
//! Three lists in one form: our own licence, the crates (`licenses/rust.txt`, made by `.ci/licenses.mjs`, held to
//! Cargo.lock by a test of the house), and what stands in the interface (made as that is built).

use std::sync::LazyLock;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

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

/// The same for the panel, and for who opens it by itself.
pub(crate) async fn serve() -> Response {
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    let caching = (header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    ([kind, caching], licenses()).into_response()
}
