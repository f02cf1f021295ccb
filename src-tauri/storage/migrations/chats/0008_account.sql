-- What WhatsApp knows about the account's past, people and chats.

ALTER TABLE owner ADD COLUMN history_days INTEGER;                       -- older messages of the past are not kept; NULL: all are
ALTER TABLE owner ADD COLUMN history_messages INTEGER NOT NULL DEFAULT 0; -- of the past, kept since the phone was paired
ALTER TABLE owner ADD COLUMN history_percent INTEGER;                    -- how much of it has come; NULL: nothing was told
