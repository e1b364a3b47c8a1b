-- +goose Up
CREATE TABLE network_networks (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  zone TEXT NOT NULL,                 -- time zone in which a day begins
  demonstration BOOLEAN NOT NULL,     -- every page carries the "example data" mark
  clock_shift BIGINT NOT NULL         -- seconds added to the machine's clock; 0 except in a demonstration
);
CREATE TABLE network_organisations (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  province TEXT NOT NULL,             -- ISO 3166-2, or '' for a national body
  lead BOOLEAN NOT NULL,
  member BOOLEAN NOT NULL             -- records here; false for the public bodies around the network
);
CREATE TABLE network_units (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  province TEXT NOT NULL
);
CREATE TABLE network_projects (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  call TEXT NOT NULL,
  funder TEXT NOT NULL,
  starts TEXT NOT NULL,
  ends TEXT NOT NULL,
  standard BOOLEAN NOT NULL           -- the project a report is about unless another is named
);
CREATE TABLE network_partners (
  project_id TEXT NOT NULL REFERENCES network_projects(id),
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  role TEXT NOT NULL,
  PRIMARY KEY (project_id, organisation_id)
);
CREATE TABLE network_provinces (
  project_id TEXT NOT NULL REFERENCES network_projects(id),
  province TEXT NOT NULL,
  PRIMARY KEY (project_id, province)
);
CREATE TABLE network_channels (       -- channels that count as reaching a person
  project_id TEXT NOT NULL REFERENCES network_projects(id),
  channel TEXT NOT NULL,
  PRIMARY KEY (project_id, channel)
);
CREATE TABLE network_targets (
  project_id TEXT NOT NULL REFERENCES network_projects(id),
  measure TEXT NOT NULL,
  expected BIGINT NOT NULL,
  PRIMARY KEY (project_id, measure)
);
CREATE TABLE network_fundings (       -- the project that pays a unit, by date
  unit_id TEXT NOT NULL REFERENCES network_units(id),
  project_id TEXT NOT NULL REFERENCES network_projects(id),
  starts TEXT NOT NULL,
  ends TEXT NOT NULL,
  PRIMARY KEY (unit_id, project_id, starts)
);
CREATE TABLE network_accounts (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  passphrase TEXT NOT NULL            -- verifier made by package seal
);
CREATE TABLE network_roles (
  account_id TEXT NOT NULL REFERENCES network_accounts(id),
  role TEXT NOT NULL,
  PRIMARY KEY (account_id, role)
);
CREATE TABLE network_sessions (
  token BYTEA PRIMARY KEY,            -- hash of the cookie's value
  account_id TEXT NOT NULL REFERENCES network_accounts(id),
  made TEXT NOT NULL,
  seen TEXT NOT NULL
);
CREATE TABLE codebook_codes (         -- what a network added to the shipped lists
  list TEXT NOT NULL,
  code TEXT NOT NULL,
  labels TEXT NOT NULL,               -- JSON: language → label
  attributes TEXT NOT NULL,           -- JSON
  retired BOOLEAN NOT NULL,
  PRIMARY KEY (list, code)
);
