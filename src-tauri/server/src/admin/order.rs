//! In which order tenants are listed, and where a page of that order begins.
//!
//! Statuses live in memory and change by themselves, so a cursor holds the place where the last page ended and not
//! the number of rows before it: who moves meanwhile is at worst seen twice or missed, everybody else is not.

use std::cmp::Ordering;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portaria_domain::{SessionState, TenantId, UnixMs};
use portaria_storage::SortableTenant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TenantSort {
    /// When the tenant was created.
    #[default]
    Created,
    /// Its name; accents and case do not matter.
    Name,
    /// Where its session stands: first who needs somebody, last who rests.
    Status,
    /// Since when it stands there.
    Since,
    /// When its newest message came or left; who never had one is the oldest.
    Activity,
}

/// Which end comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    /// The smallest, the oldest, the most urgent.
    Asc,
    /// The other end.
    #[default]
    Desc,
}

/// A tenant's place in an order. Ids sort by age and settle what is equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Place(Key, String);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Key {
    #[serde(rename = "a")]
    Age,
    #[serde(rename = "n")]
    Name(String),
    #[serde(rename = "r")]
    Rank(u8),
    #[serde(rename = "s")]
    Since(i64),
    #[serde(rename = "t")]
    Activity(Option<i64>),
}

impl Place {
    pub(crate) fn new(
        sort: TenantSort,
        tenant: &SortableTenant,
        status: &SessionState,
        last_activity: Option<UnixMs>,
    ) -> Self {
        let key = match sort {
            TenantSort::Created => Key::Age,
            TenantSort::Name => Key::Name(tenant.folded_name.clone()),
            TenantSort::Status => Key::Rank(status.status.urgency()),
            TenantSort::Since => Key::Since(status.since.0),
            TenantSort::Activity => Key::Activity(last_activity.map(|at| at.0)),
        };
        Self(key, tenant.id.to_string())
    }

    /// As a cursor that a page hands out.
    pub(crate) fn cursor(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).expect("a place has only plain fields"))
    }

    /// Reads a cursor of this order.
    pub(crate) fn read(cursor: &str, sort: TenantSort) -> Option<Self> {
        let place: Self = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        let fits = match place.0 {
            Key::Age => sort == TenantSort::Created,
            Key::Name(_) => sort == TenantSort::Name,
            Key::Rank(_) => sort == TenantSort::Status,
            Key::Since(_) => sort == TenantSort::Since,
            Key::Activity(_) => sort == TenantSort::Activity,
        };
        fits.then_some(place)
    }
}

/// A page: the tenants after the given place, and where the next page begins.
pub(crate) fn page(
    mut places: Vec<(Place, TenantId)>,
    order: Order,
    after: Option<&Place>,
    limit: usize,
) -> (Vec<TenantId>, Option<Place>) {
    let compare = |a: &Place, b: &Place| -> Ordering {
        match order {
            Order::Asc => a.cmp(b),
            Order::Desc => b.cmp(a),
        }
    };
    places.sort_unstable_by(|(a, _), (b, _)| compare(a, b));
    let begin = after.map_or(0, |after| places.partition_point(|(place, _)| compare(place, after).is_le()));
    let rest = &places[begin..];
    let shown = &rest[..limit.min(rest.len())];
    let next = shown.last().filter(|_| rest.len() > shown.len()).map(|(place, _)| place.clone());
    (shown.iter().map(|(_, id)| *id).collect(), next)
}
