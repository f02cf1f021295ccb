-- Whether only admins of a group add members.
ALTER TABLE chats ADD COLUMN only_admins_add INTEGER NOT NULL DEFAULT 0;
