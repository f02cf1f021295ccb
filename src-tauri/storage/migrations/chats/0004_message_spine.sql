-- Every kind of message with the protobuf that it came as, and what was said about it. Foreign keys are off while
-- this runs: both big tables are made anew.

-- Chats belong to the WhatsApp account that had them; a tenant may pair another phone.
CREATE TABLE accounts (
  account   INTEGER PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  pn        TEXT,
  lid       TEXT,                                -- both NULL: whoever pairs next, or had paired before this table was
  since_ms  INTEGER NOT NULL
) STRICT;
ALTER TABLE owner ADD COLUMN account INTEGER NOT NULL DEFAULT 1;       -- the account that is paired, or was last
ALTER TABLE owner ADD COLUMN events_from INTEGER NOT NULL DEFAULT 1;   -- the oldest event that is still here
INSERT INTO accounts (account, tenant_id, since_ms) SELECT 1, tenant_id, 0 FROM owner;

CREATE TABLE new_chats (
  id                  TEXT PRIMARY KEY,
  tenant_id           TEXT NOT NULL,
  account             INTEGER NOT NULL REFERENCES accounts (account),
  pn                  TEXT,
  lid                 TEXT,
  kind                TEXT NOT NULL,
  book_name           TEXT NOT NULL DEFAULT '',  -- from the phone's address book; a group's subject
  business_name       TEXT NOT NULL DEFAULT '',  -- verified by WhatsApp
  push_name           TEXT NOT NULL DEFAULT '',  -- what they call themselves
  search              TEXT NOT NULL DEFAULT '',
  is_listed           INTEGER NOT NULL DEFAULT 0, -- 0: only something about a message that is not here yet
  unread              INTEGER NOT NULL DEFAULT 0,
  is_marked_unread    INTEGER NOT NULL DEFAULT 0,
  is_archived         INTEGER NOT NULL DEFAULT 0,
  pinned_at_ms        INTEGER,
  muted_until_ms      INTEGER,
  disappears_after_s  INTEGER,
  description         TEXT NOT NULL DEFAULT '',
  counted_up_to_ms    INTEGER,                   -- up to where the phone's own count of unread messages was taken over
  last_activity_at_ms INTEGER NOT NULL,
  last_message_row    INTEGER,
  UNIQUE (account, pn),
  UNIQUE (account, lid)
) STRICT, WITHOUT ROWID;
INSERT INTO new_chats (id, tenant_id, account, pn, lid, kind, book_name, push_name, search, is_listed, unread,
                       last_activity_at_ms, last_message_row)
  SELECT id, tenant_id, 1, pn, lid, kind, book_name, push_name, search, 1, unread, last_activity_at_ms, last_message_row
  FROM chats;

CREATE TABLE new_messages (
  row           INTEGER PRIMARY KEY,             -- order of arrival; never leaves the process
  tenant_id     TEXT NOT NULL,
  chat_id       TEXT NOT NULL REFERENCES chats (id),
  id            TEXT NOT NULL,
  sender_key    TEXT NOT NULL,                   -- "me", or the sender's first known address
  sender_pn     TEXT,
  sender_lid    TEXT,
  from_me       INTEGER NOT NULL,
  at_ms         INTEGER,                         -- NULL where WhatsApp does not say
  place_ms      INTEGER NOT NULL,                -- where it stands in its chat
  is_shown      INTEGER NOT NULL,
  status        TEXT NOT NULL,
  failure       TEXT,
  client_key    TEXT,
  expires_at_ms INTEGER,
  projection    INTEGER NOT NULL,                -- the version of what follows; made anew from raw when it is older
  content       TEXT NOT NULL,                   -- JSON: what it says now
  context       TEXT,                            -- JSON; NULL where there is nothing of it
  marks         TEXT,                            -- JSON: what the marks add up to
  original      TEXT,                            -- JSON: what it said first, where it says something else now
  raw_format    TEXT,
  raw           BLOB,                            -- the protobuf, behind one byte that says how it is packed
  UNIQUE (chat_id, id, sender_key)
) STRICT;
INSERT INTO new_messages (row, tenant_id, chat_id, id, sender_key, sender_pn, sender_lid, from_me, at_ms, place_ms,
                          is_shown, status, failure, projection, content)
  SELECT row, tenant_id, chat_id, id, sender_key, json_extract(sender, '$.pn'), json_extract(sender, '$.lid'), from_me,
         at_ms, at_ms, 1, status, failure, 0, content
  FROM messages;

-- A fact about one message, whether or not that message is here.
CREATE TABLE marks (
  row            INTEGER PRIMARY KEY,
  tenant_id      TEXT NOT NULL,
  chat_id        TEXT NOT NULL REFERENCES chats (id),
  target_id      TEXT NOT NULL,
  target_from_me INTEGER NOT NULL,
  target_pn      TEXT,
  target_lid     TEXT,
  id             TEXT NOT NULL,
  kind           TEXT NOT NULL,
  by_pn          TEXT,
  by_lid         TEXT,
  from_me        INTEGER NOT NULL,
  at_ms          INTEGER NOT NULL,
  projection     INTEGER NOT NULL,
  says           TEXT NOT NULL,                  -- JSON
  raw_format     TEXT,
  raw            BLOB,
  UNIQUE (chat_id, target_id, id, kind)
) STRICT;
CREATE INDEX marks_sealed ON marks (row) WHERE kind = 'sealed';

