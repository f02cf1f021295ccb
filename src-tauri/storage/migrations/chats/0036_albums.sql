-- What has come of an album, for the line of its chat. The condition stands in `chats/albums` word for word. What opens
-- once is in none, and what was deleted says nothing any more.
CREATE INDEX messages_by_album ON messages (chat_id, json_extract(context, '$.album'), sender_key,
    json_extract(content, '$.caption') IS NOT NULL, place_ms, row, json_extract(content, '$.file'))
  WHERE is_shown = 1 AND json_extract(context, '$.album') IS NOT NULL
    AND json_extract(context, '$.is_view_once') IS NULL
    AND json_extract(content, '$.kind') = 'media' AND json_extract(content, '$.file') IN ('image', 'video', 'gif');

-- The head of an album is sent from here, too, and no message of anybody's: its parts count as failed, and it does not.
DROP TRIGGER figures_of_failure;
CREATE TRIGGER figures_of_failure AFTER UPDATE OF status, failure ON messages
WHEN NEW.from_me = 1 AND 'failed' IN (OLD.status, NEW.status)
 AND (OLD.status, OLD.failure) IS NOT (NEW.status, NEW.failure)
 AND json_extract(NEW.content, '$.kind') <> 'album'
BEGIN
  UPDATE figure_failures SET messages = messages - 1
  WHERE OLD.status = 'failed' AND account = (SELECT account FROM chats WHERE id = OLD.chat_id)
    AND hour = OLD.place_ms / 3600000 AND reason = json_extract(OLD.failure, '$') AND chat_id = OLD.chat_id;
  DELETE FROM figure_failures
  WHERE OLD.status = 'failed' AND account = (SELECT account FROM chats WHERE id = OLD.chat_id)
    AND hour = OLD.place_ms / 3600000 AND reason = json_extract(OLD.failure, '$') AND chat_id = OLD.chat_id
    AND messages <= 0;
  INSERT INTO figure_failures (account, hour, reason, chat_id, tenant_id, messages)
    SELECT c.account, NEW.place_ms / 3600000, json_extract(NEW.failure, '$'), c.id, NEW.tenant_id, 1
    FROM chats c WHERE c.id = NEW.chat_id AND NEW.status = 'failed' AND NEW.failure IS NOT NULL
      AND NEW.failure <> '"cancelled"'
    ON CONFLICT (account, hour, reason, chat_id) DO UPDATE SET messages = messages + 1;
END;
