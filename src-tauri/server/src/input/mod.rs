//! What comes in, checked before a handler sees it.

mod json;
mod moment;
mod objects;
mod query;

pub(crate) use json::{Form, Input, json_bytes, of_value};
pub(crate) use moment::moment;
pub(crate) use objects::of_objects;
pub(crate) use query::{Params, bad_cursor, page_size, search_words};
