-- Where the tenant's events are sent.
CREATE TABLE webhooks (
  id                  TEXT PRIMARY KEY,
  tenant_id           TEXT NOT NULL,
  url                 TEXT NOT NULL,
  events              TEXT NOT NULL,             -- JSON: names; none is all
  headers             TEXT NOT NULL,             -- JSON: [[name, value]]
  secret              TEXT NOT NULL,
  old_secret          TEXT,                      -- holds beside the other until then
  old_secret_until_ms INTEGER,
  state               TEXT NOT NULL,             -- active, paused, disabled
  disabled_reason     TEXT,
  state_since_ms      INTEGER NOT NULL,
  failing_since_ms    INTEGER,                   -- NULL: the last attempt succeeded
  position            INTEGER NOT NULL,          -- the last event of which deliveries were made
  created_at_ms       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One event for one webhook. It points to the event, so that nothing that was deleted lives on in it.
CREATE TABLE webhook_deliveries (
  id            TEXT PRIMARY KEY,
  tenant_id     TEXT NOT NULL,
  webhook_id    TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  event_number  INTEGER NOT NULL,
  event_name    TEXT NOT NULL,
  lane          TEXT NOT NULL,                   -- the chat, in which order holds; '' for what is about none
  state         TEXT NOT NULL,                   -- waiting, delivered, failed
  attempts      INTEGER NOT NULL DEFAULT 0,
  next_at_ms    INTEGER,                         -- of the first that waits in its lane; NULL for those behind it
  ended_at_ms   INTEGER,
  log           TEXT NOT NULL DEFAULT '[]',      -- JSON: the last attempts
  UNIQUE (webhook_id, event_number)
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_lanes ON webhook_deliveries (webhook_id, lane, event_number) WHERE state = 'waiting';
CREATE INDEX webhook_due ON webhook_deliveries (webhook_id, next_at_ms, event_number) WHERE next_at_ms IS NOT NULL;
CREATE INDEX webhook_waiting ON webhook_deliveries (event_number) WHERE state = 'waiting';
