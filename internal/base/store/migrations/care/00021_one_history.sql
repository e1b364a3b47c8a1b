-- +goose Up
-- The migrations before this one were edited, and came between each other, while they were written. Whatever a database went through until here,
-- from here on all have the same tables, indexes and views. What had to be mended before a migration could run is in the folder early.
DROP INDEX IF EXISTS outreach_outings_unit;
DROP INDEX IF EXISTS outreach_contacts_unit;
CREATE TABLE IF NOT EXISTS sheet_fills ( -- facts that an import told of a person met before, where nothing was told yet
  import_id TEXT NOT NULL REFERENCES sheet_imports(id),
  person_id TEXT NOT NULL REFERENCES person_persons(id),
  fact TEXT NOT NULL,
  before TEXT NOT NULL,
  told TEXT NOT NULL,
  PRIMARY KEY (import_id, person_id, fact)
);
DROP VIEW view_actions;
-- An action for an unlinked individual is the person's as soon as somebody says who it was.
CREATE VIEW view_actions AS
SELECT a.id AS id, 'action' AS noun, a.id AS record, o.code AS organisation, u.code AS unit, u.kind AS unit_kind, p.code AS project,
  a.person_id AS person, NULL AS individual, a.day AS day, a.province AS province, a.type AS type, a.outcome AS outcome,
  EXISTS (SELECT 1 FROM casework_enrolments e WHERE e.person_id = a.person_id AND e.kind = 'own' AND e.day <= a.day) AS in_charge
FROM outreach_actions a
JOIN network_organisations o ON o.id = a.organisation_id
JOIN network_units u ON u.id = a.unit_id
JOIN network_projects p ON p.id = a.project_id
WHERE a.contact_id IS NULL
UNION ALL
SELECT a.id, 'action', a.id, o.code, u.code, u.kind, p.code,
  k.person_id, CASE WHEN k.person_id IS NULL THEN a.contact_id END, a.day, a.province, a.type, a.outcome,
  EXISTS (SELECT 1 FROM casework_enrolments e WHERE e.person_id = k.person_id AND e.kind = 'own' AND e.day <= a.day)
FROM outreach_actions a
JOIN outreach_contacts k ON k.id = a.contact_id
JOIN network_organisations o ON o.id = a.organisation_id
JOIN network_units u ON u.id = a.unit_id
JOIN network_projects p ON p.id = a.project_id;

DROP VIEW IF EXISTS view_projects;
CREATE VIEW view_projects AS
SELECT p.id AS id, 'project' AS noun, p.id AS record, p.code AS code, p.name AS name, p.call AS call, p.funder AS funder,
  p.starts AS starts, p.ends AS ends, p.standard AS standard
FROM network_projects p;

DROP VIEW IF EXISTS view_organisations;
CREATE VIEW view_organisations AS
SELECT o.id AS id, 'network' AS noun, o.id AS record, o.code AS code, o.name AS name, o.lead AS lead, o.member AS member
FROM network_organisations o;
