-- The last row that was written when the phone was paired: what lies behind it is newer than the phone's past.
ALTER TABLE owner ADD COLUMN paired_at_row INTEGER NOT NULL DEFAULT 0;
