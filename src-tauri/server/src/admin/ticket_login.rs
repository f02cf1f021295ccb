//! `POST /api/saas/ticket-login`.

use axum::Extension;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use portaria_storage::{Issuer, Who};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{cookie, login, page, secret};
use crate::input::{Form, Input};
use crate::layers::Arrival;
use crate::problem::{FieldError, Problem, ProblemBody};

/// A one-time ticket of the process itself.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TicketLogin {
    /// The ticket, from the fragment of the address that the process printed or opened.
    #[schema(min_length = 43, max_length = 43)]
    ticket: String,
}

impl Form for TicketLogin {
    type Value = String;

    fn read(self) -> Result<String, Vec<FieldError>> {
        match self.ticket.len() {
            secret::LENGTH => Ok(self.ticket),
            _ => Err(vec![FieldError::new("ticket", "invalid", "A ticket has 43 characters.")]),
        }
    }
}

/// Logs the provider's browser in by a ticket: the desktop window, or the address printed at the start.
#[utoipa::path(
    post, path = "/api/saas/ticket-login", operation_id = "admin_ticket_login", tag = "admin", request_body = TicketLogin,
    responses((status = 204, description = "The cookie is set; `Portaria-Page` is what the page proves itself by."), (status = "default", body = ProblemBody, content_type = "application/problem+json"))
)]
pub(crate) async fn ticket_login(
    State(app): State<AppState>,
    Extension(arrival): Extension<Arrival>,
    Input(ticket): Input<TicketLogin>,
) -> Result<impl IntoResponse, Problem> {
    app.login_tickets.redeem(&ticket, app.now()).ok_or_else(Problem::unauthorized)?;
    let value = login::open(&app, Who::Provider, Issuer::Ticket, login::PROVIDER_LIFETIME_MS, String::new()).await?;
    app.audit("provider", "admin.logged_in", None).await;
    let line = cookie::set(cookie::ADMIN, &value, cookie::ADMIN_PATH, login::PROVIDER_LIFETIME_MS, arrival.secure);
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, line), page::header_for(&app.stores, &value)]))
}
