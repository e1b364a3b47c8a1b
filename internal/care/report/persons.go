package report

import (
	"slices"

	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// countPersons fills a table of persons.
func (r *run) countPersons(c *counted) {
	sorters := r.sorters(c.view, c.axes)
	places := c.attributed(sorters[0])
	for _, m := range c.table.Measures {
		v := r.newValue(m)
		switch {
		case m.Population != nil:
			r.countOther(c, m, v)
		case m.Measure.Text == definition.Gross:
			v.cells, _ = r.distinct(c.crowd.appearances(), sorters, c.size, c.crowd)
			v.total = sum(v.cells)
		case m.Only != nil:
			v.cells, v.total = r.attributedOnly(c, places, r.cross(m.Only, c.view), len(m.Only.Codes))
		default:
			v.cells, v.total, v.inTotal = c.base, c.total, "unique"
		}
		c.values = append(c.values, v)
	}
	if c.table.Columns != nil {
		c.values = append(c.values, r.crossPersons(c, places)...)
	}
	if c.unsureTotal > 0 {
		c.values = append(c.values, &value{
			heading: Heading{Unsure, say("report.value.unsure")}, cells: c.unsure, total: c.unsureTotal, show: Whole, missing: true,
		})
	}
	r.partsOfPersons(c, places)
}

// attributed counts each unit in its row, and gives the row of each.
func (c *counted) attributed(s *sorter) []int32 {
	c.base, c.unsure = make([]int64, c.size), make([]int64, c.size)
	places := make([]int32, len(c.crowd.units))
	for i, u := range c.crowd.units {
		c.total += int64(u.weight)
		c.unsureTotal += int64(u.unsure)
		places[i] = s.one(u.ref)
		if places[i] != nowhere {
			c.base[places[i]] += int64(u.weight)
			c.unsure[places[i]] += int64(u.unsure)
		}
	}
	return places
}

// attributedOnly counts the units whose value stands in one of the first n rows of x.
func (r *run) attributedOnly(c *counted, places []int32, x *axis, n int) (cells []int64, total int64) {
	cells = make([]int64, c.size)
	read := r.reader(x, c.view)
	for i, u := range c.crowd.units {
		if int(read(u)) >= n {
			continue
		}
		total += int64(u.weight)
		if places[i] != nowhere {
			cells[places[i]] += int64(u.weight)
		}
	}
	return cells, total
}

// crossPersons gives each code of the crossing column a value of its own.
func (r *run) crossPersons(c *counted, places []int32) []*value {
	x := r.cross(c.table.Columns, c.view)
	values := crossValues(x, c.size)
	read := r.reader(x, c.view)
	for i, u := range c.crowd.units {
		v := values[read(u)]
		v.total += int64(u.weight)
		if places[i] != nowhere {
			v.cells[places[i]] += int64(u.weight)
		}
	}
	return printed(values, x)
}

func crossValues(x *axis, size int) []*value {
	values := make([]*value, len(x.rows))
	for i, row := range x.rows {
		values[i] = &value{heading: Heading{row.code, row.label}, cells: make([]int64, size), show: Whole}
	}
	return values
}

// printed leaves out the value "other" while it is nothing.
func printed(values []*value, x *axis) []*value {
	return slices.DeleteFunc(values, func(v *value) bool {
		return v.total == 0 && v.heading.Code == otherCode && x.rows[len(x.rows)-1].optional
	})
}

// reader gives the row of an axis that a unit stands in: what its contact says, or what was true on the last day.
func (r *run) reader(x *axis, view *column.View) func(unit) uint16 {
	at, _ := view.Schema.Column(x.column)
	if !x.atEnd {
		return func(u unit) uint16 { return x.lut[view.Code(at, u.ref)] }
	}
	answers := r.protectionAtEnd()
	return func(u unit) uint16 {
		if u.person >= 0 && answers[u.person] != noRow {
			return x.lut[answers[u.person]]
		}
		return x.lut[view.Code(at, u.ref)]
	}
}

// protectionAtEnd is the last answer about international protection that each person gave up to the end of the period, noRow for none: then
// what the attributing contact says counts. Of two answers on one day the one that comes first in the code list counts.
//
// Answers count when an organisation of the scope recorded them. A run for one organisation therefore equals what that organisation
// itself may count, even when the coordinator makes it. An answer has no province and belongs to no project: a fact about a person is not.
func (r *run) protectionAtEnd() []uint16 {
	if r.answers != nil {
		return r.answers
	}
	r.answers = slices.Repeat([]uint16{noRow}, r.snap.Persons())
	pop := r.answersInReach()
	at, _ := pop.view.Schema.Column("answer")
	rank := r.rank(pop.view.Schema.Columns[at])
	last := make([]column.Day, len(r.answers))
	pop.scan(func(part column.Part, rows []int32) {
		persons, days, codes := part.Persons(), part.Days(), part.Codes(at)
		for _, i := range rows {
			p := persons[i]
			if p < 0 {
				continue
			}
			old := r.answers[p]
			if old == noRow || days[i] > last[p] || days[i] == last[p] && rank[codes[i]] < rank[old] {
				r.answers[p], last[p] = codes[i], days[i]
			}
		}
	})
	return r.answers
}

// partsOfPersons counts every of-which of a table of persons.
func (r *run) partsOfPersons(c *counted, places []int32) {
	if len(c.axes) != 1 {
		return
	}
	for row, axisRow := range c.axes[0].rows {
		for n, part := range axisRow.parts {
			filters, within := r.partFilters(c, part, row)
			attributed := &value{heading: Heading{definition.Attributed, nil}, cells: make([]int64, 1), show: Whole}
			unsure := &value{heading: Heading{Unsure, nil}, cells: make([]int64, 1), show: Whole, missing: true}
			for i, u := range c.crowd.units {
				if (!within || int(places[i]) == row) && passes(c.view, filters, u.ref) {
					attributed.cells[0] += int64(u.weight)
					unsure.cells[0] += int64(u.unsure)
				}
			}
			gross := &value{heading: Heading{definition.Gross, nil}, show: Whole}
			_, total := r.distinct(c.crowd.appearances().also(filters...), r.sorters(c.view, c.axes)[:1], c.size, c.crowd)
			gross.cells = []int64{total}
			c.parts[partKey{row, n}] = []*value{attributed, gross, unsure}
		}
	}
}

// partFilters are what a unit of an of-which passes. On a column of its own it stands within the row; on the column of the rows it is looked for
// in the whole population, because its codes are not among the row's.
func (r *run) partFilters(c *counted, part definition.Part, row int) (filters []column.Filter, within bool) {
	a := c.axes[0]
	name := part.Column.Text
	if name == "" || name == a.column {
		return []column.Filter{r.filter(c.view, a.column, part.Members().Texts())}, false
	}
	return []column.Filter{
		r.filter(c.view, name, part.Members().Texts()),
		r.filter(c.view, a.column, r.codesOf(a, row)),
	}, true
}

// codesOf lists the codes of a row, also of "other".
func (r *run) codesOf(a *axis, row int) []string {
	var codes []string
	for n, at := range a.lut {
		if int(at) == row {
			codes = append(codes, r.snap.Text(uint16(n)))
		}
	}
	return codes
}

func passes(view *column.View, filters []column.Filter, ref int32) bool {
	for _, f := range filters {
		if !f.Pass[view.Code(f.Column, ref)] {
			return false
		}
	}
	return true
}

func sum(cells []int64) int64 {
	var total int64
	for _, n := range cells {
		total += n
	}
	return total
}
