package sheet

import (
	"slices"
	"strings"

	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"

	"approdo/internal/care/sheet/years"
)

// Columns whose heading holds the name of a field among words that are not understood, or that may mean something else as well: "Età all'arrivo", "Paese di
// transito", "Protezione". They are of no field until somebody says so. What is asked of several fields comes together.

// askNear asks, for every field that no column tells, about the columns that have nearly its name and hold what it would hold.
func (d *Draft) askNear(cols []column, t *table) []column {
	d.takeSpoken(cols, t)
	for i := range d.form.fields {
		x := &d.form.fields[i]
		at := d.nearly(cols, t, x)
		if len(at) == 1 && x.Name == "materials" && cols[at[0]].found.near[0].perhaps { // the one thing that was handed out
			cols[at[0]].field, cols[at[0]].source = x, Guessed
			continue
		}
		if len(at) > 0 && !x.Required {
			cols = d.decideNear(cols, t, x, at)
		}
	}
	for i := range cols {
		if would := cols[i].wouldBe(d, t); cols[i].reason == reasonNear && !d.asked("nearly."+would) && !d.asked("column."+would) {
			cols[i].reason = reasonUnknown
		}
	}
	return cols
}

// takeSpoken takes columns whose name may mean two things and whose cells are words of the field's list: "Protezione" with "titolare" below.
func (d *Draft) takeSpoken(cols []column, t *table) {
	for i := range cols {
		c := &cols[i]
		if c.reason != reasonNear || c.field != nil || !c.found.near[0].perhaps {
			continue
		}
		x := c.found.near[0].field
		if d.share(x, beside(t, c.at), 4) >= 50 && !slices.ContainsFunc(cols, func(o column) bool { return o.field == x }) {
			c.field, c.source = x, Guessed
		}
	}
}

// wouldBe names the field that a column with nearly its name would tell.
func (c *column) wouldBe(d *Draft, t *table) string {
	if x := d.likely(c, t); x != nil {
		return x.Name
	}
	return ""
}

// likely is the first of the fields a heading nearly names that the cells could tell; nil if there is none.
func (d *Draft) likely(c *column, t *table) *field {
	for _, n := range c.found.near {
		if d.desk.fits(d.world, n.field, t, c.at) {
			return n.field
		}
	}
	return nil
}

// nearly lists the columns that may tell a field that no column tells.
func (d *Draft) nearly(cols []column, t *table, x *field) (at []int) {
	if slices.ContainsFunc(cols, func(c column) bool { return c.field == x }) {
		return nil
	}
	for i := range cols {
		if c := &cols[i]; c.field == nil && c.reason == reasonNear && d.likely(c, t) == x {
			at = append(at, i)
		}
	}
	return at
}

// decideNear asks whether one of the columns tells the field.
func (d *Draft) decideNear(cols []column, t *table, x *field, at []int) []column {
	q := Question{ID: "nearly." + x.Name, Words: Words{"ask.question.nearly", []any{"field", fieldName(x.Name), "count", len(at), "letter", grid.Letter(cols[at[0]].at)}}}
	for _, i := range at {
		c := &cols[i]
		q.Columns = append(q.Columns, grid.Letter(c.at))
		q.Answers = append(q.Answers, Answer{grid.Letter(c.at), Words{"ask.answer.nearly.column", []any{"column", []Words{d.named(*c, t, x)}, "field", fieldName(x.Name)}}})
	}
	told, says := d.toldByHeadings(cols, x, at)
	if told != nil {
		q.Answers = append(q.Answers, Answer{"told", Words{"ask.answer.nearly.told", []any{"field", fieldName(told.Name)}}})
	}
	if len(at) > 1 {
		q.Answers = append(q.Answers, d.jointly(t, cols, x, at)...)
	}
	q.Answers = append(q.Answers, Answer{leaveOut, Words{"ask.answer.nearly." + leaveOut, []any{"count", len(at)}}})
	switch given := d.ask(q); given {
	case "":
	case "sum", "filled":
		return d.unite(t, cols, x, at, given)
	case "told":
		cols = d.unite(t, cols, x, at, "filled")
		return d.sum(t, cols, told, at, func(row grid.Row) string {
			i := slices.IndexFunc(at, func(i int) bool { return row.Cell(cols[i].at) != "" })
			if i < 0 {
				return ""
			}
			return says[i]
		})
	case leaveOut:
		for _, i := range at {
			cols[i].reason = reasonIgnored
		}
	default:
		for _, i := range at {
			if c := &cols[i]; grid.Letter(c.at) == given {
				c.field, c.source = x, Declared
			} else {
				c.reason = reasonIgnored
			}
		}
	}
	return cols
}

