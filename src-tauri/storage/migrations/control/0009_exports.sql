-- Exports that are being made, and those whose archives are kept until a moment: whoever starts anew goes on with the
-- former and removes the latter in time, and looks into nobody else's file.
CREATE TABLE exports_kept (
  export_id     TEXT PRIMARY KEY,
  tenant_id     TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  kept_until_ms INTEGER                          -- NULL: it is being made
) STRICT, WITHOUT ROWID;
