-- When the tenant answers, and since when that holds: figures count by the hours that held.
CREATE TABLE business_hours (
  since_ms  INTEGER PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  hours     TEXT                                 -- JSON; NULL: none
) STRICT;

-- What is sent without anybody.
ALTER TABLE owner ADD COLUMN automatic_messages TEXT;   -- JSON; NULL: nothing
-- When a phone was paired last: its past comes within some hours of that. NULL: longer ago than this is kept.
ALTER TABLE owner ADD COLUMN paired_at_ms INTEGER;

-- The newest automatic message of each kind in a chat: decided with the message that it answers, and due until it lies in the
-- outbox. One that is due for longer than it may take is as good as none.
CREATE TABLE automatic_answers (
  chat_id       TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  kind          TEXT NOT NULL,                   -- away, greeting
  tenant_id     TEXT NOT NULL,
  decided_at_ms INTEGER NOT NULL,
  is_due        INTEGER NOT NULL,
  PRIMARY KEY (chat_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX automatic_answers_due ON automatic_answers (decided_at_ms) WHERE is_due = 1;

-- Whether a message was sent without anybody: then it is no answer, and who waits goes on waiting.
ALTER TABLE messages ADD COLUMN is_automatic INTEGER NOT NULL DEFAULT 0;

DROP TRIGGER chat_waits;
CREATE TRIGGER chat_waits AFTER UPDATE OF last_message_row ON chats
WHEN NEW.kind = 'direct' AND NEW.last_message_row IS NOT OLD.last_message_row BEGIN
  UPDATE chats SET waiting_since_ms = (
    SELECT CASE WHEN m.is_automatic THEN NEW.waiting_since_ms
                WHEN m.from_me THEN NULL
                WHEN json_extract(m.content, '$.kind') IN ('system', 'call', 'deleted') THEN NEW.waiting_since_ms
                WHEN OLD.last_message_row IS NOT NULL AND NOT EXISTS (
                       SELECT 1 FROM messages o WHERE o.row = OLD.last_message_row
                         AND (m.place_ms, m.row) > (o.place_ms, o.row)) THEN NEW.waiting_since_ms
                ELSE coalesce(NEW.waiting_since_ms, m.place_ms) END
    FROM messages m WHERE m.row = NEW.last_message_row)
  WHERE id = NEW.id;
END;

DROP TRIGGER figures_of_new_answer;
CREATE TRIGGER figures_of_new_answer AFTER INSERT ON messages
WHEN NEW.from_me = 1 AND NEW.is_automatic = 0 AND NEW.status IN ('sent', 'delivered', 'read', 'played')
 AND json_extract(NEW.content, '$.kind') NOT IN ('album', 'system', 'call')
BEGIN
  INSERT INTO figure_answering (row, tenant_id, chat_id, place_ms) VALUES (NEW.row, NEW.tenant_id, NEW.chat_id, NEW.place_ms);
END;
DROP TRIGGER figures_of_answer;
CREATE TRIGGER figures_of_answer AFTER UPDATE OF status ON messages
WHEN NEW.from_me = 1 AND NEW.is_automatic = 0 AND NEW.status IN ('sent', 'delivered', 'read', 'played')
 AND OLD.status NOT IN ('sent', 'delivered', 'read', 'played')
 AND json_extract(NEW.content, '$.kind') NOT IN ('album', 'system', 'call')
BEGIN
  INSERT INTO figure_answering (row, tenant_id, chat_id, place_ms) VALUES (NEW.row, NEW.tenant_id, NEW.chat_id, NEW.place_ms);
END;
