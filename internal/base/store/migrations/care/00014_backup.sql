-- +goose Up
CREATE TABLE backup_backups (         -- what was made, not where it was put
  id TEXT PRIMARY KEY,
  made TEXT NOT NULL,                 -- the moment copied, UTC
  key TEXT NOT NULL,                  -- id of the key that opens it, or 'passphrase'
  digest BYTEA NOT NULL,              -- SHA-256 of the file
  size BIGINT NOT NULL,               -- bytes of the file
  entries BIGINT NOT NULL             -- of the audit trail, inside
);
