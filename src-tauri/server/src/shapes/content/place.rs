//! Places.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

/// A place, or where somebody is just now.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Place)]
pub(crate) struct PlaceShape {
    /// Degrees north of the equator.
    pub latitude: f64,
    /// Degrees east of Greenwich.
    pub longitude: f64,
    /// What the place is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// A page about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// How far off it may be, in metres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accuracy_m: Option<u32>,
    /// Whether somebody shares where they are, and moves.
    pub is_live: bool,
    /// Words with a live place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
}

impl From<domain::Place> for PlaceShape {
    fn from(it: domain::Place) -> Self {
        Self {
            latitude: it.latitude,
            longitude: it.longitude,
            name: it.name,
            address: it.address,
            url: it.url,
            accuracy_m: it.accuracy_m,
            is_live: it.is_live,
            caption: it.caption,
        }
    }
}
