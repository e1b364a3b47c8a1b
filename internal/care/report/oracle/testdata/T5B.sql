-- T5B: the proximity actions of the contact units for people not in charge that day that are in none of the funder's groups, by type.
--
-- An action is for a person, for an individual whom a contact describes, or for somebody of whom no more is known, who counts as one
-- more. An individual to whom somebody gave a name since is that person, whose case then decides.
WITH ask AS (
  SELECT CAST($1 AS TEXT) AS project, CAST($2 AS TEXT) AS since, CAST($3 AS TEXT) AS until, CAST($4 AS TEXT) AS organisation, CAST($5 AS TEXT) AS province
),
helped AS (
  SELECT a.project_id, a.organisation_id, a.unit_id, a.province, a.day, a.type, COALESCE(a.person_id, k.person_id) AS person,
    COALESCE(a.person_id, k.person_id, a.contact_id, a.id) AS whom
  FROM outreach_actions a LEFT JOIN outreach_contacts k ON k.id = a.contact_id
),
counted AS (
  SELECT helped.type AS line, helped.whom
  FROM ask
  JOIN network_projects p ON p.code = ask.project
  JOIN helped ON helped.project_id = p.id AND helped.day >= ask.since AND helped.day <= ask.until AND (ask.province = '' OR helped.province = ask.province)
  JOIN network_organisations o ON o.id = helped.organisation_id AND (ask.organisation = '' OR o.code = ask.organisation)
  JOIN network_units u ON u.id = helped.unit_id AND u.kind = 'contact_unit'
  WHERE helped.type NOT IN ('legal_advice', 'job_orientation', 'listening_interview', 'health_accompaniment', 'service_accompaniment', 'service_referral')
    AND NOT EXISTS (SELECT 1 FROM casework_enrolments e WHERE e.person_id = helped.person AND e.kind = 'own' AND e.day <= helped.day)
),
lines AS (
  SELECT line, COUNT(*) AS actions, COUNT(DISTINCT whom) AS persons FROM counted GROUP BY line
  UNION ALL
  SELECT '', COUNT(*), COUNT(DISTINCT whom) FROM counted
)
SELECT line, '' AS part, 'count' AS value, actions AS number FROM lines
UNION ALL
SELECT line, '', 'percent', (2000 * actions + (SELECT COUNT(*) FROM counted)) / (2 * (SELECT COUNT(*) FROM counted)) FROM lines WHERE actions > 0
UNION ALL
SELECT line, '', 'persons', persons FROM lines
