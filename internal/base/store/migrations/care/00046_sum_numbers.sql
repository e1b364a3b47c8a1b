-- +goose Up
-- The hash over a small table is numbered, one up with each change, so that one that was put back with its table is noticed; 0 for those of an earlier version.
ALTER TABLE store_sums ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
-- And each row says under the key file what was said before a correction.
ALTER TABLE work_corrections ADD COLUMN guard BYTEA;
