-- T16: how many records of the period lack a field, and why: each absence has its own code, undefined is that of settings and
-- unsure that of newness. missing adds them up; percent is of all such records, in tenths, half up.
--
-- All contacts count, linked or not, through any channel; of a linked person the facts are those of the person's own record,
-- but the protection is what the contact itself says. Interviews have only what is asked at them. A report that adds up has no failed reconciliation.
WITH ask AS (
  SELECT CAST($1 AS TEXT) AS project, CAST($2 AS TEXT) AS since, CAST($3 AS TEXT) AS until, CAST($4 AS TEXT) AS organisation, CAST($5 AS TEXT) AS province
),
contacts AS (
  SELECT k.setting, COALESCE(n.gender, k.gender) AS gender, COALESCE(n.age_band, k.age_band) AS age_band,
    CASE WHEN COALESCE(n.citizenship, k.citizenship) IN ('not_asked', 'unknown', 'refused', 'not_recorded')
      THEN COALESCE(n.region, k.region) ELSE COALESCE(n.citizenship, k.citizenship) END AS origin,
    k.protection, k.language, k.information, k.newness
  FROM ask
  JOIN network_projects p ON p.code = ask.project
  JOIN outreach_contacts k ON k.project_id = p.id AND k.day >= ask.since AND k.day <= ask.until AND (ask.province = '' OR k.province = ask.province)
  JOIN network_organisations o ON o.id = k.organisation_id AND (ask.organisation = '' OR o.code = ask.organisation)
  LEFT JOIN person_persons n ON n.id = k.person_id
),
interviews AS (
  SELECT i.language, i.information
  FROM ask
  JOIN network_projects p ON p.code = ask.project
  JOIN casework_interviews i ON i.project_id = p.id AND i.day >= ask.since AND i.day <= ask.until AND (ask.province = '' OR i.province = ask.province)
  JOIN network_organisations o ON o.id = i.organisation_id AND (ask.organisation = '' OR o.code = ask.organisation)
),
actions AS (
  SELECT a.outcome
  FROM ask
  JOIN network_projects p ON p.code = ask.project
  JOIN outreach_actions a ON a.project_id = p.id AND a.day >= ask.since AND a.day <= ask.until AND (ask.province = '' OR a.province = ask.province)
  JOIN network_organisations o ON o.id = a.organisation_id AND (ask.organisation = '' OR o.code = ask.organisation)
),
fields AS (
  SELECT 'contact/setting' AS line, setting AS code FROM contacts
  UNION ALL SELECT 'contact/gender', gender FROM contacts
  UNION ALL SELECT 'contact/age_band', age_band FROM contacts
  UNION ALL SELECT 'contact/origin', origin FROM contacts
  UNION ALL SELECT 'contact/protection', protection FROM contacts
  UNION ALL SELECT 'contact/language', language FROM contacts
  UNION ALL SELECT 'contact/information', information FROM contacts
  UNION ALL SELECT 'contact/newness', newness FROM contacts
  UNION ALL SELECT 'interview/language', language FROM interviews
  UNION ALL SELECT 'interview/information', information FROM interviews
  UNION ALL SELECT 'action/outcome', outcome FROM actions
),
lacking AS (
  SELECT line, code FROM fields
  WHERE code IN ('not_asked', 'unknown', 'refused', 'not_recorded') OR code = 'undefined' AND line = 'contact/setting' OR code = 'unsure' AND line = 'contact/newness'
),
lines AS (
  SELECT line, COUNT(*) AS records, (SELECT COUNT(*) FROM lacking WHERE lacking.line = fields.line) AS missing FROM fields GROUP BY line
)
SELECT line, '' AS part, code AS value, COUNT(*) AS number FROM lacking GROUP BY line, code
UNION ALL
SELECT line, '', 'missing', missing FROM lines
UNION ALL
SELECT line, '', 'records', records FROM lines
UNION ALL
SELECT line, '', 'percent', (2000 * missing + records) / (2 * records) FROM lines
