-- What handed a message over here: the panel, a program, an agent. Unknown of what was sent before.
ALTER TABLE messages ADD COLUMN sent_by TEXT;
