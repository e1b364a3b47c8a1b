package casework_test

import (
	"fmt"
	"maps"
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
)

// TestWhatEarlierVersionsKeptOfAReceivingProjectBecomesACode: the words of projects are kept as labels; what could be a name, an address or a telephone says "another project".
func TestWhatEarlierVersionsKeptOfAReceivingProjectBecomesACode(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		words := []string{"", "other_project", "ORSA-7", "ORSA_7", "Rete del sud", "Via Larga 3", "3331234567", "VENTO", "VENTO", `X"Y`, "VIA-ROMA-5", "casa-rifugio-mare"}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(s.Write(t.Context(), operator, func(tx *store.Tx) error {
			for i, word := range words {
				who, err := person.New(town.Book).Record(tx, testkit.Person(town.Faro))
				if err != nil {
					return err
				}
				e := casework.Enrolment{ID: fmt.Sprintf("00000000-0000-4000-8000-%012d", i), Kind: "elsewhere", Source: "desk", Receiver: word}
				e.Work = casework.Work{PersonID: who.ID, Work: work.Work{OrganisationID: town.Faro, UnitID: town.Desk, ProjectID: town.Rotta, Day: "2024-05-10", Province: "IT-BS"}}
				if err := casework.Enrolments.Record(tx, &e); err != nil { // as it is, unchecked
					return err
				}
			}
			tx.Note("test", "", nil)
			return nil
		}))
		for range 2 { // once more changes nothing
			must(s.Write(t.Context(), operator, func(tx *store.Tx) error {
				tx.Note("test", "", nil)
				return casework.ListReceivers(tx, town.Book)
			}))
		}
		want := []string{"", "Another project", "ORSA-7", "ORSA-7", "Another project", "Another project", "Another project", "VENTO", "VENTO", "Another project", "Another project", "Another project"}
		must(s.Read(t.Context(), operator, func(tx *store.Tx) error {
			added, err := codebook.Additions(tx)
			if err != nil {
				return err
			}
			book := town.Book.With(added)
			kept, err := store.List(tx, func(row store.Row) (code string, err error) { return code, row.Scan(&code) }, `SELECT receiver FROM casework_enrolments ORDER BY id`)
			for i, code := range kept {
				if code == "" && want[i] == "" {
					continue
				}
				if got := book.Label(casework.Receivers, code, "en"); got != want[i] || !book.Has(casework.Receivers, code) {
					t.Errorf("%q became %q, %q", words[i], code, got)
				}
			}
			labels := map[string]bool{}
			for _, a := range added {
				labels[a.Label["it"]] = true
			}
			if !maps.Equal(labels, map[string]bool{"ORSA-7": true, "VENTO": true}) {
				t.Errorf("listed %v", labels)
			}
			return err
		}))
	})
}
