-- +goose Up
-- A list is narrowed, counted and sorted inside its index: every column that can be asked about stands behind the order of the list,
-- so that only the rows of the page shown are read.
DROP INDEX outreach_outings_list;
DROP INDEX outreach_contacts_list;
DROP INDEX outreach_meetings_list;
DROP INDEX outreach_actions_list;
DROP INDEX person_persons_list;
DROP INDEX person_persons_organisation;
CREATE INDEX outreach_outings_list ON outreach_outings(organisation_id, day, id, unit_id, project_id, province, mode, minutes);
CREATE INDEX outreach_contacts_list ON outreach_contacts(organisation_id, day, id, unit_id, project_id, province, channel, setting, newness, gender);
CREATE INDEX outreach_meetings_list ON outreach_meetings(organisation_id, day, id, unit_id, project_id, province, place);
CREATE INDEX outreach_actions_list ON outreach_actions(organisation_id, day, id, unit_id, project_id, province, type, outcome);
CREATE INDEX person_persons_list ON person_persons(organisation_id, day, id, province, code, gender, age_band, citizenship, region);
-- What is recorded about one person, outing or individual is asked for within an organisation and by day. An index that serves the
-- whole question keeps a database from walking through everything of the organisation because that is in order.
DROP INDEX outreach_contacts_person;
DROP INDEX outreach_contacts_outing;
DROP INDEX outreach_actions_person;
DROP INDEX outreach_actions_contact;
DROP INDEX casework_interviews_person;
DROP INDEX casework_enrolments_person;
DROP INDEX casework_deliveries_person;
CREATE INDEX outreach_contacts_person ON outreach_contacts(person_id, organisation_id, day, id);
CREATE INDEX outreach_contacts_outing ON outreach_contacts(outing_id, organisation_id, day, id);
CREATE INDEX outreach_actions_person ON outreach_actions(person_id, organisation_id, day, id);
CREATE INDEX outreach_actions_contact ON outreach_actions(contact_id, organisation_id, day, id);
CREATE INDEX casework_interviews_person ON casework_interviews(person_id, organisation_id, day, id);
CREATE INDEX casework_enrolments_person ON casework_enrolments(person_id, organisation_id, day, id);
CREATE INDEX casework_deliveries_person ON casework_deliveries(person_id, organisation_id, day, id);
-- The list of frozen reports reads no document: SQLite walks through all bytes of a column to the one behind it.
CREATE TABLE report_papers (          -- of a frozen report; never changed
  run_id TEXT PRIMARY KEY REFERENCES report_runs(id),
  document BYTEA NOT NULL,            -- the report as JSON, byte for byte
  records BYTEA NOT NULL              -- id, kind, organisation, day and digest of each row counted, compressed
);
INSERT INTO report_papers (run_id, document, records) SELECT id, document, records FROM report_runs;
ALTER TABLE report_runs DROP COLUMN document;
ALTER TABLE report_runs DROP COLUMN records;
