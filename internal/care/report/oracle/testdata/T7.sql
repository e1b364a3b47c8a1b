-- T7: main figures by province: persons in that of the meeting that put them into their row of T1; enrolments and proximity
-- actions of any kind in their own.
--
-- Several meetings of one person on one day: the codes of channel, setting, place, advert, protection and province decide, in this order, by
-- their places in the code lists. protection_yes reads the answer of T2.
WITH ask AS (
  SELECT CAST($1 AS TEXT) AS project, CAST($2 AS TEXT) AS since, CAST($3 AS TEXT) AS until, CAST($4 AS TEXT) AS organisation, CAST($5 AS TEXT) AS province
),
channels(code, place) AS (
  VALUES ('contact_unit', 1), ('reception_awareness', 2), ('community_outreach', 3), ('identification_interview', 4), ('desk', 5)
),
settings(code, place) AS (
  VALUES ('sexual_outdoor', 1), ('sexual_indoor', 2), ('sexual_massage_parlour', 3), ('sexual_online', 4), ('domestic', 5), ('labour', 6), ('begging', 7),
    ('illegal_economies', 8), ('undefined', 9)
),
sites(code, place) AS (
  VALUES ('cas', 1), ('sai', 2), ('informal', 3), ('formal', 4), ('worship', 5), ('school', 6), ('other', 7), ('', 8)
),
protections(code, place, weight) AS (
  VALUES ('yes', 1, 2), ('no', 2, 2), ('not_asked', 3, 0), ('unknown', 4, 1), ('refused', 5, 1), ('not_recorded', 6, 0)
),
provinces(code, place) AS (
  VALUES ('IT-BG', 1), ('IT-BS', 2), ('IT-CR', 3), ('IT-MN', 4)
),
met AS (
  SELECT k.project_id, k.organisation_id, k.province, k.day, k.channel, k.setting, k.place, CASE WHEN k.advert THEN 0 ELSE 1 END AS unadvertised,
    k.person_id AS person, k.newness, k.protection, 1 AS heads
  FROM outreach_contacts k
  UNION ALL
  SELECT i.project_id, i.organisation_id, i.province, i.day, 'identification_interview', 'undefined', '', 1, i.person_id, 'known', 'not_recorded', 1
  FROM casework_interviews i
  UNION ALL
  SELECT m.project_id, m.organisation_id, m.province, m.day, m.channel, 'undefined', m.place, 1, CAST(NULL AS TEXT), 'new', a.protection, a.headcount
  FROM outreach_meetings m JOIN outreach_attendees a ON a.meeting_id = m.id
),
reached AS (
  SELECT met.province, met.person, met.newness, met.protection, protections.weight, met.heads, ROW_NUMBER() OVER (
    PARTITION BY met.person
    ORDER BY met.day, channels.place, COALESCE(settings.place, 10), sites.place, met.unadvertised, protections.place, provinces.place
  ) AS turn
  FROM ask
  JOIN network_projects p ON p.code = ask.project
  JOIN met ON met.project_id = p.id AND met.day >= ask.since AND met.day <= ask.until AND (ask.province = '' OR met.province = ask.province)
  JOIN network_organisations o ON o.id = met.organisation_id AND (ask.organisation = '' OR o.code = ask.organisation)
  JOIN network_channels h ON h.project_id = p.id AND h.channel = met.channel
  JOIN channels ON channels.code = met.channel
  JOIN sites ON sites.code = met.place
  JOIN protections ON protections.code = met.protection
  JOIN provinces ON provinces.code = met.province
  LEFT JOIN settings ON settings.code = met.setting
),
answers AS (
  SELECT r.person_id AS person, r.answer, protections.weight,
    ROW_NUMBER() OVER (PARTITION BY r.person_id ORDER BY protections.weight DESC, r.day DESC, protections.place) AS turn
  FROM ask
  JOIN person_protections r ON r.day <= ask.until
  JOIN protections ON protections.code = r.answer
  JOIN network_organisations o ON o.id = r.organisation_id AND (ask.organisation = '' OR o.code = ask.organisation)
),
people AS (
  SELECT reached.province, reached.person, CASE WHEN answers.weight >= reached.weight THEN answers.answer ELSE reached.protection END AS protection
  FROM reached LEFT JOIN answers ON answers.person = reached.person AND answers.turn = 1
  WHERE reached.person IS NOT NULL AND reached.turn = 1
),
helped AS (
  SELECT 'enrolments' AS value, e.project_id, e.organisation_id, e.province, e.day FROM casework_enrolments e
  UNION ALL
  SELECT 'actions', a.project_id, a.organisation_id, a.province, a.day FROM outreach_actions a
),
figures AS (
  SELECT province AS line, '' AS part, 'attributed' AS value, 1 AS number FROM people
  UNION ALL
  SELECT province, '', 'protection_yes', 1 FROM people WHERE protection = 'yes'
  UNION ALL
  SELECT province, '', 'gross', COUNT(DISTINCT person) FROM reached WHERE person IS NOT NULL GROUP BY province
  UNION ALL
  SELECT province, '', 'attributed', heads FROM reached WHERE person IS NULL AND newness = 'new'
  UNION ALL
  SELECT province, '', 'gross', heads FROM reached WHERE person IS NULL AND newness = 'new'
  UNION ALL
  SELECT province, '', 'protection_yes', heads FROM reached WHERE person IS NULL AND newness = 'new' AND protection = 'yes'
  UNION ALL
  SELECT province, '', 'unsure', heads FROM reached WHERE person IS NULL AND newness = 'unsure'
  UNION ALL
  SELECT helped.province, '', helped.value, 1
  FROM ask
  JOIN network_projects p ON p.code = ask.project
  JOIN helped ON helped.project_id = p.id AND helped.day >= ask.since AND helped.day <= ask.until AND (ask.province = '' OR helped.province = ask.province)
  JOIN network_organisations o ON o.id = helped.organisation_id AND (ask.organisation = '' OR o.code = ask.organisation)
)
SELECT line, part, value, CAST(SUM(number) AS BIGINT) AS number FROM figures GROUP BY line, part, value
UNION ALL
SELECT '', '', CASE value WHEN 'attributed' THEN 'unique' ELSE value END, CAST(SUM(number) AS BIGINT) FROM figures WHERE part = '' GROUP BY value
