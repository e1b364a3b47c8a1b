-- +goose Up
CREATE TABLE network_devices (        -- browsers that were let in before: what others try at the door does not hold them up
  token BYTEA PRIMARY KEY,            -- hash of half of what the browser keeps; the other half is a keyed hash that follows from the key file
  account_id TEXT NOT NULL REFERENCES network_accounts(id),
  epoch BIGINT NOT NULL,              -- of the account when it was let in
  session BYTEA NOT NULL,             -- token of the session that was opened there last, so that both can be ended together
  seen TEXT NOT NULL                  -- day on which it was let in last
);
CREATE INDEX network_devices_account ON network_devices(account_id);
