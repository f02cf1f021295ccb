-- Pieces of the phone's past that came and are not stored message by message yet, in the order in which they are to be.
CREATE TABLE history_blobs (
  number     INTEGER PRIMARY KEY,
  sync_type  INTEGER NOT NULL,                   -- WhatsApp's HistorySyncType
  progress   INTEGER,                            -- 0 to 100, where the phone said it
  compressed BLOB NOT NULL                       -- WhatsApp's HistorySync, deflated
) STRICT;

-- Messages in which the phone said that a piece lies ready, until it has come.
CREATE TABLE history_notices (
  id    TEXT PRIMARY KEY,
  phone TEXT NOT NULL,                           -- the address of the device that wrote it
  asked INTEGER NOT NULL DEFAULT 0               -- how often the phone was asked for it again
) STRICT, WITHOUT ROWID;
