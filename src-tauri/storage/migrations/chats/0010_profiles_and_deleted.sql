-- What people and groups show of themselves, by address: it may be told before the first message.
CREATE TABLE profiles (
  address     TEXT PRIMARY KEY,
  tenant_id   TEXT NOT NULL,
  about       TEXT NOT NULL DEFAULT '',
  is_verified INTEGER NOT NULL DEFAULT 0,
  picture     TEXT,                              -- WhatsApp's id of it; NULL: none is known
  sha256      TEXT REFERENCES blobs (sha256),    -- that picture, where it is here
  asked_at_ms INTEGER                            -- when WhatsApp was asked; NULL: it has to be
) STRICT;
CREATE INDEX profiles_by_blob ON profiles (sha256) WHERE sha256 IS NOT NULL;

-- What others delete for everyone: whether the tenant keeps what it said, and what that was.
ALTER TABLE owner ADD COLUMN keeps_deleted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN kept TEXT;       -- JSON: content and context
CREATE INDEX messages_kept ON messages (row) WHERE kept IS NOT NULL;
