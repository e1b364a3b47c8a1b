-- +goose Up
-- What was sent once is taken in once. token is what the key file makes of the sender's organisation and id, guard of all that was sent and of what became of it: the row itself
-- says no more than which record it was, and on which day.
CREATE TABLE intake_receipts (
  token  BYTEA PRIMARY KEY,
  noun   TEXT NOT NULL,
  record TEXT NOT NULL,
  day    TEXT NOT NULL,
  guard  BYTEA NOT NULL
);
CREATE INDEX intake_receipts_record ON intake_receipts (record);
CREATE INDEX intake_receipts_day ON intake_receipts (day);
