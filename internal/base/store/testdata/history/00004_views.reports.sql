-- +goose Up
-- What reports read. "record" is the id under which the change feed announces a row, "noun" the kind announced;
-- organisation, unit and project are codes, so that a snapshot is the same in every database that holds the same facts.
CREATE VIEW view_contacts AS
SELECT c.id AS id, 'contact' AS noun, c.id AS record, o.code AS organisation, u.code AS unit, u.kind AS unit_kind, p.code AS project,
  c.person_id AS person, c.day AS day, c.province AS province, c.channel AS channel, c.place AS place, c.setting AS setting,
  c.advert AS advert, c.language AS language, c.information AS information, c.newness AS newness,
  COALESCE(n.gender, c.gender) AS gender, COALESCE(n.age_band, c.age_band) AS age_band,
  COALESCE(n.citizenship, c.citizenship) AS citizenship, COALESCE(n.region, c.region) AS region,
  CASE WHEN COALESCE(n.citizenship, c.citizenship) IN ('not_asked', 'unknown', 'refused', 'not_recorded') THEN COALESCE(n.region, c.region) ELSE COALESCE(n.citizenship, c.citizenship) END AS origin,
  c.protection AS protection, COALESCE(g.mode, '') AS mode, COALESCE(g.on_call, FALSE) AS on_call, CAST(1 AS BIGINT) AS headcount,
  EXISTS (SELECT 1 FROM network_channels h WHERE h.project_id = c.project_id AND h.channel = c.channel) AS reaches
FROM outreach_contacts c
JOIN network_organisations o ON o.id = c.organisation_id
JOIN network_units u ON u.id = c.unit_id
JOIN network_projects p ON p.id = c.project_id
LEFT JOIN person_persons n ON n.id = c.person_id
LEFT JOIN outreach_outings g ON g.id = c.outing_id
UNION ALL
SELECT a.id, 'meeting', m.id, o.code, u.code, u.kind, p.code,
  NULL, m.day, m.province, m.channel, m.place, 'undefined',
  FALSE, 'not_recorded', 'not_recorded', 'new',
  a.gender, a.age_band, 'not_asked', 'not_asked', 'not_asked',
  a.protection, '', FALSE, a.headcount,
  EXISTS (SELECT 1 FROM network_channels h WHERE h.project_id = m.project_id AND h.channel = m.channel)
FROM outreach_attendees a
JOIN outreach_meetings m ON m.id = a.meeting_id
JOIN network_organisations o ON o.id = m.organisation_id
JOIN network_units u ON u.id = m.unit_id
JOIN network_projects p ON p.id = m.project_id
UNION ALL
SELECT i.id, 'interview', i.id, o.code, u.code, u.kind, p.code,
  i.person_id, i.day, i.province, 'identification_interview', '', 'undefined',
  FALSE, i.language, i.information, 'known',
  n.gender, n.age_band, n.citizenship, n.region,
  CASE WHEN n.citizenship IN ('not_asked', 'unknown', 'refused', 'not_recorded') THEN n.region ELSE n.citizenship END,
  'not_recorded', '', FALSE, CAST(1 AS BIGINT),
  EXISTS (SELECT 1 FROM network_channels h WHERE h.project_id = i.project_id AND h.channel = 'identification_interview')
FROM casework_interviews i
JOIN network_organisations o ON o.id = i.organisation_id
JOIN network_units u ON u.id = i.unit_id
JOIN network_projects p ON p.id = i.project_id
JOIN person_persons n ON n.id = i.person_id;

CREATE VIEW view_protections AS
SELECT r.id AS id, 'protection' AS noun, r.id AS record, o.code AS organisation, r.person_id AS person, r.day AS day, r.answer AS answer
FROM person_protections r
JOIN network_organisations o ON o.id = r.organisation_id;

CREATE VIEW view_actions AS
SELECT a.id AS id, 'action' AS noun, a.id AS record, o.code AS organisation, u.code AS unit, u.kind AS unit_kind, p.code AS project,
  a.person_id AS person, a.contact_id AS individual, a.day AS day, a.province AS province, a.type AS type, a.outcome AS outcome,
  EXISTS (SELECT 1 FROM casework_enrolments e WHERE e.person_id = a.person_id AND e.kind = 'own' AND e.day <= a.day) AS in_charge
FROM outreach_actions a
JOIN network_organisations o ON o.id = a.organisation_id
JOIN network_units u ON u.id = a.unit_id
JOIN network_projects p ON p.id = a.project_id;

CREATE VIEW view_deliveries AS
SELECT d.id AS id, 'delivery' AS noun, d.id AS record, o.code AS organisation, u.code AS unit, u.kind AS unit_kind, p.code AS project,
  d.person_id AS person, d.day AS day, d.province AS province, d.type AS type, d.minutes AS minutes
FROM casework_deliveries d
JOIN network_organisations o ON o.id = d.organisation_id
JOIN network_units u ON u.id = d.unit_id
JOIN network_projects p ON p.id = d.project_id;

CREATE VIEW view_enrolments AS
SELECT e.id AS id, 'enrolment' AS noun, e.id AS record, o.code AS organisation, u.code AS unit, p.code AS project,
  e.person_id AS person, e.day AS day, e.province AS province, e.kind AS kind, e.source AS source
FROM casework_enrolments e
JOIN network_organisations o ON o.id = e.organisation_id
JOIN network_units u ON u.id = e.unit_id
JOIN network_projects p ON p.id = e.project_id;

CREATE VIEW view_outings AS
SELECT g.id AS id, 'outing' AS noun, g.id AS record, o.code AS organisation, u.code AS unit, p.code AS project,
  g.day AS day, g.province AS province, g.mode AS mode, g.on_call AS on_call, g.minutes AS minutes, g.kilometres AS kilometres,
  g.materials AS materials, g.adverts AS adverts,
  CAST(COALESCE((SELECT SUM(s.headcount) FROM outreach_presences s WHERE s.outing_id = g.id), 0) AS BIGINT) AS presences
FROM outreach_outings g
JOIN network_organisations o ON o.id = g.organisation_id
JOIN network_units u ON u.id = g.unit_id
JOIN network_projects p ON p.id = g.project_id;

CREATE VIEW view_targets AS
SELECT t.project_id AS id, 'project' AS noun, t.project_id AS record, p.code AS project, t.measure AS measure, t.expected AS expected
FROM network_targets t
JOIN network_projects p ON p.id = t.project_id;
