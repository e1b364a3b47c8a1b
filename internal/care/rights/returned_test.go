package rights_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/sheet"
	"approdo/internal/testkit"
)

// rowsOf are the rows of a spreadsheet of people, each met on a day of May.
func rowsOf(people ...int) (rows []string) {
	for _, n := range people {
		rows = append(rows, fmt.Sprintf("%02d/05/2024;Unità di strada;Z%03d", 1+n%28, n))
	}
	return rows
}

// forget erases those whom some rows are about.
func (w *crowd) forget(t *testing.T, people ...int) {
	t.Helper()
	var batch []int
	for _, n := range people {
		batch = append(batch, slices.IndexFunc(w.people, func(p person.Person) bool { return p.Day == fmt.Sprintf("2024-05-%02d", 1+n%28) }))
	}
	w.erase(t, batch, true)
}

// come imports rows, with answers like "erased=others", and says what is asked of which rows, and how many are known, new, and new people.
func (w *crowd) come(t *testing.T, rows []string, answers ...string) (says string) {
	t.Helper()
	p, _ := w.takes(t, strings.Join(rows, "\n")+"\n", answers...)
	write(t, w.s, w.operator, func(tx *store.Tx) error {
		list, err := person.Persons(tx, store.Selection{})
		w.people = list.Items
		return err
	})
	var asked []string
	for _, q := range p.Open() {
		asked = append(asked, fmt.Sprintf("%s %v", q.ID, q.Rows))
	}
	return fmt.Sprintf("%s: %d known, %d new, %d people", strings.Join(asked, ", "), p.Known, p.New, p.Persons)
}

// TestAnOldFileBringsNobodyBackUnasked: of an erased person nothing is kept by which a row that was corrected could be known. That rows of a file were erased since is, and so it is asked.
func TestAnOldFileBringsNobodyBackUnasked(t *testing.T) {
	t.Parallel()
	all := rowsOf(0, 1, 2, 3, 4, 5)
	with := func(row int, said string) []string {
		rows := slices.Clone(all)
		rows[row] = said
		return rows
	}
	turned := func(rows []string) []string {
		rows = slices.Clone(rows)
		slices.Reverse(rows)
		return rows
	}
	moved := []string{"11/05/2024;Unità di strada;Z000", "12/05/2024;Unità di strada;Z001", "13/05/2024;Unità di strada;Z002", "05/05/2024;Unità di strada;Z003", "06/05/2024;Unità di strada;Z004", "04/05/2024;Unità di strada;Z005"}
	corrected := with(1, "09/05/2024;Unità di strada;Z001")
	for name, c := range map[string]struct {
		rows    []string
		answers []string
		says    string
		more    int64 // contacts
	}{
		"the same":                            {all, nil, ": 6 known, 0 new, 0 people", 0},
		"sorted otherwise":                    {turned(all), nil, ": 6 known, 0 new, 0 people", 0},
		"a row added":                         {append(slices.Clone(all), rowsOf(9)...), nil, ": 6 known, 1 new, 1 people", 1},
		"a day corrected":                     {corrected, nil, "erased [[3]]: 5 known, 1 new, 1 people", 0},
		"a day corrected, sorted otherwise":   {turned(corrected), nil, "erased [[6]]: 5 known, 1 new, 1 people", 0},
		"a day corrected, to another quarter": {with(1, "02/07/2024;Unità di strada;Z001"), nil, "erased [[3]]: 5 known, 1 new, 1 people", 0},
		"a code corrected":                    {with(1, "02/05/2024;Unità di strada;Z991"), nil, "erased [[3]]: 5 known, 1 new, 1 people", 0},
		"a unit corrected":                    {with(1, "02/05/2024;Sportello;Z001"), nil, "erased [[3]]: 5 known, 1 new, 1 people", 0},
		"left out":                            {corrected, []string{"erased=leave_out"}, ": 5 known, 0 new, 0 people", 0},
		"others":                              {corrected, []string{"erased=others"}, ": 5 known, 1 new, 1 people", 1},
		"taken out":                           {rowsOf(0, 3, 4, 5), nil, ": 4 known, 0 new, 0 people", 0},
		"taken out, and what came since":      {append(rowsOf(0, 3, 4, 5), "04/09/2024;Unità di strada;Z020"), nil, ": 4 known, 1 new, 1 people", 1},
		"of who is known, a row more":         {append(rowsOf(0, 3, 4, 5), "20/05/2024;Unità di strada;Z003"), nil, ": 4 known, 1 new, 0 people", 1},
		"another unit's":                      {[]string{"02/05/2024;Sportello;Y001", "03/05/2024;Sportello;Y002"}, nil, ": 0 known, 2 new, 2 people", 2},
		"a row of who is there corrected":     {with(4, "21/05/2024;Unità di strada;Z004"), []string{"standing=replace"}, ": 3 known, 3 new, 3 people", 0},
		"all corrected":                       {moved, nil, "standing [[5 6 7]], erased [[2 3 4]]: 0 known, 6 new, 3 people", 0},
		"all corrected, left out":             {moved, []string{"standing=add", "erased=leave_out"}, ": 0 known, 3 new, 0 people", 3},
		"one of each corrected":               {with(1, "09/05/2024;Unità di strada;Z001")[:4], nil, "standing [[3]], erased [[3]]: 3 known, 1 new, 1 people", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testkit.Stores(t, func(t *testing.T, s *store.Store) {
				w := imported(t, s, 6)
				w.forget(t, 0, 1, 2)
				w.clock = w.clock.AddDate(0, 1, 0)
				before := figures(t, s).Contacts
				if says := w.come(t, c.rows, c.answers...); !strings.HasPrefix(says, c.says) {
					t.Errorf("says %q, want %q", says, c.says)
				}
				if n := figures(t, s).Contacts - before; n != c.more {
					t.Errorf("%d contacts more, want %d", n, c.more)
				}
			})
		})
	}
}

