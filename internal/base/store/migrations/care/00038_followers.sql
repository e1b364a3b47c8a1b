-- +goose Up
-- Who follows whom is kept with a keyed hash of the account and the day: a stolen database does not say whose case a person is. Earlier rows wait for the program's next
-- start: it has the key file.
DROP INDEX vault_followers_account;
DROP INDEX vault_followings_person;
DROP INDEX vault_followings_by;
ALTER TABLE vault_followers RENAME TO vault_followers_once;
ALTER TABLE vault_followings RENAME TO vault_followings_once;
CREATE TABLE vault_followers (        -- whose own case a person is
  person_id TEXT NOT NULL REFERENCES person_persons(id),
  follower BYTEA NOT NULL,            -- hash of the account
  since TEXT NOT NULL,                -- day
  guard BYTEA,
  PRIMARY KEY (person_id, follower)
);
CREATE INDEX vault_followers_follower ON vault_followers(follower);
CREATE TABLE vault_followings (       -- who began or ended to follow, kept for ninety days
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person_persons(id),
  follower BYTEA NOT NULL,            -- hash of the account
  by_follower BYTEA NOT NULL,         -- hash of the account that did it
  follows BOOLEAN NOT NULL,
  at TEXT NOT NULL
);
CREATE INDEX vault_followings_person ON vault_followings(person_id, at);
CREATE INDEX vault_followings_by ON vault_followings(by_follower, at);
