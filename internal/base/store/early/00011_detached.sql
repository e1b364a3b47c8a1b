-- after 11, where person_persons has no detached
ALTER TABLE person_persons ADD COLUMN detached BOOLEAN NOT NULL DEFAULT FALSE;
