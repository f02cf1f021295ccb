-- Texts that a tenant keeps ready: its own, whichever account is paired.
CREATE TABLE quick_replies (
  id        TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  shortcut  TEXT NOT NULL,
  folded    TEXT NOT NULL UNIQUE,                -- the shortcut without accents and case
  text      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
