//! `GET /api/whatsapp/{tenantId}/contacts`.

use axum::Json;
use axum::extract::State;
use portaria_storage::{ContactCursor, ContactQuery};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::input::{Params, bad_cursor, page_size, search_words};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::ContactPage;

/// Farther than any list goes.
const FARTHEST: u32 = 10_000_000;

/// Which people.
#[derive(Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ContactFilter {
    /// A part of a name or of the number; accents and case do not matter.
    #[param(max_length = 100)]
    pub search: Option<String>,
    /// `nextCursor` of the page before.
    pub cursor: Option<String>,
    /// How many to leave out, as `contacts/letters` counts them: to begin in the middle.
    pub offset: Option<u32>,
    /// How many, 1 to 500; 100 when it is not said.
    pub limit: Option<u32>,
}

/// Lists people by their names: who is in the phone's address book, and who has a conversation here.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/contacts", operation_id = "tenant_list_contacts", tag = "tenant", params(("tenantId" = String, Path), ContactFilter),
    responses((status = 200, body = ContactPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn list_contacts(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    Params(filter): Params<ContactFilter>,
) -> Result<Json<ContactPage>, Problem> {
    let limit = page_size(filter.limit, 100, 500)?;
    let search = search_words(filter.search)?;
    let after = filter.cursor.as_deref().map(|text| read_cursor(text).ok_or_else(bad_cursor)).transpose()?;
    let offset = filter.offset.unwrap_or(0);
    if offset > FARTHEST {
        let far = FieldError::new("offset", "invalid", "There is nobody there.");
        return Err(Problem::invalid(vec![far]));
    }
    let page = ctx.chats(&app).await?.contacts(ContactQuery { search, after, offset, limit }).await?;
    let next_cursor = page.next.as_ref().map(write_cursor);
    Ok(Json(ContactPage { items: page.contacts.into_iter().map(Into::into).collect(), next_cursor }))
}

fn write_cursor(cursor: &ContactCursor) -> String {
    format!("{}.{}.{}", cursor.letter, cursor.id, cursor.sort)
}

fn read_cursor(text: &str) -> Option<ContactCursor> {
    let mut parts = text.splitn(3, '.');
    let letter = parts.next()?.parse().ok().filter(|letter| (0..=26).contains(letter))?;
    Some(ContactCursor { letter, id: parts.next()?.parse().ok()?, sort: parts.next()?.to_owned() })
}
