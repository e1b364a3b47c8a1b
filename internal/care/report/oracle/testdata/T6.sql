-- T6: enrolments of the period by the source that the case team chose, own and elsewhere. A source that a network added to the list joins the row other.
WITH ask AS (
  SELECT CAST($1 AS TEXT) AS project, CAST($2 AS TEXT) AS since, CAST($3 AS TEXT) AS until, CAST($4 AS TEXT) AS organisation, CAST($5 AS TEXT) AS province
),
enrolled AS (
  SELECT CASE WHEN e.source IN ('social_secretariat', 'referral', 'contact_unit', 'desk') THEN e.source ELSE 'other' END AS source, e.kind
  FROM ask
  JOIN network_projects p ON p.code = ask.project
  JOIN casework_enrolments e ON e.project_id = p.id AND e.day >= ask.since AND e.day <= ask.until AND (ask.province = '' OR e.province = ask.province)
  JOIN network_organisations o ON o.id = e.organisation_id AND (ask.organisation = '' OR o.code = ask.organisation)
),
figures AS (
  SELECT source, 'count' AS value FROM enrolled
  UNION ALL
  SELECT source, kind FROM enrolled
)
SELECT source AS line, '' AS part, value, COUNT(*) AS number FROM figures GROUP BY source, value
UNION ALL
SELECT '', '', value, COUNT(*) FROM figures GROUP BY value
