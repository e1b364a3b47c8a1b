-- +goose Up
-- Lessons of Italian that a person had.
CREATE TABLE casework_lessons (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  unit_id TEXT NOT NULL REFERENCES network_units(id),
  project_id TEXT NOT NULL REFERENCES network_projects(id),
  person_id TEXT NOT NULL REFERENCES person_persons(id),
  day TEXT NOT NULL,
  province TEXT NOT NULL,
  level TEXT NOT NULL,
  minutes BIGINT NOT NULL,
  explained_in TEXT NOT NULL,
  in_group BOOLEAN NOT NULL,
  homework BOOLEAN NOT NULL,
  attended BOOLEAN NOT NULL,
  revision BIGINT NOT NULL DEFAULT 0,
  recorded TEXT NOT NULL
);
CREATE INDEX casework_lessons_list ON casework_lessons(organisation_id, day, id);
CREATE INDEX casework_lessons_person ON casework_lessons(person_id, organisation_id, day, id);
