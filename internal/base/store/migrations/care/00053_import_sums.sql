-- +goose Up
-- The tables stay as they are: from this step on the list of imports carries a hash, which the first start makes, and a backup from before it has none.
SELECT 1;
