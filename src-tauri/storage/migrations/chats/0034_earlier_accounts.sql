-- What becomes of the chats of a number that was linked before.
ALTER TABLE accounts ADD COLUMN id TEXT;                               -- by which it is named outside
ALTER TABLE accounts ADD COLUMN continued_by INTEGER;                  -- the account from which its chats go on
ALTER TABLE owner ADD COLUMN asked_about INTEGER;                      -- the account about whose chats nobody has decided
-- Messages up to this row were exchanged by a number that was linked before: nothing is told to WhatsApp about them.
ALTER TABLE chats ADD COLUMN earlier_up_to INTEGER NOT NULL DEFAULT 0;
