package sheet_test

import (
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/sheet"
	"approdo/internal/testkit"
)

// TestRowsOfAnImportThatNobodyWroteDoNothing: whom a code of a file means hangs records on somebody, and which record a row became deletes it; who edits either is refused.
func TestRowsOfAnImportThatNobodyWroteDoNothing(t *testing.T) {
	t.Parallel()
	file := func(rows ...string) []byte {
		return text(append([]string{"Data;Unità;Codice persona;Genere"}, rows...)...)
	}
	for what, edit := range map[string]string{
		"as it is":               `UPDATE sheet_persons SET person_id = person_id`,
		"one person for another": `UPDATE sheet_persons SET person_id = (SELECT MAX(p.person_id) FROM sheet_persons p)`,
		"a record of somebody's": `UPDATE sheet_rows SET record = 'planted'`,
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			testkit.Stores(t, func(t *testing.T, s *store.Store) {
				o := open(t, s)
				i := o.take(t, "contacts", file("01/02/2024;faro-strada;P-001;F", "02/02/2024;faro-strada;P-002;F"), sheet.Map{})
				must(t, s.Write(t.Context(), operator(), func(tx *store.Tx) error {
					_, err := tx.Exec(edit)
					tx.Note("edit", "outside", nil)
					return err
				}))
				err := o.undo(t, i.ID)
				if forged := errs.KindOf(err) == errs.Forged && err != nil; forged == (what == "as it is") {
					t.Errorf("the import is taken back: %v", err)
				}
			})
		})
	}
}
