-- +goose Up
-- A mark that is to be taken out of a frozen report carries a keyed hash, so that nobody else has marks taken out. Rows from before get theirs once, from the program.
ALTER TABLE report_withdrawn ADD COLUMN guard BYTEA;
