//! Files of messages on their way from and to WhatsApp's media servers, in pieces and never in the clear on a disk.

mod fetch;
mod file;
mod sealing;
mod sink;
mod stall;
mod upload;

pub(super) use fetch::fetch;
pub(super) use file::{forget, needs_upload};
pub(super) use upload::upload;
