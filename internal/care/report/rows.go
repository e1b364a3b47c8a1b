package report

import (
	"slices"

	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// countRows fills a table whose units are rows of a view: actions, enrolments, outings.
func (r *run) countRows(c *counted) {
	pop := r.population(c.table.Population, c.table.Period.Text)
	sorters := r.sorters(c.view, c.axes)
	c.base, c.total = tally(pop, sorters, c.size, heads(c.view))
	c.unsure = make([]int64, c.size)
	for _, m := range c.table.Measures {
		v := r.newValue(m)
		switch {
		case m.Population != nil:
			r.countOther(c, m, v)
		case m.Measure.Text == definition.Count && m.Only == nil:
			v.cells, v.total = c.base, c.total
		case m.Measure.Text == definition.Percent:
			v.cells, v.total = c.base, c.total
			v.show = func(n int64) Number { return percent(n, c.total) }
		default:
			r.measure(pop, sorters, c.size, m, v)
		}
		c.values = append(c.values, v)
	}
	if c.table.Columns != nil {
		c.values = append(c.values, r.crossRows(c, pop)...)
	}
	r.partsOfRows(c, pop)
}

// newValue heads a column of figures: the definition's label, else the catalogue's for the measure.
func (r *run) newValue(m definition.Measure) *value {
	v := &value{heading: Heading{m.Code.Text, m.Label}, show: Whole}
	if m.Label == nil {
		v.heading.Label = say("report.value." + m.Measure.Text)
	}
	if m.Hours {
		v.show = hours
	}
	return v
}

// countOther counts a measure that has a population of its own, sorted into the rows of the table.
func (r *run) countOther(c *counted, m definition.Measure, v *value) {
	pop := r.population(m.Population, c.table.Period.Text)
	r.measure(pop, r.sorters(pop.View(), c.axes), c.size, m, v)
}

func (r *run) measure(pop *column.Rows, sorters []*sorter, size int, m definition.Measure, v *value) {
	if m.Only != nil {
		pop = pop.Also(r.only(m.Only, pop.View()))
	}
	switch m.Measure.Text {
	case definition.Persons:
		v.cells, v.total = r.distinct(pop, sorters, size)
	case definition.Sum:
		at, _ := pop.View().Schema.Column(m.Of.Text)
		v.cells, v.total = tally(pop, sorters, size, at)
	default:
		v.cells, v.total = tally(pop, sorters, size, heads(pop.View()))
	}
}

// crossRows gives each code of the crossing column a value of its own: a tally over rows and column together.
func (r *run) crossRows(c *counted, pop *column.Rows) []*value {
	x := r.cross(c.table.Columns, c.view)
	axes := append(slices.Clone(c.axes), x)
	cells, _ := tally(pop, []*sorter{newSorter(c.view, axes)}, size(axes), heads(c.view))
	values := crossValues(x, c.size)
	for i, n := range cells {
		v := values[i%len(x.rows)]
		v.cells[i/len(x.rows)] = n
		v.total += n
	}
	return printed(values, x)
}

// partsOfRows counts every of-which: the same measures over the rows of the view that are part.
func (r *run) partsOfRows(c *counted, pop *column.Rows) {
	if len(c.axes) != 1 {
		return
	}
	for row, axisRow := range c.axes[0].rows {
		for n, part := range axisRow.parts {
			some := pop.Also(r.partFilters(c, part, row)...)
			_, total := tally(some, everywhere(), 1, heads(c.view))
			values := []*value{{heading: Heading{definition.Count, nil}, cells: []int64{total}, show: Whole}}
			for _, m := range c.table.Measures {
				switch m.Measure.Text {
				case definition.Percent:
					values = append(values, &value{
						heading: Heading{m.Code.Text, nil}, cells: []int64{total},
						show: func(n int64) Number { return percent(n, c.total) },
					})
				case definition.Persons:
					if m.Population == nil {
						persons, _ := r.distinct(some, everywhere(), 1)
						values = append(values, &value{heading: Heading{m.Code.Text, nil}, cells: persons, show: Whole})
					}
				}
			}
			c.parts[partKey{row, n}] = values
		}
	}
}
