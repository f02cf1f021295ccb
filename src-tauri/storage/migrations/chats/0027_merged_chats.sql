-- What a chat became that proved to be one with another: who still knows it by its own id finds it there.
CREATE TABLE merged_chats (
  id        TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  into_id   TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX merged_chats_by_into ON merged_chats (into_id);
