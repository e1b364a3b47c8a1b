-- +goose Up
-- What one account could learn in an hour of people who are not its own cases: one counter for looking, opening, following and broken glass.
DROP TABLE vault_readings;
CREATE TABLE vault_readings (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES network_accounts(id),
  person_id TEXT NOT NULL,            -- whom it could learn something about; empty for a look among the team's names
  at TEXT NOT NULL                    -- forgotten after an hour
);
CREATE INDEX vault_readings_account ON vault_readings(account_id, at);
CREATE INDEX vault_readings_person ON vault_readings(person_id);
-- Who began and ended to follow whom. What stands in vault_followers is what is left of it; who is told goes by what happened.
CREATE TABLE vault_followings (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person_persons(id),
  account_id TEXT NOT NULL,
  by_account TEXT NOT NULL,
  follows BOOLEAN NOT NULL,
  at TEXT NOT NULL                    -- kept for ninety days
);
CREATE INDEX vault_followings_person ON vault_followings(person_id, at);
CREATE INDEX vault_followings_by ON vault_followings(by_account, at);
