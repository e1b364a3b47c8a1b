-- T1: persons reached, by channel.
--
-- Reached is who was met in the period through a channel that the project's funder counts. A linked person stands in the row of
-- the earliest meeting; of two on one day, in that of the channel named first in the code list. gross counts a person in every
-- row in which they appear. Whoever has no name counts one when new, perhaps when unsure, and otherwise not at all.
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
  SELECT met.day, met.channel, met.person, met.newness, met.heads, channels.place
  FROM ask
  JOIN network_projects p ON p.code = ask.project
  JOIN met ON met.project_id = p.id AND met.day >= ask.since AND met.day <= ask.until AND (ask.province = '' OR met.province = ask.province)
  JOIN network_organisations o ON o.id = met.organisation_id AND (ask.organisation = '' OR o.code = ask.organisation)
  JOIN network_channels h ON h.project_id = p.id AND h.channel = met.channel
  JOIN channels ON channels.code = met.channel
),
linked AS (
  SELECT person, channel, ROW_NUMBER() OVER (PARTITION BY person ORDER BY day, place) AS turn
  FROM reached WHERE person IS NOT NULL
),
figures AS (
  SELECT channel, 'attributed' AS value, COUNT(*) AS number FROM linked WHERE turn = 1 GROUP BY channel
  UNION ALL
  SELECT channel, 'gross', COUNT(DISTINCT person) FROM reached WHERE person IS NOT NULL GROUP BY channel
  UNION ALL
  SELECT channel, 'attributed', SUM(heads) FROM reached WHERE person IS NULL AND newness = 'new' GROUP BY channel
  UNION ALL
  SELECT channel, 'gross', SUM(heads) FROM reached WHERE person IS NULL AND newness = 'new' GROUP BY channel
  UNION ALL
  SELECT channel, 'unsure', SUM(heads) FROM reached WHERE person IS NULL AND newness = 'unsure' GROUP BY channel
)
SELECT channel AS line, '' AS part, value, CAST(SUM(number) AS BIGINT) AS number FROM figures GROUP BY channel, value
UNION ALL
SELECT '', '', CASE value WHEN 'attributed' THEN 'unique' ELSE value END, CAST(SUM(number) AS BIGINT) FROM figures GROUP BY value
