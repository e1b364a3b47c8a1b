-- +goose Up
-- What a row of a spreadsheet said when it was recorded: its unit and day, by which rows of another file that speak of the
-- same work are found, and for a row with its own number a keyed hash of the rest, by which a number is not believed when
-- the row says something else. Rows recorded before have no such hash.
ALTER TABLE sheet_rows ADD COLUMN unit_id TEXT;
ALTER TABLE sheet_rows ADD COLUMN day TEXT;
ALTER TABLE sheet_rows ADD COLUMN content BYTEA;
UPDATE sheet_rows SET
  unit_id = (SELECT r.unit_id FROM outreach_contacts r WHERE r.id = sheet_rows.record),
  day = (SELECT r.day FROM outreach_contacts r WHERE r.id = sheet_rows.record) WHERE kind = 'contact';
UPDATE sheet_rows SET
  unit_id = (SELECT r.unit_id FROM outreach_actions r WHERE r.id = sheet_rows.record),
  day = (SELECT r.day FROM outreach_actions r WHERE r.id = sheet_rows.record) WHERE kind = 'action';
UPDATE sheet_rows SET
  unit_id = (SELECT r.unit_id FROM outreach_outings r WHERE r.id = sheet_rows.record),
  day = (SELECT r.day FROM outreach_outings r WHERE r.id = sheet_rows.record) WHERE kind = 'outing';
UPDATE sheet_rows SET
  unit_id = (SELECT r.unit_id FROM casework_enrolments r WHERE r.id = sheet_rows.record),
  day = (SELECT r.day FROM casework_enrolments r WHERE r.id = sheet_rows.record) WHERE kind = 'enrolment';
UPDATE sheet_rows SET day = (SELECT p.day FROM person_persons p WHERE p.id = sheet_rows.record) WHERE kind = 'person';
-- The days between which the rows of an import stand.
ALTER TABLE sheet_imports ADD COLUMN first_day TEXT;
ALTER TABLE sheet_imports ADD COLUMN last_day TEXT;
UPDATE sheet_imports SET
  first_day = (SELECT MIN(r.day) FROM sheet_rows r WHERE r.import_id = sheet_imports.id),
  last_day = (SELECT MAX(r.day) FROM sheet_rows r WHERE r.import_id = sheet_imports.id);
