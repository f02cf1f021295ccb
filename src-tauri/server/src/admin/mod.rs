//! The provider's plane, `/api/saas`: one endpoint a file.

pub(crate) mod access;
pub(crate) mod confirm_number;
pub(crate) mod create_key;
pub(crate) mod create_tenant;
pub(crate) mod deletion_policy;
pub(crate) mod desktop;
pub(crate) mod expire_link;
pub(crate) mod history_policy;
pub(crate) mod issued;
pub(crate) mod link;
pub(crate) mod link_qr;
pub(crate) mod list_keys;
pub(crate) mod list_tenants;
pub(crate) mod login;
pub(crate) mod logout;
pub(crate) mod me;
pub(crate) mod media_policy;
mod order;
pub(crate) mod overview;
pub(crate) mod password;
pub(crate) mod pause;
pub(crate) mod renew_tenant_key;
pub(crate) mod revoke_key;
pub(crate) mod revoke_link;
pub(crate) mod rotate_link;
pub(crate) mod settings;
pub(crate) mod show_tenant;
pub(crate) mod socket_ticket;
pub(crate) mod start;
pub(crate) mod stop;
mod subject;
pub(crate) mod tenant_keys;
pub(crate) mod ticket_login;
pub(crate) mod totp;
pub(crate) mod update;

pub(crate) use subject::{SecretSubject, Subject};
