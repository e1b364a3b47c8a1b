package report

import (
	"math"

	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// sorter finds the place, in the cells of a table, of the row that each row of a view stands in. A place below zero is nowhere.
type sorter struct {
	by     []column.Step
	places []int32 // scratch
}

// everywhere puts all rows in one place.
func everywhere() []*sorter { return []*sorter{{}} }

// nowhere is what a code of no row adds: no other dimension makes up for it.
const nowhere = math.MinInt32 / 16

// sorters gives one sorter for a partition, and one for each row when rows overlap: a code may then stand in several.
func (r *run) sorters(view *column.View, axes []*axis) []*sorter {
	if len(axes) == 1 && axes[0].alone != nil {
		all := make([]*sorter, len(axes[0].alone))
		for i, lut := range axes[0].alone {
			all[i] = newSorter(view, axes)
			all[i].by[0].Of = steps(lut, 1)
		}
		return all
	}
	return []*sorter{newSorter(view, axes)}
}

func newSorter(view *column.View, axes []*axis) *sorter {
	s := &sorter{by: make([]column.Step, len(axes))}
	stride := int32(1)
	for d := len(axes) - 1; d >= 0; d-- {
		at, _ := view.Schema.Column(axes[d].column)
		s.by[d] = column.Step{Column: at, Of: steps(axes[d].lut, stride)}
		stride *= int32(len(axes[d].rows))
	}
	return s
}

// steps turns code → row into code → distance.
func steps(lut []uint16, stride int32) []int32 {
	out := make([]int32, len(lut))
	for code, row := range lut {
		out[code] = int32(row) * stride
		if row == noRow {
			out[code] = nowhere
		}
	}
	return out
}

// size is the number of rows that some axes make together.
func size(axes []*axis) int {
	n := 1
	for _, a := range axes {
		n *= len(a.rows)
	}
	return n
}

// block places local rows of a part; the answer lives until the next call.
func (s *sorter) block(part column.Part, rows []int32) []int32 {
	s.places = part.Places(s.by, rows, s.places)
	return s.places
}

// tally counts rows by row of the table, and all of them. amount is the Number column to add up: a contact counts its headcount;
// negative adds 1 a row.
func tally(rows *column.Rows, sorters []*sorter, size, amount int) (cells []int64, total int64) {
	cells = make([]int64, size)
	for _, s := range sorters {
		addUp(rows, amount, s.by, cells)
	}
	var all [1]int64
	addUp(rows, amount, nil, all[:])
	return cells, all[0]
}

func addUp(rows *column.Rows, amount int, by []column.Step, cells []int64) {
	rows.Count(by, cells)
	if amount >= 0 {
		rows.Plural(amount).Surplus(amount, by, cells)
	}
}

// heads is the Number column that says how many a row of the view counts, or negative for one.
func heads(view *column.View) int {
	if at, ok := view.Schema.Column("headcount"); ok {
		return at
	}
	return -1
}

// distinct counts the different persons, or unlinked individuals, behind some rows: by row of the table, and over all.
// A row with neither stands for somebody of whom no more is known and counts one; a contact without person counts by its
// newness, as in attribute.
func (r *run) distinct(rows *column.Rows, sorters []*sorter, size int) (cells []int64, total int64) {
	linked, individual, loose := r.subjects(rows)
	persons, individuals := marks(size, r.snap.Persons()), marks(size, r.snap.Individuals())
	amount := heads(rows.View())
	cells = make([]int64, size)
	for _, s := range sorters {
		linked.Mark(s.by, column.Part.Persons, persons)
		individual.Mark(s.by, column.Part.Individuals, individuals)
		addUp(loose, amount, s.by, cells)
	}
	for place := range cells {
		cells[place] += int64(persons[place].Len() + individuals[place].Len())
	}
	all := []int64{int64(column.Union(persons).Len() + column.Union(individuals).Len())}
	addUp(loose, amount, nil, all)
	return cells, all[0]
}

// marks makes an empty set of so many persons or individuals for each row of a table, and one for those who stand nowhere.
func marks(size, subjects int) []column.Bitmap {
	all := make([]column.Bitmap, size+1)
	for place := range all {
		all[place] = column.NewBitmap(subjects)
	}
	return all
}

// subjects sorts rows by whom they are about: a person, an unlinked individual who is known from a contact, or somebody else, as far as
// these count.
func (r *run) subjects(rows *column.Rows) (linked, individual, loose *column.Rows) {
	linked = rows.Linked()
	loose = rows.Without(linked)
	individual = loose.Individual()
	loose = loose.Without(individual)
	if rows.View().Schema.Name == "contacts" {
		loose = loose.Also(r.newness(rows.View(), "new"))
	}
	return linked, individual, loose
}

// percent is part of whole in tenths of a percent, half up, in integers; 0 of 0 is 0.
func percent(part, whole int64) Number {
	if whole == 0 {
		return Tenth(0)
	}
	return Tenth((2000*part + whole) / (2 * whole))
}

// hours turns minutes into tenths of an hour, half up.
func hours(minutes int64) Number { return Tenth((2*minutes + 6) / 12) }

// only compiles an Only: the filter that a row of the view passes.
func (r *run) only(x *definition.Cross, view *column.View) column.Filter {
	return r.filter(view, x.Column.Text, x.Codes.Texts())
}
