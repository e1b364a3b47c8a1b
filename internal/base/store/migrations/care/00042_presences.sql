-- +goose Up
-- A sum counts a word for nothing. So what is no number is no sum either, and the report says that the tables are damaged instead of a figure that is too small.
DROP VIEW view_outings;
CREATE VIEW view_outings AS
SELECT g.id AS id, 'outing' AS noun, g.id AS record, o.code AS organisation, u.code AS unit, p.code AS project,
  g.day AS day, g.province AS province, g.mode AS mode, g.on_call AS on_call, g.minutes AS minutes, g.kilometres AS kilometres,
  g.materials AS materials, g.adverts AS adverts,
  (SELECT CASE WHEN SUM(CASE WHEN CAST(s.headcount AS TEXT) = CAST(CAST(s.headcount AS BIGINT) AS TEXT) THEN 0 ELSE 1 END) > 0 THEN NULL
    ELSE CAST(COALESCE(SUM(s.headcount), 0) AS BIGINT) END FROM outreach_presences s WHERE s.outing_id = g.id) AS presences
FROM outreach_outings g
JOIN network_organisations o ON o.id = g.organisation_id
JOIN network_units u ON u.id = g.unit_id
JOIN network_projects p ON p.id = g.project_id;
