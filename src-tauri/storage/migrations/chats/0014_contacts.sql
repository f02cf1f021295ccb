-- People in the order in which they are shown: a page of many thousands is read where it lies.
CREATE TABLE contacts (
  account       INTEGER NOT NULL REFERENCES accounts (account),
  letter        INTEGER NOT NULL,                -- 0 to 25: A to Z; 26: behind them
  sort          TEXT NOT NULL,                   -- the name without accents and case, or the number
  id            TEXT NOT NULL UNIQUE,
  tenant_id     TEXT NOT NULL,
  pn            TEXT,
  lid           TEXT,
  book_name     TEXT NOT NULL,                   -- from the phone's address book; empty: it does not have them
  business_name TEXT NOT NULL,
  push_name     TEXT NOT NULL,
  search        TEXT NOT NULL,
  PRIMARY KEY (account, letter, sort, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX contacts_by_pn ON contacts (account, pn);
CREATE INDEX contacts_by_lid ON contacts (account, lid);
CREATE INDEX contacts_by_letter ON contacts (account, letter);

-- Numbers that WhatsApp is asked about, one after another.
CREATE TABLE number_checks (
  id        TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  at_ms     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE checked_numbers (
  check_id  TEXT NOT NULL REFERENCES number_checks (id) ON DELETE CASCADE,
  place     INTEGER NOT NULL,                    -- as they were pasted
  tenant_id TEXT NOT NULL,
  typed     TEXT NOT NULL,
  digits    TEXT,                                -- NULL: it is no number
  state     TEXT NOT NULL,                       -- waiting, exists, absent, invalid, repeated, unanswered
  pn        TEXT,
  lid       TEXT,
  PRIMARY KEY (check_id, place)
) STRICT, WITHOUT ROWID;
