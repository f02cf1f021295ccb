//! What comes in, checked before a handler sees it.

mod json;
mod moment;
mod query;

pub(crate) use json::{Form, Input};
pub(crate) use moment::moment;
pub(crate) use query::{Params, bad_cursor, page_size, search_words};
