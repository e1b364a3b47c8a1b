-- +goose Up
CREATE TABLE outreach_contacts (id TEXT PRIMARY KEY);
CREATE VIEW view_contacts AS SELECT id FROM outreach_contacts;
