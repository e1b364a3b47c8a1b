-- +goose Up
-- People whom only a few may know: their key stands under a compartment of their own (kind case).
ALTER TABLE vault_compartments ADD COLUMN due TEXT NOT NULL DEFAULT '';  -- since when its key waits to be replaced, because somebody who knew it may hold it no more; '' for not
