package sheet_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/sheet"
	"approdo/internal/care/sheet/grid"
	"approdo/internal/testkit"
)

// office is a Town with a desk that imports for it.
type office struct {
	testkit.Town
	store *store.Store
	desk  *sheet.Desk
	dir   string // of the key
}

// clock stands after every day of the fixtures.
func clock() time.Time { return time.Date(2025, 1, 15, 10, 0, 0, 0, time.UTC) }

func open(t testing.TB, s *store.Store) *office {
	t.Helper()
	s.SetClock(clock)
	o := &office{Town: testkit.Settle(t, s), store: s, dir: t.TempDir()}
	keys, err := seal.OpenKeys(o.dir)
	must(t, err)
	o.desk, err = sheet.New(o.Book, keys, rights.Registry())
	must(t, err)
	return o
}

// town opens an office on SQLite.
func town(t testing.TB) *office {
	t.Helper()
	return open(t, testkit.Store(t))
}

func operator() policy.Grant { return policy.System(policy.Operator, "test") }

func (o *office) read(t testing.TB, kind sheet.Kind, data []byte, m sheet.Map) (*sheet.Draft, error) {
	t.Helper()
	file, err := grid.Read(t.Context(), data)
	if err != nil {
		return nil, err
	}
	var w *sheet.World
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) (err error) {
		w, err = o.desk.Survey(tx, kind)
		return err
	}))
	return o.desk.Read(t.Context(), w, kind, file, m, nil)
}

func (o *office) draft(t testing.TB, kind sheet.Kind, data []byte, m sheet.Map) *sheet.Draft {
	t.Helper()
	d, err := o.read(t, kind, data, m)
	must(t, err)
	return d
}

func (o *office) preview(t testing.TB, kind sheet.Kind, data []byte, m sheet.Map) sheet.Preview {
	t.Helper()
	d := o.draft(t, kind, data, m)
	var p sheet.Preview
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) (err error) {
		p, err = d.Compare(tx)
		return err
	}))
	return p
}

func (o *office) apply(t testing.TB, d *sheet.Draft, options sheet.Options) (list []sheet.Import, err error) {
	t.Helper()
	err = o.store.Write(t.Context(), operator(), func(tx *store.Tx) (err error) {
		list, err = d.Apply(tx, options)
		return err
	})
	return list, err
}

// take imports a file of one organisation that must go through.
func (o *office) take(t testing.TB, kind sheet.Kind, data []byte, m sheet.Map) sheet.Import {
	t.Helper()
	d := o.draft(t, kind, data, m)
	list, err := o.apply(t, d, sheet.Options{})
	if err != nil {
		t.Fatalf("%v\nrefused: %v\nasked: %+v", err, d.Preview().Refused, d.Preview().Open())
	}
	if len(list) != 1 {
		t.Fatalf("%d imports, want one", len(list))
	}
	return list[0]
}

func (o *office) undo(t testing.TB, id string) error {
	t.Helper()
	return o.store.Write(t.Context(), operator(), func(tx *store.Tx) error { return o.desk.Undo(tx, id) })
}

// facts is everything that imports of contacts and persons write, as text that can be compared.
func (o *office) facts(t testing.TB) string {
	t.Helper()
	var b strings.Builder
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error {
		contacts, err := outreach.Contacts.List(tx, store.Selection{Sort: "day"})
		if err != nil {
			return err
		}
		seen := map[person.ID]bool{}
		for _, k := range contacts.Items {
			fmt.Fprintf(&b, "%+v\n", k)
			if k.PersonID == "" || seen[k.PersonID] {
				continue
			}
			seen[k.PersonID] = true
			p, err := person.Find(tx, k.PersonID)
			if err != nil {
				return err
			}
			answers, err := person.Protections(tx, k.PersonID)
			if err != nil {
				return err
			}
			fmt.Fprintf(&b, "%+v %d answers\n", p, len(answers))
		}
		actions, err := outreach.Actions.List(tx, store.Selection{Sort: "day"})
		for _, a := range actions.Items {
			fmt.Fprintf(&b, "%+v\n", a)
		}
		return err
	}))
	return b.String()
}

func text(lines ...string) []byte { return []byte(strings.Join(lines, "\n") + "\n") }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func parsed(t testing.TB, data []byte) *grid.File {
	t.Helper()
	f, err := grid.Read(t.Context(), data)
	must(t, err)
	return f
}

// codes are what differs between two towns although their files are the same: random ids and codes made from them.
var codes = regexp.MustCompile(`(ID|PersonID|OrganisationID|UnitID|ProjectID|Code|Revision):\S+`)

// personsOf keeps the lines about persons, in a fixed order.
func personsOf(facts string) string {
	var lines []string
	for line := range strings.Lines(facts) {
		if strings.HasSuffix(line, " answers\n") {
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// twoSheets is a workbook with a cover and a table whose day is a formula's stored value.
func twoSheets(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	must(t, f.SetCellStr("Sheet1", "A1", "Copertina del registro"))
	_, err := f.NewSheet("b")
	must(t, err)
	must(t, f.SetSheetRow("b", "A1", &[]any{"Data", "Unità", "Genere"}))
	must(t, f.SetSheetRow("b", "A2", &[]any{45300, "Sportello", "Donna"}))
	must(t, f.SetCellFormula("b", "A2", "TODAY()"))
	var out bytes.Buffer
	must(t, f.Write(&out))
	return out.Bytes()
}

// imports lists the imports, the latest first.
func (o *office) imports(t testing.TB) (list []sheet.Import) {
	t.Helper()
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) (err error) {
		list, err = sheet.Imports(tx)
		return err
	}))
	return list
}

func itoa(n int) string { return strconv.Itoa(n) }
