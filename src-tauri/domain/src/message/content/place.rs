//! Places.

use serde::{Deserialize, Serialize};

/// A place, or where somebody is just now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Degrees north of the equator.
    pub latitude: f64,
    /// Degrees east of Greenwich.
    pub longitude: f64,
    /// What the place is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// A page about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// How far off it may be, in metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy_m: Option<u32>,
    /// Whether somebody shares where they are, and moves.
    pub is_live: bool,
    /// Words with a live place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
}

impl Place {
    /// What of it somebody may look for.
    pub(super) fn texts<'a>(&'a self, texts: &mut Vec<&'a str>) {
        texts.extend([&self.name, &self.address, &self.caption].into_iter().flatten().map(|text| &**text));
    }
}
