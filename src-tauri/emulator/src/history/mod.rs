//! What the phone tells a companion of the past: chats, messages and names, in WhatsApp's kinds of chunk.
//!
//! A transfer goes on by the companion's `hist_sync` receipts, a few chunks ahead of them. A chunk is made when its
//! turn comes and forgotten when it is sent, so that an account with much history costs no more memory than one
//! without. A small chunk travels in its notification, a large one as an encrypted file.

mod catalogue;
mod chunk;
mod demand;
mod line;
mod listed;
mod marks;
mod part;
mod plan;
mod scripted;
mod syncing;
mod transfer;

pub(crate) use demand::{hear as hear_demand, message};
pub use plan::HistoryPlan;
pub(crate) use scripted::{Scripted, awaken, upload};
pub(crate) use syncing::Syncing;
pub(crate) use transfer::{acknowledge, begin, file_of, remind, resume, send_again, step};
