-- The control plane: who the tenants are, what opens their doors, and what the provider set.
CREATE TABLE tenants (
  id            TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  search        TEXT NOT NULL,              -- name and number, folded for search
  phone         TEXT,
  desired       TEXT NOT NULL,
  account       TEXT,                       -- JSON of the linked account
  status        TEXT,                       -- JSON of the last status
  database_key  BLOB NOT NULL CHECK (length(database_key) = 32),
  created_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE links (
  public_id     TEXT PRIMARY KEY,
  tenant_id     TEXT NOT NULL UNIQUE REFERENCES tenants (id) ON DELETE CASCADE,
  epoch         INTEGER NOT NULL,
  secret_hash   BLOB NOT NULL CHECK (length(secret_hash) = 32),
  revoked_at_ms INTEGER,
  expires_at_ms INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE logins (
  id            TEXT PRIMARY KEY,
  tenant_id     TEXT REFERENCES tenants (id) ON DELETE CASCADE,  -- null: the provider
  link_epoch    INTEGER,
  secret_hash   BLOB NOT NULL CHECK (length(secret_hash) = 32),
  created_at_ms INTEGER NOT NULL,
  seen_at_ms    INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX logins_by_tenant ON logins (tenant_id);
CREATE INDEX logins_by_expiry ON logins (expires_at_ms);

CREATE TABLE api_keys (
  id            TEXT PRIMARY KEY,
  kid           TEXT NOT NULL UNIQUE,
  tenant_id     TEXT REFERENCES tenants (id) ON DELETE CASCADE,  -- null: the provider
  secret_hash   BLOB NOT NULL CHECK (length(secret_hash) = 32),
  scopes        TEXT NOT NULL,
  label         TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  used_at_ms    INTEGER,
  revoked_at_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX api_keys_by_tenant ON api_keys (tenant_id);

CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id        INTEGER PRIMARY KEY,            -- never leaves the process
  at_ms     INTEGER NOT NULL,
  actor     TEXT NOT NULL,
  action    TEXT NOT NULL,
  tenant_id TEXT,
  detail    TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_tenant ON audit (tenant_id, id);
