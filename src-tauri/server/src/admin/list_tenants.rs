//! `GET /api/saas/tenants`.

use axum::Json;
use axum::extract::State;
use portaria_domain::{SessionState, TenantId};
use portaria_storage::TenantQuery;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::admin::order::{self, Order, Place, TenantSort};
use crate::app::{App, AppState};
use crate::auth::Provider;
use crate::input::{Params, bad_cursor, page_size, search_words};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::{SessionStatusWord, TenantShape};

const USUAL: u32 = 50;
const MOST: u32 = 200;

/// Which tenants.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TenantFilter {
    /// A part of the name or number; accents and case do not matter.
    #[param(max_length = 100)]
    search: Option<String>,
    /// Only sessions that stand here.
    #[param(inline)]
    status: Option<SessionStatusWord>,
    /// What the list is sorted by; `created` when it is not said.
    #[serde(default)]
    #[param(inline)]
    sort: TenantSort,
    /// Which end comes first; `desc` when it is not said.
    #[serde(default)]
    #[param(inline)]
    order: Order,
    /// `nextCursor` of the page before, in the same order.
    cursor: Option<String>,
    /// How many, 1 to 200; 50 when it is not said.
    limit: Option<u32>,
}

/// A part of the tenants.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TenantList {
    /// The tenants.
    items: Vec<TenantShape>,
    /// Where the next page begins; null when there is none.
    #[schema(required)]
    next_cursor: Option<String>,
    /// How many there are on all pages.
    total: u64,
}

/// Lists the tenants with where their sessions stand.
#[utoipa::path(
    get, path = "/api/saas/tenants", operation_id = "admin_list_tenants", tag = "admin", params(TenantFilter),
    responses((status = 200, body = TenantList), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["read"]))
)]
pub(crate) async fn list_tenants(
    _: Provider,
    State(app): State<AppState>,
    Params(filter): Params<TenantFilter>,
) -> Result<Json<TenantList>, Problem> {
    let search = search_words(filter.search)?;
    let among = filter.status.map(|word| standing_at(&app, word));
    let limit = page_size(filter.limit, USUAL, MOST)?;
    let (tenants, next_cursor, total) = match (filter.sort, filter.order) {
        // The order in which the store keeps them.
        (TenantSort::Created, Order::Desc) => {
            let after = filter.cursor.map(|text| text.parse().map_err(|_| bad_cursor())).transpose()?;
            let page = app.stores.tenants(TenantQuery { search, after, among, limit }).await?;
            (page.tenants, page.next.map(|id| id.to_string()), page.total)
        }
        (sort, order) => {
            let after = filter.cursor.map(|text| Place::read(&text, sort).ok_or_else(bad_cursor)).transpose()?;
            let keys = app.stores.tenant_keys(search, among).await?;
            let statuses = app.host.statuses();
            let activities = app.host.last_activities();
            let unknown = SessionState::new(app.now());
            let places: Vec<_> = keys
                .iter()
                .map(|key| {
                    let status = statuses.get(&key.id).unwrap_or(&unknown);
                    (Place::new(sort, key, status, activities.get(&key.id).copied()), key.id)
                })
                .collect();
            let total = places.len() as u64;
            let (ids, next) = order::page(places, order, after.as_ref(), limit);
            (app.stores.tenants_by_id(ids).await?, next.map(|place| place.cursor()), total)
        }
    };
    Ok(Json(TenantList {
        items: tenants.into_iter().map(|tenant| app.tenant_shape(tenant)).collect(),
        next_cursor,
        total,
    }))
}

/// Whose sessions stand there. Statuses live in memory, so the store is told whom to list.
fn standing_at(app: &App, word: SessionStatusWord) -> Vec<TenantId> {
    let statuses = app.host.statuses().into_iter();
    statuses.filter(|(_, status)| SessionStatusWord::from(status.status) == word).map(|(id, _)| id).collect()
}
