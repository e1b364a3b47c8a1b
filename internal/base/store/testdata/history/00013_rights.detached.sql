-- +goose Up
-- What a person may ask about their data, and how long it is kept.
CREATE TABLE rights_terms (             -- a network's own months for a rule of retention
  rule TEXT PRIMARY KEY,
  months BIGINT NOT NULL,
  account TEXT NOT NULL,
  changed TEXT NOT NULL
);
CREATE TABLE rights_holds (             -- why somebody's data must stay although they are due
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  person_id TEXT NOT NULL,              -- no reference: a hold never outlives the person, erasing checks
  reason TEXT NOT NULL,                 -- list hold_reason
  account TEXT NOT NULL,
  made TEXT NOT NULL,
  lifted TEXT                           -- NULL while it stands
);
CREATE INDEX rights_holds_person ON rights_holds(person_id);
CREATE TABLE rights_requests (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  number BIGINT NOT NULL,               -- in the organisation, for people to say aloud
  kind TEXT NOT NULL,                   -- access | erasure
  cause TEXT NOT NULL,                  -- list rights_cause
  person_id TEXT,                       -- NULL once the person was erased
  day TEXT NOT NULL,                    -- on which it was asked
  state TEXT NOT NULL,                  -- open | done | refused
  account TEXT NOT NULL,                -- who opened it
  closed_by TEXT NOT NULL,
  closed TEXT NOT NULL,
  outcome TEXT NOT NULL,                -- JSON: what was destroyed, or handed over
  UNIQUE (organisation_id, number)
);
CREATE INDEX rights_requests_list ON rights_requests(organisation_id, day, id);
-- What other rooms know about a person's last day, without naming their tables.
CREATE VIEW view_people AS
SELECT p.id AS person, p.organisation_id AS organisation, p.code AS code, p.day AS day,
  EXISTS (SELECT 1 FROM casework_enrolments e WHERE e.person_id = p.id) AS enrolled
FROM person_persons p;
CREATE VIEW view_days AS
SELECT person_id AS person, day AS day FROM outreach_contacts WHERE person_id IS NOT NULL
UNION ALL SELECT person_id, day FROM outreach_actions WHERE person_id IS NOT NULL
UNION ALL SELECT person_id, day FROM casework_interviews
UNION ALL SELECT person_id, day FROM casework_enrolments
UNION ALL SELECT person_id, day FROM casework_deliveries
UNION ALL SELECT person_id, day FROM person_protections;
