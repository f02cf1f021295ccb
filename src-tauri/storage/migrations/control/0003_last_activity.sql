-- When the tenant's newest message came or left, as far as it was written down; the chats' own files know it exactly.
ALTER TABLE tenants ADD COLUMN last_activity_at_ms INTEGER;
