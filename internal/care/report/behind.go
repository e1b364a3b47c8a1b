package report

import (
	"approdo/internal/base/policy"
	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// Cell names one figure of a Document. Row is "" in the line of totals, Part the of-which inside the row, Value the column.
type Cell struct{ Table, Row, Part, Value string }

// Traces reports whether Behind knows the figures of a table: not those that the engine makes itself, nor targets, nor any of a
// Document that was read and not run.
func (d *Document) Traces(table string) bool { return d.run != nil && d.run.counted[table] != nil }

// Behind lists the records behind one figure, as far as they belong to organisations in own (the Own scope of the grant). Behind a
// figure of persons stands the contact that attributed each; behind any other the rows that it counts, or that the persons it
// counts appear in. One record may count several (a group meeting) and several one, so their number is not the figure. It is
// false when the Document has no such figure.
func (d *Document) Behind(cell Cell, own policy.Scope) ([]Record, bool) {
	if !d.Traces(cell.Table) {
		return nil, false
	}
	t, _ := d.Table(cell.Table)
	b := behind{r: d.run, c: d.run.counted[cell.Table], value: cell.Value}
	if cell.Row != "" {
		row, ok := t.Row(cell.Row)
		if !ok {
			return nil, false
		}
		b.places = make([]bool, b.c.size)
		for _, place := range row.places {
			b.places[place] = true
		}
		if cell.Part != "" && !b.in(row, cell.Part) {
			return nil, false
		}
	}
	if !b.understood() {
		return nil, false
	}
	g := &gatherer{snap: d.run.snap, own: own}
	b.visit(g)
	return g.sorted(), true
}

// behind is a figure being looked behind.
type behind struct {
	r      *run
	c      *counted
	value  string
	places []bool          // the places of the row; nil for the line of totals, and for a part that is looked for everywhere
	part   []column.Filter // that what is counted passes

	measure *definition.Measure // nil for a value of the crossing column
	code    int                 // which value of the crossing column
}

// in narrows to an of-which of a row. A part on the column of the rows is looked for everywhere: its codes are in no row.
func (b *behind) in(row Row, code string) bool {
	place := int(row.places[0])
	for _, part := range b.c.axes[0].rows[place].parts {
		if part.Code.Text == code {
			b.part, b.places = b.r.partFilters(b.c, part, place), nil
			return true
		}
	}
	return false
}

// understood finds what the value measures.
func (b *behind) understood() bool {
	for i, m := range b.c.table.Measures {
		if m.Code.Text == b.value || b.value == "unique" && b.c.table.OfPersons() && m.Measure.Text == definition.Attributed && m.Only == nil {
			b.measure = &b.c.table.Measures[i]
			return true
		}
	}
	if b.c.table.OfPersons() && (b.value == "unique" || b.value == Unsure) {
		b.measure = &definition.Measure{Measure: definition.Word{Text: definition.Attributed}}
		return true
	}
	if b.c.table.Columns == nil {
		return false
	}
	for i, row := range b.r.cross(b.c.table.Columns, b.c.view).rows {
		if row.code == b.value {
			b.code = i
			return true
		}
	}
	return false
}

func (b *behind) visit(g *gatherer) {
	switch {
	case b.measure != nil && b.measure.Population != nil:
		pop := b.r.population(b.measure.Population, b.c.table.Period.Text)
		b.rows(pop, g)
	case !b.c.table.OfPersons():
		b.rows(b.r.population(b.c.table.Population, b.c.table.Period.Text), g)
	case b.measure != nil && b.measure.Measure.Text == definition.Gross:
		b.rows(b.c.crowd.appearances(), g)
	default:
		b.persons(g)
	}
}

// rows takes in the rows of a population that stand in the row; where persons are counted, only rows that count one.
func (b *behind) rows(pop *column.Rows, g *gatherer) {
	view := pop.View()
	pop = pop.Also(b.part...)
	if b.measure == nil {
		x := b.r.cross(b.c.table.Columns, view)
		at, _ := view.Schema.Column(x.column)
		pop = pop.Also(column.Filter{Column: at, Pass: inRow(x.lut, b.code)})
	} else if b.measure.Only != nil {
		pop = pop.Also(b.r.only(b.measure.Only, view))
	}
	if b.measure != nil && (b.measure.Measure.Text == definition.Persons || b.measure.Measure.Text == definition.Gross) {
		linked, individual, loose := b.r.subjects(pop)
		pop = linked.Or(individual).Or(loose)
	}
	for _, s := range b.r.sorters(view, b.c.axes) {
		b.standing(pop, s, anybody, g.from(view))
	}
}

// standing takes in the rows of a set that stand in the row and count.
func (b *behind) standing(rows *column.Rows, s *sorter, counts func(ref int32) bool, take func(ref int32)) {
	rows.Scan(func(part column.Part, rows []int32) {
		for k, place := range s.block(part, rows) {
			if ref := part.Ref(rows[k]); (b.places == nil || place >= 0 && b.places[place]) && counts(ref) {
				take(ref)
			}
		}
	})
}

// persons takes in the contact that attributed each person.
func (b *behind) persons(g *gatherer) {
	stands, certain := b.valued()
	rows := b.c.crowd.certain
	switch {
	case b.value == Unsure:
		rows = b.c.crowd.unsure
	case !certain:
		rows = rows.Or(b.c.crowd.unsure)
	}
	b.standing(rows.Also(b.part...), b.r.sorters(b.c.view, b.c.axes)[0], stands, g.from(b.c.view))
}

// valued tells the units that the value counts, and whether it counts certain ones only: the figure of persons itself may be a range.
func (b *behind) valued() (stands func(ref int32) bool, certain bool) {
	switch {
	case b.measure == nil:
		read := b.reader(b.r.cross(b.c.table.Columns, b.c.view))
		return func(ref int32) bool { return read(ref) == b.code }, true
	case b.measure.Only != nil:
		read := b.reader(b.r.cross(b.measure.Only, b.c.view))
		return func(ref int32) bool { return read(ref) < len(b.measure.Only.Codes) }, true
	}
	return anybody, false
}

func anybody(int32) bool { return true }

// reader gives the row of an axis that a unit stands in: what its contact says, or what was true on the last day.
func (b *behind) reader(x *axis) func(ref int32) int {
	at, _ := b.c.view.Schema.Column(x.column)
	return func(ref int32) int {
		code := b.c.view.Code(at, ref)
		if p := b.c.view.Person(ref); x.atEnd && p >= 0 {
			code = b.r.answers().over(p, code)
		}
		return int(x.lut[code])
	}
}

// inRow passes the codes that a lookup table puts into one row.
func inRow(lut []uint16, row int) []bool {
	pass := make([]bool, len(lut))
	for code, in := range lut {
		pass[code] = int(in) == row
	}
	return pass
}
