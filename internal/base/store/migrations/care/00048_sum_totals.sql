-- +goose Up
-- Over a table that grows stands a sum of what the key file makes of each row, carried on with each change. It is sealed: else whoever reads it learns what the key file makes of a row.
ALTER TABLE store_sums ADD COLUMN total BYTEA;
