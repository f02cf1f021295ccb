-- People of a file, on their way into the phone's address book.
CREATE TABLE contact_imports (
  id           TEXT PRIMARY KEY,
  tenant_id    TEXT NOT NULL,
  account      INTEGER NOT NULL REFERENCES accounts (account),
  read_at_ms   INTEGER NOT NULL,
  begun_at_ms  INTEGER                           -- NULL: somebody looks at it, nothing is saved
) STRICT, WITHOUT ROWID;
CREATE TABLE imported_contacts (
  import_id TEXT NOT NULL REFERENCES contact_imports (id) ON DELETE CASCADE,
  place     INTEGER NOT NULL,                    -- as they stand in the file
  tenant_id TEXT NOT NULL,
  line      INTEGER NOT NULL,                    -- where they begin in the file, from 1
  name      TEXT NOT NULL,
  typed     TEXT NOT NULL,
  digits    TEXT,                                -- NULL: it is no number
  was       TEXT NOT NULL,                       -- what the address book calls them now; empty: it does not have them
  state     TEXT NOT NULL,                       -- new, changed, same, refused; telling, saved, failed
  reason    TEXT,                                -- why it is refused, or has failed
  pn        TEXT,                                -- under which address WhatsApp knows them, once that is known
  PRIMARY KEY (import_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX imported_contacts_by_state ON imported_contacts (import_id, state, place);
CREATE INDEX imported_contacts_being_told ON imported_contacts (pn) WHERE state = 'telling';
