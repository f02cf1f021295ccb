-- While a piece of the phone's past is stored: the last row before it. What stands behind it is counted together at the end
-- of the same transaction (`chats/figures/together`), for counting one by one took as long as storing. NULL otherwise.
ALTER TABLE owner ADD COLUMN counted_up_to INTEGER;

DROP TRIGGER figures_of_new_message;
DROP TRIGGER figures_of_question;
DROP TRIGGER figures_of_new_answer;
CREATE TRIGGER figures_of_new AFTER INSERT ON messages
WHEN (SELECT counted_up_to FROM owner) IS NULL
 AND (NEW.from_me = 0 OR NEW.status IN ('sent', 'delivered', 'read', 'played'))
 AND json_extract(NEW.content, '$.kind') NOT IN ('album', 'system', 'call')
BEGIN
  INSERT INTO figure_changes (tenant_id, chat_id, place_ms, received, sent, delivered, read)
    VALUES (NEW.tenant_id, NEW.chat_id, NEW.place_ms, NEW.from_me = 0, NEW.from_me,
            NEW.from_me AND NEW.status IN ('delivered', 'read', 'played'),
            NEW.from_me AND NEW.status IN ('read', 'played'));
  UPDATE chats SET asked_at_ms = NEW.place_ms
  WHERE NEW.from_me = 0
    AND id = NEW.chat_id AND kind = 'direct' AND NEW.place_ms >= ifnull(answered_at_ms, NEW.place_ms)
    AND ifnull(asked_at_ms > NEW.place_ms, 1);
  INSERT INTO figure_answering (row, tenant_id, chat_id, place_ms)
    SELECT NEW.row, NEW.tenant_id, NEW.chat_id, NEW.place_ms WHERE NEW.from_me = 1 AND NEW.is_automatic = 0;
END;

DROP TRIGGER figures_of_status;
CREATE TRIGGER figures_of_status AFTER UPDATE OF status ON messages
WHEN NEW.from_me = 1 AND NEW.status <> OLD.status AND NEW.status IN ('sent', 'delivered', 'read', 'played')
 AND NEW.row <= ifnull((SELECT counted_up_to FROM owner), NEW.row)
 AND json_extract(NEW.content, '$.kind') NOT IN ('album', 'system', 'call')
BEGIN
  INSERT INTO figure_changes (tenant_id, chat_id, place_ms, received, sent, delivered, read)
    VALUES (NEW.tenant_id, NEW.chat_id, NEW.place_ms, 0, OLD.status NOT IN ('sent', 'delivered', 'read', 'played'),
            (NEW.status IN ('delivered', 'read', 'played')) - (OLD.status IN ('delivered', 'read', 'played')),
            (NEW.status IN ('read', 'played')) - (OLD.status IN ('read', 'played')));
END;

DROP TRIGGER figures_of_content;
CREATE TRIGGER figures_of_content AFTER UPDATE OF content ON messages
WHEN (NEW.from_me = 0 OR NEW.status IN ('sent', 'delivered', 'read', 'played'))
 AND NEW.row <= ifnull((SELECT counted_up_to FROM owner), NEW.row)
 AND (json_extract(NEW.content, '$.kind') IN ('album', 'system', 'call'))
     <> (json_extract(OLD.content, '$.kind') IN ('album', 'system', 'call'))
 AND 'deleted' NOT IN (json_extract(NEW.content, '$.kind'), json_extract(OLD.content, '$.kind'))
BEGIN
  INSERT INTO figure_changes (tenant_id, chat_id, place_ms, received, sent, delivered, read)
    SELECT NEW.tenant_id, NEW.chat_id, NEW.place_ms, by * (NEW.from_me = 0), by * NEW.from_me,
           by * (NEW.from_me AND NEW.status IN ('delivered', 'read', 'played')),
           by * (NEW.from_me AND NEW.status IN ('read', 'played'))
    FROM (SELECT iif(json_extract(NEW.content, '$.kind') IN ('album', 'system', 'call'), -1, 1) AS by);
END;
