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
		rows.Surplus(amount, by, cells)
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
// newness, as in attribute. Only members of the crowd count when there is one; they have no total, since rows of gross overlap.
func (r *run) distinct(rows *column.Rows, sorters []*sorter, size int, among *crowd) (cells []int64, total int64) {
	in, whole := r.census(size), r.census(1)
	linked, individual, loose := r.subjects(rows)
	for n, s := range sorters {
		total := n == 0 && among == nil
		linked.Scan(func(part column.Part, rows []int32) {
			places, persons := s.block(part, rows), part.Persons()
			for k, i := range rows {
				if among == nil || among.has(persons[i]) {
					in.mark(places[k], int(persons[i]))
				}
				if total {
					whole.mark(0, int(persons[i]))
				}
			}
		})
		individual.Scan(func(part column.Part, rows []int32) {
			places, individuals := s.block(part, rows), part.Individuals()
			for k, i := range rows {
				in.mark(places[k], r.snap.Persons()+int(individuals[i]))
				if total {
					whole.mark(0, r.snap.Persons()+int(individuals[i]))
				}
			}
		})
	}
	cells, all := in.cells(), whole.cells()
	for _, s := range sorters {
		addUp(loose, heads(rows.View()), s.by, cells)
	}
	if among == nil {
		addUp(loose, heads(rows.View()), nil, all)
	}
	return cells, all[0]
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

// census notes each subject once in each cell.
type census struct {
	size, stride int
	seen         []uint64 // a bit for each subject in each cell, whole words a cell
}

func (r *run) census(size int) *census {
	stride := (r.snap.Persons() + r.snap.Individuals() + 63) / 64
	return &census{size: size, stride: stride, seen: make([]uint64, size*stride)}
}

func (c *census) mark(cell int32, subject int) {
	if cell >= 0 {
		c.seen[int(cell)*c.stride+subject>>6] |= 1 << (subject & 63)
	}
}

// cells counts the subjects noted.
func (c *census) cells() []int64 {
	cells := make([]int64, c.size)
	for at := range cells {
		cells[at] = int64(column.Bitmap(c.seen[at*c.stride : (at+1)*c.stride]).Len())
	}
	return cells
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
