-- T2: international protection on the last day of the period, by the channel that reached each person.
--
-- Each person of T1 stands in their row of T1 and in one column. A linked person's answer is, of those given up to the last day of the period to an
-- organisation that is counted, the one that says most (yes or no, then a silence of who was asked, then that nobody asked), of those the latest, and
-- of two on one day the one named first in the code list. Where that says less than what was written when they were met, or there is none, or they have
-- no name, what was written when they were met counts.
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
  SELECT met.channel, met.person, met.newness, met.protection, protections.weight, met.heads,
    ROW_NUMBER() OVER (PARTITION BY met.person ORDER BY met.day, channels.place, COALESCE(settings.place, 10), sites.place, met.unadvertised, protections.place) AS turn
  FROM ask
  JOIN network_projects p ON p.code = ask.project
  JOIN met ON met.project_id = p.id AND met.day >= ask.since AND met.day <= ask.until AND (ask.province = '' OR met.province = ask.province)
  JOIN network_organisations o ON o.id = met.organisation_id AND (ask.organisation = '' OR o.code = ask.organisation)
  JOIN network_channels h ON h.project_id = p.id AND h.channel = met.channel
  JOIN channels ON channels.code = met.channel
  JOIN sites ON sites.code = met.place
  JOIN protections ON protections.code = met.protection
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
counted AS (
  SELECT reached.channel, CASE WHEN answers.weight >= reached.weight THEN answers.answer ELSE reached.protection END AS answer, 'attributed' AS value, 1 AS heads
  FROM reached LEFT JOIN answers ON answers.person = reached.person AND answers.turn = 1
  WHERE reached.person IS NOT NULL AND reached.turn = 1
  UNION ALL
  SELECT channel, protection, CASE newness WHEN 'new' THEN 'attributed' ELSE 'unsure' END, heads
  FROM reached
  WHERE person IS NULL AND newness IN ('new', 'unsure')
)
SELECT channel AS line, '' AS part, answer AS value, CAST(SUM(heads) AS BIGINT) AS number FROM counted WHERE value = 'attributed' GROUP BY channel, answer
UNION ALL
SELECT channel, '', 'unsure', CAST(SUM(heads) AS BIGINT) FROM counted WHERE value = 'unsure' GROUP BY channel
UNION ALL
SELECT '', '', answer, CAST(SUM(heads) AS BIGINT) FROM counted WHERE value = 'attributed' GROUP BY answer
UNION ALL
SELECT '', '', CASE value WHEN 'attributed' THEN 'unique' ELSE value END, CAST(SUM(heads) AS BIGINT) FROM counted GROUP BY value
