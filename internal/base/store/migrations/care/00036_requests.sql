-- +goose Up
-- How a request was left last is asked of the trail each time one is read.
CREATE INDEX audit_entries_request ON audit_entries (record, n) WHERE object = 'request';
