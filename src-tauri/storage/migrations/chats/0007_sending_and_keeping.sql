-- What may have left cannot be taken back as if it never was: it is written down before anything goes to the wire.
ALTER TABLE outbox ADD COLUMN may_have_left INTEGER NOT NULL DEFAULT 0;

-- Of what an earlier version tried nobody knows, except where WhatsApp refused it or it waits for its hour.
UPDATE outbox SET may_have_left = 1
WHERE state IN ('waiting', 'sent')
   OR (state = 'dead' AND EXISTS (SELECT 1 FROM messages m WHERE m.row = outbox.message_row
                                  AND m.failure IN ('"no_answer"', '"logged_out"')));
