//! What an account shows of itself: its about text, its business, and the link that leads to it.
//!
//! The push name is app state (`app_state/`), the picture is `pictures/`.

mod about;
mod business;
mod catalog;
mod contact_link;
mod handle;
mod hours;
mod notice;
mod verified_name;

use serde::{Deserialize, Serialize};

pub use business::BusinessProfile;
pub use hours::{BusinessDay, OpeningHours};

pub(crate) use about::{About, hear as about, hear_mex as about_over_mex, usync as about_in_usync};
pub(crate) use business::{hear as business, usync as business_in_usync};
pub(crate) use catalog::{hear as catalog, order};
pub(crate) use contact_link::hear as contact_link;
pub(crate) use notice::{followers, tell};

/// What an account shows of itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Profile {
    pub(crate) about: About,
    /// Set for accounts of WhatsApp Business.
    pub(crate) business: Option<BusinessProfile>,
    /// The code of the link by which it shares itself; empty until somebody asks for it.
    #[serde(default)]
    pub(crate) contact_link: String,
}
