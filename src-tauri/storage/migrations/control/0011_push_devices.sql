-- Browsers that are told of messages while their panel is closed. Each belongs to its login, and goes with it.
CREATE TABLE push_devices (
  login_id         TEXT PRIMARY KEY REFERENCES logins (id) ON DELETE CASCADE,
  tenant_id        TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  endpoint         TEXT NOT NULL,
  public_key       BLOB NOT NULL CHECK (length(public_key) = 65),  -- the browser's, P-256, uncompressed
  auth_secret      BLOB NOT NULL CHECK (length(auth_secret) = 16),
  language         TEXT NOT NULL,
  shows_text       INTEGER NOT NULL,
  made_at_ms       INTEGER NOT NULL,
  failing_since_ms INTEGER,
  UNIQUE (tenant_id, endpoint)
) STRICT, WITHOUT ROWID;
CREATE INDEX push_devices_by_age ON push_devices (tenant_id, made_at_ms);
