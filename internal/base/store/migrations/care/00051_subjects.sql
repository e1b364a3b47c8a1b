-- +goose Up
-- Whom an entry of the trail is about, sealed beside it: the entry commits to it, and says no more once somebody is erased.
CREATE TABLE audit_subjects (
  n BIGINT PRIMARY KEY,               -- of the entry
  bucket BIGINT NOT NULL,             -- what the key file makes of whom: people share a few, a record has one of its own; after an erasure any
  sealed BYTEA NOT NULL
);
CREATE INDEX audit_subjects_bucket ON audit_subjects (bucket, n);
-- The feed says in which order records were written. Whoever reads it reads everything anew after an upgrade.
DELETE FROM store_changes;
