package report

import (
	"slices"
	"strings"

	"approdo/internal/base/policy"
	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// Record is one record behind a figure: its kind and id, whose it is, and its day.
type Record struct {
	Noun, ID, Organisation, Unit string // organisation and unit are codes
	Day                          column.Day
}

// GapRecords lists the records that a table counts in its total and puts in no row, or that a part counts beyond its row, as far as they
// belong to organisations in own (the Own scope of the grant): drilling down stays at home, even for who may count the network. They
// are sorted by day and id. A Document that was read and not run has none.
func (d *Document) GapRecords(table string, own policy.Scope) []Record {
	if d.run == nil || d.run.counted[table] == nil {
		return nil
	}
	r, c := d.run, d.run.counted[table]
	g := &gatherer{snap: r.snap, own: own}
	r.astray(c, g.from(c.view))
	for _, promise := range c.table.Reconcile {
		if promise.Population != nil {
			r.uncounted(c, promise, g.from(r.snap.View(promise.Population.View.Text)))
		}
	}
	return g.sorted()
}

// gatherer collects the records of rows, as far as they belong to organisations in own: whatever is listed goes through here.
type gatherer struct {
	snap    *Snapshot
	own     policy.Scope
	records []Record
}

// from gives what takes in rows of a view.
func (g *gatherer) from(view *column.View) func(ref int32) {
	organisation, _ := view.Schema.Column("organisation")
	unit, hasUnit := view.Schema.Column("unit")
	return func(ref int32) {
		code := g.snap.Text(view.Code(organisation, ref))
		o, ok := g.snap.Organisation(code)
		if !ok || !g.own.Sees(o.ID) {
			return
		}
		noun, id := view.Record(ref)
		record := Record{Noun: noun, ID: id, Organisation: code, Day: view.Day(ref)}
		if hasUnit {
			record.Unit = g.snap.Text(view.Code(unit, ref))
		}
		g.records = append(g.records, record)
	}
}

// sorted gives each record once, by day and id: the rows of one meeting are one record.
func (g *gatherer) sorted() []Record {
	slices.SortFunc(g.records, func(a, b Record) int {
		if a.Day != b.Day {
			return int(a.Day - b.Day)
		}
		return strings.Compare(a.ID, b.ID)
	})
	return slices.Compact(g.records)
}

// uncounted visits the rows of a whole population that none of the tables together counts in a row.
func (r *run) uncounted(c *counted, promise definition.Reconcile, visit func(ref int32)) {
	held := map[int32]bool{}
	for _, name := range promise.Tables.Texts() {
		t := r.counted[name]
		s := newSorter(t.view, t.axes)
		r.population(t.table.Population, t.table.Period.Text).Scan(func(part column.Part, rows []int32) {
			for k, place := range s.block(part, rows) {
				if place >= 0 {
					held[part.Ref(rows[k])] = true
				}
			}
		})
	}
	r.population(promise.Population, c.table.Period.Text).Each(func(ref int32) {
		if !held[ref] {
			visit(ref)
		}
	})
}
