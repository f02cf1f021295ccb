-- A text stays in the outbox until it was delivered, so that the next session can send it again under its id.
ALTER TABLE outbox ADD COLUMN sent_at_ms INTEGER;                  -- when WhatsApp took it; NULL while it waits
ALTER TABLE outbox ADD COLUMN resends    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox DROP COLUMN attempts;                           -- nobody asked
ALTER TABLE outbox DROP COLUMN tried_at_ms;
CREATE INDEX outbox_by_sending ON outbox (sent_at_ms);