-- Who of a group has a message, and who has read it.
CREATE TABLE receipts (
  message_row     INTEGER NOT NULL REFERENCES new_messages (row) ON DELETE CASCADE,
  reader          TEXT NOT NULL,                 -- the reader's first known address
  tenant_id       TEXT NOT NULL,
  pn              TEXT,
  lid             TEXT,
  delivered_at_ms INTEGER,
  read_at_ms      INTEGER,
  played_at_ms    INTEGER,
  PRIMARY KEY (message_row, reader)
) STRICT, WITHOUT ROWID;

CREATE TABLE participants (
  chat_id   TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  member    TEXT NOT NULL,                       -- the member's first known address
  tenant_id TEXT NOT NULL,
  pn        TEXT,
  lid       TEXT,
  role      TEXT NOT NULL,
  PRIMARY KEY (chat_id, member)
) STRICT, WITHOUT ROWID;

-- Messages that were read here and whose writers do not know it yet.
CREATE TABLE reads (
  message_row INTEGER PRIMARY KEY REFERENCES new_messages (row) ON DELETE CASCADE,
  tenant_id   TEXT NOT NULL
) STRICT;

CREATE TABLE new_outbox (
  row          INTEGER PRIMARY KEY,              -- order of sending within a chat; never leaves the process
  tenant_id    TEXT NOT NULL,
  chat_id      TEXT NOT NULL REFERENCES chats (id),
  message_row  INTEGER UNIQUE REFERENCES new_messages (row) ON DELETE CASCADE,
  mark_row     INTEGER UNIQUE REFERENCES marks (row) ON DELETE CASCADE,
  id           TEXT NOT NULL,                    -- under which it travels
  recipient    TEXT NOT NULL,
  is_typed     INTEGER NOT NULL,                 -- 1: a number as somebody typed it, that WhatsApp was not asked about
  state        TEXT NOT NULL,                    -- scheduled, waiting, sent, dead
  attempts     INTEGER NOT NULL DEFAULT 0,
  next_at_ms   INTEGER NOT NULL,                 -- not before
  queued_at_ms INTEGER NOT NULL,
  sent_at_ms   INTEGER,
  resends      INTEGER NOT NULL DEFAULT 0,
  CHECK ((message_row IS NULL) <> (mark_row IS NULL))
) STRICT;
INSERT INTO new_outbox (row, tenant_id, chat_id, message_row, id, recipient, is_typed, state, next_at_ms, queued_at_ms,
                        sent_at_ms, resends)
  SELECT o.row, o.tenant_id, m.chat_id, o.message_row, m.id, o.recipient, 0,
         CASE WHEN o.sent_at_ms IS NULL THEN 'waiting' ELSE 'sent' END, 0, o.queued_at_ms, o.sent_at_ms, o.resends
  FROM outbox o JOIN messages m ON m.row = o.message_row;

CREATE TABLE new_idempotency_keys (
  key         TEXT PRIMARY KEY,
  tenant_id   TEXT NOT NULL,
  fingerprint BLOB NOT NULL,                     -- SHA-256 of the draft
  message_row INTEGER REFERENCES new_messages (row) ON DELETE CASCADE,
  mark_row    INTEGER REFERENCES marks (row) ON DELETE CASCADE,
  at_ms       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO new_idempotency_keys (key, tenant_id, fingerprint, message_row, at_ms)
  SELECT key, tenant_id, fingerprint, message_row, at_ms FROM idempotency_keys;

-- Events point to what they are about: nothing that was deleted lives on in them. Readers of earlier ones begin anew.
DROP TABLE events;
UPDATE owner SET events_from = event_number + 1;
CREATE TABLE events (
  number      INTEGER PRIMARY KEY,
  tenant_id   TEXT NOT NULL,
  at_ms       INTEGER NOT NULL,
  kind        TEXT NOT NULL,
  chat_id     TEXT,
  message_row INTEGER,
  data        TEXT                               -- JSON of what stands nowhere else
) STRICT;
CREATE INDEX events_by_message ON events (message_row) WHERE message_row IS NOT NULL;

DROP TABLE outbox;
DROP TABLE idempotency_keys;
DROP TABLE messages;
DROP TABLE chats;
ALTER TABLE new_chats RENAME TO chats;
ALTER TABLE new_messages RENAME TO messages;
ALTER TABLE new_outbox RENAME TO outbox;
ALTER TABLE new_idempotency_keys RENAME TO idempotency_keys;

CREATE INDEX chats_by_activity ON chats (account, last_activity_at_ms DESC, id DESC) WHERE is_listed = 1;
CREATE INDEX messages_by_place ON messages (chat_id, place_ms DESC, row DESC) WHERE is_shown = 1;
CREATE INDEX messages_unread ON messages (chat_id, row) WHERE from_me = 0 AND status = 'delivered';
CREATE INDEX messages_own ON messages (id) WHERE sender_key = 'me';
CREATE INDEX messages_by_expiry ON messages (expires_at_ms) WHERE expires_at_ms IS NOT NULL;
CREATE INDEX messages_by_projection ON messages (projection, row);
CREATE INDEX outbox_by_lane ON outbox (chat_id, row) WHERE state = 'waiting';
CREATE INDEX outbox_by_state ON outbox (state, next_at_ms);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (at_ms);

ALTER TABLE names ADD COLUMN business_name TEXT NOT NULL DEFAULT '';
