-- +goose Up
CREATE TABLE backup_days (            -- on which the program served or a backup was made: a key of backups is destroyed after many of them, not by what a clock says once
  day TEXT PRIMARY KEY
);
