-- The account that scanned a tenant's code and does not have the number that the provider expects, until somebody says
-- whether it is right. Nothing of it is fetched before.
ALTER TABLE tenants ADD COLUMN unexpected_account TEXT;
