//! Tenants, as the provider sees them.

use std::collections::BTreeSet;

use portaria_domain::{SessionState, Tenant, TenantId, UnixMs};
use serde::Serialize;
use utoipa::ToSchema;

use super::{AccountShape, SessionShape};

/// A customer of the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Tenant)]
pub(crate) struct TenantShape {
    /// Identity.
    pub id: String,
    /// The name that the provider gave.
    pub name: String,
    /// The number the provider expects the tenant to pair, digits only.
    #[schema(required)]
    pub phone: Option<String>,
    /// The account that is linked.
    #[schema(required)]
    pub account: Option<AccountShape>,
    /// The account that scanned and does not have the expected number, until somebody says whether it is right.
    #[schema(required)]
    pub unexpected_account: Option<AccountShape>,
    /// The other tenants that have linked the same account.
    pub same_account_as: Vec<String>,
    /// When the tenant was created, in UTC milliseconds.
    pub created_at_ms: i64,
    /// When its newest message came or left, in UTC milliseconds; null where there was none.
    #[schema(required)]
    pub last_activity_at_ms: Option<i64>,
    /// Where its session stands.
    pub session: SessionShape,
}

impl TenantShape {
    pub(crate) fn new(
        tenant: Tenant,
        status: SessionState,
        last_activity: Option<UnixMs>,
        same_account: &BTreeSet<TenantId>,
    ) -> Self {
        Self {
            id: tenant.id.to_string(),
            name: tenant.name.to_string(),
            phone: tenant.phone,
            account: tenant.account.map(|account| AccountShape::new(account, !same_account.is_empty())),
            unexpected_account: tenant.unexpected_account.map(|account| AccountShape::new(account, false)),
            same_account_as: same_account.iter().map(ToString::to_string).collect(),
            created_at_ms: tenant.created_at.0,
            last_activity_at_ms: last_activity.map(|at| at.0),
            session: status.into(),
        }
    }
}
