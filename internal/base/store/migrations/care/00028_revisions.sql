-- +goose Up
-- Which revision of a planned outing was written last is asked of the trail each time one is read.
CREATE INDEX audit_entries_planned ON audit_entries (record, n) WHERE object = 'planned';
