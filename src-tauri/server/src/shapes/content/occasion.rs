//! Occasions that people are asked to.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use super::PlaceShape;
use crate::shapes::status::words;

words!(
    /// Whether somebody comes.
    AttendanceWord of domain::Attendance { Going, NotGoing, Maybe }
);

/// An occasion.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Occasion)]
pub(crate) struct OccasionShape {
    /// What it is called.
    pub name: String,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceShape>,
    /// When it begins, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_at_s: Option<i64>,
    /// When it ends, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_at_s: Option<i64>,
    /// A link to a call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join_link: Option<String>,
    /// Whether it was called off.
    pub is_cancelled: bool,
}

impl From<domain::Occasion> for OccasionShape {
    fn from(it: domain::Occasion) -> Self {
        Self {
            name: it.name,
            description: it.description,
            place: it.place.map(Into::into),
            starts_at_s: it.starts_at_s,
            ends_at_s: it.ends_at_s,
            join_link: it.join_link,
            is_cancelled: it.is_cancelled,
        }
    }
}
