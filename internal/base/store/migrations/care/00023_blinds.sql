-- +goose Up
-- From version 3 on a leaf commits to the organisation it may be hidden from others for. What that follows from is made with the first such entry.
CREATE TABLE audit_blinds (           -- one row at most, never changed
  id BIGINT PRIMARY KEY,
  secret BYTEA NOT NULL,
  since BIGINT NOT NULL               -- number of the first entry of version 3
);
