//! Who asks, and what that allows.
//!
//! Credentials decide the tenant; a parameter never does. [`TenantCtx`], [`TenantByKey`], [`TenantLogin`], [`Provider`]
//! and [`ProviderLogin`] can be built only here, by the extractors, and everything that touches a tenant's data takes one.

pub(crate) mod browser;
pub(crate) mod cookie;
mod device;
pub(crate) mod key;
pub(crate) mod link;
pub(crate) mod login;
pub(crate) mod page;
mod password;
mod proof;
mod provider;
pub(crate) mod secret;
mod tenant;
mod tickets;
pub(crate) mod totp;

pub(crate) use device::Device;
pub use password::InvalidPassword;
pub(crate) use password::{Checked, PasswordCheck, check_password, hash_password};
pub(crate) use proof::{By, Proof};
pub(crate) use provider::{Provider, ProviderLogin, ProviderReads, ProviderSecrets};
pub(crate) use tenant::{
    Control, ControlAndRead, MediaAndRead, MediaAndSend, Read, Send, TenantByKey, TenantCtx, TenantLogin,
};
pub(crate) use tickets::Tickets;
