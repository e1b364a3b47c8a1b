-- after 9, where report_papers has no run_id
CREATE TABLE report_papers (
  run_id TEXT PRIMARY KEY REFERENCES report_runs(id),
  document BYTEA NOT NULL,
  records BYTEA NOT NULL
);
INSERT INTO report_papers (run_id, document, records) SELECT id, document, records FROM report_runs;
ALTER TABLE report_runs DROP COLUMN document;
ALTER TABLE report_runs DROP COLUMN records;
