package rights_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/sheet"
	"approdo/internal/care/sheet/grid"
	"approdo/internal/testkit"
)

// rowsLeft are the rows of imports that are known no longer as what: the ids of the records that they would make, and what else they say.
func rowsLeft(t *testing.T, s *store.Store) (ids []string, says []string) {
	t.Helper()
	must(t, s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		_, err := store.List(tx, func(r store.Row) (none struct{}, err error) {
			var identity []byte
			var unit, day string
			err = r.Scan(&identity, &unit, &day)
			id := uuid.UUID(identity[:16])
			id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80
			ids, says = append(ids, id.String()), append(says, unit+day)
			return none, err
		}, `SELECT identity, COALESCE(unit_id, ''), COALESCE(day, '') FROM sheet_rows WHERE record = ''`)
		return err
	}))
	return ids, says
}

// head are the headings of the spreadsheets of these tests.
const head = "Data;Unità;Codice persona"

// again imports a file, and answers what it said of it before.
func (w *crowd) again(t *testing.T, rows string) sheet.Preview {
	t.Helper()
	p, err := w.takes(t, rows)
	must(t, err)
	return p
}

// takes imports a file with answers like "standing=replace", and answers what was said of it before. Where something is still asked, nothing is recorded.
func (w *crowd) takes(t *testing.T, rows string, answers ...string) (p sheet.Preview, err error) {
	t.Helper()
	file, err := grid.Read(t.Context(), []byte(cmp.Or(w.head, head)+"\n"+rows))
	must(t, err)
	m := sheet.Map{Dates: sheet.DayFirst, Columns: map[string]string{"Codice persona": "person_ref"}, Answers: map[string]string{}}
	for _, a := range answers {
		question, answer, _ := strings.Cut(a, "=")
		m.Answers[question] = answer
	}
	return p, w.s.Write(t.Context(), w.operator, func(tx *store.Tx) error {
		tx.Note("test", "", nil)
		world, err := w.desk.Survey(tx, sheet.Contacts)
		if err != nil {
			return err
		}
		draft, err := w.desk.Read(t.Context(), world, sheet.Contacts, file, m, nil)
		if err == nil {
			p, err = draft.Compare(tx)
		}
		if err == nil && len(p.Open()) == 0 {
			_, err = draft.Apply(tx, sheet.Options{Seen: &p})
		}
		return err
	})
}

// TestAnImportedRowForgetsWhatItBecame: the identity of a row is the id of its record, and it stood with the exact day and unit. After an erasure neither does; the same file still counts nothing
// twice, also when the import is taken back for the others who stand in it.
func TestAnImportedRowForgetsWhatItBecame(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		w := imported(t, s, 6)
		var rows string
		for n := range 6 {
			rows += fmt.Sprintf("%02d/05/2024;Unità di strada;Z%03d\n", 1+n%28, n)
		}
		old := map[string]bool{}
		var id string
		must(t, s.Read(t.Context(), w.operator, func(tx *store.Tx) error {
			_, err := store.List(tx, func(r store.Row) (record string, err error) {
				err = r.Scan(&record, &id)
				old[record] = true
				return record, err
			}, `SELECT record, import_id FROM sheet_rows`)
			return err
		}))
		w.erase(t, []int{0, 1, 2}, true)
		counted := figures(t, s).Contacts
		ids, says := rowsLeft(t, s)
		if len(ids) != 3 {
			t.Fatalf("%d rows are left", len(ids))
		}
		for i, id := range ids {
			if old[id] {
				t.Errorf("a row says which record it became: %s", id)
			}
			if says[i] != "" {
				t.Errorf("a row says its unit and day: %s", says[i])
			}
		}
		var first, last string
		must(t, s.Read(t.Context(), w.operator, func(tx *store.Tx) error {
			return tx.QueryRow(`SELECT first_day, last_day FROM sheet_imports WHERE id = $1`, id).Scan(&first, &last)
		}))
		if first != "2024-04-01" || last != "2024-06-30" {
			t.Errorf("the import says that its rows are of %s to %s", first, last)
		}
		whole := func(when string, added, known int) {
			t.Helper()
			if p := w.again(t, rows); p.New != added || p.Known != known || len(p.Open()) != 0 {
				t.Errorf("%s: the same file has %d new rows, %d known, and is asked about: %+v", when, p.New, p.Known, p.Open())
			}
			if n := figures(t, s).Contacts; n != counted {
				t.Errorf("%s: %d contacts, want %d", when, n, counted)
			}
		}
		whole("after the erasure", 0, 6)
		write(t, s, w.operator, func(tx *store.Tx) error { return w.desk.Undo(tx, id) })
		if n := figures(t, s).Contacts; n != counted-3 {
			t.Errorf("undone: %d contacts, want %d", n, counted-3)
		}
		whole("undone and imported again", 3, 3)
		whole("and again", 0, 6)
	})
}
