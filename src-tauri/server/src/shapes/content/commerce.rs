//! What is sold, ordered and paid.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use crate::shapes::status::words;

words!(
    /// What is said about money.
    PaymentKindWord of domain::PaymentKind { Sent, Requested, Declined, Cancelled, Invited, Invoice }
);

/// Something that a shop sells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Product)]
pub(crate) struct ProductShape {
    /// The shop's id of it; may be empty.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The price in thousandths of the currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_thousandths: Option<i64>,
    /// The currency, such as `BRL`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// A page about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl From<domain::Product> for ProductShape {
    fn from(it: domain::Product) -> Self {
        Self {
            id: it.id,
            title: it.title,
            description: it.description,
            price_thousandths: it.price_thousandths,
            currency: it.currency,
            url: it.url,
        }
    }
}

/// Something that was ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Order)]
pub(crate) struct OrderShape {
    /// The shop's id of it.
    pub id: String,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Words with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// How many things.
    pub items: u32,
    /// The sum in thousandths of the currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_thousandths: Option<i64>,
    /// The currency, such as `BRL`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

impl From<domain::Order> for OrderShape {
    fn from(it: domain::Order) -> Self {
        Self {
            id: it.id,
            title: it.title,
            text: it.text,
            items: it.items,
            total_thousandths: it.total_thousandths,
            currency: it.currency,
        }
    }
}

/// Money, by name and amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Payment)]
pub(crate) struct PaymentShape {
    /// What is said about it.
    pub about: PaymentKindWord,
    /// The amount in thousandths of the currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_thousandths: Option<i64>,
    /// The currency, such as `BRL`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Words with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl From<domain::Payment> for PaymentShape {
    fn from(it: domain::Payment) -> Self {
        Self { about: it.about.into(), amount_thousandths: it.amount_thousandths, currency: it.currency, note: it.note }
    }
}
