-- Each page that a message touches is sealed and written anew: an index has to be worth that.
DROP INDEX events_by_message;                    -- asked only when two messages prove to be one
DROP INDEX outbox_by_lane;                       -- what waits is found by its state

-- The outbox without an entry for the mark that a message is not, and the message that a mark is not.
CREATE TABLE new_outbox (
  row          INTEGER PRIMARY KEY,              -- order of sending within a chat; never leaves the process
  tenant_id    TEXT NOT NULL,
  chat_id      TEXT NOT NULL REFERENCES chats (id),
  message_row  INTEGER REFERENCES messages (row) ON DELETE CASCADE,
  mark_row     INTEGER REFERENCES marks (row) ON DELETE CASCADE,
  id           TEXT NOT NULL,                    -- under which it travels
  recipient    TEXT NOT NULL,
  is_typed     INTEGER NOT NULL,                 -- 1: a number as somebody typed it, that WhatsApp was not asked about
  state        TEXT NOT NULL,                    -- scheduled, waiting, sent, dead
  attempts     INTEGER NOT NULL DEFAULT 0,
  next_at_ms   INTEGER NOT NULL,                 -- not before; of what is sent, when it needs no second sending
  queued_at_ms INTEGER NOT NULL,
  sent_at_ms   INTEGER,
  resends      INTEGER NOT NULL DEFAULT 0,
  CHECK ((message_row IS NULL) <> (mark_row IS NULL))
) STRICT;
INSERT INTO new_outbox (row, tenant_id, chat_id, message_row, mark_row, id, recipient, is_typed, state, attempts, next_at_ms,
                        queued_at_ms, sent_at_ms, resends)
  SELECT row, tenant_id, chat_id, message_row, mark_row, id, recipient, is_typed, state, attempts, next_at_ms, queued_at_ms,
         sent_at_ms, resends
  FROM outbox;
DROP TABLE outbox;
ALTER TABLE new_outbox RENAME TO outbox;
CREATE UNIQUE INDEX outbox_by_message ON outbox (message_row) WHERE message_row IS NOT NULL;
CREATE UNIQUE INDEX outbox_by_mark ON outbox (mark_row) WHERE mark_row IS NOT NULL;
CREATE INDEX outbox_by_state ON outbox (state, next_at_ms);
