-- +goose Up
-- Who was erased is kept as a keyed hash of their id, with the day and numbers. Earlier rows, which name the person, wait for the program's next start: it has the
-- key file.
DROP INDEX vault_erasures_person;
ALTER TABLE vault_erasures RENAME TO vault_erasures_once;
CREATE TABLE vault_erasures (
  token BYTEA PRIMARY KEY,
  day TEXT NOT NULL,
  records BIGINT NOT NULL,
  files BIGINT NOT NULL,
  tokens BIGINT NOT NULL,
  keys BIGINT NOT NULL,
  backups TEXT NOT NULL                 -- day after which no backup holds them either
);
-- Marks of records in a frozen report are keyed hashes, each report's its own. Those of erased people wait here to be taken out.
ALTER TABLE report_papers ADD COLUMN keyed BOOLEAN NOT NULL DEFAULT FALSE;
CREATE TABLE report_withdrawn (
  run_id TEXT NOT NULL REFERENCES report_runs(id),
  mark TEXT NOT NULL,
  PRIMARY KEY (run_id, mark)
);
-- What is left of erased people is stored in the order of their random ids, not in that in which they were erased: here stands how far that has come.
CREATE TABLE rights_scatters (
  organisation_id TEXT PRIMARY KEY REFERENCES network_organisations(id),
  after TEXT NOT NULL                   -- husk that was written last; empty before the first
);
INSERT INTO rights_scatters (organisation_id, after) SELECT DISTINCT organisation_id, '' FROM person_persons WHERE detached;
CREATE VIEW view_husks AS SELECT id AS husk FROM person_persons WHERE detached;
