-- Tenants that may have webhooks: whoever starts anew looks into these files, and into no others.
CREATE TABLE webhook_tenants (
  tenant_id TEXT PRIMARY KEY REFERENCES tenants (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
