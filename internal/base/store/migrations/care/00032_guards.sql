-- +goose Up
-- A row of the register of erasures carries a keyed hash over all that it says. Rows from before get theirs once, from the program, which has the key file.
ALTER TABLE vault_erasures ADD COLUMN guard BYTEA;
