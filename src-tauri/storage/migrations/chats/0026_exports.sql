-- All data of the tenant in one archive, at their wish. An archive is no file: it is read of these rows, of the sealed
-- files that were made for it, and of messages' own files, as they lie.
CREATE TABLE exports (
  id            TEXT PRIMARY KEY,
  tenant_id     TEXT NOT NULL,
  state         TEXT NOT NULL,
  failure       TEXT,
  has_media     INTEGER NOT NULL,
  language      TEXT NOT NULL,
  asked_at_ms   INTEGER NOT NULL,
  ended_at_ms   INTEGER,                         -- NULL: it is being made
  kept_until_ms INTEGER,
  size_bytes    INTEGER,                         -- of the archive, once it is there
  messages      INTEGER NOT NULL DEFAULT 0,
  all_messages  INTEGER NOT NULL,
  files         INTEGER NOT NULL DEFAULT 0,
  all_files     INTEGER NOT NULL,
  place         TEXT NOT NULL,                   -- JSON: what is to be put in next
  begins_anew   INTEGER NOT NULL DEFAULT 0       -- 1: what is in it says something that holds no longer
) STRICT, WITHOUT ROWID;

-- What stands in an archive, in its order.
CREATE TABLE export_entries (
  export_id   TEXT NOT NULL REFERENCES exports (id) ON DELETE CASCADE,
  starts_at   INTEGER NOT NULL,                  -- where its header begins in the archive, in bytes
  data_at     INTEGER NOT NULL,                  -- where what it holds begins
  path        TEXT NOT NULL,                     -- empty: the archive's own list of what is in it
  blob        TEXT NOT NULL,                     -- where it lies
  blob_bytes  INTEGER NOT NULL,
  is_packed   INTEGER NOT NULL,                  -- 1: deflated
  size_bytes  INTEGER NOT NULL,                  -- as it is unpacked
  crc32       INTEGER NOT NULL,
  sha256      TEXT NOT NULL,                     -- of it as it is unpacked
  at_ms       INTEGER NOT NULL,
  PRIMARY KEY (export_id, starts_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX export_entries_by_blob ON export_entries (blob);

-- How files of messages that are in an archive are called in there: each stands there once.
CREATE TABLE export_files (
  export_id TEXT NOT NULL REFERENCES exports (id) ON DELETE CASCADE,
  sha256    TEXT NOT NULL,
  path      TEXT NOT NULL,
  PRIMARY KEY (export_id, sha256)
) STRICT, WITHOUT ROWID;
