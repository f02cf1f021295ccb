-- Since when somebody waits for an answer: from the first message of theirs after the account's last one. Only chats of two.
ALTER TABLE chats ADD COLUMN waiting_since_ms INTEGER;
UPDATE chats SET waiting_since_ms = (
  SELECT m.place_ms FROM messages m
  WHERE m.row = chats.last_message_row AND m.from_me = 0
    AND json_extract(m.content, '$.kind') NOT IN ('system', 'call', 'deleted'))
WHERE kind = 'direct';

-- Whatever makes another message a chat's newest: an own one ends the waiting, another's begins it. What only tells of the
-- chat does neither, nor does an older one whose newer was taken away.
CREATE TRIGGER chat_waits AFTER UPDATE OF last_message_row ON chats
WHEN NEW.kind = 'direct' AND NEW.last_message_row IS NOT OLD.last_message_row BEGIN
  UPDATE chats SET waiting_since_ms = (
    SELECT CASE WHEN m.from_me THEN NULL
                WHEN json_extract(m.content, '$.kind') IN ('system', 'call', 'deleted') THEN NEW.waiting_since_ms
                WHEN OLD.last_message_row IS NOT NULL AND NOT EXISTS (
                       SELECT 1 FROM messages o WHERE o.row = OLD.last_message_row
                         AND (m.place_ms, m.row) > (o.place_ms, o.row)) THEN NEW.waiting_since_ms
                ELSE coalesce(NEW.waiting_since_ms, m.place_ms) END
    FROM messages m WHERE m.row = NEW.last_message_row)
  WHERE id = NEW.id;
END;
