package desk_test

import (
	"net/http"
	"testing"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// TestWhereAUnitDecidesTheProjectItSaysWhich: somebody joins the project that pays the unit, so the form asks for the unit openly and names what it brings.
func TestWhereAUnitDecidesTheProjectItSaysWhich(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	cesira := o.employ(t, "cesira", o.Faro, policy.CaseManager)
	path, _ := o.meet(t, o.Faro)
	form := path + "/enrolments/new"
	cesira.get(form).wantStatus(t, http.StatusOK).misses(t, " · Scialuppa")
	must(t, o.store.Write(t.Context(), operator, func(tx *store.Tx) error {
		today := tx.Now().Format("2006-01-02")
		if err := network.RecordProject(tx, network.Project{ID: "scialuppa", Code: "scialuppa", Name: "Scialuppa", Starts: "2020-01-01", Ends: "2030-12-31"}); err != nil {
			return err
		}
		for _, f := range []network.Funding{{UnitID: o.Desk, ProjectID: "scialuppa", Starts: today, Ends: "2030-12-31"}, {UnitID: o.Street, ProjectID: o.Rotta, Starts: today, Ends: "2030-12-31"}} {
			if err := network.RecordFunding(tx, f); err != nil {
				return err
			}
		}
		return nil
	}))
	cesira.get(form).wantText(t, " · Scialuppa</option>")
}
