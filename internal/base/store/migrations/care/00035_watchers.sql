-- +goose Up
-- Whose keys are to be changed, because they knew them and may not any more, the roster says and no column. What is proposed about who watches may be a name or an address.
ALTER TABLE network_accounts DROP COLUMN rotate;
ALTER TABLE vault_compartments DROP COLUMN due;
ALTER TABLE network_proposals ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE network_proposals ADD COLUMN email TEXT NOT NULL DEFAULT '';
