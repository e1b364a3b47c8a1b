package sheet_test

import (
	"slices"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/sheet"
	"approdo/internal/testkit"
)

// TestHelpToSomebodyInChargeIsNoProximityActionForAFileEither: the rule of the form holds for a file, by the person's code and by the number of a contact; the row is named before
// anything is recorded, and the rows of other days are not refused.
func TestHelpToSomebodyInChargeIsNoProximityActionForAFileEither(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		o.take(t, "contacts", text("ID contatto;Data;Unità;Codice persona;Genere", "1;01/03/2024;Unità di strada;Q-77;F", "2;01/03/2024;Unità di strada;;M"), sheet.Map{})
		o.take(t, "enrolments", text("Data;Unità;Fonte;Codice persona", "05/03/2024;Sportello;Referral;Q-77"), sheet.Map{})
		file := text("Data;Unità;Azione;Codice persona;ID contatto",
			"04/03/2024;Sportello;Consulenza legale;Q-77;",
			"05/03/2024;Sportello;Consulenza legale;Q-77;",
			"06/03/2024;Sportello;Mediazione;;1",
			"06/03/2024;Sportello;Mediazione;;2")
		p := o.preview(t, "actions", file, sheet.Map{})
		var refused []int
		for _, r := range p.Refused {
			if refused = append(refused, r.Row); r.Err.Key != "casework.in_charge" {
				t.Errorf("row %d: %v", r.Row, r.Err)
			}
		}
		if !slices.Equal(refused, []int{3, 4}) || p.Refused[0].Field != "person_ref" || p.Refused[1].Field != "contact_ref" {
			t.Errorf("refused %+v", p.Refused)
		}
		if _, err := o.apply(t, o.draft(t, "actions", file, sheet.Map{}), sheet.Options{}); key(err) != "sheet.rows_refused" {
			t.Errorf("recorded all the same: %v", err)
		}
		_, err := o.apply(t, o.draft(t, "actions", file, sheet.Map{}), sheet.Options{SkipBad: true})
		must(t, err)
		must(t, s.Read(t.Context(), operator(), func(tx *store.Tx) error {
			actions, err := outreach.Actions.List(tx, store.Selection{Sort: "day"})
			if len(actions.Items) != 2 || actions.Items[0].PersonID == "" || actions.Items[1].ContactID == "" {
				t.Errorf("recorded %+v", actions.Items)
			}
			return err
		}))
	})
}
