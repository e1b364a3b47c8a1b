package report

import (
	"math"
	"slices"

	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// sorter finds the place, in the cells of a table, of the row that each row of a view stands in. A place below zero is nowhere.
type sorter struct {
	view    *column.View
	columns []int
	luts    [][]int32 // by dimension: code → what it adds to the place
	places  []int32   // scratch
}

// nowhere is what a code of no row adds: no other dimension makes up for it.
const nowhere = math.MinInt32 / 16

// sorters gives one sorter for a partition, and one for each row when rows overlap: a code may then stand in several.
func (r *run) sorters(view *column.View, axes []*axis) []*sorter {
	if len(axes) == 1 && axes[0].alone != nil {
		all := make([]*sorter, len(axes[0].alone))
		for i, lut := range axes[0].alone {
			all[i] = newSorter(view, axes)
			all[i].luts[0] = steps(lut, 1)
		}
		return all
	}
	return []*sorter{newSorter(view, axes)}
}

func newSorter(view *column.View, axes []*axis) *sorter {
	s := &sorter{view: view, columns: make([]int, len(axes)), luts: make([][]int32, len(axes))}
	stride := int32(1)
	for d := len(axes) - 1; d >= 0; d-- {
		s.columns[d], _ = view.Schema.Column(axes[d].column)
		s.luts[d] = steps(axes[d].lut, stride)
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
	places := s.cleared(len(rows))
	for d, at := range s.columns {
		codes, lut := part.Codes(at), s.luts[d]
		for k, i := range rows {
			places[k] += lut[codes[i]]
		}
	}
	return places
}

// refs places rows of the view by their refs; the answer lives until the next call.
func (s *sorter) refs(refs []int32) []int32 {
	places := s.cleared(len(refs))
	for d, at := range s.columns {
		lut := s.luts[d]
		base, delta := s.view.Codes(at)
		for k, ref := range refs {
			if int(ref) < len(base) {
				places[k] += lut[base[ref]]
			} else {
				places[k] += lut[delta[int(ref)-len(base)]]
			}
		}
	}
	return places
}

func (s *sorter) cleared(n int) []int32 {
	s.places = slices.Grow(s.places[:0], n)[:n]
	clear(s.places)
	return s.places
}

// tally counts the rows of a population by row of the table, and all of them. amount is the Number column to add up: a contact
// counts its headcount; negative adds 1 a row.
func tally(pop *population, sorters []*sorter, size, amount int) (cells []int64, total int64) {
	cells = make([]int64, size)
	for n, s := range sorters {
		pop.scan(func(part column.Part, rows []int32) {
			places := s.block(part, rows)
			var numbers []int64
			if amount >= 0 {
				numbers = part.Numbers(amount)
			}
			for k, i := range rows {
				add := int64(1)
				if numbers != nil {
					add = numbers[i]
				}
				if n == 0 {
					total += add
				}
				if places[k] >= 0 {
					cells[places[k]] += add
				}
			}
		})
	}
	return cells, total
}

// heads is the Number column that says how many a row of the view counts, or negative for one.
func heads(view *column.View) int {
	if at, ok := view.Schema.Column("headcount"); ok {
		return at
	}
	return -1
}

// distinct counts the different persons, or unlinked individuals, behind the rows of a population: by row of the table, and over all.
// A row with neither stands for somebody of whom no more is known and counts one; a contact without person counts by its
// newness, as in attribute. Only members of the crowd count when there is one; they have no total, since rows of gross overlap.
func (r *run) distinct(pop *population, sorters []*sorter, size int, among *crowd) (cells []int64, total int64) {
	rows, whole := r.census(size), r.census(1)
	loose := r.looseWeight(pop.view)
	for n, s := range sorters {
		pop.scan(func(part column.Part, local []int32) {
			places, persons := s.block(part, local), part.Persons()
			for k, i := range local {
				subject := int(persons[i])
				if subject < 0 {
					subject = r.individual(part, i)
				} else if among != nil && !among.has(int32(subject)) {
					continue
				}
				if subject < 0 {
					weight := loose(part, i)
					rows.add(places[k], weight)
					if n == 0 && among == nil {
						whole.add(0, weight)
					}
					continue
				}
				rows.mark(places[k], subject)
				if n == 0 && among == nil {
					whole.mark(0, subject)
				}
			}
		})
	}
	return rows.cells, whole.cells[0]
}

// census counts each subject once in each cell.
type census struct {
	subjects int
	seen     []uint64 // a bit for each subject in each cell
	cells    []int64
}

func (r *run) census(size int) *census {
	subjects := r.snap.Persons() + r.snap.Individuals()
	return &census{subjects: subjects, seen: make([]uint64, (size*subjects+63)/64), cells: make([]int64, size)}
}

func (c *census) mark(cell int32, subject int) {
	if cell < 0 {
		return
	}
	bit := uint(int(cell)*c.subjects + subject)
	if c.seen[bit>>6]>>(bit&63)&1 == 0 {
		c.seen[bit>>6] |= 1 << (bit & 63)
		c.cells[cell]++
	}
}

func (c *census) add(cell int32, n int64) {
	if cell >= 0 {
		c.cells[cell] += n
	}
}

// individual numbers, after all persons, the unlinked individual whom a row is about; negative when it is not known whom.
func (r *run) individual(part column.Part, i int32) int {
	if individuals := part.Individuals(); individuals != nil && individuals[i] >= 0 {
		return r.snap.Persons() + int(individuals[i])
	}
	return -1
}

func (r *run) looseWeight(view *column.View) func(column.Part, int32) int64 {
	if view.Schema.Name != "contacts" {
		return func(column.Part, int32) int64 { return 1 }
	}
	loose := r.looseRows(view)
	return func(part column.Part, i int32) int64 {
		return int64(loose.weigh(part, i).certain)
	}
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
