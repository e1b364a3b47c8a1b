-- +goose Up
CREATE TABLE report_runs (            -- frozen: never changed
  id TEXT PRIMARY KEY,
  report TEXT NOT NULL,
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),   -- whose run it is
  scope TEXT NOT NULL,                -- network | org:CODE | province:CODE: what was counted
  parameters TEXT NOT NULL,           -- JSON
  definition TEXT NOT NULL,           -- SHA-256 of the definition files
  snapshot TEXT NOT NULL,             -- SHA-256 of the rows counted
  document BYTEA NOT NULL,            -- the report as JSON, byte for byte
  records BYTEA NOT NULL,             -- id, kind, organisation, day and digest of each row counted, compressed
  account TEXT NOT NULL,
  frozen TEXT NOT NULL
);
CREATE TABLE sheet_imports (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  kind TEXT NOT NULL,
  digest BYTEA NOT NULL,              -- keyed hash of the file
  mapping TEXT NOT NULL,              -- JSON
  rows BIGINT NOT NULL,
  added BIGINT NOT NULL,
  known BIGINT NOT NULL,
  skipped BIGINT NOT NULL,
  account TEXT NOT NULL,
  imported TEXT NOT NULL,
  undone TEXT                         -- NULL while it stands
);
CREATE TABLE sheet_rows (             -- the identity of a spreadsheet row and the record it became
  identity BYTEA PRIMARY KEY,         -- keyed hash of organisation, kind and row id or content and occurrence
  import_id TEXT NOT NULL REFERENCES sheet_imports(id),
  kind TEXT NOT NULL,
  record TEXT NOT NULL
);
CREATE INDEX sheet_rows_import ON sheet_rows(import_id);
CREATE TABLE sheet_persons (          -- who a person_ref means, by keyed hash only
  reference BYTEA PRIMARY KEY,
  import_id TEXT NOT NULL REFERENCES sheet_imports(id),
  person_id TEXT NOT NULL REFERENCES person_persons(id)
);
CREATE INDEX sheet_persons_import ON sheet_persons(import_id);
CREATE TABLE sheet_mappings (
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  kind TEXT NOT NULL,
  headings BYTEA NOT NULL,            -- keyed hash of the heading row
  mapping TEXT NOT NULL,              -- JSON
  PRIMARY KEY (organisation_id, kind, headings)
);
