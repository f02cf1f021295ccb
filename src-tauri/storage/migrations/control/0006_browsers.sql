-- What the browser of a login and its system call themselves; empty where it was not noted.
ALTER TABLE logins ADD COLUMN browser TEXT NOT NULL DEFAULT '';
