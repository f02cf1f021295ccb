-- One tenant's conversations. Every table carries the tenant id, although the file is the tenant's own.
CREATE TABLE owner (
  tenant_id    TEXT PRIMARY KEY,
  event_number INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE chats (
  id                  TEXT PRIMARY KEY,
  tenant_id           TEXT NOT NULL,
  pn                  TEXT UNIQUE,
  lid                 TEXT UNIQUE,
  kind                TEXT NOT NULL,
  book_name           TEXT NOT NULL DEFAULT '',  -- from the phone's address book
  push_name           TEXT NOT NULL DEFAULT '',  -- what they call themselves
  search              TEXT NOT NULL DEFAULT '',
  unread              INTEGER NOT NULL DEFAULT 0,
  last_activity_at_ms INTEGER NOT NULL,
  last_message_row    INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX chats_by_activity ON chats (last_activity_at_ms DESC, id DESC);

CREATE TABLE messages (
  row        INTEGER PRIMARY KEY,                -- order of arrival; never leaves the process
  tenant_id  TEXT NOT NULL,
  chat_id    TEXT NOT NULL REFERENCES chats (id),
  id         TEXT NOT NULL,
  sender_key TEXT NOT NULL,                      -- "me", or the sender's first known address
  sender     TEXT NOT NULL,                      -- JSON of both addresses
  from_me    INTEGER NOT NULL,
  at_ms      INTEGER NOT NULL,
  content    TEXT NOT NULL,                      -- JSON
  status     TEXT NOT NULL,
  failure    TEXT,
  UNIQUE (chat_id, id, sender_key)
) STRICT;
CREATE INDEX messages_by_time ON messages (chat_id, at_ms DESC, row DESC);
CREATE INDEX messages_unread ON messages (chat_id, row) WHERE from_me = 0 AND status = 'delivered';

CREATE TABLE outbox (
  row             INTEGER PRIMARY KEY,           -- order of sending; never leaves the process
  tenant_id       TEXT NOT NULL,
  message_row     INTEGER NOT NULL UNIQUE REFERENCES messages (row),
  recipient       TEXT NOT NULL,
  text            TEXT NOT NULL,
  attempts        INTEGER NOT NULL DEFAULT 0,
  tried_at_ms     INTEGER,
  queued_at_ms    INTEGER NOT NULL
) STRICT;

CREATE TABLE idempotency_keys (
  key         TEXT PRIMARY KEY,
  tenant_id   TEXT NOT NULL,
  fingerprint BLOB NOT NULL,                     -- SHA-256 of recipient and text
  message_row INTEGER NOT NULL REFERENCES messages (row),
  at_ms       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (at_ms);

CREATE TABLE events (
  number    INTEGER PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  at_ms     INTEGER NOT NULL,
  body      TEXT NOT NULL                        -- JSON
) STRICT;
