-- +goose Up
-- The first and the last day of an import would narrow the days of its rows about people who were erased since: of such an import the quarters are known.
UPDATE sheet_imports SET
  first_day = SUBSTR(first_day, 1, 5) || CASE WHEN SUBSTR(first_day, 6, 2) < '04' THEN '01-01' WHEN SUBSTR(first_day, 6, 2) < '07' THEN '04-01' WHEN SUBSTR(first_day, 6, 2) < '10' THEN '07-01' ELSE '10-01' END,
  last_day = SUBSTR(last_day, 1, 5) || CASE WHEN SUBSTR(last_day, 6, 2) < '04' THEN '03-31' WHEN SUBSTR(last_day, 6, 2) < '07' THEN '06-30' WHEN SUBSTR(last_day, 6, 2) < '10' THEN '09-30' ELSE '12-31' END
WHERE first_day <> '' AND last_day <> '' AND EXISTS (SELECT 1 FROM sheet_rows r WHERE r.import_id = sheet_imports.id AND r.record = '');
