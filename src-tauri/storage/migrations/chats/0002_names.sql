-- Names by address: a name may come long before the first message, and opens no conversation.
CREATE TABLE names (
  address   TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  book_name TEXT NOT NULL DEFAULT '',            -- from the phone's address book
  push_name TEXT NOT NULL DEFAULT ''             -- what they call themselves
) STRICT, WITHOUT ROWID;

-- Receipts name a message by its id, under whichever address the other side goes by just then.
CREATE INDEX messages_own ON messages (id) WHERE sender_key = 'me';
CREATE INDEX idempotency_keys_by_message ON idempotency_keys (message_row);
