-- +goose Up
-- The form that was open when a session ended, sealed to the account that filled it in: the last one of each, for a day.
CREATE TABLE network_unsent (
  account_id TEXT NOT NULL PRIMARY KEY,
  sealed BYTEA NOT NULL,
  at TEXT NOT NULL
);
