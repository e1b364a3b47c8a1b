package report

import (
	"slices"

	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// countPersons fills a table of persons.
func (r *run) countPersons(c *counted) {
	sorters := r.sorters(c.view, c.axes)
	c.attributed(sorters[0])
	for _, m := range c.table.Measures {
		v := r.newValue(m)
		switch {
		case m.Population != nil:
			r.countOther(c, m, v)
		case m.Measure.Text == definition.Gross:
			v.cells, _ = r.distinct(c.crowd.appearances(), sorters, c.size, c.crowd)
			v.total = sum(v.cells)
		case m.Only != nil:
			v.cells, v.total = r.attributedOnly(c, sorters[0], r.cross(m.Only, c.view), len(m.Only.Codes))
		default:
			v.cells, v.total, v.inTotal = c.base, c.total, "unique"
		}
		c.values = append(c.values, v)
	}
	if c.table.Columns != nil {
		c.values = append(c.values, r.crossPersons(c, sorters[0])...)
	}
	if c.unsureTotal > 0 {
		c.values = append(c.values, &value{
			heading: Heading{Unsure, say("report.value.unsure")}, cells: c.unsure, total: c.unsureTotal, show: Whole, missing: true,
		})
	}
	r.partsOfPersons(c, sorters[0])
	c.months = r.months(c, sorters[0])
}

// attributed counts each unit in its row.
func (c *counted) attributed(s *sorter) {
	c.base, c.unsure = make([]int64, c.size), make([]int64, c.size)
	c.crowd.blocks(func(start, end int) {
		for k, place := range s.refs(c.crowd.refs[start:end]) {
			switch {
			case place < 0:
			case start < len(c.crowd.persons):
				c.base[place]++
			default:
				w := c.crowd.weigh(start + k)
				c.base[place] += int64(w.certain)
				c.unsure[place] += int64(w.unsure)
			}
		}
	})
	c.total, c.unsureTotal = int64(len(c.crowd.persons))+c.crowd.unlinked, c.crowd.unsure
}

// attributedOnly counts the units whose value stands in one of the first n rows of x.
func (r *run) attributedOnly(c *counted, s *sorter, x *axis, n int) (cells []int64, total int64) {
	all, totals := r.crossed(c, s, x)
	cells = make([]int64, c.size)
	for value := range n {
		total += totals[value]
		for place := range cells {
			cells[place] += all[place*len(x.rows)+value]
		}
	}
	return cells, total
}

// crossPersons gives each code of the crossing column a value of its own.
func (r *run) crossPersons(c *counted, s *sorter) []*value {
	x := r.cross(c.table.Columns, c.view)
	cells, totals := r.crossed(c, s, x)
	values := crossValues(x, c.size)
	for n, v := range values {
		v.total = totals[n]
		for place := range v.cells {
			v.cells[place] = cells[place*len(x.rows)+n]
		}
	}
	return printed(values, x)
}

// crossed counts the units by row of the table and row of x, and by row of x alone.
func (r *run) crossed(c *counted, s *sorter, x *axis) (cells, totals []int64) {
	cells, totals = make([]int64, c.size*len(x.rows)), make([]int64, len(x.rows))
	at, _ := c.view.Schema.Column(x.column)
	var answers, codes []uint16
	if x.atEnd {
		answers = r.answers()
	}
	c.crowd.blocks(func(start, end int) {
		places := s.refs(c.crowd.refs[start:end])
		codes = codesOf(c.view, at, c.crowd.refs[start:end], codes)
		for k, code := range codes {
			if answers != nil && start < len(c.crowd.persons) {
				if answer := answers[c.crowd.persons[start+k]]; answer != noRow {
					code = answer
				}
			}
			value, weight := int(x.lut[code]), int64(c.crowd.weigh(start+k).certain)
			totals[value] += weight
			if places[k] >= 0 {
				cells[int(places[k])*len(x.rows)+value] += weight
			}
		}
	})
	return cells, totals
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

// protectionAtEnd is the last answer about international protection that each person gave up to the end of the period, noRow for none: then
// what the attributing contact says counts. Of two answers on one day the one that comes first in the code list counts.
//
// Answers count when an organisation of the scope recorded them. A run for one organisation therefore equals what that organisation
// itself may count, even when the coordinator makes it. An answer has no province and belongs to no project: a fact about a person is not.
func (r *run) protectionAtEnd() []uint16 {
	answers := slices.Repeat([]uint16{noRow}, r.snap.Persons())
	pop := r.answersInReach()
	at, _ := pop.view.Schema.Column("answer")
	rank := r.rank(pop.view.Schema.Columns[at])
	last := make([]column.Day, len(answers))
	pop.scan(func(part column.Part, rows []int32) {
		persons, days, codes := part.Persons(), part.Days(), part.Codes(at)
		for _, i := range rows {
			p := persons[i]
			if p < 0 {
				continue
			}
			old := answers[p]
			if old == noRow || days[i] > last[p] || days[i] == last[p] && rank[codes[i]] < rank[old] {
				answers[p], last[p] = codes[i], days[i]
			}
		}
	})
	return answers
}

// partsOfPersons counts every of-which of a table of persons.
func (r *run) partsOfPersons(c *counted, s *sorter) {
	if len(c.axes) != 1 {
		return
	}
	for row, axisRow := range c.axes[0].rows {
		for n, part := range axisRow.parts {
			filters, within := r.partFilters(c, part, row)
			attributed := &value{heading: Heading{definition.Attributed, nil}, cells: make([]int64, 1), show: Whole}
			unsure := &value{heading: Heading{Unsure, nil}, cells: make([]int64, 1), show: Whole, missing: true}
			c.crowd.blocks(func(start, end int) {
				for k, place := range s.refs(c.crowd.refs[start:end]) {
					if (!within || int(place) == row) && passes(c.view, filters, c.crowd.refs[start+k]) {
						w := c.crowd.weigh(start + k)
						attributed.cells[0] += int64(w.certain)
						unsure.cells[0] += int64(w.unsure)
					}
				}
			})
			values := []*value{attributed, unsure}
			if c.prints(definition.Gross) {
				one := []*sorter{newSorter(c.view, nil)} // every row in one place
				gross, _ := r.distinct(c.crowd.appearances().also(filters...), one, 1, c.crowd)
				values = []*value{attributed, {heading: Heading{definition.Gross, nil}, cells: gross, show: Whole}, unsure}
			}
			c.parts[partKey{row, n}] = values
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
