-- Until when a key opens, and from where: addresses and networks, apart by spaces; null and none: for ever, from everywhere.
ALTER TABLE api_keys ADD COLUMN expires_at_ms INTEGER;
ALTER TABLE api_keys ADD COLUMN networks TEXT NOT NULL DEFAULT '';
