-- after 9, before 17
CREATE INDEX IF NOT EXISTS person_persons_list ON person_persons(organisation_id, day, id);
CREATE INDEX IF NOT EXISTS person_persons_organisation ON person_persons(organisation_id);
