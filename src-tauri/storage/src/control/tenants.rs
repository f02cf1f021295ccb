//! Tenants: who they are and which account is linked.

use portaria_domain::{Account, Link, PublicId, Secret, Tenant, TenantId, TenantName, UnixMs};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, named_params, params};

use crate::control::{RowName, desired, links, readable};
use crate::database::WriteError;
use crate::{StorageError, Stores, fold};

/// A tenant to create.
#[derive(Clone, Debug)]
pub struct NewTenant {
    /// Its name.
    pub name: TenantName,
    /// The number it is expected to pair, digits only.
    pub phone: Option<String>,
}

/// Which tenants to list.
#[derive(Clone, Debug, Default)]
pub struct TenantQuery {
    /// Part of a name or number; accents and case do not matter.
    pub search: Option<String>,
    /// Where the page before ended.
    pub after: Option<TenantId>,
    /// Only these, if given.
    pub among: Option<Vec<TenantId>>,
    /// How many at most.
    pub limit: usize,
}

/// One page of tenants, newest first.
#[derive(Clone, Debug)]
pub struct TenantPage {
    /// The tenants.
    pub tenants: Vec<Tenant>,
    /// Where the next page begins, if there is one.
    pub next: Option<TenantId>,
    /// How many there are on all pages.
    pub total: u64,
}

const TABLE: &str = "tenants";
/// The columns that [`read`] wants.
pub(super) const COLUMNS: &str = "tenants.id, name, phone, account, unexpected_account, created_at_ms";

impl Stores {
    /// Creates a tenant with its key and its link, all or nothing.
    pub async fn create_tenant(&self, new: NewTenant, now: UnixMs) -> Result<(Tenant, Link), StorageError> {
        let tenant = Tenant {
            id: TenantId::from_parts(now, rand::random()),
            name: new.name,
            phone: new.phone,
            account: None,
            unexpected_account: None,
            created_at: now,
        };
        let public_id = PublicId::from_random(rand::random());
        let link = links::fresh(self, &public_id, tenant.id, 1);
        let (row, link_row) = (tenant.clone(), link.clone());
        self.control()
            .write(move |transaction| {
                transaction.execute(
                    "INSERT INTO tenants (id, name, search, phone, desired, database_key, created_at_ms)
                     VALUES (:id, :name, :search, :phone, :desired, :key, :created_at)",
                    named_params! {
                        ":id": row.id.to_string(),
                        ":name": row.name.as_str(),
                        ":search": searchable(&row.name, row.phone.as_deref(), None),
                        ":phone": row.phone,
                        ":desired": desired::AT_FIRST,
                        ":key": rand::random::<[u8; 32]>(),
                        ":created_at": row.created_at.0,
                    },
                )?;
                links::insert(transaction, &link_row)?;
                Ok(())
            })
            .await?;
        Ok((tenant, link))
    }

    /// One tenant.
    pub async fn tenant(&self, id: TenantId) -> Result<Option<Tenant>, StorageError> {
        let sql = format!("SELECT {COLUMNS} FROM tenants WHERE id = ?1");
        self.control().read(move |db| db.prepare_cached(&sql)?.query_row([id.to_string()], read).optional()).await
    }

    /// How many tenants there are, counted no further than `most`.
    pub async fn count_tenants(&self, most: u32) -> Result<u32, StorageError> {
        let count = "SELECT count(*) FROM (SELECT 1 FROM tenants LIMIT ?1)";
        self.control().read(move |db| db.prepare_cached(count)?.query_row([most], |row| row.get(0))).await
    }

    /// A page of tenants, newest first, as far as their rows read.
    pub async fn tenants(&self, query: TenantQuery) -> Result<TenantPage, StorageError> {
        self.control().read(move |db| page(db, &query)).await
    }

    /// The key of one tenant's databases. It stands in a database that is itself under a key of the
    /// master key; deleting the row makes the tenant's files unreadable.
    pub async fn tenant_key(&self, id: TenantId) -> Result<Secret<[u8; 32]>, StorageError> {
        let find = "SELECT database_key FROM tenants WHERE id = ?1";
        let key =
            move |db: &Connection| db.prepare_cached(find)?.query_row([id.to_string()], |row| row.get(0)).optional();
        self.control().read(key).await?.map(Secret::new).ok_or(StorageError::UnknownTenant)
    }

