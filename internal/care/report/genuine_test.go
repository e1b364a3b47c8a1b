package report_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/report"
	"approdo/internal/testkit"
)

// past writes to the database past every rule, as whoever has it in hands can.
func (c counted) past(query string, args ...any) {
	c.t.Helper()
	err := c.write(operator, func(tx *store.Tx) error {
		tx.Note("test", "", nil)
		n, err := tx.Exec(query, args...)
		if n == 0 {
			c.t.Errorf("%s: nothing is changed", query)
		}
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

// rows are frozen reports as they stand in the tables.
type rows struct{ runs, papers [][]any }

func (c counted) keep() (kept rows) {
	c.t.Helper()
	err := c.s.Read(c.t.Context(), operator, func(tx *store.Tx) (err error) {
		scan := func(n int) func(store.Row) ([]any, error) {
			return func(row store.Row) ([]any, error) {
				values, to := make([]any, n), make([]any, n)
				for i := range values {
					to[i] = &values[i]
				}
				return values, row.Scan(to...)
			}
		}
		kept.runs, err = store.List(tx, scan(11), `SELECT id, report, organisation_id, scope, parameters, definition, snapshot, account, frozen, held, sealed FROM report_runs`)
		if err == nil {
			kept.papers, err = store.List(tx, scan(3), `SELECT run_id, document, records FROM report_papers`)
		}
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return kept
}

func (r rows) restore(c counted) {
	c.t.Helper()
	err := c.write(operator, func(tx *store.Tx) error {
		tx.Note("test", "", nil)
		_, err := tx.Exec(`DELETE FROM report_papers`)
		if err == nil {
			_, err = tx.Exec(`DELETE FROM report_runs`)
		}
		for _, v := range r.runs {
			if err == nil {
				_, err = tx.Exec(`INSERT INTO report_runs (id, report, organisation_id, scope, parameters, definition, snapshot, account, frozen, held, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, v...)
			}
		}
		for _, v := range r.papers {
			if err == nil {
				_, err = tx.Exec(`INSERT INTO report_papers (run_id, document, records) VALUES ($1, $2, $3)`, v...)
			}
		}
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

// found reads a run; what is forged is nil.
func (c counted) found(id string) (f report.Frozen, err error) {
	err = c.s.Read(c.t.Context(), operator, func(tx *store.Tx) (err error) {
		f, err = report.FindRun(tx, id)
		return err
	})
	return f, err
}

// TestAFrozenReportThatWasEditedIsNotShown: whatever of it is changed, taken away, or put in its place from another.
func TestAFrozenReportThatWasEditedIsNotShown(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		c, _, _ := street(t, s)
		one, two := c.freeze(operator), c.freeze(operator)
		whole := func() (list map[string][]byte) {
			list = map[string][]byte{}
			for _, f := range []report.Frozen{one, two} {
				found, err := c.found(f.ID)
				if err != nil {
					t.Fatalf("%s: %v", f.ID, err)
				}
				list[f.ID] = found.Document
			}
			return list
		}
		before := whole()
		run, paper := ` WHERE id = '`+one.ID+`'`, ` WHERE run_id = '`+one.ID+`'`
		of := func(column, table, key string) string {
			return `(SELECT ` + column + ` FROM ` + table + ` WHERE ` + key + ` = '` + two.ID + `')`
		}
		edited := regexp.MustCompile(`:3\b`).ReplaceAll(before[one.ID], []byte(":4"))
		if bytes.Equal(edited, before[one.ID]) {
			t.Fatal("no figure to edit")
		}
		kept := c.keep()
		for name, edit := range map[string][]string{
			"a figure":                 {`UPDATE report_papers SET document = $1` + paper},
			"the document, emptied":    {`UPDATE report_papers SET document = records` + paper},
			"what was counted":         {`UPDATE report_papers SET records = document` + paper},
			"its parameters":           {`UPDATE report_runs SET parameters = REPLACE(parameters, '2024', '2023')` + run},
			"parameters that are none": {`UPDATE report_runs SET parameters = 'x'` + run},
			"its scope":                {`UPDATE report_runs SET scope = 'org:faro'` + run},
			"its definition":           {`UPDATE report_runs SET definition = snapshot` + run},
			"its fingerprint":          {`UPDATE report_runs SET snapshot = definition` + run},
			"who froze it":             {`UPDATE report_runs SET account = 'somebody'` + run},
			"when":                     {`UPDATE report_runs SET frozen = '2020-01-01T00:00:00Z'` + run},
			"another's document":       {`UPDATE report_papers SET document = ` + of("document", "report_papers", "run_id") + paper, `UPDATE report_runs SET frozen = '2020-01-01T00:00:00Z'` + run},
			"its digest":               {`UPDATE report_runs SET held = snapshot` + run},
			"another's seal":           {`UPDATE report_runs SET sealed = ` + of("sealed", "report_runs", "id") + run},
			"no seal":                  {`UPDATE report_runs SET sealed = NULL` + run},
			"no seal and digest":       {`UPDATE report_runs SET sealed = NULL, held = ''` + run},
			"no paper":                 {`DELETE FROM report_papers` + paper},
			"nothing left of it":       {`DELETE FROM report_papers` + paper, `DELETE FROM report_runs` + run},
			"another name":             {`INSERT INTO report_runs SELECT 'x', report, organisation_id, scope, parameters, definition, snapshot, account, frozen, held, sealed FROM report_runs` + run, `UPDATE report_papers SET run_id = 'x'` + paper, `DELETE FROM report_runs` + run},
		} {
			t.Run(name, func(t *testing.T) {
				c := c
				c.t = t
				for _, q := range edit {
					if strings.Contains(q, "$1") {
						c.past(q, edited)
					} else {
						c.past(q)
					}
				}
				f, err := c.found(one.ID)
				if errs.KindOf(err) != errs.Forged || f.Document != nil {
					t.Errorf("read: %v, %d bytes", err, len(f.Document))
				}
				if e, known := errs.Of(err); known && (e.Arg("record") != one.ID || e.Arg("organisation") == "" && !strings.Contains(strings.Join(edit, " "), "DELETE FROM report_runs")) {
					t.Errorf("it does not say which: %v", err)
				}
				var list []report.Frozen
				err = s.Read(t.Context(), operator, func(tx *store.Tx) (err error) {
					list, err = report.Runs(tx)
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range list {
					// What a list shows of it is looked at too; of the papers it shows nothing.
					if f.ID == one.ID && f.Genuine() && !strings.Contains(strings.Join(edit, " "), "report_papers") && !strings.Contains(name, "no seal") {
						t.Error("the list says nothing")
					}
					if f.ID == two.ID && !f.Genuine() {
						t.Error("another is called not genuine")
					}
				}
				kept.restore(c)
			})
		}
		after := whole()
		for id, document := range before {
			if string(after[id]) != string(document) {
				t.Errorf("%s is another", id)
			}
		}
	})
}

// TestAReportFrozenByAnOlderProgramIsVouchedForByTheTrail: it had no seal, and what the trail says of it cannot be made without the key file.
func TestAReportFrozenByAnOlderProgramIsVouchedForByTheTrail(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		c, _, _ := street(t, s)
		f := c.freeze(operator)
		const old = "old"
		err := c.write(operator, func(tx *store.Tx) error {
			_, err := tx.Exec(`INSERT INTO report_runs (id, report, organisation_id, scope, parameters, definition, snapshot, account, frozen) SELECT $1, report, organisation_id, scope, parameters, definition, snapshot, account, frozen FROM report_runs WHERE id = $2`, old, f.ID)
			if err == nil {
				_, err = tx.Exec(`INSERT INTO report_papers (run_id, document, records) SELECT $1, document, records FROM report_papers WHERE run_id = $2`, old, f.ID)
			}
			hash := seal.Hash(f.Document)
			tx.Note("report_run", old, audit.Details{"snapshot": audit.HexDigest(f.Snapshot), "definition": audit.HexDigest(f.Definition), "digest": audit.Digest(hash[:])})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if found, err := c.found(old); err != nil || string(found.Document) != string(f.Document) {
			t.Fatalf("an older report is not shown: %v", err)
		}
		c.past(`UPDATE report_papers SET document = records WHERE run_id = 'old'`)
		if _, err := c.found(old); errs.KindOf(err) != errs.Forged {
			t.Errorf("edited, it is shown: %v", err)
		}
		c.past(`UPDATE report_papers SET document = (SELECT document FROM report_papers WHERE run_id <> 'old') WHERE run_id = 'old'`)
		if _, err := c.found(old); err != nil {
			t.Fatalf("put back as it was: %v", err)
		}
		c.past(`DELETE FROM audit_details WHERE n = (SELECT n FROM audit_entries WHERE record = 'old')`)
		if _, err := c.found(old); errs.KindOf(err) != errs.Forged {
			t.Errorf("with nobody to vouch for it, it is shown: %v", err)
		}
	})
}
