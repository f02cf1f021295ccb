-- Which credential issued another: 'key:<kid>', 'login:<id>', 'password', 'ticket', 'link' or 'command_line'; null where it
-- was issued before this was noted.
ALTER TABLE api_keys ADD COLUMN issued_by TEXT;
ALTER TABLE logins ADD COLUMN issued_by TEXT;
CREATE INDEX api_keys_by_issuer ON api_keys (issued_by);

-- Which of the provider's keys were given the secret of a tenant's link, and of which epoch.
CREATE TABLE links_given (
  kid         TEXT NOT NULL,
  tenant_id   TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  epoch       INTEGER NOT NULL,
  given_at_ms INTEGER NOT NULL,
  PRIMARY KEY (kid, tenant_id, epoch)
) STRICT, WITHOUT ROWID;

-- Rows that open nothing: whoever asks for what is not there has one of them read instead, which takes as long.
INSERT INTO api_keys (id, kid, secret_hash, scopes, label, created_at_ms, revoked_at_ms)
VALUES ('00000000-0000-0000-0000-000000000000', '', zeroblob(32), '', '', 0, 0);
INSERT INTO logins (id, secret_hash, created_at_ms, seen_at_ms, expires_at_ms)
VALUES ('00000000-0000-0000-0000-000000000000', zeroblob(32), 0, 0, 0);
