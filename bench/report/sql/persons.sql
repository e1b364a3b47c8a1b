-- Persons reached between $1 and $2, each once: seen in the earliest contact, of two on one day in the channel named first.
-- Protection is the latest answer of those that say most, unless the contact says more.
-- Unlinked individuals count when new, perhaps when unsure. One query for eight breakdowns.
WITH reached AS (
  SELECT person, day, channel, setting, advert, newness, gender, age_band, origin, protection, province, organisation, unit, headcount
  FROM contacts WHERE project = 'RETE' AND reaches AND day BETWEEN $1 AND $2
),
turns AS (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY person ORDER BY day, channel) AS turn FROM reached WHERE person IS NOT NULL
),
answers AS (
  SELECT person, answer, says, ROW_NUMBER() OVER (PARTITION BY person ORDER BY says DESC, day DESC, answer) AS turn
  FROM (SELECT *, CASE WHEN answer IN ('yes', 'no') THEN 2 WHEN answer IN ('not_asked', 'not_recorded') THEN 0 ELSE 1 END AS says FROM protections WHERE day <= $2) AS known
),
units AS (
  SELECT channel, CASE WHEN channel = 'contact_unit' THEN setting END AS setting, advert, gender, age_band, origin, province, organisation, unit,
    CASE WHEN answers.says >= CASE WHEN turns.protection IN ('yes', 'no') THEN 2 WHEN turns.protection IN ('not_asked', 'not_recorded') THEN 0 ELSE 1 END
      THEN answers.answer ELSE turns.protection END AS answer, 1 AS certain, 0 AS unsure
  FROM turns LEFT JOIN answers ON answers.person = turns.person AND answers.turn = 1
  WHERE turns.turn = 1
  UNION ALL
  SELECT channel, CASE WHEN channel = 'contact_unit' THEN setting END, advert, gender, age_band, origin, province, organisation, unit, protection,
    CASE WHEN newness = 'new' THEN headcount ELSE 0 END, CASE WHEN newness = 'unsure' THEN headcount ELSE 0 END
  FROM reached WHERE person IS NULL AND newness IN ('new', 'unsure')
)
SELECT GROUPING(channel, answer, setting, advert, gender, origin, province, age_band, unit) AS mask,
  channel, answer, setting, CAST(advert AS INTEGER), gender, origin, province, age_band, organisation, unit,
  CAST(SUM(certain) AS BIGINT), CAST(SUM(unsure) AS BIGINT)
FROM units
GROUP BY GROUPING SETS ((channel), (channel, answer), (setting), (setting, advert), (setting, gender, origin), (province), (age_band, gender), (organisation, unit))
