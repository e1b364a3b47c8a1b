-- +goose Up
-- All numbers under which subjects stand take as many bytes, so that one is written over where it stands.
UPDATE audit_subjects SET bucket = bucket + CASE WHEN bucket < 256 THEN 4611686018427387904 ELSE 2305843009213693952 END;
