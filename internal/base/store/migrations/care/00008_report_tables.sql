-- +goose Up
CREATE TABLE report_tables (          -- tables that the network added to a report
  id TEXT PRIMARY KEY,
  report TEXT NOT NULL,
  number BIGINT NOT NULL,             -- printed as N1, N2…; never given twice
  version BIGINT NOT NULL,            -- the latest that was put in use, 0 before the first
  retired BOOLEAN NOT NULL,
  draft TEXT NOT NULL,                -- definition that is being worked on, or ''
  revision BIGINT NOT NULL,           -- counts changes, so that nobody overwrites what they did not see
  account TEXT NOT NULL,              -- who changed it last
  changed TEXT NOT NULL,
  UNIQUE (report, number)
);
CREATE TABLE report_versions (        -- definitions that were put in use: never changed
  table_id TEXT NOT NULL REFERENCES report_tables(id),
  version BIGINT NOT NULL,
  definition TEXT NOT NULL,
  account TEXT NOT NULL,
  used TEXT NOT NULL,
  PRIMARY KEY (table_id, version)
);
CREATE VIEW view_tables AS
SELECT t.id AS id, 'report_table' AS noun, t.id AS record, t.report AS report, t.number AS number, v.definition AS definition
FROM report_tables t
JOIN report_versions v ON v.table_id = t.id AND v.version = t.version
WHERE NOT t.retired;
