//! Binding a companion to a phone: by QR code, by typed code, and what both end in.

mod approval;
mod by_code;
mod by_passkey;
mod by_qr;
mod code_refusals;
mod code_request;
mod coexistence;
mod identity;
mod passkey;
mod passkey_link;
mod withdrawal;

pub(crate) use approval::{confirm, give_up};
pub(crate) use by_code::{TypedCode, forget as forget_code, hear as hear_code, offer as offer_code};
pub(crate) use by_passkey::{
    allow as allow_passkey, code as passkey_code, compare as compare_passkey, hear as hear_passkey,
    is_proven as passkey_proven, linked as passkey_linked,
};
pub(crate) use by_qr::{read_picture, scan, show};
pub(crate) use code_refusals::CodeRefusals;
pub(crate) use code_request::{CodeRequest, CodeStep};
pub use coexistence::Coexistence;
pub(crate) use identity::key_index_list;
pub use passkey::{Passkey, PasskeyAnswer};
pub(crate) use passkey_link::PasskeyLink;
pub(crate) use withdrawal::{retire_secrets, withdraw as withdraw_code};
