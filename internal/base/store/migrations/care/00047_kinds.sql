-- +goose Up
-- Sealed records of which there are many, of any kind: those of a team, each under a key of its own, and those about a person, under theirs. Outings still to come and files are the first.
ALTER TABLE vault_plans RENAME TO vault_of_teams;
ALTER TABLE vault_of_teams RENAME COLUMN outing_id TO became;
ALTER TABLE vault_of_teams ADD COLUMN kind TEXT NOT NULL DEFAULT 'plan';
ALTER TABLE vault_of_teams ADD COLUMN form BIGINT NOT NULL DEFAULT 1;
ALTER TABLE vault_files RENAME TO vault_of_persons;
ALTER TABLE vault_of_persons ADD COLUMN kind TEXT NOT NULL DEFAULT 'file';
ALTER TABLE vault_of_persons ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
ALTER TABLE vault_of_persons ADD COLUMN form BIGINT NOT NULL DEFAULT 1;
