package rights_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/report/column"
	"approdo/internal/care/rights"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
	"approdo/internal/testkit/columns"
)

// looked is a database as it stands, with what is said of its columns.
func looked(t *testing.T, s *store.Store) (columns.Book, *columns.World) {
	t.Helper()
	book, err := columns.Read("testdata/columns.yaml")
	must(t, err)
	w := &columns.World{}
	must(t, s.Dump(t.Context(), policy.System(policy.Operator, "test"), func(*store.Tx) error { return nil }, w))
	return book, w
}

// TestWhateverCanNameAPersonIsRegistered: a column of which nobody has said what it holds fails the build, and so does one that is said to hold no person and is
// registered, or is not there.
func TestWhateverCanNameAPersonIsRegistered(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		all := rights.Registry()
		book, w := looked(t, s)
		for _, name := range book.Unspoken(w.Tables, all) {
			t.Errorf("%s could name a person: register it in its room, or say in testdata/columns.yaml what it holds", name)
		}
		for _, wrong := range book.Wrong(w.Tables, all) {
			t.Errorf("testdata/columns.yaml: %s", wrong)
		}
		stands := map[string][]string{}
		for _, x := range w.Tables {
			for _, c := range x.Columns {
				stands[x.Name] = append(stands[x.Name], c.Name)
			}
		}
		for _, p := range all.Places {
			if !slices.Contains(stands[p.Table], p.Column) {
				t.Errorf("%s.%s is registered and is not there", p.Table, p.Column)
			}
			if (p.Fate == work.Stays) != (p.Why != "") {
				t.Errorf("%s.%s: what stays says why, and only that", p.Table, p.Column)
			}
		}
		for _, n := range all.Nouns {
			if got, want := slices.Sorted(slices.Values(n.Columns())), slices.Sorted(slices.Values(stands[n.Table])); !slices.Equal(got, want) {
				t.Errorf("the noun %s has the columns %v, and its table %v", n.Name, got, want)
			}
			if n.Remove == nil {
				t.Errorf("nobody takes a %s back", n.Name)
			}
		}
		for view := range all.Views() {
			if _, ok := column.Find(view); !ok {
				t.Errorf("a noun is counted in %q, which no report has", view)
			}
		}
		for _, view := range column.Schemas() {
			if len(all.Views()[view.Name]) == 0 {
				t.Errorf("no noun is counted in %s: its rows would never be read again", view.Name)
			}
		}
	})
}

// TestEveryColumnHoldsWhatIsSaidOfIt: people with records of every kind, imports, frozen reports, requests and erasures; what stands in the tables afterwards is held against the words that are
// said of each column. internal/app does the same in a network in which people log in and seal.
func TestEveryColumnHoldsWhatIsSaidOfIt(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		w := busy(t, s)
		book, stands := looked(t, s)
		for _, other := range book.Otherwise(stands, rights.Registry(), "rights") {
			t.Error(other)
		}
		if t.Failed() {
			return
		}
		planted(t, s, w)
	})
}

// busy is a crowd to which everything happened of which this room knows.
func busy(t *testing.T, s *store.Store) *crowd {
	t.Helper()
	w := populate(t, s, 4, rand.New(rand.NewPCG(8, 3)))
	w.freeze(t)
	w.erase(t, []int{0}, false)
	write(t, s, officer(t, w.Faro), func(tx *store.Tx) error {
		return w.rights.Hold(tx, w.people[1].ID, "claim")
	})
	write(t, s, w.operator, func(tx *store.Tx) error {
		p := w.people[2]
		p.Gender = "woman"
		if err := person.New(w.Book).Correct(tx, p, "mistyped"); err != nil {
			return err
		}
		if err := network.KeepDraft(tx, "network", network.NewAnswers(true)); err != nil {
			return err
		}
		street := work.Work{OrganisationID: w.Faro, UnitID: w.Street, Day: "2024-05-17", Province: "IT-BG"}
		_, err := outreach.New(w.Book).RecordMeeting(tx, outreach.Meeting{Work: street, Place: "informal", Attendees: []outreach.Attendees{{Gender: "woman", AgeBand: "18-25", Protection: "not_asked", Headcount: 3}}})
		if err == nil {
			_, err = outreach.New(w.Book).RecordOuting(tx, outreach.Outing{Work: street, Mode: "outdoor", Minutes: 60, Presences: []outreach.Presence{{Gender: "woman", Region: "west_africa", Headcount: 2}}})
		}
		return err
	})
	return w
}

