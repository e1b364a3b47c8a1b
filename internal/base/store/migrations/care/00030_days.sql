-- +goose Up
-- Facts say the day on which they were recorded, and not the minute, in which somebody else stands beside them in the trail. What is left of an erased person
-- says no more than its quarter.
UPDATE person_persons SET recorded = CASE WHEN detached THEN day ELSE SUBSTR(recorded, 1, 10) END;
UPDATE person_protections SET recorded = SUBSTR(recorded, 1, 10);
UPDATE outreach_outings SET recorded = SUBSTR(recorded, 1, 10);
UPDATE outreach_meetings SET recorded = SUBSTR(recorded, 1, 10);
UPDATE outreach_contacts SET recorded = SUBSTR(recorded, 1, 10);
UPDATE outreach_actions SET recorded = SUBSTR(recorded, 1, 10);
UPDATE casework_interviews SET recorded = SUBSTR(recorded, 1, 10);
UPDATE casework_enrolments SET recorded = SUBSTR(recorded, 1, 10);
UPDATE casework_deliveries SET recorded = SUBSTR(recorded, 1, 10);
UPDATE person_protections SET recorded = day WHERE person_id IN (SELECT id FROM person_persons WHERE detached);
UPDATE outreach_contacts SET recorded = day WHERE person_id IN (SELECT id FROM person_persons WHERE detached);
UPDATE outreach_actions SET recorded = day WHERE person_id IN (SELECT id FROM person_persons WHERE detached)
  OR contact_id IN (SELECT k.id FROM outreach_contacts k JOIN person_persons p ON p.id = k.person_id WHERE p.detached);
UPDATE casework_interviews SET recorded = day WHERE person_id IN (SELECT id FROM person_persons WHERE detached);
UPDATE casework_enrolments SET recorded = day WHERE person_id IN (SELECT id FROM person_persons WHERE detached);
UPDATE casework_deliveries SET recorded = day WHERE person_id IN (SELECT id FROM person_persons WHERE detached);
