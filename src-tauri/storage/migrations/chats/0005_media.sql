-- Files of messages, and the work that has to be done and survives a restart.

-- What lies sealed in the folder `media`: one row a file, whoever sent it and however often.
CREATE TABLE blobs (
  sha256       TEXT PRIMARY KEY,                 -- of what it holds; its name in the folder
  tenant_id    TEXT NOT NULL,
  size_bytes   INTEGER NOT NULL,
  mime         TEXT NOT NULL,                    -- what the bytes are; empty where nobody can tell
  preview      BLOB,                             -- a small JPEG of it, where one could be made
  stored_at_ms INTEGER NOT NULL
) STRICT;

-- The file of each message that has one.
CREATE TABLE media (
  row         INTEGER PRIMARY KEY,
  tenant_id   TEXT NOT NULL,
  id          TEXT NOT NULL UNIQUE,
  message_row INTEGER NOT NULL UNIQUE REFERENCES messages (row) ON DELETE CASCADE,
  state       TEXT NOT NULL,                     -- on_demand, waiting, here, failed
  reason      TEXT,                              -- why it is held back, or why it did not come
  told_sha256 TEXT,                              -- of what it holds, as its sender says
  sha256      TEXT REFERENCES blobs (sha256)     -- set exactly where it is here
) STRICT;
CREATE INDEX media_waiting ON media (told_sha256) WHERE state = 'waiting';
CREATE INDEX media_by_blob ON media (sha256) WHERE sha256 IS NOT NULL;

-- Files that were uploaded to be sent. A message that is sent with one has a row of its own in `media`.
CREATE TABLE uploads (
  id        TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  sha256    TEXT NOT NULL REFERENCES blobs (sha256),
  media     TEXT NOT NULL,                       -- JSON: what is known of it
  at_ms     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX uploads_by_age ON uploads (at_ms);
CREATE INDEX uploads_by_blob ON uploads (sha256);

-- The durable queue: what is to be done, not before when, and who is at it.
CREATE TABLE jobs (
  row            INTEGER PRIMARY KEY,
  tenant_id      TEXT NOT NULL,
  kind           TEXT NOT NULL,
  subject        TEXT NOT NULL,                  -- what it is about, by the kind's own id
  due_at_ms      INTEGER NOT NULL,
  attempts       INTEGER NOT NULL DEFAULT 0,
  taken_until_ms INTEGER NOT NULL DEFAULT 0,     -- nobody else takes it before
  UNIQUE (kind, subject)
) STRICT;
CREATE INDEX jobs_by_due ON jobs (kind, due_at_ms);

ALTER TABLE owner ADD COLUMN media_policy TEXT;  -- JSON; NULL is the usual one

-- Messages of earlier versions: their files are fetched when somebody asks.
INSERT INTO media (tenant_id, id, message_row, state, reason, told_sha256)
  SELECT tenant_id,
         lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a'
               || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
         row, 'on_demand', 'history', json_extract(content, '$.sha256')
  FROM messages WHERE json_extract(content, '$.kind') = 'media' AND raw IS NOT NULL;
