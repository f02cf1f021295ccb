//! Webhooks: where a tenant's events are sent, and how far that has come.
//!
//! An event is written with the fact. What follows from it for webhooks is made of the log of events, by each webhook's
//! position in it, so that a kill at any moment loses nothing. A delivery points to its event and holds nothing of it.

mod again;
mod attempts;
mod definitions;
mod due;
mod log;
mod planning;

pub use again::{SendAgain, WhichDeliveries};
pub use attempts::TriedDelivery;
pub use definitions::{NewWebhook, SavedWebhook, WebhookChange, WebhookOverview};
pub use due::{DeliveryToTry, DueDelivery};
pub use log::Delivery;
pub use planning::Planned;
