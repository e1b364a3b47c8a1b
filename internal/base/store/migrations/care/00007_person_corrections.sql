-- +goose Up
-- What a person's facts said before a correction, and why they were corrected; codes only.
CREATE TABLE person_corrections (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person_persons(id),
  reason TEXT NOT NULL,
  before TEXT NOT NULL,               -- JSON of coded facts
  account TEXT NOT NULL,
  recorded TEXT NOT NULL
);
CREATE INDEX person_corrections_person ON person_corrections(person_id);
CREATE INDEX casework_deliveries_list ON casework_deliveries(organisation_id, day, id);
