package desk_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
	"approdo/internal/web/desk"
	"approdo/internal/web/desk/trail"
)

// checks lets an officer check the trail and waits for the result.
func (v *visitor) checks(t *testing.T) answer {
	t.Helper()
	v.post("/audit/check").wantStatus(t, http.StatusSeeOther)
	for range 50 {
		if a := v.get("/audit/check").wantStatus(t, http.StatusOK); a.refresh == "" {
			return a
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("the check does not end")
	return answer{}
}

// TestTheOfficerSeesWhatDoesNotAgree: what somebody wrote past the program is told by the check of the trail, in words, and stands on the officer's first page as long as it does not agree.
func TestTheOfficerSeesWhatDoesNotAgree(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		var held trail.Held
		o := staffWith(t, s, func(n *desk.Needs) { n.Trail.Held = func() trail.Held { return held } })
		cesira, livia := o.employ(t, "cesira", o.Faro, policy.CaseManager), o.employ(t, "livia", o.Faro, policy.Officer)
		nadia := o.employ(t, "nadia", o.Faro, policy.Coordinator)
		o.lock(t, o.Faro, cesira)
		path, _ := o.meet(t, o.Faro)
		writes := func(revision, name string) {
			t.Helper()
			cesira.post(path+"/card/save", "section", "names", "revision", revision, "name", name).wantStatus(t, http.StatusSeeOther)
		}
		writes("0", "Ludmilla Inventata")
		must(t, s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			tx.Note("test", "", nil)
			_, err := tx.Exec(`CREATE TABLE older AS SELECT * FROM vault_records`)
			return err
		}))
		writes("1", "Ludmilla Immaginaria")
		nadia.freeze(t, "interim", "internal").wantStatus(t, http.StatusSeeOther)
		livia.checks(t).wantText(t, "The trail is whole")
		if text := livia.get("/").text; strings.Contains(text, "Changed outside") {
			t.Error("something is told where nothing is wrong")
		}

		o.past(t, `DELETE FROM vault_records`)
		o.past(t, `INSERT INTO vault_records SELECT * FROM older`)
		o.past(t, `UPDATE report_runs SET frozen = '2020-01-01T00:00:00Z'`)
		o.past(t, `UPDATE network_accounts SET name = 'Somebody Else' WHERE login = 'nadia'`)
		held.PutBack = errs.E(errs.Conflict, "counter.put_back", "part", "trail")
		livia.checks(t).wantText(t, "The trail is whole, the database is not", "put back to an earlier state", "standing: 1", "planned outings put back, taken away or put in: 1", "frozen reports that are not what was frozen: 1")

		held.Differ = []vault.Difference{{What: vault.DiffAccount, ID: "x"}}
		livia.get("/").wantText(t, "Changed outside the program", "put back to an earlier state", "standing: 1", "Check of the trail")
		if text := cesira.get("/").text; strings.Contains(text, "Changed outside") {
			t.Error("it is told to who does not read the trail")
		}
	})
}

// TestEveryWayInWhichSomethingDiffersHasWords.
func TestEveryWayInWhichSomethingDiffersHasWords(t *testing.T) {
	for _, lang := range i18n.Languages() {
		for _, what := range vault.Diffs {
			if !i18n.Shipped().Has(lang, "audit.differ."+what) {
				t.Errorf("%s has no words in %s", what, lang)
			}
		}
	}
}
