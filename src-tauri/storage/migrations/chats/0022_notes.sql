-- The people of the tenant who answer, as they called themselves.
CREATE TABLE attendants (
  id        TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  name      TEXT NOT NULL,
  folded    TEXT NOT NULL UNIQUE                 -- the name without accents and case
) STRICT, WITHOUT ROWID;

-- Who answers by which login or key.
CREATE TABLE attendant_credentials (
  credential TEXT PRIMARY KEY,                   -- a word for it that is no secret
  tenant_id  TEXT NOT NULL,
  attendant  TEXT NOT NULL REFERENCES attendants (id) ON DELETE CASCADE,
  said_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attendant_credentials_by_attendant ON attendant_credentials (attendant);

-- Who sees to a chat.
ALTER TABLE chats ADD COLUMN assignee TEXT REFERENCES attendants (id) ON DELETE SET NULL;
CREATE INDEX chats_by_assignee ON chats (assignee) WHERE assignee IS NOT NULL;

-- What was written down about a chat; it never leaves.
CREATE TABLE notes (
  id              TEXT PRIMARY KEY,
  tenant_id       TEXT NOT NULL,
  chat_id         TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  text            TEXT NOT NULL,
  author          TEXT,                          -- an attendant, who may be gone; NULL: nobody gave a name
  author_name     TEXT,
  written_at_ms   INTEGER NOT NULL,
  changed_by      TEXT,
  changed_by_name TEXT,
  changed_at_ms   INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX notes_by_chat ON notes (chat_id, id);
