-- +goose Up
-- Requests and holds carry a keyed hash over all that they say, and people one over their id and the code that is spoken. Rows from before get theirs once, from the program.
ALTER TABLE rights_requests ADD COLUMN guard BYTEA;
ALTER TABLE rights_holds ADD COLUMN guard BYTEA;
ALTER TABLE person_persons ADD COLUMN guard BYTEA;
