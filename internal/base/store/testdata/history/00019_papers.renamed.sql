-- +goose Up
-- A recovery key can be replaced after going live. Of an organisation's keys one is in force, one may be coming, and former ones open what nobody has sealed
-- anew. A series is one key with its three papers, counted from one.
CREATE TABLE vault_recoveries_series (
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  series BIGINT NOT NULL,
  state TEXT NOT NULL,                -- coming | in_force | former | over
  public BYTEA NOT NULL,              -- empty once over: nothing can be sealed to it any more
  commitment BYTEA NOT NULL,          -- recognises a share that is typed, also one that opens nothing any more
  by_account TEXT NOT NULL,           -- who made the papers; empty for those from before this table
  made TEXT NOT NULL,
  replaced TEXT NOT NULL,             -- when another came in force, UTC; empty before
  PRIMARY KEY (organisation_id, series)
);
INSERT INTO vault_recoveries_series (organisation_id, series, state, public, commitment, by_account, made, replaced)
SELECT organisation_id, 1, 'in_force', public, commitment, '', made, '' FROM vault_recoveries;
DROP TABLE vault_recoveries;
ALTER TABLE vault_recoveries_series RENAME TO vault_recoveries;
CREATE UNIQUE INDEX vault_recoveries_in_force ON vault_recoveries(organisation_id) WHERE state = 'in_force';
CREATE UNIQUE INDEX vault_recoveries_coming ON vault_recoveries(organisation_id) WHERE state = 'coming';
CREATE TABLE vault_shares_series (    -- the three papers of a recovery key; none of what stands on them
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  series BIGINT NOT NULL,
  number BIGINT NOT NULL,
  custodian TEXT NOT NULL,            -- who keeps the paper
  checked TEXT NOT NULL,              -- when it was typed back last, UTC; empty for never
  PRIMARY KEY (organisation_id, series, number)
);
INSERT INTO vault_shares_series (organisation_id, series, number, custodian, checked)
SELECT organisation_id, 1, number, custodian, checked FROM vault_shares;
DROP TABLE vault_shares;
ALTER TABLE vault_shares_series RENAME TO vault_shares;
ALTER TABLE vault_compartments ADD COLUMN series BIGINT NOT NULL DEFAULT 1;   -- of the recovery key that its key is sealed to
