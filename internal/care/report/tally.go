package report

import (
	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// sorter finds the row of a table that each row of a view stands in.
type sorter struct {
	view    *column.View
	columns []int
	luts    [][]uint16
	strides []int32
	places  []int32 // scratch
}

// nowhere is the place of what stands in no row.
const nowhere = -1

// sorters gives one sorter for a partition, and one for each row when rows overlap: a code may then stand in several.
func (r *run) sorters(view *column.View, axes []*axis) []*sorter {
	if len(axes) == 1 && axes[0].alone != nil {
		all := make([]*sorter, len(axes[0].alone))
		for i, lut := range axes[0].alone {
			all[i] = newSorter(view, axes)
			all[i].luts[0] = lut
		}
		return all
	}
	return []*sorter{newSorter(view, axes)}
}

func newSorter(view *column.View, axes []*axis) *sorter {
	s := &sorter{view: view, columns: make([]int, len(axes)), luts: make([][]uint16, len(axes)), strides: make([]int32, len(axes))}
	stride := int32(1)
	for d := len(axes) - 1; d >= 0; d-- {
		s.columns[d], _ = view.Schema.Column(axes[d].column)
		s.luts[d], s.strides[d] = axes[d].lut, stride
		stride *= int32(len(axes[d].rows))
	}
	return s
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
	s.places = append(s.places[:0], make([]int32, len(rows))...)
	for d, at := range s.columns {
		codes, lut, stride := part.Codes(at), s.luts[d], s.strides[d]
		for k, i := range rows {
			if row := lut[codes[i]]; row == noRow || s.places[k] == nowhere {
				s.places[k] = nowhere
			} else {
				s.places[k] += int32(row) * stride
			}
		}
	}
	return s.places
}

// one places a single row of the view.
func (s *sorter) one(ref int32) int32 {
	place := int32(0)
	for d, at := range s.columns {
		row := s.luts[d][s.view.Code(at, ref)]
		if row == noRow {
			return nowhere
		}
		place += int32(row) * s.strides[d]
	}
	return place
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
				if places[k] != nowhere {
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
// newness, as in attribute. Only members of the crowd count when there is one.
func (r *run) distinct(pop *population, sorters []*sorter, size int, among *crowd) (cells []int64, total int64) {
	cells = make([]int64, size+1)
	subjects := r.snap.Persons() + r.snap.Individuals()
	seen := make([]uint64, ((size+1)*subjects+63)/64)
	mark := func(cell int32, subject int) {
		bit := int(cell)*subjects + subject
		if seen[bit>>6]>>(bit&63)&1 == 0 {
			seen[bit>>6] |= 1 << (bit & 63)
			cells[cell]++
		}
	}
	whole := int32(size) // the cell of the total
	loose := r.looseWeight(pop.view)
	for n, s := range sorters {
		pop.scan(func(part column.Part, rows []int32) {
			places := s.block(part, rows)
			for k, i := range rows {
				subject := r.subject(part, i)
				if subject >= 0 && among != nil && subject < r.snap.Persons() && !among.has(int32(subject)) {
					continue
				}
				for _, cell := range [2]int32{places[k], whole} {
					switch {
					case cell == nowhere || cell == whole && n > 0:
					case subject >= 0:
						mark(cell, subject)
					default:
						cells[cell] += loose(part, i)
					}
				}
			}
		})
	}
	return cells[:size], cells[size]
}

// subject numbers whom a row is about: persons first, then unlinked individuals; negative when neither is known.
func (r *run) subject(part column.Part, i int32) int {
	if persons := part.Persons(); persons != nil && persons[i] >= 0 {
		return int(persons[i])
	}
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
		weight, _ := loose.weigh(part, i)
		return int64(weight)
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