// planted puts in what the test is there to notice, one after the other.
func planted(t *testing.T, s *store.Store, w *crowd) {
	t.Helper()
	who := string(w.people[3].ID)
	for _, x := range []struct {
		what, sql string
		args      []any
		noticed   string // by the columns' names, or by what stands in them
	}{
		{"a table", `CREATE TABLE zz_planted_visits (n BIGINT, who TEXT, at BYTEA, yes BOOLEAN)`, nil, "zz_planted_visits.at zz_planted_visits.n zz_planted_visits.who"},
		{"a key of JSON", `UPDATE report_runs SET parameters = REPLACE(parameters, '{', '{"zz_visitor": 7, ')`, nil, "report_runs.parameters: nobody has said what zz_visitor is"},
		{"an id in JSON", `UPDATE sheet_imports SET mapping = REPLACE(mapping, '"dates"', '"` + who + `": 1, "dates"')`, nil, "sheet_imports.mapping names a person, or a record about one"},
		{"an id where a code is said", `UPDATE rights_holds SET reason = $1`, []any{who}, "rights_holds.reason is no code"},
		{"an id where another's is said", `UPDATE report_runs SET account = $1`, []any{who}, "report_runs.account names a person, or a record about one"},
		{"an id among digests", `UPDATE report_runs SET held = $1`, []any{who}, "report_runs.held is no digest"},
	} {
		write(t, s, w.operator, func(tx *store.Tx) error {
			tx.Note("test", "planted", nil)
			_, err := tx.Exec(x.sql, x.args...)
			return err
		})
		book, stands := looked(t, s)
		found := book.Unspoken(stands.Tables, rights.Registry())
		slices.Sort(found)
		found = append(found, book.Otherwise(stands, rights.Registry(), "rights")...)
		if !strings.Contains(strings.Join(found, " "), x.noticed) {
			t.Errorf("%s: noticed %q, want %q", x.what, found, x.noticed)
		}
	}
}

// TestAWordThatCannotBeIsNoticed: of a column that is not there, or registered, in a word that nobody knows, of a number that is none, and of a table in no world.
func TestAWordThatCannotBeIsNoticed(t *testing.T) {
	t.Parallel()
	book, w := looked(t, testkit.Store(t))
	for _, x := range []struct{ table, column, says, wrong string }{
		{"network_units", "zz", "code", "network_units.zz is not there"},
		{"vault_records", "person_id", "code", "vault_records.person_id is registered"},
		{"network_units", "code", "something or other", "network_units.code: what is something or other?"},
		{"network_units", "code", "number", "network_units.code is a number, or is none"},
		{"network_attempts", "tries", "code", "network_attempts.tries is a number, or is none"},
		{"network_units", "code", "JSON", "network_units.code has keys, or is no JSON"},
	} {
		was, there := book.Columns[x.table][x.column]
		book.Columns[x.table][x.column] = columns.Says{Holds: x.says}
		if wrong := book.Wrong(w.Tables, rights.Registry()); !slices.Contains(wrong, x.wrong) {
			t.Errorf("said of %s.%s that it is %s: noticed %q", x.table, x.column, x.says, wrong)
		}
		if book.Columns[x.table][x.column] = was; !there {
			delete(book.Columns[x.table], x.column)
		}
	}
	for i := range w.Tables { // with a column more the program does not go on at all
		if x := &w.Tables[i]; x.Name == "network_units" {
			x.Columns = append(x.Columns, store.Column{Name: "zz_remarks", Type: store.Text}, store.Column{Name: "zz_visitor", Type: store.Integer}, store.Column{Name: "zz_agreed", Type: store.Bool})
		}
	}
	if got, want := book.Unspoken(w.Tables, rights.Registry()), []string{"network_units.zz_remarks", "network_units.zz_visitor"}; !slices.Equal(got, want) {
		t.Errorf("of columns of which nothing is said: noticed %q, want %q", got, want)
	}
	w.Tables = append(w.Tables, store.Table{Name: "zz_planted"})
	if wrong := book.Wrong(w.Tables, rights.Registry()); len(wrong) != 1 {
		t.Errorf("of a table in no world: noticed %q", wrong)
	}
}

