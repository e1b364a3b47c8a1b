-- +goose Up
-- What an entry says since version 2 of the leaf. Entries written before keep their version and still verify.
ALTER TABLE audit_entries ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE audit_entries ADD COLUMN role TEXT NOT NULL DEFAULT '';
ALTER TABLE audit_entries ADD COLUMN purpose TEXT NOT NULL DEFAULT '';
ALTER TABLE audit_entries ADD COLUMN decision TEXT NOT NULL DEFAULT 'allowed';
ALTER TABLE audit_entries ADD COLUMN person TEXT NOT NULL DEFAULT '';
ALTER TABLE audit_entries ADD COLUMN count BIGINT NOT NULL DEFAULT 1;
-- Of the questions an officer asks, these find few among many; the others read the trail backwards and soon have a page.
CREATE INDEX audit_entries_person ON audit_entries (person, n) WHERE person <> '';
CREATE INDEX audit_entries_denied ON audit_entries (n) WHERE decision = 'denied';
CREATE INDEX audit_entries_export ON audit_entries (n) WHERE object = 'export';
CREATE TABLE audit_details (          -- what entries commit to, sealed under the installation's key; rows may be destroyed
  n BIGINT PRIMARY KEY,
  sealed BYTEA NOT NULL
);
CREATE TABLE audit_checkpoints (      -- signed roots of the tree, the first numbered 0
  n BIGINT PRIMARY KEY,
  size BIGINT NOT NULL,               -- entries covered
  note TEXT NOT NULL                  -- the text with its signatures (golang.org/x/mod/sumdb/note)
);
