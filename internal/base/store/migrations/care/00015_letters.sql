-- +goose Up
CREATE TABLE network_letters (        -- who is to be told by mail that there is something to do; never what
  account_id TEXT PRIMARY KEY REFERENCES network_accounts(id),
  waiting BOOLEAN NOT NULL,
  tries BIGINT NOT NULL,              -- that failed since the last that was sent
  due TEXT NOT NULL,                  -- not before
  sent TEXT NOT NULL                  -- last time; '' for never
);
