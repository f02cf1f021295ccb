//! `GET /api/whatsapp/{tenantId}/contacts/export`.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use portaria_domain::Contact;
use portaria_storage::{ChatStore, ContactCursor, ContactQuery, StorageError};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{card, table};
use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::input::{Params, search_words};
use crate::problem::{Problem, ProblemBody};

/// How many people are read at a time.
const PIECE: usize = 500;

/// As what people are written down.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ExportFormat {
    /// A table of RFC 4180 in UTF-8.
    #[default]
    Csv,
    /// vCards 3.0, one after another; who has no known number is left out.
    Vcard,
}

/// Which people, and as what.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportFilter {
    /// A part of a name or of the number, as of the list.
    #[param(max_length = 100)]
    search: Option<String>,
    /// `csv` or `vcard`; `csv` when it is not said.
    #[param(inline)]
    format: Option<ExportFormat>,
}

/// Gives all people as a file to be saved. Cells that a spreadsheet would take for a formula begin with an apostrophe.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/contacts/export", operation_id = "tenant_export_contacts", tag = "tenant", params(("tenantId" = String, Path), ExportFilter),
    responses((status = 200, description = "The file.", content_type = "text/csv"), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn export_contacts(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    Params(filter): Params<ExportFilter>,
) -> Result<Response, Problem> {
    let search = search_words(filter.search)?;
    let format = filter.format.unwrap_or_default();
    let (kind, saved_as, head) = match format {
        ExportFormat::Csv => ("text/csv; charset=utf-8", "attachment; filename=\"contacts.csv\"", table::HEAD),
        ExportFormat::Vcard => ("text/vcard; charset=utf-8", "attachment; filename=\"contacts.vcf\"", ""),
    };
    let reading = Reading { chats: ctx.chats(&app).await?, search, format, at: Place::Begins(head) };
    let body = Body::from_stream(stream::try_unfold(reading, Reading::next));
    let mut answer = body.into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(saved_as));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

/// How far an export has come.
struct Reading {
    chats: ChatStore,
    search: Option<String>,
    format: ExportFormat,
    at: Place,
}

enum Place {
    Begins(&'static str),
    Behind(Option<ContactCursor>),
    Over,
}

impl Reading {
    /// The next piece: no more of all people is in memory.
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, StorageError> {
        let after = match std::mem::replace(&mut self.at, Place::Behind(None)) {
            Place::Begins(head) => return Ok(Some((Bytes::from_static(head.as_bytes()), self))),
            Place::Over => return Ok(None),
            Place::Behind(after) => after,
        };
        let query = ContactQuery { search: self.search.clone(), after, offset: 0, limit: PIECE };
        let page = self.chats.contacts(query).await?;
        let write: fn(&Contact, &mut String) = match self.format {
            ExportFormat::Csv => table::write,
            ExportFormat::Vcard => card::write,
        };
        let mut piece = String::new();
        page.contacts.iter().for_each(|contact| write(contact, &mut piece));
        self.at = page.next.map_or(Place::Over, |next| Place::Behind(Some(next)));
        Ok(Some((piece.into(), self)))
    }
}
