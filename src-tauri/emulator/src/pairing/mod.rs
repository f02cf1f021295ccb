//! Binding a companion to a phone: by QR code, by typed code, and what both end in.

mod approval;
mod by_code;
mod by_qr;
mod identity;

pub(crate) use approval::confirm;
pub(crate) use by_code::{CodeRequest, CodeStep, TypedCode, hear as hear_code, offer as offer_code};
pub(crate) use by_qr::{read_picture, scan, show};
pub(crate) use identity::key_index_list;
