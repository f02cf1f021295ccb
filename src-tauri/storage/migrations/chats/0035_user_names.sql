-- By which name somebody can be found who shows nobody their number. Unlike what they call themselves it is theirs alone.
ALTER TABLE names ADD COLUMN user_name TEXT NOT NULL DEFAULT '';
ALTER TABLE chats ADD COLUMN user_name TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN user_name TEXT NOT NULL DEFAULT '';
