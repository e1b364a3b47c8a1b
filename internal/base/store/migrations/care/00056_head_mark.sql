-- +goose Up
-- How far the trail and the feed go carries a mark under the key file, so that the end of the feed cannot be taken away between two readings. Whoever finds none reads everything anew; the first write makes it.
ALTER TABLE audit_head ADD COLUMN mark BYTEA NOT NULL DEFAULT '';
