-- What WhatsApp knows about the account's past, people and chats.

ALTER TABLE owner ADD COLUMN history_days INTEGER;                       -- older messages of the past are not kept; NULL: all are
ALTER TABLE owner ADD COLUMN history_messages INTEGER NOT NULL DEFAULT 0; -- of the past, kept since the phone was paired
ALTER TABLE owner ADD COLUMN history_percent INTEGER;                    -- how much of it has come; NULL: nothing was told

-- What was changed here and WhatsApp does not know yet: the last word on each thing.
CREATE TABLE changes (
  row        INTEGER PRIMARY KEY,
  tenant_id  TEXT NOT NULL,
  account    INTEGER NOT NULL REFERENCES accounts (account),
  about      TEXT NOT NULL,
  says       TEXT NOT NULL,                      -- JSON
  attempts   INTEGER NOT NULL DEFAULT 0,
  next_at_ms INTEGER NOT NULL DEFAULT 0,         -- not before
  UNIQUE (account, about)
) STRICT;

-- Whom the account blocks.
CREATE TABLE blocked (
  account   INTEGER NOT NULL REFERENCES accounts (account),
  party     TEXT NOT NULL,                       -- the party's first known address
  tenant_id TEXT NOT NULL,
  pn        TEXT,
  lid       TEXT,
  PRIMARY KEY (account, party)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocked_by_pn ON blocked (account, pn);
CREATE INDEX blocked_by_lid ON blocked (account, lid);

-- Labels, and the chats that have them: which chat has one may be told before the label itself.
CREATE TABLE labels (
  account   INTEGER NOT NULL REFERENCES accounts (account),
  id        TEXT NOT NULL,
  tenant_id TEXT NOT NULL,
  name      TEXT NOT NULL,
  color     INTEGER NOT NULL,
  PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE chat_labels (
  chat_id   TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  label     TEXT NOT NULL,
  tenant_id TEXT NOT NULL,
  PRIMARY KEY (chat_id, label)
) STRICT, WITHOUT ROWID;

-- What is known of a group beside its name and its members.
ALTER TABLE chats ADD COLUMN is_announcement INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chats ADD COLUMN is_locked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chats ADD COLUMN needs_approval INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chats ADD COLUMN community TEXT;                             -- the address of the one that it belongs to
