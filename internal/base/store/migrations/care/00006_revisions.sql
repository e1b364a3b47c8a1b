-- +goose Up
-- How often a record was changed: who saves an older revision than the stored one is shown both.
ALTER TABLE person_persons ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outreach_outings ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outreach_contacts ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outreach_meetings ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outreach_actions ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
-- The order of every list of work: newest day first, within one organisation.
CREATE INDEX outreach_outings_list ON outreach_outings(organisation_id, day, id);
CREATE INDEX outreach_contacts_list ON outreach_contacts(organisation_id, day, id);
CREATE INDEX outreach_meetings_list ON outreach_meetings(organisation_id, day, id);
CREATE INDEX outreach_actions_list ON outreach_actions(organisation_id, day, id);
CREATE INDEX casework_interviews_list ON casework_interviews(organisation_id, day, id);
CREATE INDEX casework_enrolments_list ON casework_enrolments(organisation_id, day, id);
CREATE INDEX person_persons_list ON person_persons(organisation_id, day, id);
-- Why a record was corrected; the code of a list, never a story.
CREATE TABLE outreach_corrections (
  id TEXT PRIMARY KEY,
  noun TEXT NOT NULL,
  record TEXT NOT NULL,
  reason TEXT NOT NULL,
  before TEXT NOT NULL,               -- JSON of coded facts
  account TEXT NOT NULL,
  recorded TEXT NOT NULL
);
CREATE INDEX outreach_corrections_record ON outreach_corrections(record);
