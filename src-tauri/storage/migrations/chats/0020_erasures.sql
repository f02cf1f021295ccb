-- People of whom everything was erased at their wish: what is left to do, and a proof that says of nobody who they were.
CREATE TABLE erasures (
  id          TEXT PRIMARY KEY,
  tenant_id   TEXT NOT NULL,
  party_hash  TEXT NOT NULL,                     -- HMAC of their address under the tenant's key
  asked_at_ms INTEGER NOT NULL,
  erased_at_ms INTEGER,                          -- NULL: it goes on
  whose       TEXT,                              -- JSON: who; NULL as soon as no row names them any more
  walked_to   INTEGER NOT NULL DEFAULT 0,        -- messages up to this row were looked at
  walk_end    INTEGER NOT NULL,                  -- the newest row when it was asked for
  counts      TEXT NOT NULL                      -- JSON
) STRICT, WITHOUT ROWID;
