-- +goose Up
-- A password opens the slot that holds a member's seed; no verifier of it is kept. Who had a passphrase is invited again.
ALTER TABLE network_accounts DROP COLUMN passphrase;
ALTER TABLE network_accounts ADD COLUMN status TEXT NOT NULL DEFAULT 'invited';
ALTER TABLE network_accounts ADD COLUMN email TEXT NOT NULL DEFAULT '';     -- for neutral mails; may be empty
ALTER TABLE network_accounts ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;    -- grows with password, roles, status, second factor: sessions of an earlier one are over
ALTER TABLE network_accounts ADD COLUMN public BYTEA;                       -- public key; NULL until the invitation is accepted
ALTER TABLE network_accounts ADD COLUMN factor BYTEA;                       -- secret of the second factor, sealed with the key file; NULL for none
ALTER TABLE network_accounts ADD COLUMN step BIGINT NOT NULL DEFAULT 0;     -- last step of the second factor that was used
ALTER TABLE network_accounts ADD COLUMN rotate TEXT NOT NULL DEFAULT '';    -- since when the keys this member knew wait to be replaced; '' for not
CREATE TABLE network_slots (          -- ways to a member's seed
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES network_accounts(id),
  kind TEXT NOT NULL,                 -- password | recovery
  slot BYTEA NOT NULL,
  proven BOOLEAN NOT NULL,            -- the member showed that they have it
  made TEXT NOT NULL,
  UNIQUE (account_id, kind)
);
CREATE TABLE network_teams (          -- units a member works in
  account_id TEXT NOT NULL REFERENCES network_accounts(id),
  unit_id TEXT NOT NULL REFERENCES network_units(id),
  PRIMARY KEY (account_id, unit_id)
);
CREATE TABLE network_invitations (    -- one open link for a member at most
  account_id TEXT PRIMARY KEY REFERENCES network_accounts(id),
  token BYTEA NOT NULL UNIQUE,        -- hash of what stands in the link
  expires TEXT NOT NULL,
  founding BOOLEAN NOT NULL           -- made by the set-up: accepting it confirms
);
DROP TABLE network_sessions;          -- whoever was in logs in again, to unlock their keys
CREATE TABLE network_sessions (
  id TEXT PRIMARY KEY,
  token BYTEA NOT NULL UNIQUE,        -- hash of the first half of the cookie; the second half is a key and is stored nowhere
  account_id TEXT NOT NULL REFERENCES network_accounts(id),
  epoch BIGINT NOT NULL,              -- of the account when the session was opened
  device TEXT NOT NULL,               -- family of browser and system, no more
  made TEXT NOT NULL,
  seen TEXT NOT NULL
);
CREATE INDEX network_sessions_account ON network_sessions(account_id);
CREATE TABLE network_attempts (       -- tries to enter, by keyed hashes of names and addresses; gone after a quarter of an hour
  token BYTEA PRIMARY KEY,
  tries BIGINT NOT NULL,
  last TEXT NOT NULL
);
CREATE INDEX network_attempts_last ON network_attempts(last);
