-- +goose Up
-- One history for all kinds of records: a correction of an outing, a contact, a person.
CREATE TABLE work_corrections (
  id TEXT PRIMARY KEY,
  noun TEXT NOT NULL,
  record TEXT NOT NULL,                 -- no reference: the noun says which table
  reason TEXT NOT NULL,                 -- list correction_reason
  before TEXT NOT NULL,                 -- JSON of coded facts; never of whom
  account TEXT NOT NULL,
  recorded TEXT NOT NULL
);
INSERT INTO work_corrections (id, noun, record, reason, before, account, recorded)
SELECT id, noun, record, reason, before, account, recorded FROM outreach_corrections;
INSERT INTO work_corrections (id, noun, record, reason, before, account, recorded)
SELECT id, 'person', person_id, reason, before, account, recorded FROM person_corrections;
DROP TABLE outreach_corrections;
DROP TABLE person_corrections;
CREATE INDEX work_corrections_record ON work_corrections(record, recorded, id);
-- Who was silent since when is asked of the registry of nouns.
DROP VIEW view_days;
