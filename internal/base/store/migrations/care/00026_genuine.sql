-- +goose Up
-- A frozen report carries a keyed hash over all that it says, which follows from the key file; those frozen before are vouched for by the trail.
ALTER TABLE report_runs ADD COLUMN held TEXT NOT NULL DEFAULT '';   -- digest of document and records
ALTER TABLE report_runs ADD COLUMN sealed BYTEA;                    -- NULL for those frozen before
