-- +goose Up
-- The way from an empty folder to a network that may be entrusted with identities.
CREATE TABLE network_drafts (         -- what was typed into the set-up before a network stands; empty afterwards
  step TEXT PRIMARY KEY,
  answers TEXT NOT NULL               -- of the step's form, as JSON
);
CREATE TABLE vault_shares (           -- the three papers of an organisation's recovery key; none of what stands on them
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  number BIGINT NOT NULL,
  custodian TEXT NOT NULL,            -- who keeps the paper
  checked TEXT NOT NULL,              -- when it was typed back last, UTC; empty for never
  PRIMARY KEY (organisation_id, number)
);
ALTER TABLE network_networks ADD COLUMN keyfile BYTEA;   -- recognises the key file of this network; NULL until it was opened once
