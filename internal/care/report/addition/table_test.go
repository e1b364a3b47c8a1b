package addition_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/report"
	"approdo/internal/care/report/addition"
	"approdo/internal/care/report/definition"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
)

var operator = policy.System(policy.Operator, "test")

// bench is a store with a few records, the interim report, and an engine.
type bench struct {
	t      *testing.T
	s      *store.Store
	town   testkit.Town
	engine *report.Engine
	base   *report.Definition
}

func benches(t *testing.T, test func(*testing.T, *bench)) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) { test(t, setUp(t, s)) })
}

// setUp records four contacts in May 2024: two of Faro and one of Molo in the street, one of Faro in a massage parlour.
func setUp(t *testing.T, s *store.Store) *bench {
	t.Helper()
	b := &bench{t: t, s: s, town: testkit.Settle(t, s)}
	b.engine = report.New(b.town.Book, rights.Registry().Views())
	var err error
	if b.base, err = report.Shipped("interim", b.town.Book); err != nil {
		t.Fatal(err)
	}
	for i, setting := range []string{"sexual_outdoor", "sexual_outdoor", "sexual_massage_parlour", "sexual_outdoor"} {
		w := outreach.Work{OrganisationID: b.town.Faro, UnitID: b.town.Street, Day: "2024-05-01", Province: "IT-BS"}
		if i == 3 {
			w.OrganisationID, w.UnitID = b.town.Molo, b.town.Quay
		}
		b.write(func(tx *store.Tx) error {
			k := testkit.Contact(w)
			k.Setting = setting
			_, err := outreach.New(b.town.Book).RecordContact(tx, k)
			return err
		})
	}
	return b
}

func (b *bench) write(fn func(tx *store.Tx) error) {
	b.t.Helper()
	if err := b.s.Write(b.t.Context(), operator, fn); err != nil {
		b.t.Fatal(err)
	}
}

// refused runs a write that must fail, and gives the key of its sentence.
func (b *bench) refused(fn func(tx *store.Tx) error) string {
	b.t.Helper()
	err := b.s.Write(b.t.Context(), operator, fn)
	e, ok := errs.Of(err)
	if !ok {
		b.t.Fatalf("not refused, or by nobody we know: %v", err)
	}
	return e.Key
}

func (b *bench) begin(text string) (table addition.Table) {
	b.t.Helper()
	b.write(func(tx *store.Tx) (err error) {
		table, err = addition.Begin(tx, b.base, b.town.Book, text)
		return err
	})
	return b.find(table.ID)
}

