-- T14: the outings of the units by mode, with their minutes in tenths of an hour (half up), and whom they met.
--
-- Presences are people seen and no persons. Persons met are those of the contacts made on outings, through any channel: linked
-- persons once in each row and once in the total; individuals when new.
WITH ask AS (
  SELECT CAST($1 AS TEXT) AS project, CAST($2 AS TEXT) AS since, CAST($3 AS TEXT) AS until, CAST($4 AS TEXT) AS organisation, CAST($5 AS TEXT) AS province
),
went AS (
  SELECT g.mode, g.minutes, g.kilometres, CASE WHEN g.on_call THEN 1 ELSE 0 END AS on_call,
    COALESCE((SELECT SUM(s.headcount) FROM outreach_presences s WHERE s.outing_id = g.id), 0) AS presences
  FROM ask
  JOIN network_projects p ON p.code = ask.project
  JOIN outreach_outings g ON g.project_id = p.id AND g.day >= ask.since AND g.day <= ask.until AND (ask.province = '' OR g.province = ask.province)
  JOIN network_organisations o ON o.id = g.organisation_id AND (ask.organisation = '' OR o.code = ask.organisation)
),
met AS (
  SELECT g.mode, k.person_id AS person, k.newness
  FROM ask
  JOIN network_projects p ON p.code = ask.project
  JOIN outreach_contacts k ON k.project_id = p.id AND k.day >= ask.since AND k.day <= ask.until AND (ask.province = '' OR k.province = ask.province)
  JOIN network_organisations o ON o.id = k.organisation_id AND (ask.organisation = '' OR o.code = ask.organisation)
  JOIN outreach_outings g ON g.id = k.outing_id
),
lines AS (
  SELECT mode AS line, mode FROM went
  UNION
  SELECT mode, mode FROM met
  UNION
  SELECT '', mode FROM went
  UNION
  SELECT '', mode FROM met
),
figures AS (
  SELECT lines.line, 'outings' AS value, COUNT(*) AS number FROM lines JOIN went ON went.mode = lines.mode GROUP BY lines.line
  UNION ALL
  SELECT lines.line, 'hours', (20 * CAST(SUM(went.minutes) AS BIGINT) + 60) / 120 FROM lines JOIN went ON went.mode = lines.mode GROUP BY lines.line
  UNION ALL
  SELECT lines.line, 'on_call', SUM(went.on_call) FROM lines JOIN went ON went.mode = lines.mode GROUP BY lines.line
  UNION ALL
  SELECT lines.line, 'kilometres', SUM(went.kilometres) FROM lines JOIN went ON went.mode = lines.mode GROUP BY lines.line
  UNION ALL
  SELECT lines.line, 'presences', SUM(went.presences) FROM lines JOIN went ON went.mode = lines.mode GROUP BY lines.line
  UNION ALL
  SELECT lines.line, 'persons', COUNT(DISTINCT met.person) FROM lines JOIN met ON met.mode = lines.mode GROUP BY lines.line
  UNION ALL
  SELECT lines.line, 'persons', COUNT(*) FROM lines JOIN met ON met.mode = lines.mode WHERE met.person IS NULL AND met.newness = 'new' GROUP BY lines.line
  UNION ALL
  SELECT lines.line, 'contacts_new', COUNT(*) FROM lines JOIN met ON met.mode = lines.mode WHERE met.newness = 'new' GROUP BY lines.line
  UNION ALL
  SELECT lines.line, 'contacts_known', COUNT(*) FROM lines JOIN met ON met.mode = lines.mode WHERE met.newness IN ('known', 'known_not_linkable') GROUP BY lines.line
)
SELECT line, '' AS part, value, CAST(SUM(number) AS BIGINT) AS number FROM figures GROUP BY line, value
