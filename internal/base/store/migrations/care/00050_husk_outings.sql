-- +goose Up
-- A contact of an erased person forgets its outing, whose day would tell that of the contact. What reports count of the outing stays in the contact itself.
ALTER TABLE outreach_contacts ADD COLUMN mode TEXT NOT NULL DEFAULT '';
ALTER TABLE outreach_contacts ADD COLUMN on_call BOOLEAN NOT NULL DEFAULT FALSE;
DROP VIEW view_contacts;
CREATE VIEW view_contacts AS
SELECT c.id AS id, 'contact' AS noun, c.id AS record, o.code AS organisation, u.code AS unit, u.kind AS unit_kind, p.code AS project,
  c.person_id AS person, c.day AS day, c.province AS province, c.channel AS channel, c.place AS place, c.setting AS setting,
  c.advert AS advert, c.language AS language, c.information AS information, c.newness AS newness,
  COALESCE(n.gender, c.gender) AS gender, COALESCE(n.age_band, c.age_band) AS age_band,
  COALESCE(n.citizenship, c.citizenship) AS citizenship, COALESCE(n.region, c.region) AS region,
  CASE WHEN COALESCE(n.citizenship, c.citizenship) IN ('not_asked', 'unknown', 'refused', 'not_recorded') THEN COALESCE(n.region, c.region) ELSE COALESCE(n.citizenship, c.citizenship) END AS origin,
  c.protection AS protection, COALESCE(g.mode, c.mode) AS mode, COALESCE(g.on_call, c.on_call) AS on_call, CAST(1 AS BIGINT) AS headcount,
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
