-- Whether something of a group changed of which WhatsApp has not been asked since how the group is now.
ALTER TABLE chats ADD COLUMN is_outdated INTEGER NOT NULL DEFAULT 0;
CREATE INDEX chats_outdated ON chats (id) WHERE is_outdated = 1;
