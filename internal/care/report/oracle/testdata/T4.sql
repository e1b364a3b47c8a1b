-- T4: the persons of T3 by setting, gender and citizenship; by region of origin where the citizenship was not told.
--
-- What is known of a linked person is what the person's own record says today; of an individual, what the meeting says. Group meetings
-- are of other channels.
WITH ask AS (
  SELECT CAST($1 AS TEXT) AS project, CAST($2 AS TEXT) AS since, CAST($3 AS TEXT) AS until, CAST($4 AS TEXT) AS organisation, CAST($5 AS TEXT) AS province
),
channels(code, place) AS (
  VALUES ('contact_unit', 1), ('reception_awareness', 2), ('community_outreach', 3), ('identification_interview', 4), ('desk', 5)
),
settings(code, place, line) AS (
  VALUES ('sexual_outdoor', 1, 'sexual_outdoor'), ('sexual_indoor', 2, 'sexual_indoor'), ('sexual_massage_parlour', 3, 'sexual_massage_parlour'),
    ('sexual_online', 4, 'other'), ('domestic', 5, 'other'), ('labour', 6, 'labour_begging_illegal_economies'),
    ('begging', 7, 'labour_begging_illegal_economies'), ('illegal_economies', 8, 'labour_begging_illegal_economies'), ('undefined', 9, 'undefined')
),
met AS (
  SELECT k.project_id, k.organisation_id, k.province, k.day, k.channel, k.setting, k.person_id AS person, k.newness,
    COALESCE(n.gender, k.gender) AS gender, COALESCE(n.citizenship, k.citizenship) AS citizenship, COALESCE(n.region, k.region) AS region
  FROM outreach_contacts k LEFT JOIN person_persons n ON n.id = k.person_id
  UNION ALL
  SELECT i.project_id, i.organisation_id, i.province, i.day, 'identification_interview', 'undefined', i.person_id, 'known', n.gender, n.citizenship, n.region
  FROM casework_interviews i JOIN person_persons n ON n.id = i.person_id
),
reached AS (
  SELECT met.channel, COALESCE(settings.line, 'other') AS line, met.person, met.newness, met.gender,
    CASE WHEN met.citizenship IN ('not_asked', 'unknown', 'refused', 'not_recorded') THEN met.region ELSE met.citizenship END AS origin,
    ROW_NUMBER() OVER (PARTITION BY met.person ORDER BY met.day, channels.place, COALESCE(settings.place, 10)) AS turn
  FROM ask
  JOIN network_projects p ON p.code = ask.project
  JOIN met ON met.project_id = p.id AND met.day >= ask.since AND met.day <= ask.until AND (ask.province = '' OR met.province = ask.province)
  JOIN network_organisations o ON o.id = met.organisation_id AND (ask.organisation = '' OR o.code = ask.organisation)
  JOIN network_channels h ON h.project_id = p.id AND h.channel = met.channel
  JOIN channels ON channels.code = met.channel
  LEFT JOIN settings ON settings.code = met.setting
),
counted AS (
  SELECT line || '/' || gender || '/' || origin AS line, CASE WHEN person IS NULL AND newness = 'unsure' THEN 'unsure' ELSE 'attributed' END AS value
  FROM reached
  WHERE channel = 'contact_unit' AND (person IS NULL AND newness IN ('new', 'unsure') OR person IS NOT NULL AND turn = 1)
)
SELECT line, '' AS part, value, COUNT(*) AS number FROM counted GROUP BY line, value
UNION ALL
SELECT '', '', CASE value WHEN 'attributed' THEN 'unique' ELSE value END, COUNT(*) FROM counted GROUP BY value