    /// The account that is linked now, or that none is. Nobody is asked about another one any more.
    pub async fn set_account(&self, id: TenantId, account: Option<&Account>) -> Result<(), StorageError> {
        let account = account.cloned();
        self.control().write(move |transaction| link(transaction, id, account.as_ref(), None)).await
    }

    /// An account scanned that does not have the expected number.
    pub async fn set_unexpected_account(&self, id: TenantId, account: &Account) -> Result<(), StorageError> {
        let json = written(account);
        self.control()
            .write(move |transaction| {
                let set = "UPDATE tenants SET unexpected_account = ?2 WHERE id = ?1";
                transaction.execute(set, params![id.to_string(), json])?;
                Ok(())
            })
            .await
    }

    /// Whoever scanned is right: the account is the linked one, and its number the expected one. `None`: nobody is asked
    /// about an account any more.
    pub async fn accept_account(&self, id: TenantId) -> Result<Option<Account>, StorageError> {
        self.control()
            .write(move |transaction| {
                let find = "SELECT id, unexpected_account FROM tenants WHERE id = ?1";
                let asked = transaction.query_row(find, [id.to_string()], unexpected_account).optional()?.flatten();
                if let Some(account) = &asked {
                    let phone = account.address.pn.as_ref().map(|jid| jid.user().to_owned());
                    link(transaction, id, Some(account), phone)?;
                }
                Ok(asked)
            })
            .await
    }
}

/// Writes down which account is linked, with the number that is expected from now on, if that is another one.
fn link(
    transaction: &Transaction<'_>,
    id: TenantId,
    account: Option<&Account>,
    expected: Option<String>,
) -> Result<(), WriteError> {
    let row = id.to_string();
    let find = "SELECT name, phone FROM tenants WHERE id = ?1";
    let known =
        transaction.query_row(find, [&row], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)));
    let Some((name, phone)) = known.optional()? else { return Err(WriteError::Rule(StorageError::UnknownTenant)) };
    let name = name.parse().map_err(|error| RowName { table: TABLE, row: &row }.unreadable("name", error))?;
    let phone = expected.or(phone);
    let search = searchable(&name, phone.as_deref(), account);
    transaction.execute(
        "UPDATE tenants SET account = ?2, unexpected_account = NULL, phone = ?3, search = ?4 WHERE id = ?1",
        params![row, account.map(written), phone, search],
    )?;
    Ok(())
}

fn written(account: &Account) -> String {
    serde_json::to_string(account).expect("an account has only plain fields")
}

/// Whom a search finds.
pub(super) const MATCHES: &str = "(:words IS NULL OR search LIKE :words ESCAPE '\\' OR search LIKE :digits ESCAPE '\\')
      AND (:among IS NULL OR id IN (SELECT value FROM json_each(:among)))";
/// Reads the index alone. Ids sort by age, so they are the order of the list and its cursor.
const PAGE: &str = "SELECT id, name, phone, account, unexpected_account, created_at_ms FROM tenants WHERE id IN (
      SELECT id FROM tenants INDEXED BY tenants_by_search
      WHERE id < :after AND (:words IS NULL OR search LIKE :words ESCAPE '\\' OR search LIKE :digits ESCAPE '\\')
        AND (:among IS NULL OR id IN (SELECT value FROM json_each(:among)))
      ORDER BY id DESC LIMIT :limit)
    ORDER BY id DESC";
const COUNT: &str = "SELECT count(*) FROM tenants INDEXED BY tenants_by_search
    WHERE (:words IS NULL OR search LIKE :words ESCAPE '\\' OR search LIKE :digits ESCAPE '\\')
      AND (:among IS NULL OR id IN (SELECT value FROM json_each(:among)))";
/// Sorts after every id.
const BEFORE_ALL: &str = "~";

