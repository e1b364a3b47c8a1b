-- +goose Up
  create table "casework_enrolments2" (id TEXT PRIMARY KEY);
CREATE TABLE outreach_contacts (id TEXT PRIMARY KEY);
