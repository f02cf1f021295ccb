-- Erasures that are not over: whoever starts anew goes on with them, whether or not the tenant's session runs.
CREATE TABLE erasures_underway (
  erasure_id TEXT PRIMARY KEY,
  tenant_id  TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
