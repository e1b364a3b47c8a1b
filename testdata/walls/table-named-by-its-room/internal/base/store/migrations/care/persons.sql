CREATE TABLE person_persons (id TEXT PRIMARY KEY);
