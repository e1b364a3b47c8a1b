-- T3: persons of the contact units, by the setting in which each was met the time that put them into T1's row contact_unit.
--
-- Several meetings of one person on one day and through one channel: the one whose setting is named first in the code list
-- speaks for them; then the place, then a meeting found through an advert. gross looks at all meetings of these persons through that
-- channel. A setting that a network added to the list comes last in it and stands in no row: it makes the row other.
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
sites(code, place) AS (
  VALUES ('cas', 1), ('sai', 2), ('informal', 3), ('formal', 4), ('worship', 5), ('school', 6), ('other', 7), ('', 8)
),
met AS (
  SELECT k.project_id, k.organisation_id, k.province, k.day, k.channel, k.setting, k.place, CASE WHEN k.advert THEN 0 ELSE 1 END AS unadvertised,
    k.person_id AS person, k.newness, 1 AS heads
  FROM outreach_contacts k
  UNION ALL
  SELECT i.project_id, i.organisation_id, i.province, i.day, 'identification_interview', 'undefined', '', 1, i.person_id, 'known', 1
  FROM casework_interviews i
  UNION ALL
  SELECT m.project_id, m.organisation_id, m.province, m.day, m.channel, 'undefined', m.place, 1, CAST(NULL AS TEXT), 'new', a.headcount
  FROM outreach_meetings m JOIN outreach_attendees a ON a.meeting_id = m.id
),
reached AS (
  SELECT met.channel, COALESCE(settings.line, 'other') AS line, met.unadvertised, met.person, met.newness, met.heads,
    ROW_NUMBER() OVER (PARTITION BY met.person ORDER BY met.day, channels.place, COALESCE(settings.place, 10), sites.place, met.unadvertised) AS turn
  FROM ask
  JOIN network_projects p ON p.code = ask.project
  JOIN met ON met.project_id = p.id AND met.day >= ask.since AND met.day <= ask.until AND (ask.province = '' OR met.province = ask.province)
  JOIN network_organisations o ON o.id = met.organisation_id AND (ask.organisation = '' OR o.code = ask.organisation)
  JOIN network_channels h ON h.project_id = p.id AND h.channel = met.channel
  JOIN channels ON channels.code = met.channel
  JOIN sites ON sites.code = met.place
  LEFT JOIN settings ON settings.code = met.setting
),
members AS (
  SELECT person, line, unadvertised FROM reached WHERE person IS NOT NULL AND turn = 1 AND channel = 'contact_unit'
),
individuals AS (
  SELECT line, unadvertised, newness, heads FROM reached WHERE person IS NULL AND newness IN ('new', 'unsure') AND channel = 'contact_unit'
),
seen AS (
  SELECT reached.line, reached.unadvertised, reached.person FROM reached JOIN members ON members.person = reached.person WHERE reached.channel = 'contact_unit'
),
each AS (
  SELECT line, unadvertised, 'attributed' AS value, 1 AS number FROM members
  UNION ALL
  SELECT line, unadvertised, CASE newness WHEN 'new' THEN 'attributed' ELSE 'unsure' END, heads FROM individuals
  UNION ALL
  SELECT line, unadvertised, 'gross', heads FROM individuals WHERE newness = 'new'
),
figures AS (
  SELECT line, '' AS part, value, number FROM each
  UNION ALL
  SELECT line, 'online_adverts', value, number FROM each WHERE line = 'sexual_indoor' AND unadvertised = 0
  UNION ALL
  SELECT line, '', 'gross', COUNT(DISTINCT person) FROM seen GROUP BY line
  UNION ALL
  SELECT line, 'online_adverts', 'gross', COUNT(DISTINCT person) FROM seen WHERE line = 'sexual_indoor' AND unadvertised = 0 GROUP BY line
)
SELECT line, part, value, CAST(SUM(number) AS BIGINT) AS number FROM figures GROUP BY line, part, value
UNION ALL
SELECT '', '', CASE value WHEN 'attributed' THEN 'unique' ELSE value END, CAST(SUM(number) AS BIGINT) FROM figures WHERE part = '' GROUP BY value
