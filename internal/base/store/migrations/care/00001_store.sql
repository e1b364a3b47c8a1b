-- +goose Up
CREATE TABLE store_changes (          -- the change feed: what was written, in the order of commits, without gaps
  n BIGINT PRIMARY KEY,
  kind TEXT NOT NULL,
  id TEXT NOT NULL
);
CREATE TABLE audit_head (             -- one row; every writing transaction of every process locks it first
  id BIGINT PRIMARY KEY,
  size BIGINT NOT NULL,               -- entries in the trail
  at TEXT NOT NULL,                   -- time of the last one
  root BYTEA NOT NULL,                -- hash of the Merkle tree
  changes BIGINT NOT NULL             -- last n of store_changes
);
-- The root of an empty tree is the SHA-256 of nothing; it is written by the first entry.
INSERT INTO audit_head (id, size, at, root, changes) VALUES (1, 0, '', '', 0);
CREATE TABLE audit_entries (
  n BIGINT PRIMARY KEY,
  at TEXT NOT NULL,                   -- the machine's clock, UTC
  actor TEXT NOT NULL,
  organisation TEXT NOT NULL,
  action TEXT NOT NULL,
  rule TEXT NOT NULL,
  object TEXT NOT NULL,
  record TEXT NOT NULL,
  details BYTEA NOT NULL              -- SHA-256 of what was written
);
CREATE TABLE audit_hashes (           -- hashes of the tree's complete subtrees, by tlog.StoredHashIndex
  n BIGINT PRIMARY KEY,
  hash BYTEA NOT NULL
);
