-- The words of all messages, for looking for them. A row's number is when its message was placed, in seconds, before the
-- message's own number: so the newest are read first, and a span of time is a span of rows.
CREATE VIRTUAL TABLE message_index USING fts5(
  words,                                         -- folded, one token a word (`chats/search/tokens`)
  facts,                                         -- chat, side, writer, kind, as one token each
  tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'",
  columnsize = 0
);
-- What is deleted leaves nothing in the index either.
INSERT INTO message_index (message_index, rank) VALUES ('secure-delete', 1);

-- Messages up to this row are in the index, or in what follows; later ones are entered before somebody searches.
ALTER TABLE owner ADD COLUMN indexed_up_to INTEGER NOT NULL DEFAULT 0;
CREATE TABLE unindexed (                         -- were in the index and say something else since
  row       INTEGER PRIMARY KEY,
  tenant_id TEXT NOT NULL
) STRICT;

-- Whoever deletes or changes a message, and however: its words are gone from the index in the same transaction.
CREATE TRIGGER message_index_forgets AFTER DELETE ON messages WHEN OLD.row <= (SELECT indexed_up_to FROM owner) BEGIN
  DELETE FROM message_index WHERE rowid = ((max(OLD.place_ms, 0) / 1000) << 30) | OLD.row;
  DELETE FROM unindexed WHERE row = OLD.row;
END;
CREATE TRIGGER message_index_renews
AFTER UPDATE OF content, is_shown, place_ms, chat_id, sender_pn, sender_lid ON messages
WHEN OLD.row <= (SELECT indexed_up_to FROM owner)
 AND (OLD.content, OLD.is_shown, OLD.place_ms, OLD.chat_id, OLD.sender_pn, OLD.sender_lid)
     IS NOT (NEW.content, NEW.is_shown, NEW.place_ms, NEW.chat_id, NEW.sender_pn, NEW.sender_lid)
BEGIN
  DELETE FROM message_index WHERE rowid = ((max(OLD.place_ms, 0) / 1000) << 30) | OLD.row;
  INSERT OR IGNORE INTO unindexed (row, tenant_id) VALUES (NEW.row, NEW.tenant_id);
END;
