-- +goose Up
-- Whose key is whose, in signed statements that hang together; what stands elsewhere counts while it says the same.
CREATE TABLE network_roster (         -- rows are only added
  n BIGINT PRIMARY KEY,               -- from 1, without gaps
  statement TEXT NOT NULL,            -- JSON
  signer TEXT NOT NULL,               -- account …, papers …, installation
  signature BYTEA NOT NULL,           -- over the statement, its place and the hash of all before it
  stamp BYTEA NOT NULL                -- the same under the key file
);
CREATE TABLE network_proposals (      -- what takes two people and waits for the second
  account_id TEXT PRIMARY KEY REFERENCES network_accounts(id),
  step TEXT NOT NULL,                 -- suspended | left | invited | roles
  roles TEXT NOT NULL,                -- JSON; of a step that changes them
  by_account TEXT NOT NULL,           -- who proposed it; empty for the command line
  made TEXT NOT NULL,
  guard BYTEA NOT NULL
);
-- A guard is made under the key file over all that a row says: a row without it is none.
ALTER TABLE network_sessions ADD COLUMN guard BYTEA;
ALTER TABLE network_invitations ADD COLUMN guard BYTEA;
ALTER TABLE vault_followers ADD COLUMN guard BYTEA;
ALTER TABLE vault_glasses ADD COLUMN guard BYTEA;
DELETE FROM network_sessions;
