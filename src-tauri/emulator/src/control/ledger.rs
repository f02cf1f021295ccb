//! `/control/ledger`: what became of messages, page by page.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::answers::refusal;
use crate::network::ledger::{LedgerEntry, LedgerSnapshot};
use crate::running::Net;

/// Entries on a page unless the request names a number.
const PAGE: usize = 1_000;

/// What is asked of the ledger.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Question {
    /// A detector; without one, all messages.
    find: Option<Find>,
    /// Only the message with this id.
    id: Option<String>,
    /// Only what this number wrote.
    from: Option<String>,
    /// `next` of the page before.
    after: Option<u64>,
    limit: Option<usize>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Find {
    Lost,
    Doubled,
    Reordered,
    CountersUsedTwice,
    Gaps,
    DoubleConnections,
}

/// Messages, or what a detector found.
pub(super) async fn ledger(
    State(net): State<Arc<Net>>,
    question: Result<Query<Question>, QueryRejection>,
) -> Result<Json<Value>, Response> {
    let Query(question) = question.map_err(|unfit| refusal(StatusCode::UNPROCESSABLE_ENTITY, &unfit.body_text()))?;
    let limit = question.limit.unwrap_or(PAGE).max(1);
    let found = |list: fn(&LedgerSnapshot) -> Value| net.look(|world| list(&world.ledger.snapshot()));
    let list = match question.find {
        None | Some(Find::Lost | Find::Doubled) => return Ok(Json(messages(&net, &question, limit))),
        Some(Find::Reordered) => found(|ledger| json!(ledger.reordered())),
        Some(Find::CountersUsedTwice) => found(|ledger| json!(ledger.counters_used_twice())),
        Some(Find::Gaps) => found(|ledger| json!(ledger.gaps())),
        Some(Find::DoubleConnections) => found(|ledger| json!(ledger.double_connections())),
    };
    Ok(Json(page(list, question.after, limit)))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    messages: Vec<LedgerEntry>,
    replaced_logins: u32,
    stray_acks: u32,
    /// The cursor of the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<u64>,
}

fn messages(net: &Net, question: &Question, limit: usize) -> Value {
    let wanted = |entry: &LedgerEntry| {
        let writer = entry.from.split(':').next().unwrap_or_default();
        question.id.as_ref().is_none_or(|id| *id == entry.id)
            && question.from.as_ref().is_none_or(|number| number == writer)
            && match question.find {
                Some(Find::Lost) => entry.is_lost(),
                Some(Find::Doubled) => entry.is_doubled(),
                _ => true,
            }
    };
    let page = net.look(|world| {
        let ledger = &world.ledger;
        let mut found = ledger.messages_after(question.after).filter(|(_, entry)| wanted(entry));
        let mut last = None;
        let messages = found.by_ref().take(limit).map(|(place, entry)| {
            last = Some(place);
            entry
        });
        let messages = messages.collect();
        Page {
            messages,
            replaced_logins: ledger.replaced_logins,
            stray_acks: ledger.stray_acks,
            next: last.filter(|_| found.next().is_some()),
        }
    });
    json!(page)
}

/// A page of findings; the cursor is how many came before.
fn page(list: Value, after: Option<u64>, limit: usize) -> Value {
    let skip = after.and_then(|after| usize::try_from(after).ok()).unwrap_or(0);
    let Value::Array(all) = list else { return list };
    let next = (all.len() > skip.saturating_add(limit)).then_some(skip + limit);
    let found: Vec<Value> = all.into_iter().skip(skip).take(limit).collect();
    json!({ "found": found, "next": next })
}
