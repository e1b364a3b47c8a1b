-- +goose Up
-- One keyed hash stands over the network's own lists: organisations, units, projects and who pays. It is written at the program's next start, which has the key file.
ALTER TABLE network_networks ADD COLUMN lists BYTEA;
