-- The tables of both databases: codes are enumerations, persons are numbers, rows lie in the order of days.
CREATE TYPE channel AS ENUM ('contact_unit', 'reception_awareness', 'community_outreach', 'identification_interview', 'desk');
CREATE TABLE contacts (
  person INTEGER, day DATE, channel channel, project project, organisation organisation, unit unit, province province, setting setting, advert BOOLEAN,
  newness newness, gender gender, age_band age_band, origin origin, protection protection, reaches BOOLEAN, headcount INTEGER
);
CREATE TABLE actions (
  person INTEGER, individual INTEGER, day DATE, project project, unit_kind unit_kind, province province, type action_type, in_charge BOOLEAN
);
CREATE TABLE enrolments (person INTEGER, day DATE, project project, province province, kind kind, source source);
CREATE TABLE protections (person INTEGER, day DATE, answer protection);
