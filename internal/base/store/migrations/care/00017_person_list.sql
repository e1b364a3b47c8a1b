-- +goose Up
-- As the lists of work: people are narrowed, counted and sorted inside the index of their list.
DROP INDEX person_persons_list;
DROP INDEX person_persons_organisation;
CREATE INDEX person_persons_list ON person_persons(organisation_id, day, id, detached, province, code, gender, age_band, citizenship, region);
