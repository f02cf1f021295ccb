//! Tenants in an order that the store alone does not know: what is sorted by stands partly in memory.

use portaria_domain::{Tenant, TenantId};
use rusqlite::named_params;

use crate::control::readable;
use crate::control::tenants::{self, MATCHES};
use crate::{StorageError, Stores, fold};

/// As much of a tenant as sorting needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortableTenant {
    /// Who it is; ids sort by age.
    pub id: TenantId,
    /// Its name without case and accents.
    pub folded_name: String,
}

impl Stores {
    /// Every tenant that the search finds, in no order, as far as their rows read.
    pub async fn tenant_keys(
        &self,
        search: Option<String>,
        among: Option<Vec<TenantId>>,
    ) -> Result<Vec<SortableTenant>, StorageError> {
        self.control()
            .read(move |db| {
                let (words, digits) = tenants::patterns(search.as_deref());
                let sql = format!("SELECT id, name FROM tenants WHERE {MATCHES}");
                let mut find = db.prepare_cached(&sql)?;
                let among = tenants::listed(among.as_deref());
                let rows =
                    find.query_map(named_params! { ":words": words, ":digits": digits, ":among": among }, |row| {
                        Ok(SortableTenant {
                            id: tenants::id(row)?,
                            folded_name: fold::fold(row.get_ref("name")?.as_str()?),
                        })
                    })?;
                readable(rows)
            })
            .await
    }

    /// These tenants, in this order. Who is gone meanwhile, or does not read, is left out.
    pub async fn tenants_by_id(&self, ids: Vec<TenantId>) -> Result<Vec<Tenant>, StorageError> {
        self.control()
            .read(move |db| {
                let sql = format!(
                    "SELECT {} FROM json_each(:ids) AS wanted JOIN tenants ON tenants.id = wanted.value ORDER BY wanted.key",
                    tenants::COLUMNS
                );
                let ids = tenants::listed(Some(&ids));
                readable(db.prepare_cached(&sql)?.query_map(named_params! { ":ids": ids }, tenants::read)?)
            })
            .await
    }
}
