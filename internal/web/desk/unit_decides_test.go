package desk_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

var (
	folded   = regexp.MustCompile(`(?s)<details class="more".*?</details>`)
	asksUnit = regexp.MustCompile(`(?s)<select[^>]* name="unit".*?</select>`)
)

// TestAUnitThatDecidesTheProjectIsAskedOpenly: where a colleague's units are paid by several projects each form of a record shows its unit without being unfolded, and each unit with the project that pays
// it; where one project pays them all the unit decides nothing, and no form names a project.
func TestAUnitThatDecidesTheProjectIsAskedOpenly(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.DeskWorker, policy.CaseManager, policy.OutreachWorker)
		path, _ := o.meet(t, o.Faro)
		forms := []string{path + "/interviews/new", path + "/enrolments/new", path + "/deliveries/new", "/contacts/new", "/actions/new", "/outings/new", "/meetings/new"}
		pays := func(id, name string, unit network.UnitID) {
			must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error {
				err := network.RecordProject(tx, network.Project{ID: network.ProjectID(id), Code: name, Name: name, Starts: "2025-01-01", Ends: "2025-12-31"})
				if err == nil {
					err = network.RecordFunding(tx, network.Funding{UnitID: unit, ProjectID: network.ProjectID(id), Starts: "2025-01-01", Ends: "2025-12-31"})
				}
				return err
			}))
		}
		pays("alba", "Alba", o.Street)
		for _, form := range forms {
			if text := wim.get(form).wantStatus(t, http.StatusOK).text; strings.Contains(asksUnit.FindString(text), "Alba") {
				t.Errorf("%s names the project though the unit decides nothing", form)
			}
		}
		pays("brezza", "Brezza", o.Desk)
		for _, form := range forms {
			text := folded.ReplaceAllString(wim.get(form).text, "")
			units := asksUnit.FindString(text)
			for _, project := range []string{" · Alba", " · Brezza"} {
				if !strings.Contains(units, project) {
					t.Errorf("%s does not say openly that a unit leads to%s: %s", form, project, units)
				}
			}
		}
	})
}
