-- +goose Up
-- One keyed hash over each small table by which it is decided what is done or what a figure means. It is written with each change of the table; for the rows of earlier versions at the
-- program's next start, which has the key file.
CREATE TABLE store_sums (
  name TEXT PRIMARY KEY,              -- which table
  guard BYTEA NOT NULL
);
-- And one over each row of tables that grow: what a planned outing has come to, what somebody is told, whom a code of a file means, and which record a row of a file became.
ALTER TABLE vault_plans ADD COLUMN guard BYTEA;
ALTER TABLE vault_notices ADD COLUMN guard BYTEA;
ALTER TABLE sheet_persons ADD COLUMN guard BYTEA;
ALTER TABLE sheet_rows ADD COLUMN guard BYTEA;
