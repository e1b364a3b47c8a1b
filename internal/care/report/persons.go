package report

import (
	"slices"

	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// countPersons fills a table of persons.
func (r *run) countPersons(c *counted) {
	sorters := r.sorters(c.view, c.axes)
	c.base, c.unsure = c.crowd.count(sorters[0].by, c.size)
	c.total, c.unsureTotal = c.crowd.persons+c.crowd.unlinked, c.crowd.maybe
	for _, m := range c.table.Measures {
		v := r.newValue(m)
		switch {
		case m.Population != nil:
			r.countOther(c, m, v)
		case m.Measure.Text == definition.Gross:
			v.cells, _ = r.distinct(c.crowd.appearances(), sorters, c.size)
			v.total = sum(v.cells)
		case m.Only != nil:
			v.cells, v.total = r.attributedOnly(c, r.cross(m.Only, c.view), len(m.Only.Codes))
		default:
			v.cells, v.total, v.inTotal = c.base, c.total, "unique"
		}
		c.values = append(c.values, v)
	}
	if c.table.Columns != nil {
		c.values = append(c.values, r.crossPersons(c)...)
	}
	if c.unsureTotal > 0 {
		c.values = append(c.values, &value{
			heading: Heading{Unsure, say("report.value.unsure")}, cells: c.unsure, total: c.unsureTotal, show: Whole, missing: true,
		})
	}
	r.partsOfPersons(c)
	c.months = r.months(c, sorters[0])
}

// attributedOnly counts the units whose value stands in one of the first n rows of x.
func (r *run) attributedOnly(c *counted, x *axis, n int) (cells []int64, total int64) {
	all, totals := r.crossed(c, x)
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
func (r *run) crossPersons(c *counted) []*value {
	x := r.cross(c.table.Columns, c.view)
	cells, totals := r.crossed(c, x)
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
func (r *run) crossed(c *counted, x *axis) (cells, totals []int64) {
	both := newSorter(c.view, append(slices.Clone(c.axes), x))
	cells, _ = c.crowd.count(both.by, c.size*len(x.rows))
	totals, _ = c.crowd.count(both.by[len(c.axes):], len(x.rows))
	if x.atEnd {
		r.answered(c, both, cells, totals)
	}
	return cells, totals
}

// answered moves the persons who gave an answer from the value that their contact says, which is the last column of s, to that of the answer.
func (r *run) answered(c *counted, s *sorter, cells, totals []int64) {
	answers, value := r.answers(), s.by[len(s.by)-1]
	c.crowd.certain.Linked().Of(answers.given).Scan(func(part column.Part, rows []int32) {
		codes, persons := part.Codes(value.Column), part.Persons()
		for k, place := range s.block(part, rows) {
			code := codes[rows[k]]
			said, answered := value.Of[code], value.Of[answers.over(persons[rows[k]], code)]
			totals[said]--
			totals[answered]++
			if place >= 0 {
				cells[place]--
				cells[place-said+answered]++
			}
		}
	})
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

// answers are the last answers about international protection that persons gave up to the end of the period: the last thing that they said, whatever silence came
// after; of who only kept silent when asked, the last such silence; of who was never asked, that. What the attributing contact says counts where the answers say less.
type answers struct {
	given  column.Bitmap // by whom
	codes  []uint16      // by person; of the others nothing
	weight []uint8       // by code: how much it says
}

// over is what a person answered, given what the contact says: the answer, unless it says less.
func (a *answers) over(person int32, contact uint16) uint16 {
	if answer := a.codes[person]; a.given.Has(person) && a.weight[answer] >= a.weight[contact] {
		return answer
	}
	return contact
}

// unasked are the codes of an answer that nobody asked for.
var unasked = []string{"not_asked", "not_recorded"}

// protectionAtEnd reads the answers. Of two on one day that say as much the one that comes first in the code list counts.
//
// Answers count when an organisation of the scope recorded them. A run for one organisation therefore equals what that organisation
// itself may count, even when the coordinator makes it. An answer has no province and belongs to no project: a fact about a person is not.
func (r *run) protectionAtEnd() *answers {
	a := &answers{column.NewBitmap(r.snap.Persons()), make([]uint16, r.snap.Persons()), make([]uint8, r.snap.Codes())}
	rows := r.answersInReach()
	at, _ := rows.View().Schema.Column("answer")
	linked := rows.Linked()
	a.read(r.one(linked, "answer", true), at)
	for _, less := range [][]string{unasked, reasons} { // what says more takes the place of what says less
		says := r.among(less)
		for code := range says {
			if says[code] = !says[code]; says[code] {
				a.weight[code]++
			}
		}
		a.read(r.one(linked.Also(column.Filter{Column: at, Pass: says}), "answer", true), at)
	}
	return a
}

// read takes the answers of rows, one a person.
func (a *answers) read(rows *column.Rows, at int) {
	rows.Scan(func(part column.Part, refs []int32) {
		persons, codes := part.Persons(), part.Codes(at)
		for _, i := range refs {
			a.given.Add(persons[i])
			a.codes[persons[i]] = codes[i]
		}
	})
}

// partsOfPersons counts every of-which of a table of persons.
func (r *run) partsOfPersons(c *counted) {
	if len(c.axes) != 1 {
		return
	}
	for row, axisRow := range c.axes[0].rows {
		for n, part := range axisRow.parts {
			filters := r.partFilters(c, part, row)
			some := c.crowd.also(filters...)
			attributed := &value{heading: Heading{definition.Attributed, nil}, cells: []int64{some.persons + some.unlinked}, show: Whole}
			unsure := &value{heading: Heading{Unsure, nil}, cells: []int64{some.maybe}, show: Whole, missing: true}
			values := []*value{attributed, unsure}
			if c.prints(definition.Gross) {
				gross, _ := r.distinct(c.crowd.appearances().Also(filters...), everywhere(), 1)
				values = []*value{attributed, {heading: Heading{definition.Gross, nil}, cells: gross, show: Whole}, unsure}
			}
			c.parts[partKey{row, n}] = values
		}
	}
}

// partFilters are what a unit of an of-which passes. On a column of its own it stands within the row; on the column of the rows it is looked for
// in the whole population, because its codes are not among the row's.
func (r *run) partFilters(c *counted, part definition.Part, row int) []column.Filter {
	a := c.axes[0]
	name := part.Column.Text
	if name == "" || name == a.column {
		return []column.Filter{r.filter(c.view, a.column, part.Members().Texts())}
	}
	return []column.Filter{
		r.filter(c.view, name, part.Members().Texts()),
		r.filter(c.view, a.column, r.codesOf(a, row)),
	}
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

func sum(cells []int64) int64 {
	var total int64
	for _, n := range cells {
		total += n
	}
	return total
}
