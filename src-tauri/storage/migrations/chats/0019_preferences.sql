-- What the tenant chose itself.
ALTER TABLE owner ADD COLUMN shows_online INTEGER NOT NULL DEFAULT 0;   -- whether the account is online while somebody looks
ALTER TABLE owner ADD COLUMN media_choice TEXT;                        -- JSON: less than the policy; NULL: all of it

-- WhatsApp's own settings of an account, as it told them last.
ALTER TABLE accounts ADD COLUMN privacy TEXT;                          -- JSON; NULL: it was not asked yet
ALTER TABLE accounts ADD COLUMN privacy_asked_at_ms INTEGER;