fn page(db: &Connection, query: &TenantQuery) -> rusqlite::Result<TenantPage> {
    let (words, digits) = patterns(query.search.as_deref());
    let among = listed(query.among.as_deref());
    let total: i64 = db
        .prepare_cached(COUNT)?
        .query_row(named_params! { ":words": words, ":digits": digits, ":among": among }, |row| row.get(0))?;
    let limit = i64::try_from(query.limit).unwrap_or(i64::MAX - 1);
    let mut find = db.prepare_cached(PAGE)?;
    let mut tenants = readable(find.query_map(
        named_params! {
            ":after": query.after.map_or_else(|| BEFORE_ALL.to_owned(), |id| id.to_string()),
            ":words": words,
            ":digits": digits,
            ":among": among,
            ":limit": limit + 1, // one more tells whether another page follows
        },
        read,
    )?)?;
    let more = tenants.len() > query.limit;
    tenants.truncate(query.limit);
    let next = if more { tenants.last().map(|tenant| tenant.id) } else { None };
    Ok(TenantPage { tenants, next, total: u64::try_from(total).unwrap_or(0) })
}

/// What `:words` and `:digits` of [`MATCHES`] are.
pub(super) fn patterns(search: Option<&str>) -> (Option<String>, Option<String>) {
    fold::patterns(search).map_or((None, None), |found| (Some(found.words), Some(found.digits)))
}

/// Ids as `json_each` takes them.
pub(super) fn listed(ids: Option<&[TenantId]>) -> Option<String> {
    let texts = ids?.iter().map(ToString::to_string).collect::<Vec<_>>();
    Some(serde_json::to_string(&texts).expect("ids are plain text"))
}

pub(super) fn id(row: &Row<'_>) -> rusqlite::Result<TenantId> {
    let id: String = row.get("id")?;
    id.parse().map_err(|error| RowName { table: TABLE, row: &id }.unreadable("id", error))
}

/// The linked account of a row that has the columns `id` and `account`.
pub(super) fn account(row: &Row<'_>) -> rusqlite::Result<Option<Account>> {
    account_in(row, "account")
}

/// The account that scanned and was not expected, of a row that has the columns `id` and `unexpected_account`.
pub(super) fn unexpected_account(row: &Row<'_>) -> rusqlite::Result<Option<Account>> {
    account_in(row, "unexpected_account")
}

fn account_in(row: &Row<'_>, column: &'static str) -> rusqlite::Result<Option<Account>> {
    let json: Option<String> = row.get(column)?;
    let account = json.as_deref().map(serde_json::from_str).transpose();
    account.map_err(|error| unreadable(row, column, error))
}

/// An error that names the row.
pub(super) fn unreadable<E>(row: &Row<'_>, column: &'static str, error: E) -> rusqlite::Error
where
    E: std::error::Error + Send + Sync + 'static,
{
    match row.get::<_, String>("id") {
        Ok(id) => RowName { table: TABLE, row: &id }.unreadable(column, error),
        Err(error) => error,
    }
}

fn searchable(name: &TenantName, phone: Option<&str>, account: Option<&Account>) -> String {
    let number = account.and_then(|account| account.address.pn.as_ref()).map_or("", |jid| jid.user());
    let push_name = account.map_or("", |account| &account.push_name);
    fold::fold(&format!("{name} {} {number} {push_name}", phone.unwrap_or("")))
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Tenant> {
    Ok(Tenant {
        id: id(row)?,
        name: row.get::<_, String>("name")?.parse().map_err(|error| unreadable(row, "name", error))?,
        phone: row.get("phone")?,
        account: account(row)?,
        unexpected_account: unexpected_account(row)?,
        created_at: UnixMs(row.get("created_at_ms")?),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn lists_and_searches_walk_an_index_and_start_where_the_page_before_ended() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::control::migrations().to_latest(&mut db).unwrap();
        for (sql, walk) in [
            (PAGE, "SEARCH tenants USING COVERING INDEX tenants_by_search (id<?)"),
            (COUNT, "SCAN tenants USING COVERING INDEX tenants_by_search"),
        ] {
            let plan = crate::database::plan(&db, sql);
            assert!(plan.contains(walk), "{plan}");
        }
    }
}
