-- +goose Up
-- The term that is short is for people who were never assessed: no interview to identify them, and no enrolment.
DROP VIEW view_people;
CREATE VIEW view_people AS
SELECT p.id AS person, p.organisation_id AS organisation, p.code AS code, p.day AS day,
  (EXISTS (SELECT 1 FROM casework_interviews i WHERE i.person_id = p.id)
    OR EXISTS (SELECT 1 FROM casework_enrolments e WHERE e.person_id = p.id)) AS assessed
FROM person_persons p WHERE NOT p.detached;
UPDATE rights_terms SET rule = 'never_assessed' WHERE rule = 'never_enrolled';
UPDATE rights_terms SET rule = 'assessed' WHERE rule = 'enrolled';
