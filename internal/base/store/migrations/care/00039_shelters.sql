-- +goose Up
-- What a shelter is called stands sealed to the key file: with it, who stays there would say where. Names of before are sealed at the program's next start.
ALTER TABLE network_units ADD COLUMN sealed BYTEA;
