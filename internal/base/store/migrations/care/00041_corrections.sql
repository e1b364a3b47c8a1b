-- +goose Up
-- How often a record of casework was changed: who saves an older revision than the stored one is shown both.
ALTER TABLE casework_interviews ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE casework_enrolments ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE casework_deliveries ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE person_protections ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
