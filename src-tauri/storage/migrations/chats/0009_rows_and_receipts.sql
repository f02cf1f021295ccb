-- The number of a row that is gone is given to no other one: who still holds it must not find something else under it.
ALTER TABLE owner ADD COLUMN last_row INTEGER NOT NULL DEFAULT 0;
UPDATE owner SET last_row = (
  SELECT max(last) FROM (SELECT coalesce(max(row), 0) AS last FROM messages UNION ALL SELECT coalesce(max(row), 0) FROM marks
                         UNION ALL SELECT coalesce(max(row), 0) FROM outbox UNION ALL SELECT coalesce(max(row), 0) FROM jobs
                         UNION ALL SELECT coalesce(max(row), 0) FROM changes));

-- What was said of messages before they were here: who got and read one that was written on the phone, and what was
-- read there. It waits for them.
CREATE TABLE early_receipts (
  row         INTEGER PRIMARY KEY,
  tenant_id   TEXT NOT NULL,
  message_id  TEXT NOT NULL,
  chat_pn     TEXT,
  chat_lid    TEXT,
  reader_pn   TEXT,                              -- without either: the account itself read it, on another device
  reader_lid  TEXT,
  status      TEXT NOT NULL,
  at_ms       INTEGER NOT NULL
) STRICT;
CREATE INDEX early_receipts_by_message ON early_receipts (message_id);

-- A receipt of a mark of ours ends its stay in the outbox.
CREATE INDEX marks_own ON marks (id) WHERE from_me = 1;

-- Up to where others wrote, and we on other devices: what waited here meanwhile comes after that on WhatsApp.
ALTER TABLE chats ADD COLUMN arrived_up_to_ms INTEGER NOT NULL DEFAULT 0;