// TestAnImportThatWasTakenBackBringsNobodyBackUnasked: the rows of erased people outlive the import that is undone.
func TestAnImportThatWasTakenBackBringsNobodyBackUnasked(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		w := imported(t, s, 6)
		w.forget(t, 0, 1, 2)
		var imports []sheet.Import
		write(t, s, w.operator, func(tx *store.Tx) (err error) {
			if imports, err = sheet.Imports(tx); err == nil {
				err = w.desk.Undo(tx, imports[0].ID)
			}
			return err
		})
		corrected := rowsOf(0, 1, 2, 3, 4, 5)
		corrected[1] = "09/05/2024;Unità di strada;Z001"
		if says := w.come(t, corrected); says != "erased [[3 5 6 7]]: 2 known, 4 new, 4 people" {
			t.Errorf("says %q", says)
		}
		if says := w.come(t, rowsOf(0, 1, 2, 3, 4, 5)); says != ": 3 known, 3 new, 3 people" {
			t.Errorf("as it was, it says %q", says)
		}
		if says := w.come(t, corrected); says != "erased [[3]]: 5 known, 1 new, 1 people" {
			t.Errorf("corrected after that, it says %q", says)
		}
		if says := w.come(t, corrected, "erased=others"); says != ": 5 known, 1 new, 1 people" {
			t.Errorf("of others, it says %q", says)
		}
		if says := w.come(t, corrected); says != ": 6 known, 0 new, 0 people" {
			t.Errorf("again, it says %q", says)
		}
	})
}

// TestAFileOfNobodyWhoIsLeftIsAskedAbout: where all whom an import was about were erased, no row is left by which a corrected file could be known as the same.
func TestAFileOfNobodyWhoIsLeftIsAskedAbout(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		w := imported(t, s, 1)
		w.forget(t, 0)
		for _, c := range [][2]string{
			{"01/05/2024;Unità di strada;Z000", ": 1 known, 0 new, 0 people"},
			{"02/05/2024;Unità di strada;Z000", "erased [[2]]: 0 known, 1 new, 1 people"},
			{"02/05/2024;Unità di strada;Y017", "erased [[2]]: 0 known, 1 new, 1 people"}, // whoever guesses learns nothing of whom
			{"02/07/2024;Unità di strada;Y017", ": 0 known, 1 new, 1 people"},
		} {
			if got := w.come(t, []string{c[0]}); got != c[1] {
				t.Errorf("%s says %q, want %q", c[0], got, c[1])
			}
		}
	})
}

// TestARowWithTheNumberOfOneThatIsGoneIsNoOther: of a row that is gone its number is known and nothing else. In files whose numbers begin again each month the next one with that number is of somebody else.
func TestARowWithTheNumberOfOneThatIsGoneIsNoOther(t *testing.T) {
	t.Parallel()
	file := func(month int, from string) (rows []string) {
		for n := range 3 {
			rows = append(rows, fmt.Sprintf("%d;%02d/%02d/2024;Unità di strada;%s%03d", n+1, n+1, month, from, n))
		}
		return rows
	}
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		w := imported(t, s, 0)
		w.head = "N.;" + head
		if says := w.come(t, file(5, "Z")); says != ": 0 known, 3 new, 3 people" {
			t.Fatalf("says %q", says)
		}
		w.forget(t, 1)
		for _, c := range []struct {
			what    string
			rows    []string
			answers []string
			says    string
		}{
			{"the same", file(5, "Z"), nil, ": 3 known, 0 new, 0 people"},
			{"the next month", file(6, "Y"), nil, "numbers [[2 4]]: 3 known, 0 new, 0 people"},
			{"the next month, numbered anew", file(6, "Y"), []string{"numbers=each_file"}, ": 0 known, 3 new, 3 people"},
			{"a month of another quarter", file(7, "X")[1:2], nil, "numbers [[2]]: 1 known, 0 new, 0 people"},
			{"a month of another quarter, numbered anew", file(7, "X")[1:2], []string{"numbers=each_file"}, ": 0 known, 1 new, 1 people"},
		} {
			if says := w.come(t, c.rows, c.answers...); says != c.says {
				t.Errorf("%s: says %q, want %q", c.what, says, c.says)
			}
		}
	})
}

// TestAFileOfAnotherUnitIsKnownAfterErasures: the whole file comes again under another unit. Rows that were erased since count among those by which it is known: without them it came in a second time, and brought the erased back.
func TestAFileOfAnotherUnitIsKnownAfterErasures(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		w := imported(t, s, 18)
		w.forget(t, 0, 1, 2, 3)
		rows := rowsOf(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17)
		for i := range rows {
			rows[i] = strings.Replace(rows[i], "Unità di strada", "Sportello", 1)
		}
		before := figures(t, s).Contacts
		if says := w.come(t, rows); !strings.HasPrefix(says, "standing ") || !strings.Contains(says, "erased ") {
			t.Errorf("says %q", says)
		}
		if n := figures(t, s).Contacts - before; n != 0 {
			t.Errorf("%d contacts more without an answer", n)
		}
	})
}
