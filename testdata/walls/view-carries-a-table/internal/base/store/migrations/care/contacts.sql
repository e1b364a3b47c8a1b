-- +goose Up
CREATE TABLE casework_enrolments (id TEXT PRIMARY KEY);
CREATE VIEW outreach_peek AS SELECT id FROM casework_enrolments;