func (b *bench) find(id string) (table addition.Table) {
	b.t.Helper()
	err := b.s.Read(b.t.Context(), operator, func(tx *store.Tx) (err error) {
		table, err = addition.Find(tx, "interim", id)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return table
}

func (b *bench) snapshot(e *report.Engine) *report.Snapshot {
	b.t.Helper()
	snapshot, err := e.Snapshot(b.t.Context(), b.s)
	if err != nil {
		b.t.Fatal(err)
	}
	return snapshot
}

var may = report.Params{From: "2024-03-01", To: "2024-11-30", Sees: operator.Scope()}

func (b *bench) try(t addition.Table, p report.Params) *addition.Trial {
	b.t.Helper()
	trial, err := addition.Try(b.snapshot(b.engine), b.base, t, p)
	if err != nil {
		b.t.Fatal(err)
	}
	return trial
}

func (b *bench) use(t addition.Table) (used addition.Table) {
	b.t.Helper()
	trial := b.try(t, may)
	b.write(func(tx *store.Tx) (err error) {
		used, err = addition.Use(tx, trial)
		return err
	})
	return used
}

// whole counts the report as an engine sees it, with the network's own tables.
func (b *bench) whole(e *report.Engine, p report.Params) *report.Document {
	b.t.Helper()
	snapshot := b.snapshot(e)
	definition, err := report.Extended(b.base, snapshot)
	if err != nil {
		b.t.Fatal(err)
	}
	doc, err := report.Run(snapshot, definition, p)
	if err != nil {
		b.t.Fatal(err)
	}
	return doc
}

const bySetting = `title: {it: Contatti per ambito, en: Contacts by setting}
unit: contacts
kind: partition
population: {view: contacts}
rows: {column: setting, set: [{code: sexual_outdoor}]}
measures: [count]
`

// parlours prints the massage parlours as a part of a row that does not hold them: the defect that the program exists for.
const parlours = `title: {it: Contatti per ambito, en: Contacts by setting}
unit: contacts
kind: partition
population: {view: contacts}
rows:
  column: setting
  set:
    - code: sexual_outdoor
      of_which: [{code: sexual_massage_parlour}]
measures: [count]
`

func TestATableIsDraftedTriedUsedChangedAndRetired(t *testing.T) {
	t.Parallel()
	benches(t, func(t *testing.T, b *bench) {
		elsewhere := report.New(b.town.Book, rights.Registry().Views()) // another process
		before := b.whole(elsewhere, may)
		table := b.begin(bySetting)
		if table.Name() != "N1" || table.InUse() || b.whole(elsewhere, may).Definition != before.Definition {
			t.Errorf("a draft is in the report: %+v", table)
		}
		table = b.use(table)
		doc := b.whole(elsewhere, may)
		n1, ok := doc.Table("N1")
		if !ok || doc.Tables[len(doc.Tables)-2].ID != "N1" {
			t.Fatal("the other process does not count the table after the shipped ones")
		}
		if n, _ := n1.Total.Values.Get("count"); n.N != 4 || doc.Blocked() != nil {
			t.Errorf("counts %d of 4 contacts, blocked: %v", n.N, doc.Blocked())
		}
		if doc.Definition == before.Definition {
			t.Error("the fingerprint of the definitions does not cover the table")
		}
		var frozen report.Frozen
		b.write(func(tx *store.Tx) (err error) {
			frozen, err = report.Freeze(tx, doc)
			return err
		})
		b.write(func(tx *store.Tx) (err error) {
			table, err = addition.Keep(tx, b.base, b.town.Book, table, strings.Replace(bySetting, "{code: sexual_outdoor}", "{code: sexual_massage_parlour}", 1))
			return err
		})
		if again := b.whole(elsewhere, may); again.Definition != doc.Definition {
			t.Error("a draft of a table in use changed the report")
		}
		table = b.use(table)
		if table.Version != 2 || b.whole(elsewhere, may).Definition == doc.Definition {
			t.Errorf("the change is not in use: %+v", table)
		}
		b.write(func(tx *store.Tx) error { return addition.Retire(tx, table) })
		if again := b.whole(elsewhere, may); again.Definition != before.Definition {
			t.Error("a retired table is still counted")
		}
		kept, err := frozen.Read()
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := kept.Table("N1"); !ok {
			t.Error("the frozen report lost its table")
		}
		b.use(b.find(table.ID))
		if _, ok := b.whole(elsewhere, may).Table("N1"); !ok {
			t.Error("a table put in use again is not there")
		}
	})
}

func TestEveryStepOfATableIsOnRecord(t *testing.T) {
	t.Parallel()
	benches(t, func(t *testing.T, b *bench) {
		entries := func() (n int64) {
			err := b.s.Read(t.Context(), operator, func(tx *store.Tx) error { return tx.QueryRow(`SELECT size FROM audit_head`).Scan(&n) })
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		before := entries()
		table := b.use(b.begin(bySetting))
		b.write(func(tx *store.Tx) (err error) {
			table, err = addition.Keep(tx, b.base, b.town.Book, table, bySetting+"notes: [{it: Nota, en: Note}]\n")
			return err
		})
		b.write(func(tx *store.Tx) error { return addition.Drop(tx, table) })
		b.write(func(tx *store.Tx) error { return addition.Retire(tx, b.find(table.ID)) })
		if wrote := entries() - before; wrote != 5 {
			t.Errorf("%d entries of the audit trail, want one for each of 5 steps", wrote)
		}
		var versions []addition.Version
		err := b.s.Read(t.Context(), operator, func(tx *store.Tx) (err error) {
			versions, err = addition.Versions(tx, table)
			return err
		})
		if err != nil || len(versions) != 1 || versions[0].Text != bySetting {
			t.Errorf("what was in use is not kept: %+v, %v", versions, err)
		}
	})
}

func TestATableThatDoesNotAddUpIsKeptAndNeverUsed(t *testing.T) {
	t.Parallel()
	benches(t, func(t *testing.T, b *bench) {
		table := b.begin(parlours)
		trial := b.try(table, may)
		if e, ok := errs.Of(trial.Blocked()); !ok || e.Key != "report.unreconciled" {
			t.Fatalf("the gap is not seen: %v", trial.Blocked())
		}
		own := operator.Narrow(string(b.town.Faro)).Own()
		if records := trial.Document.GapRecords("N1", own); len(records) != 1 {
			t.Errorf("%d records behind the gap, want the contact in the parlour", len(records))
		}
		if key := b.refused(func(tx *store.Tx) error { _, err := addition.Use(tx, trial); return err }); key != "report.unreconciled" {
			t.Errorf("refused with %s", key)
		}
		if b.find(table.ID).InUse() {
			t.Error("it is in use")
		}
	})
}

func TestWhatFellIntoOtherIsSaid(t *testing.T) {
	t.Parallel()
	b := setUp(t, testkit.Store(t))
	swept := b.try(b.begin(bySetting), may).Document.Others("N1")
	if len(swept) != 1 || swept[0].Code.Code != "sexual_massage_parlour" || swept[0].Units != 1 || swept[0].Code.Label["it"] == "" {
		t.Errorf("swept into other: %+v", swept)
	}
}

func TestTwoPeopleDoNotOverwriteOneTable(t *testing.T) {
	t.Parallel()
	benches(t, func(t *testing.T, b *bench) {
		seen := b.begin(bySetting)
		keep := func(tx *store.Tx) error {
			_, err := addition.Keep(tx, b.base, b.town.Book, seen, parlours)
			return err
		}
		b.write(keep)
		if key := b.refused(keep); key != "report.addition_changed_meanwhile" {
			t.Errorf("refused with %s", key)
		}
		if key := b.refused(func(tx *store.Tx) error { return addition.Drop(tx, seen) }); key != "report.addition_changed_meanwhile" {
			t.Errorf("dropping is refused with %s", key)
		}
	})
}

func TestADraftThatWasNeverUsedIsGoneWhenDropped(t *testing.T) {
	t.Parallel()
	b := setUp(t, testkit.Store(t))
	table := b.begin(bySetting)
	b.write(func(tx *store.Tx) error { return addition.Drop(tx, table) })
	err := b.s.Read(t.Context(), operator, func(tx *store.Tx) error {
		_, err := addition.Find(tx, "interim", table.ID)
		return err
	})
	if errs.KindOf(err) != errs.NotFound {
		t.Errorf("still there: %v", err)
	}
}

func TestANetworkHasRoomForSoManyTables(t *testing.T) {
	t.Parallel()
	b := setUp(t, testkit.Store(t))
	former := b.begin(bySetting)
	b.use(former)
	b.write(func(tx *store.Tx) error { return addition.Retire(tx, b.find(former.ID)) }) // which takes no room
	for range addition.Most {
		b.begin(bySetting)
	}
	key := b.refused(func(tx *store.Tx) error {
		_, err := addition.Begin(tx, b.base, b.town.Book, bySetting)
		return err
	})
	if key != "report.too_many_additions" {
		t.Errorf("refused with %s", key)
	}
}

func TestATableCountsNoMoreThanItsReaderMaySee(t *testing.T) {
	t.Parallel()
	benches(t, func(t *testing.T, b *bench) {
		b.use(b.begin(`title: {it: Contatti di Molo, en: Contacts of Molo}
unit: contacts
kind: partition
population: {view: contacts, where: {organisation: [FARO, MOLO, faro, molo]}}
rows: [{column: organisation}, {column: unit}]
measures: [count]
`))
		total := func(p report.Params) int64 {
			t1, _ := b.whole(b.engine, p).Table("N1")
			n, _ := t1.Total.Values.Get("count")
			return n.N
		}
		narrow := may
		narrow.Sees = operator.Narrow(string(b.town.Molo)).Scope()
		nothing := may
		nothing.Sees = policy.Scope{}
		if all, one, none := total(may), total(narrow), total(nothing); all != 4 || one != 1 || none != 0 {
			t.Errorf("the network counts %d of 4, Molo %d of 1, nobody %d", all, one, none)
		}
	})
}

// An addition that suited a definition which is no longer there stops the report and says so: nothing is left out in silence.
func TestATableThatNoLongerFitsStopsTheReport(t *testing.T) {
	t.Parallel()
	b := setUp(t, testkit.Store(t))
	b.use(b.begin(detail))
	without := *b.base
	without.Tables = slices.DeleteFunc(slices.Clone(b.base.Tables), func(t *definition.Table) bool { return t.ID.Text == "T3" })
	_, err := report.Extended(&without, b.snapshot(b.engine))
	if e, ok := errs.Of(err); !ok || e.Key != "report.addition_unfit" || e.Kind != errs.Conflict {
		t.Errorf("answered with %v", err)
	}
}

const detail = `title: {it: Persone di T3 per genere, en: Persons of T3 by gender}
unit: persons
kind: partition
details: {table: T3}
rows: {column: gender}
measures: [attributed]
`

func TestABookOfTheNetworkReachesItsTables(t *testing.T) {
	t.Parallel()
	b := setUp(t, testkit.Store(t))
	b.write(func(tx *store.Tx) error {
		return codebook.Add(tx, b.town.Book, codebook.Addition{List: "setting", Code: "truck_stop", Label: map[string]string{"it": "Area di sosta", "en": "Truck stop"}})
	})
	book := b.snapshot(b.engine).Book
	text := strings.Replace(bySetting, "sexual_outdoor", "truck_stop", 1)
	b.write(func(tx *store.Tx) error {
		_, err := addition.Begin(tx, b.base, book, text)
		return err
	})
}
