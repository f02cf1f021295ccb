-- What happened in each hour, kept in the transaction of the fact: nobody counts messages to show figures. An hour is a
-- moment of UTC in milliseconds, divided by 3,600,000. A message counts in the hour in which its chat shows it. No row here
-- goes with its chat or its messages.
CREATE TABLE figure_hours (
  account     INTEGER NOT NULL REFERENCES accounts (account),
  hour        INTEGER NOT NULL,
  tenant_id   TEXT NOT NULL,
  received    INTEGER NOT NULL,
  sent        INTEGER NOT NULL,                  -- taken by WhatsApp, or written on another device
  sent_direct INTEGER NOT NULL,                  -- of these, in chats of two; what follows is of them
  delivered   INTEGER NOT NULL,
  read        INTEGER NOT NULL,
  PRIMARY KEY (account, hour)
) STRICT, WITHOUT ROWID;

-- Which chats had a message in an hour. The first hour of a chat of two is when its contact was new.
CREATE TABLE figure_chats (
  account   INTEGER NOT NULL REFERENCES accounts (account),
  hour      INTEGER NOT NULL,
  chat_id   TEXT NOT NULL,                       -- also of a chat that is gone
  tenant_id TEXT NOT NULL,
  is_direct INTEGER NOT NULL,
  PRIMARY KEY (account, hour, chat_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX figure_chats_by_chat ON figure_chats (chat_id, hour);

-- How long somebody waited in a chat of two: from their first message after the account's last one to its next one.
CREATE TABLE figure_answers (
  chat_id        TEXT NOT NULL,
  asked_at_ms    INTEGER NOT NULL,
  account        INTEGER NOT NULL REFERENCES accounts (account),
  answered_at_ms INTEGER NOT NULL,
  tenant_id      TEXT NOT NULL,
  PRIMARY KEY (chat_id, asked_at_ms, answered_at_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX figure_answers_by_moment ON figure_answers (account, answered_at_ms, asked_at_ms);

-- Whose message has no answer yet that left, and up to where the account has answered. Only chats of two.
ALTER TABLE chats ADD COLUMN asked_at_ms INTEGER;
ALTER TABLE chats ADD COLUMN answered_at_ms INTEGER;

-- Own messages that did not leave, by the hour in which they were written.
CREATE TABLE figure_failures (
  account   INTEGER NOT NULL REFERENCES accounts (account),
  hour      INTEGER NOT NULL,
  reason    TEXT NOT NULL,
  chat_id   TEXT NOT NULL,
  tenant_id TEXT NOT NULL,
  messages  INTEGER NOT NULL,
  PRIMARY KEY (account, hour, reason, chat_id)
) STRICT, WITHOUT ROWID;

-- Whether the session was connected, from one change to the next. The last one goes on.
CREATE TABLE figure_connection (
  since_ms  INTEGER PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  state     TEXT NOT NULL,                       -- connected, cut_off, unwanted
  until_ms  INTEGER NOT NULL                     -- the last sign of life, where nothing follows
) STRICT;

-- By how much figures change because of a message: the one place that counts. What is inserted here is added up.
CREATE VIEW figure_changes AS
  SELECT '' AS tenant_id, '' AS chat_id, 0 AS place_ms, 0 AS received, 0 AS sent, 0 AS delivered, 0 AS read WHERE 0;
CREATE TRIGGER figures_change INSTEAD OF INSERT ON figure_changes BEGIN
  INSERT INTO figure_hours (account, hour, tenant_id, received, sent, sent_direct, delivered, read)
    SELECT c.account, NEW.place_ms / 3600000, NEW.tenant_id, NEW.received, NEW.sent, (c.kind = 'direct') * NEW.sent,
           (c.kind = 'direct') * NEW.delivered, (c.kind = 'direct') * NEW.read
    FROM chats c WHERE c.id = NEW.chat_id AND c.kind IN ('direct', 'group', 'community')
    ON CONFLICT (account, hour) DO UPDATE SET
      received = received + excluded.received, sent = sent + excluded.sent,
      sent_direct = sent_direct + excluded.sent_direct, delivered = delivered + excluded.delivered,
      read = read + excluded.read;
  INSERT INTO figure_chats (account, hour, chat_id, tenant_id, is_direct)
    SELECT c.account, NEW.place_ms / 3600000, c.id, NEW.tenant_id, c.kind = 'direct'
    FROM chats c WHERE c.id = NEW.chat_id AND c.kind IN ('direct', 'group', 'community') AND NEW.received + NEW.sent > 0
    ON CONFLICT DO NOTHING;
END;

-- A message is here that somebody wrote, or that left elsewhere.
CREATE TRIGGER figures_of_new_message AFTER INSERT ON messages
WHEN (NEW.from_me = 0 OR NEW.status IN ('sent', 'delivered', 'read', 'played'))
 AND json_extract(NEW.content, '$.kind') NOT IN ('album', 'system', 'call')
BEGIN
  INSERT INTO figure_changes (tenant_id, chat_id, place_ms, received, sent, delivered, read)
    VALUES (NEW.tenant_id, NEW.chat_id, NEW.place_ms, NEW.from_me = 0, NEW.from_me,
            NEW.from_me AND NEW.status IN ('delivered', 'read', 'played'),
            NEW.from_me AND NEW.status IN ('read', 'played'));
END;

-- An own message came further.
CREATE TRIGGER figures_of_status AFTER UPDATE OF status ON messages
WHEN NEW.from_me = 1 AND NEW.status <> OLD.status AND NEW.status IN ('sent', 'delivered', 'read', 'played')
 AND json_extract(NEW.content, '$.kind') NOT IN ('album', 'system', 'call')
BEGIN
  INSERT INTO figure_changes (tenant_id, chat_id, place_ms, received, sent, delivered, read)
    VALUES (NEW.tenant_id, NEW.chat_id, NEW.place_ms, 0, OLD.status NOT IN ('sent', 'delivered', 'read', 'played'),
            (NEW.status IN ('delivered', 'read', 'played')) - (OLD.status IN ('delivered', 'read', 'played')),
            (NEW.status IN ('read', 'played')) - (OLD.status IN ('read', 'played')));
END;

-- What could not be read turns out to be no message, or to be one after all. What is deleted stays counted.
CREATE TRIGGER figures_of_content AFTER UPDATE OF content ON messages
WHEN (NEW.from_me = 0 OR NEW.status IN ('sent', 'delivered', 'read', 'played'))
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

-- Somebody asks. What stands before an own message that left is for `chats/figures/answers` to see.
CREATE TRIGGER figures_of_question AFTER INSERT ON messages
WHEN NEW.from_me = 0 AND json_extract(NEW.content, '$.kind') NOT IN ('album', 'system', 'call')
BEGIN
  UPDATE chats SET asked_at_ms = NEW.place_ms
  WHERE id = NEW.chat_id AND kind = 'direct' AND NEW.place_ms >= ifnull(answered_at_ms, NEW.place_ms)
    AND ifnull(asked_at_ms > NEW.place_ms, 1);
END;

-- And is answered: by a message that left, here or on another device.
CREATE VIEW figure_answering AS SELECT 0 AS row, '' AS tenant_id, '' AS chat_id, 0 AS place_ms WHERE 0;
CREATE TRIGGER figures_answer INSTEAD OF INSERT ON figure_answering BEGIN
  INSERT INTO figure_answers (chat_id, asked_at_ms, account, answered_at_ms, tenant_id)
    SELECT c.id, c.asked_at_ms, c.account,
           -- What waited here was no answer before it left.
           max(NEW.place_ms, ifnull((SELECT o.sent_at_ms FROM outbox o WHERE o.message_row = NEW.row), 0)), NEW.tenant_id
    FROM chats c WHERE c.id = NEW.chat_id AND c.kind = 'direct' AND c.asked_at_ms <= NEW.place_ms
      AND NEW.place_ms >= ifnull(c.answered_at_ms, NEW.place_ms)
    ON CONFLICT DO NOTHING;
  UPDATE chats SET
    answered_at_ms = NEW.place_ms,
    asked_at_ms = iif(asked_at_ms > NEW.place_ms, asked_at_ms,
      (SELECT m.place_ms FROM messages m
       WHERE m.chat_id = NEW.chat_id AND m.is_shown = 1 AND (m.place_ms, m.row) > (NEW.place_ms, NEW.row) AND m.from_me = 0
         AND json_extract(m.content, '$.kind') NOT IN ('album', 'system', 'call')
       ORDER BY m.place_ms, m.row LIMIT 1))
  WHERE id = NEW.chat_id AND kind = 'direct' AND NEW.place_ms >= ifnull(answered_at_ms, NEW.place_ms);
END;
CREATE TRIGGER figures_of_new_answer AFTER INSERT ON messages
WHEN NEW.from_me = 1 AND NEW.status IN ('sent', 'delivered', 'read', 'played')
 AND json_extract(NEW.content, '$.kind') NOT IN ('album', 'system', 'call')
BEGIN
  INSERT INTO figure_answering (row, tenant_id, chat_id, place_ms) VALUES (NEW.row, NEW.tenant_id, NEW.chat_id, NEW.place_ms);
END;
CREATE TRIGGER figures_of_answer AFTER UPDATE OF status ON messages
WHEN NEW.from_me = 1 AND NEW.status IN ('sent', 'delivered', 'read', 'played')
 AND OLD.status NOT IN ('sent', 'delivered', 'read', 'played')
 AND json_extract(NEW.content, '$.kind') NOT IN ('album', 'system', 'call')
BEGIN
  INSERT INTO figure_answering (row, tenant_id, chat_id, place_ms) VALUES (NEW.row, NEW.tenant_id, NEW.chat_id, NEW.place_ms);
END;

-- A message does not leave, or does after all. What was taken back is no failure.
CREATE TRIGGER figures_of_failure AFTER UPDATE OF status, failure ON messages
WHEN NEW.from_me = 1 AND 'failed' IN (OLD.status, NEW.status)
 AND (OLD.status, OLD.failure) IS NOT (NEW.status, NEW.failure)
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
