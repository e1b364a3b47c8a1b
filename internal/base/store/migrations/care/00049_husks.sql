-- +goose Up
-- What is left of erased people is looked up by each list, which does without it.
CREATE INDEX person_persons_husks ON person_persons(id) WHERE detached;
