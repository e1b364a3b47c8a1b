package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// past writes to the database past every rule.
func (o *office) past(t *testing.T, query string, args ...any) {
	t.Helper()
	must(t, o.store.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		tx.Note("test", "", nil)
		n, err := tx.Exec(query, args...)
		if n == 0 {
			t.Errorf("%s: nothing is changed", query)
		}
		return err
	}))
}

// incidents are the entries of the trail that say that something was not genuine.
func (o *office) incidents(t *testing.T) (n int) {
	t.Helper()
	for _, e := range o.entries(t) {
		if e.Object == "incident" {
			n++
		}
	}
	return n
}

// TestAFrozenReportThatWasEditedIsSaidEverywhere: on its page, in each file, in what changed since, and in the list; it is on record, and the officer is told.
func TestAFrozenReportThatWasEditedIsSaidEverywhere(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		nadia, livia := o.employ(t, "nadia", o.Faro, policy.Coordinator), o.employ(t, "livia", o.Faro, policy.Officer)
		run := nadia.freeze(t, "interim", "internal").wantStatus(t, http.StatusSeeOther).to
		run, _, _ = strings.Cut(run, "?")
		paths := []string{run, run + "/download?format=json", run + "/download?format=xlsx", run + "/download?format=pdf", run + "/changes"}
		for _, path := range paths {
			nadia.get(path).wantStatus(t, http.StatusOK)
		}
		o.past(t, `UPDATE report_runs SET frozen = '2020-01-01T00:00:00Z'`)
		for i, path := range paths {
			nadia.get(path).wantStatus(t, http.StatusConflict).wantText(t, "This report is not the one that was frozen", "who watches over the data is told")
			if n := o.incidents(t); n != i+1 {
				t.Errorf("%s: %d incidents on record", path, n)
			}
		}
		nadia.get("/reports").wantStatus(t, http.StatusOK).wantText(t, "not what was frozen")
		nadia.get("/reports/interim").wantStatus(t, http.StatusOK)
		if text := livia.get("/").text; strings.Count(text, "somebody wrote to the database past it") != 1 {
			t.Error("the officer is not told, or more than once")
		}
		livia.get("/audit").wantText(t, "Something that is not genuine")
	})
}
