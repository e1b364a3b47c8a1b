package rights_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/report"
	"approdo/internal/care/rights"
	"approdo/internal/care/sheet"
	"approdo/internal/care/sheet/grid"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
)

// crowd is a network of many people who are alike, each with records of every kind, one of them with minutes that no other has.
type crowd struct {
	testkit.Town
	s        *store.Store
	operator policy.Grant
	rights   *rights.Rights
	desk     *sheet.Desk
	engine   *report.Engine
	people   []person.Person
	minutes  map[person.ID]int64
	clock    time.Time
	head     string // headings of the next spreadsheets, where they are others than head
}

// populate makes people out of a spreadsheet.
func populate(t *testing.T, s *store.Store, many int, dice *rand.Rand) *crowd {
	t.Helper()
	w := imported(t, s, many)
	minutes := dice.Perm(many)
	for n, i := range dice.Perm(many) {
		who := w.people[i]
		w.minutes[who.ID] = int64(1 + minutes[n])
		write(t, s, w.operator, func(tx *store.Tx) error {
			if err := aboutFor(tx, w.Town, who, w.minutes[who.ID]); err != nil {
				return err
			}
			return received(tx, who.ID)
		})
	}
	return w
}

// imported makes people out of a spreadsheet, of whom nothing else is known.
func imported(t *testing.T, s *store.Store, many int) *crowd {
	t.Helper()
	w := &crowd{s: s, operator: policy.System(policy.Operator, "test"), minutes: map[person.ID]int64{}, clock: time.Date(2024, 9, 2, 8, 0, 0, 0, time.UTC)}
	s.SetClock(func() time.Time { w.clock = w.clock.Add(7 * time.Second); return w.clock })
	w.Town = testkit.Settle(t, s)
	w.rights, w.engine = rights.New(w.Book), report.New(w.Book, rights.Registry().Views())
	keys, err := seal.OpenKeys(t.TempDir())
	must(t, err)
	w.desk, err = sheet.New(w.Book, keys, rights.Registry())
	must(t, err)
	if many > 0 {
		w.imports(t, many)
	}
	return w
}

// received gives each record about somebody the receipt that it would have if a form had sent it.
func received(tx *store.Tx, who person.ID) error {
	records, err := rights.Registry().About(tx, string(who))
	for _, r := range records {
		if err == nil {
			_, err = intake.Receive(tx, intake.Sent{ID: "sent " + r.ID, Body: r}, func() (work.Reference, error) { return r, nil })
		}
	}
	return err
}

// imports makes people out of a spreadsheet of contacts.
func (w *crowd) imports(t *testing.T, many int) {
	t.Helper()
	var rows string
	for n := range many {
		rows += fmt.Sprintf("%02d/05/2024;Unità di strada;Z%03d\n", 1+n%28, n)
	}
	w.file(t, rows)
	if len(w.people) != many {
		t.Fatalf("%d people of %d rows", len(w.people), many)
	}
}

// file records rows of a spreadsheet of contacts: day, unit, code of a person.
func (w *crowd) file(t *testing.T, rows string) {
	t.Helper()
	file, err := grid.Read(t.Context(), []byte("Data;Unità;Codice persona\n"+rows))
	must(t, err)
	m := sheet.Map{Dates: sheet.DayFirst, Columns: map[string]string{"Codice persona": "person_ref"}, Answers: map[string]string{"erased": "others"}}
	write(t, w.s, w.operator, func(tx *store.Tx) error {
		world, err := w.desk.Survey(tx, sheet.Contacts)
		if err != nil {
			return err
		}
		draft, err := w.desk.Read(t.Context(), world, sheet.Contacts, file, m, nil)
		if err != nil {
			return err
		}
		if _, err := draft.Apply(tx, sheet.Options{}); err != nil {
			p := draft.Preview()
			t.Fatalf("%v: refused %v, asked %+v", err, p.Refused, p.Open())
		}
		list, err := person.Persons(tx, store.Selection{})
		w.people = list.Items
		return err
	})
}

// snapshot is what reports count.
func (w *crowd) snapshot(t *testing.T) *report.Snapshot {
	t.Helper()
	snapshot, err := w.engine.Snapshot(t.Context(), w.s)
	must(t, err)
	return snapshot
}

// freeze keeps a report of all that was done, and answers its id.
func (w *crowd) freeze(t *testing.T) (id string) {
	t.Helper()
	d := w.count(t)
	write(t, w.s, w.operator, func(tx *store.Tx) error {
		f, err := report.Freeze(tx, d)
		id = f.ID
		return err
	})
	return id
}

// count counts a report of all that was done.
func (w *crowd) count(t *testing.T) *report.Document {
	t.Helper()
	definition, err := report.Shipped("interim", w.Book)
	must(t, err)
	d, err := report.Run(w.snapshot(t), definition, report.Params{Project: "rotta", Sees: w.operator.Scope()})
	must(t, err)
	return d
}

// erase erases a batch: in one transaction, as a restore that replays would, or one request after the other. It answers the requests by whom they erased.
func (w *crowd) erase(t *testing.T, batch []int, together bool) map[string]int {
	t.Helper()
	requests := map[string]int{}
	officer := officer(t, w.Faro)
	if together {
		write(t, w.s, w.operator, func(tx *store.Tx) error {
			for _, i := range batch {
				if _, err := w.rights.Erase(tx, w.people[i].ID); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for _, i := range batch {
		if together {
			break
		}
		who := w.people[i]
		var q rights.Request
		write(t, w.s, officer, func(tx *store.Tx) (err error) {
			if err = w.rights.Hold(tx, who.ID, "claim"); err == nil {
				q, err = w.rights.Ask(tx, rights.Erasure, who.ID, "person", "2024-09-01")
			}
			return err
		})
		write(t, w.s, officer, func(tx *store.Tx) error { return lift(tx, w.rights, who.ID) }) // the trail knows it once that is committed
		write(t, w.s, officer, func(tx *store.Tx) error { return w.rights.EraseAsked(tx, q.ID, who.Code) })
		requests[q.ID] = i
	}
	w.aside(t)
	w.follow(t)
	return requests
}

// aside records something of somebody else, as goes on meanwhile.
func (w *crowd) aside(t *testing.T) {
	t.Helper()
	write(t, w.s, w.operator, func(tx *store.Tx) error {
		k := testkit.Contact(outreach.Work{OrganisationID: w.Faro, UnitID: w.Street, Day: "2024-06-03", Province: "IT-BS"})
		_, err := outreach.New(w.Book).RecordContact(tx, k)
		return err
	})
}
