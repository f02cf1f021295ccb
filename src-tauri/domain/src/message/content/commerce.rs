//! What is sold, ordered and paid, by name and amount.

use serde::{Deserialize, Serialize};

/// Something that a shop sells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// The shop's id of it; may be empty.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The price in thousandths of the currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_thousandths: Option<i64>,
    /// The currency, such as `BRL`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// A page about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Something that was ordered from a catalog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The shop's id of it.
    pub id: String,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Words with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// How many things.
    pub items: u32,
    /// The sum in thousandths of the currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_thousandths: Option<i64>,
    /// The currency, such as `BRL`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// What is said about money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    /// It was sent.
    Sent,
    /// It is asked for.
    Requested,
    /// What was asked for is refused.
    Declined,
    /// What was asked for is taken back.
    Cancelled,
    /// Somebody is invited to pay by WhatsApp.
    Invited,
    /// A bill.
    Invoice,
}

/// Money, by name and amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// What is said about it.
    pub about: PaymentKind,
    /// The amount in thousandths of the currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_thousandths: Option<i64>,
    /// The currency, such as `BRL`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Words with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
