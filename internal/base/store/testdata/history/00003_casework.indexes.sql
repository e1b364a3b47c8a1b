-- +goose Up
-- Coded, pseudonymous facts only. Names, phones, addresses and free text have no column here: they belong to the vault.
-- Coded facts are never NULL: 'not_asked', 'unknown', 'refused' and 'not_recorded' are values of their own.
CREATE TABLE person_persons (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  code TEXT NOT NULL UNIQUE,
  gender TEXT NOT NULL,
  age_band TEXT NOT NULL,
  age_source TEXT NOT NULL,           -- declared | estimated | not_recorded
  citizenship TEXT NOT NULL,          -- ISO 3166-1 alpha-2, declared; never an estimate
  region TEXT NOT NULL,               -- region of origin
  region_source TEXT NOT NULL,        -- declared | estimated | not_recorded
  province TEXT NOT NULL,
  day TEXT NOT NULL,                  -- first known
  recorded TEXT NOT NULL
);
CREATE INDEX person_persons_organisation ON person_persons(organisation_id);
CREATE TABLE person_protections (     -- answers to "asylum applicant or holder of protection?", dated
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person_persons(id),
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  day TEXT NOT NULL,
  answer TEXT NOT NULL,
  recorded TEXT NOT NULL
);
CREATE INDEX person_protections_person ON person_protections(person_id);
CREATE TABLE outreach_outings (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  unit_id TEXT NOT NULL REFERENCES network_units(id),
  project_id TEXT NOT NULL REFERENCES network_projects(id),
  day TEXT NOT NULL,                  -- the day it started, also past midnight
  province TEXT NOT NULL,
  mode TEXT NOT NULL,
  minutes BIGINT NOT NULL,
  kilometres BIGINT NOT NULL,
  on_call BOOLEAN NOT NULL,
  materials BIGINT NOT NULL,
  adverts BIGINT NOT NULL,
  recorded TEXT NOT NULL
);
CREATE INDEX outreach_outings_unit ON outreach_outings(unit_id, day);
CREATE TABLE outreach_presences (     -- people seen, never counted as persons
  outing_id TEXT NOT NULL REFERENCES outreach_outings(id),
  gender TEXT NOT NULL,
  region TEXT NOT NULL,
  headcount BIGINT NOT NULL,
  PRIMARY KEY (outing_id, gender, region)
);
CREATE TABLE outreach_contacts (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  unit_id TEXT NOT NULL REFERENCES network_units(id),
  project_id TEXT NOT NULL REFERENCES network_projects(id),
  outing_id TEXT REFERENCES outreach_outings(id),
  person_id TEXT REFERENCES person_persons(id),   -- NULL: an unlinked individual, described below
  day TEXT NOT NULL,
  province TEXT NOT NULL,
  channel TEXT NOT NULL,
  place TEXT NOT NULL,                -- list place, or '' where the channel has none
  setting TEXT NOT NULL,
  advert BOOLEAN NOT NULL,            -- found through an online advert
  language TEXT NOT NULL,
  information TEXT NOT NULL,          -- was information on rights given
  newness TEXT NOT NULL,
  gender TEXT NOT NULL,
  age_band TEXT NOT NULL,
  citizenship TEXT NOT NULL,
  region TEXT NOT NULL,
  region_source TEXT NOT NULL,
  protection TEXT NOT NULL,
  recorded TEXT NOT NULL
);
CREATE INDEX outreach_contacts_person ON outreach_contacts(person_id);
CREATE INDEX outreach_contacts_unit ON outreach_contacts(unit_id, day);
CREATE INDEX outreach_contacts_outing ON outreach_contacts(outing_id);
CREATE TABLE outreach_meetings (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  unit_id TEXT NOT NULL REFERENCES network_units(id),
  project_id TEXT NOT NULL REFERENCES network_projects(id),
  day TEXT NOT NULL,
  province TEXT NOT NULL,
  place TEXT NOT NULL,
  channel TEXT NOT NULL,              -- follows from the place's kind
  recorded TEXT NOT NULL
);
CREATE TABLE outreach_attendees (     -- headcount of people met for the first time
  id TEXT PRIMARY KEY,
  meeting_id TEXT NOT NULL REFERENCES outreach_meetings(id),
  gender TEXT NOT NULL,
  age_band TEXT NOT NULL,
  protection TEXT NOT NULL,
  headcount BIGINT NOT NULL
);
CREATE INDEX outreach_attendees_meeting ON outreach_attendees(meeting_id);
CREATE TABLE outreach_actions (       -- for people not in charge on that day
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  unit_id TEXT NOT NULL REFERENCES network_units(id),
  project_id TEXT NOT NULL REFERENCES network_projects(id),
  person_id TEXT REFERENCES person_persons(id),
  contact_id TEXT REFERENCES outreach_contacts(id),   -- the unlinked individual it was for
  day TEXT NOT NULL,
  province TEXT NOT NULL,
  type TEXT NOT NULL,
  outcome TEXT NOT NULL,
  recorded TEXT NOT NULL
);
CREATE INDEX outreach_actions_person ON outreach_actions(person_id);
CREATE INDEX outreach_actions_contact ON outreach_actions(contact_id);
CREATE TABLE casework_interviews (    -- each is also a contact, channel identification_interview
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  unit_id TEXT NOT NULL REFERENCES network_units(id),
  project_id TEXT NOT NULL REFERENCES network_projects(id),
  person_id TEXT NOT NULL REFERENCES person_persons(id),
  day TEXT NOT NULL,
  province TEXT NOT NULL,
  language TEXT NOT NULL,
  mediator BOOLEAN NOT NULL,
  information TEXT NOT NULL,
  recorded TEXT NOT NULL
);
CREATE INDEX casework_interviews_person ON casework_interviews(person_id);
CREATE TABLE casework_enrolments (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  unit_id TEXT NOT NULL REFERENCES network_units(id),
  project_id TEXT NOT NULL REFERENCES network_projects(id),
  person_id TEXT NOT NULL REFERENCES person_persons(id),
  day TEXT NOT NULL,
  province TEXT NOT NULL,
  kind TEXT NOT NULL,                 -- own | elsewhere
  source TEXT NOT NULL,
  receiver TEXT NOT NULL,             -- elsewhere: the receiving project's code or name of the call
  recorded TEXT NOT NULL
);
CREATE INDEX casework_enrolments_person ON casework_enrolments(person_id);
CREATE TABLE casework_deliveries (    -- services to people in charge
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  unit_id TEXT NOT NULL REFERENCES network_units(id),
  project_id TEXT NOT NULL REFERENCES network_projects(id),
  person_id TEXT NOT NULL REFERENCES person_persons(id),
  day TEXT NOT NULL,
  province TEXT NOT NULL,
  type TEXT NOT NULL,
  minutes BIGINT NOT NULL,
  recorded TEXT NOT NULL
);
CREATE INDEX casework_deliveries_person ON casework_deliveries(person_id);
