-- T13: what the project promised, what it reached, and this in tenths of a percent of that (half up; nothing where nothing was promised).
--
-- persons_interviewed are all persons with an interview in the period, also those whom another channel reached before.
WITH ask AS (
  SELECT CAST($1 AS TEXT) AS project, CAST($2 AS TEXT) AS since, CAST($3 AS TEXT) AS until, CAST($4 AS TEXT) AS organisation, CAST($5 AS TEXT) AS province
),
channels(code, place) AS (
  VALUES ('contact_unit', 1), ('reception_awareness', 2), ('community_outreach', 3), ('identification_interview', 4), ('desk', 5)
),
met AS (
  SELECT k.project_id, k.organisation_id, k.province, k.day, k.channel, k.person_id AS person, k.newness, 1 AS heads
  FROM outreach_contacts k
  UNION ALL
  SELECT i.project_id, i.organisation_id, i.province, i.day, 'identification_interview', i.person_id, 'known', 1
  FROM casework_interviews i
  UNION ALL
  SELECT m.project_id, m.organisation_id, m.province, m.day, m.channel, CAST(NULL AS TEXT), 'new', a.headcount
  FROM outreach_meetings m JOIN outreach_attendees a ON a.meeting_id = m.id
),
reached AS (
  SELECT met.channel, met.person, met.newness, met.heads, ROW_NUMBER() OVER (PARTITION BY met.person ORDER BY met.day, channels.place) AS turn
  FROM ask
  JOIN network_projects p ON p.code = ask.project
  JOIN met ON met.project_id = p.id AND met.day >= ask.since AND met.day <= ask.until AND (ask.province = '' OR met.province = ask.province)
  JOIN network_organisations o ON o.id = met.organisation_id AND (ask.organisation = '' OR o.code = ask.organisation)
  JOIN network_channels h ON h.project_id = p.id AND h.channel = met.channel
  JOIN channels ON channels.code = met.channel
),
helped AS (
  SELECT a.project_id, a.organisation_id, a.unit_id, a.province, a.day, a.type, COALESCE(a.person_id, k.person_id) AS person
  FROM outreach_actions a LEFT JOIN outreach_contacts k ON k.id = a.contact_id
),
worked AS (
  SELECT 'enrolments' AS measure, e.project_id, e.organisation_id, e.province, e.day FROM casework_enrolments e
  UNION ALL
  SELECT 'outings', g.project_id, g.organisation_id, g.province, g.day FROM outreach_outings g
  UNION ALL
  SELECT 'proximity_actions', helped.project_id, helped.organisation_id, helped.province, helped.day
  FROM helped JOIN network_units u ON u.id = helped.unit_id AND u.kind = 'contact_unit'
  WHERE helped.type IN ('legal_advice', 'job_orientation', 'listening_interview', 'health_accompaniment', 'service_accompaniment', 'service_referral')
    AND NOT EXISTS (SELECT 1 FROM casework_enrolments e WHERE e.person_id = helped.person AND e.kind = 'own' AND e.day <= helped.day)
),
found AS (
  SELECT 'persons_reached' AS measure, heads AS number FROM reached WHERE person IS NULL AND newness = 'new' OR person IS NOT NULL AND turn = 1
  UNION ALL
  SELECT 'contact_unit_persons', heads FROM reached WHERE channel = 'contact_unit' AND (person IS NULL AND newness = 'new' OR person IS NOT NULL AND turn = 1)
  UNION ALL
  SELECT 'persons_interviewed', COUNT(DISTINCT person) FROM reached WHERE channel = 'identification_interview' AND person IS NOT NULL
  UNION ALL
  SELECT 'persons_interviewed', heads FROM reached WHERE channel = 'identification_interview' AND person IS NULL AND newness = 'new'
  UNION ALL
  SELECT worked.measure, 1
  FROM ask
  JOIN network_projects p ON p.code = ask.project
  JOIN worked ON worked.project_id = p.id AND worked.day >= ask.since AND worked.day <= ask.until AND (ask.province = '' OR worked.province = ask.province)
  JOIN network_organisations o ON o.id = worked.organisation_id AND (ask.organisation = '' OR o.code = ask.organisation)
),
perhaps AS ( -- who may have been met before: they make what was reached a range
  SELECT 'persons_reached' AS measure, heads AS number FROM reached WHERE person IS NULL AND newness = 'unsure'
  UNION ALL
  SELECT 'contact_unit_persons', heads FROM reached WHERE channel = 'contact_unit' AND person IS NULL AND newness = 'unsure'
),
promised AS (
  SELECT t.measure, t.expected, CAST(COALESCE((SELECT SUM(found.number) FROM found WHERE found.measure = t.measure), 0) AS BIGINT) AS reached,
    CAST(COALESCE((SELECT SUM(perhaps.number) FROM perhaps WHERE perhaps.measure = t.measure), 0) AS BIGINT) AS unsure
  FROM ask JOIN network_projects p ON p.code = ask.project JOIN network_targets t ON t.project_id = p.id
)
SELECT measure AS line, '' AS part, 'expected' AS value, expected AS number FROM promised
UNION ALL
SELECT measure, '', 'reached', reached FROM promised
UNION ALL
SELECT measure, '', 'percent', (2000 * reached + expected) / (2 * expected) FROM promised WHERE expected > 0
UNION ALL
SELECT measure, '', 'unsure', unsure FROM promised WHERE unsure > 0