// TestFactsHoldCodesDaysNumbersAndIds: nothing that somebody typed stands in a fact.
func TestFactsHoldCodesDaysNumbersAndIds(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		for _, n := range rights.Registry().Nouns {
			for fact, holds := range n.Facts {
				if holds == work.Number || holds == work.Mark || holds == work.ID {
					continue
				}
				if _, ok := town.Book.List(holds); !ok {
					t.Errorf("%s.%s holds %q, which is no list", n.Name, fact, holds)
				}
			}
		}
	})
}

// TestEveryCodeInAFactIsOneOfItsList: whoever wrote it, and of husks too.
func TestEveryCodeInAFactIsOneOfItsList(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		w := busy(t, s)
		looked := 0
		must(t, s.Read(t.Context(), w.operator, func(tx *store.Tx) error {
			added, err := codebook.Additions(tx)
			if err != nil {
				return err
			}
			book := w.Book.With(added)
			for _, n := range append(rights.Registry().Nouns, rights.Registry().Crowds...) {
				for fact, holds := range n.Facts {
					list, listed := book.List(holds)
					if !listed {
						continue
					}
					codes, err := store.List(tx, func(r store.Row) (code string, err error) { return code, r.Scan(&code) }, `SELECT DISTINCT `+fact+` FROM `+n.Table+` WHERE `+fact+` <> ''`)
					if err != nil {
						return err
					}
					for _, code := range codes {
						looked++
						if _, known := list.Find(code); !known {
							t.Errorf("%s.%s says %q, which is no code of %s", n.Table, fact, code, holds)
						}
					}
				}
			}
			return nil
		}))
		if looked < 20 {
			t.Errorf("%d codes only: the test looks at nearly nothing", looked)
		}
	})
}

// TestWhatIsLeftOfAnErasedPersonIsWhatTheRegistrySays: a town with records of every kind, one person erased, and the whole database searched for their id and for
// those that their records had.
func TestWhatIsLeftOfAnErasedPersonIsWhatTheRegistrySays(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		operator := policy.System(policy.Operator, "test")
		gone := met(t, s, town, "2024-05-02", "")
		write(t, s, operator, func(tx *store.Tx) error { return about(tx, town, gone) })
		all := rights.Registry()
		var records []work.Reference
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) (err error) {
			records, err = all.About(tx, string(gone.ID))
			return err
		}))
		seen := map[string]bool{}
		for _, x := range records {
			seen[x.Noun] = true
		}
		for _, n := range all.Nouns {
			if !seen[n.Name] {
				t.Errorf("the town has no %s, so that nothing is known about its erasure", n.Name)
			}
		}
		write(t, s, operator, func(tx *store.Tx) error { _, err := rights.New(town.Book).Erase(tx, gone.ID); return err })
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			for _, n := range all.Nouns {
				days, err := store.List(tx, func(r store.Row) (d [2]string, err error) { return d, r.Scan(&d[0], &d[1]) }, `SELECT day, recorded FROM `+n.Table)
				if err != nil {
					return err
				}
				day := "2024-04-01" // of the quarter; the interview came after the contacts, and who was helped before and after the enrolment counts otherwise
				if slices.Contains([]string{"interview", "enrolment", "delivery"}, n.Name) {
					day = "2024-04-02"
				}
				for _, d := range days {
					if d != [2]string{day, day} {
						t.Errorf("a %s still says its day: %v", n.Name, d)
					}
				}
			}
			return nil
		}))
		for _, x := range append(records, work.Reference{Noun: "person", ID: string(gone.ID)}) {
			if places := left(t, s, x.ID); len(places) > 0 {
				t.Errorf("the id of the %s stands in %v", x.Noun, places)
			}
		}
	})
}
