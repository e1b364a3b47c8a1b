-- +goose Up
-- Each line of the change feed carries a mark under the key file. Lines from before have none, and go: whoever reads the feed reads everything anew.
DELETE FROM store_changes;
ALTER TABLE store_changes ADD COLUMN mark BYTEA NOT NULL DEFAULT '';
