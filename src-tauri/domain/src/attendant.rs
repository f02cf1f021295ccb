//! The people of a tenant who answer.

use crate::AttendantId;

/// A person of the tenant who answers, as they called themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendant {
    /// Identity inside the tenant.
    pub id: AttendantId,
    /// What they are called.
    pub name: String,
}
