-- Since when a delivery waits: what waits for too long fails, so that nothing keeps the log of events for ever.
ALTER TABLE webhook_deliveries ADD COLUMN waits_since_ms INTEGER NOT NULL DEFAULT 0;
UPDATE webhook_deliveries
  SET waits_since_ms = coalesce((SELECT at_ms FROM events WHERE number = event_number), 0) WHERE state = 'waiting';

-- Why one failed: tried_out, waited_too_long, webhook_disabled.
ALTER TABLE webhook_deliveries ADD COLUMN failure TEXT;
UPDATE webhook_deliveries
  SET failure = CASE WHEN attempts < 10 THEN 'webhook_disabled' ELSE 'tried_out' END WHERE state = 'failed';

-- What is about one chat is found by it.
CREATE INDEX webhook_by_lane ON webhook_deliveries (lane);
-- The one of each lane that has a time.
CREATE INDEX webhook_firsts ON webhook_deliveries (webhook_id, lane, event_number) WHERE next_at_ms IS NOT NULL;
-- What waits, was delivered or has failed.
CREATE INDEX webhook_states ON webhook_deliveries (webhook_id, state, event_number);

-- Files up to this size are sent along; the address of each is said anyway.
ALTER TABLE webhooks ADD COLUMN inline_media_bytes INTEGER NOT NULL DEFAULT 0;

-- The last attempt at its address, as a list of webhooks shows it: JSON as in the log, without the answer.
ALTER TABLE webhooks ADD COLUMN last_attempt TEXT;
UPDATE webhooks SET last_attempt =
  (SELECT json_set(a.value, '$.answer', '') FROM webhook_deliveries d, json_each(d.log) a
   WHERE d.webhook_id = webhooks.id ORDER BY a.value ->> '$.at' DESC LIMIT 1);