// askNearCodes asks which of several columns says who somebody is whose headings hold the name of a code among other words, as "Codice donne" and "Codice uomini",
// or whether each does where it is filled.
func (d *Draft) askNearCodes(cols []column, t *table) []column {
	x, ok := d.form.find("person_ref")
	if !ok || slices.ContainsFunc(cols, func(c column) bool { return c.field == x }) {
		return cols
	}
	newness, _ := d.form.find("newness")
	var at []int
	for i := range cols {
		c := &cols[i]
		free := c.field == nil && c.reason == reasonUnknown && d.form.nearly(c.heading)
		if c.source == Declared || !free && (newness == nil || d.saidOfCodes(newness, c.heading) == "") {
			continue
		}
		codes := d.desk.codesIn(t, c.at)
		if why, _ := d.desk.doubt(d.form, codes); codes.filled > 0 && why == "" {
			at = append(at, i)
		}
	}
	if len(at) < 2 || !d.onlyOne(t, cols, at) {
		return cols
	}
	for _, i := range at {
		cols[i].field = nil // "Nuove (codice)" tells who, and not whether
	}
	return d.decideNear(cols, t, x, at)
}

// toldByHeadings is a fact that no other column tells and that the headings of columns of codes say of whom they name, with the answer of each: "Codice donne" and
// "Codice uomini", "Nuove (codice)" and "Già note (codice)". Nil if there is none.
func (d *Draft) toldByHeadings(cols []column, x *field, at []int) (told *field, says []string) {
	if x.Type != typeReference || len(at) < 2 {
		return nil, nil
	}
	for _, name := range []string{"newness", "gender"} {
		y, ok := d.form.find(name)
		if !ok || slices.ContainsFunc(cols, func(c column) bool { return c.field == y }) {
			continue
		}
		says = nil
		for _, i := range at {
			if code := d.saidOfCodes(y, cols[i].heading); code != "" && !slices.Contains(says, code) {
				says = append(says, code)
			}
		}
		if len(says) == len(at) {
			return y, says
		}
	}
	return nil, nil
}

// saidOfCodes is the answer of a list that a heading of codes says of all of them; "" if it says none, or is none of codes.
func (d *Draft) saidOfCodes(x *field, heading string) string {
	words := slices.Concat(fold(outsideBrackets(heading)), fold(insideBrackets(heading)))
	rest := slices.DeleteFunc(slices.Clone(words), func(word string) bool {
		of := d.desk.recognise(d.form, word).field
		return of != nil && of.Type == typeReference
	})
	code, text := d.desk.codeSaid(x, strings.Join(rest, " "))
	if len(rest) == len(words) || code == text {
		return ""
	}
	return code
}

// named is a column by its letter, by its heading where that may be shown, and by what it holds where that can tell about nobody.
func (d *Draft) named(c column, t *table, x *field) Words {
	words := c.answer().Words
	if held := d.desk.examples(x, t, c.at); len(held) > 0 {
		words = Words{"ask.column_with", []any{"column", []Words{words}, "examples", held}}
	}
	return words
}

// mostExamples is how many cells a question shows.
const mostExamples = 3

// examples are a few different cells of a column that can tell about nobody: days, small numbers, yes and no, words of the field's list.
func (d *Desk) examples(x *field, t *table, at int) (list []string) {
	for _, row := range t.rows {
		cell := row.Cell(at)
		if cell == "" || cell == t.header.Cell(at) || alone(row) || len(cell) > 24 || slices.Contains(list, cell) {
			continue
		}
		_, number := written.Amount(cell, 999)
		if _, flag := written.Flag(cell); !flag && !number && !written.Day(cell, false).Valid() && !d.worded(x, cell) {
			continue
		}
		if list = append(list, strings.Clone(cell)); len(list) == mostExamples {
			break
		}
	}
	return list
}

// fits reports whether most cells of a column could tell a field.
func (d *Desk) fits(w *World, x *field, t *table, at int) bool {
	filled, fit := 0, 0
	for cell, times := range beside(t, at) {
		if d.nothing(cell) || broken(cell) || d.sums(cell) {
			continue
		}
		if filled += times; d.could(w, x, cell) {
			fit += times
		}
	}
	return filled > 0 && 2*fit >= filled
}

// could reports whether a cell could tell a field.
func (d *Desk) could(w *World, x *field, cell string) (ok bool) {
	switch x.Type {
	case typeCode, typeOrigin:
		list, _ := d.book.List(x.List)
		return d.worded(x, cell) && !d.twofold(list, cell)
	case typeDay:
		return written.Day(cell, false).Valid() || written.Yearless(cell)
	case typeAge:
		list, _ := d.book.List(x.List)
		if _, ok = list.Match(cell); !ok {
			_, _, ok = years.Read(list, cell)
		}
	case typeFlag:
		_, ok = written.Flag(cell)
	case typeAmount:
		_, ok = written.Amount(cell, x.Max)
	case typeHours, typeMinutes:
		if _, ok = written.Hours(cell, x.Max); !ok {
			_, ok = written.Minutes(cell, x.Max)
		}
	case typeUnit, typeProject, typeOrganisation:
		return w.names(x.Type, cell)
	}
	return ok
}
