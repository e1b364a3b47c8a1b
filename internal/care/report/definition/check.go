package definition

import (
	"regexp"
	"slices"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/care/report/column"
)

// checker finds the first thing in a report that the language does not allow.
type checker struct {
	report *Report
	book   *codebook.Book
	before []*Table // tables that stand above the one at hand, the only ones that it may detail or compare with
	table  *Table
	err    error
}

func check(report *Report, list index, book *codebook.Book) error {
	c := &checker{report: report, book: book, table: &Table{File: ReportFile}}
	c.need(list.ID, "id")
	c.text(list.Title, "title")
	for _, t := range report.Tables {
		if _, ok := c.above(t.ID.Text); ok {
			c.refuse("report.definition_twice", t.ID)
		}
		c.table = t
		c.checkTable(t)
		c.before = append(c.before, t)
	}
	for _, t := range report.Tables { // targets may name any table: they are read off when all are counted
		c.table = t
		c.checkTargets(t)
	}
	return c.err
}

func (c *checker) above(id string) (*Table, bool) {
	i := slices.IndexFunc(c.before, func(t *Table) bool { return t.ID.Text == id })
	if i < 0 {
		return nil, false
	}
	return c.before[i], true
}

// refuse keeps the first refusal.
func (c *checker) refuse(key string, w Word) {
	if c.err == nil {
		c.err = errs.E(errs.Invalid, key, "file", c.table.File, "line", max(w.Line, 1), "name", quoted(w.Text))
	}
}

// quoted is as much of a word as a message can bear.
func quoted(word string) string {
	if letters := []rune(word); len(letters) > 60 {
		return string(letters[:60]) + "…"
	}
	return word
}

func (c *checker) need(w Word, key string) {
	if w.Text == "" {
		c.refuse("report.definition_lacks", Word{Text: key, Line: c.table.ID.Line})
	}
}

func (c *checker) text(t Text, key string) {
	for _, lang := range i18n.Languages() {
		if t[lang] == "" {
			c.refuse("report.definition_lacks", Word{Text: key + ": " + lang, Line: c.table.ID.Line})
		}
	}
}

// oneOf gives an empty word its default, the first, and refuses one that is not among the allowed.
func (c *checker) oneOf(w *Word, allowed ...string) {
	if w.Text == "" {
		w.Text = allowed[0]
	}
	if !slices.Contains(allowed, w.Text) {
		c.refuse("report.definition_unknown_word", *w)
	}
}

func (c *checker) checkTable(t *Table) {
	c.need(t.Unit, "unit")
	c.oneOf(&t.Unit, PersonsUnit, "contacts", "actions", "enrolments", "deliveries", "events", "figures")
	c.need(t.Kind, "kind")
	c.text(t.Title, "title")
	c.oneOf(&t.Kind, Partition, Overlapping)
	c.oneOf(&t.Period, InPeriod, AtEnd, Always)
	c.oneOf(&t.Attribution, Earliest, Latest)
	for _, note := range t.Notes {
		c.text(note, "notes")
	}
	if len(t.Targets) > 0 {
		c.misplacedUnless(t.Rows == nil && t.Columns == nil && t.Measures == nil && t.Population == nil && t.Details == nil && t.Reconcile == nil, t.ID)
		return
	}
	schema := c.source(t)
	if schema == nil {
		return
	}
	if !slices.Contains(unitsOf[schema.Name], t.Unit.Text) { // a table never mixes units
		c.refuse("report.definition_misplaced", t.Unit)
	}
	c.checkRows(t, schema)
	if t.Columns != nil {
		c.misplacedUnless(len(t.Rows) == 1 && t.Kind.Text == Partition, t.Columns.Column) // editions merge the last dimension of rows only
	}
	c.checkCross(t.Columns, schema, t.OfPersons())
	c.checkMeasures(t, schema)
	c.checkReconcile(t)
}

// source finds the view that the table counts: its own population's, or the one of the table that it details.
func (c *checker) source(t *Table) *column.Schema {
	if t.Details == nil {
		if t.Population == nil {
			c.need(Word{}, "population")
			return nil
		}
		return c.population(t.Population)
	}
	parent, ok := c.above(t.Details.Table.Text)
	if !ok || !parent.OfPersons() || !t.OfPersons() {
		c.refuse("report.definition_unknown_table", t.Details.Table)
		return nil
	}
	if t.Population != nil {
		c.refuse("report.definition_misplaced", t.Population.View)
	}
	if row := t.Details.Row; row != nil && (len(parent.Rows) != 1 || parent.Kind.Text != Partition || !parent.Rows[0].has(row.Text)) {
		c.refuse("report.definition_unknown_row", *row)
	}
	schema, _ := column.Find("contacts")
	return schema
}

// unitsOf says what the rows of each view are, when a table counts them.
var unitsOf = map[string][]string{
	"contacts": {PersonsUnit, "contacts"}, "actions": {"actions"}, "enrolments": {"enrolments"}, "deliveries": {"deliveries"},
	"outings": {"events"}, "protections": {"events"},
}

func (d Dimension) has(row string) bool {
	return len(d.Set) == 0 || slices.ContainsFunc(d.Set, func(r Row) bool { return r.Code.Text == row })
}

func (c *checker) population(p *Population) *column.Schema {
	schema, ok := column.Find(p.View.Text)
	if !ok {
		c.refuse("report.definition_unknown_view", p.View)
		return nil
	}
	for _, filter := range []Filter{p.Where, p.Except} {
		for _, condition := range filter {
			c.codes(schema, condition.Column, condition.Codes)
		}
	}
	return schema
}

// codes checks that the column exists and its lists know the codes.
func (c *checker) codes(schema *column.Schema, name Word, codes Words) {
	at, ok := schema.Column(name.Text)
	if !ok || schema.Columns[at].Kind == column.Number {
		c.refuse("report.definition_unknown_column", name)
		return
	}
	col := schema.Columns[at]
	for _, code := range codes {
		if !c.known(col, code.Text) {
			c.refuse("report.definition_unknown_code", code)
		}
	}
}

// known: a column without a list takes any text (organisation codes are not ours to know); "" is the value of a fact that does not apply.
func (c *checker) known(col column.Column, code string) bool {
	if col.Kind == column.Flag {
		return code == column.TrueCode || code == column.FalseCode
	}
	return code == "" || len(col.Lists) == 0 ||
		slices.ContainsFunc(col.Lists, func(list string) bool { return c.book.Has(list, code) })
}

func (c *checker) checkRows(t *Table, schema *column.Schema) {
	if len(t.Rows) == 0 {
		c.need(Word{}, "rows")
	}
	for i := range t.Rows {
		d := &t.Rows[i]
		if d.As.Text != "" {
			other, ok := c.above(d.As.Text)
			if !ok || len(other.Rows) != 1 || d.Column.Text != "" || d.Set != nil {
				c.refuse("report.definition_unknown_table", d.As)
				return
			}
			d.Column, d.Set = other.Rows[0].Column, other.Rows[0].Set
		}
		c.codes(schema, d.Column, nil)
		c.checkSet(t, d, schema)
	}
}

func (c *checker) checkSet(t *Table, d *Dimension, schema *column.Schema) {
	rows, members := map[string]bool{}, map[string]bool{}
	for _, row := range d.Set {
		if rows[row.Code.Text] || row.Code.Text == "" {
			c.refuse("report.definition_twice", row.Code)
		}
		c.code(row.Code)
		rows[row.Code.Text] = true
		c.codes(schema, d.Column, row.Members())
		for _, code := range row.Members() {
			if members[code.Text] && t.Kind.Text == Partition {
				c.refuse("report.definition_twice", code)
			}
			members[code.Text] = true
		}
		if row.Label != nil {
			c.text(row.Label, "label")
		}
		parts := map[string]bool{}
		for _, part := range row.OfWhich {
			if parts[part.Code.Text] {
				c.refuse("report.definition_twice", part.Code)
			}
			parts[part.Code.Text] = true
			c.code(part.Code)
			if part.Label != nil {
				c.text(part.Label, "label")
			}
			name := part.Column
			if name.Text == "" {
				name = d.Column
			}
			c.codes(schema, name, part.Members())
		}
	}
}

func (c *checker) checkCross(x *Cross, schema *column.Schema, persons bool) {
	if x == nil {
		return
	}
	if x.At.Text != "" && (x.At.Text != "end" || x.Column.Text != "protection" || !persons) {
		c.refuse("report.definition_unknown_word", x.At)
	}
	c.codes(schema, x.Column, x.Codes)
}

func (c *checker) checkMeasures(t *Table, schema *column.Schema) {
	if len(t.Measures) == 0 && t.Columns == nil {
		c.need(Word{}, "measures")
	}
	seen := map[string]bool{"unique": true, "unsure": true} // the engine's own
	if t.Columns != nil {
		for _, code := range t.Columns.Codes {
			if seen[code.Text] {
				c.refuse("report.definition_twice", code)
			}
			seen[code.Text] = true
		}
		seen["other"] = true
	}
	for i := range t.Measures {
		m := &t.Measures[i]
		if seen[m.Code.Text] {
			c.refuse("report.definition_twice", m.Code)
		}
		c.code(m.Code)
		seen[m.Code.Text] = true
		if m.Label != nil {
			c.text(m.Label, "label")
		}
		c.checkMeasure(t, m, schema)
	}
}

func (c *checker) checkMeasure(t *Table, m *Measure, schema *column.Schema) {
	of := schema
	if m.Population != nil {
		if of = c.population(m.Population); of == nil {
			return
		}
		for _, d := range t.Rows {
			c.codes(of, d.Column, nil)
		}
	}
	counts := m.Population != nil || !t.OfPersons()
	switch m.Measure.Text {
	case Attributed:
		c.misplacedUnless(!counts && t.Kind.Text == Partition, m.Measure)
	case Gross:
		c.misplacedUnless(!counts && len(t.Rows) == 1 && m.Only == nil, m.Measure)
	case Percent:
		c.misplacedUnless(!t.OfPersons() && m.Population == nil && m.Only == nil, m.Measure)
	case Persons:
		c.misplacedUnless(counts && of.Person && len(t.Rows) == 1 && m.Only == nil, m.Measure)
	case Sum:
		c.misplacedUnless(counts && m.Only == nil, m.Measure)
		if at, ok := of.Column(m.Of.Text); !ok || of.Columns[at].Kind != column.Number {
			c.refuse("report.definition_unknown_column", m.Of)
		}
	case Count:
		c.misplacedUnless(counts, m.Measure)
	default:
		c.refuse("report.definition_unknown_word", m.Measure)
	}
	if m.Hours || m.Of.Text != "" {
		c.misplacedUnless(m.Measure.Text == Sum, m.Measure)
	}
	c.checkCross(m.Only, of, t.OfPersons() && m.Population == nil)
}

// codeForm keeps codes writable in an address, a sheet and a JSON object; age bands are written 18-25 and provinces IT-BS.
var codeForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_+-]*$`)

// code refuses a code that the report could not carry to every form in which it leaves.
func (c *checker) code(w Word) {
	if len(w.Text) > 80 || !codeForm.MatchString(w.Text) {
		c.refuse("report.definition_bad_code", w)
	}
}

func (c *checker) misplacedUnless(allowed bool, w Word) {
	if !allowed {
		c.refuse("report.definition_misplaced", w)
	}
}

func (c *checker) checkTargets(t *Table) {
	for _, target := range t.Targets {
		if !c.book.Has("measure", target.Measure.Text) {
			c.refuse("report.definition_unknown_code", target.Measure)
		}
		other, ok := c.above(target.Table.Text)
		if !ok || len(other.Targets) > 0 {
			c.refuse("report.definition_unknown_table", target.Table)
			return
		}
		if target.Row != nil && !(len(other.Rows) == 1 && other.Rows[0].has(target.Row.Text)) {
			c.refuse("report.definition_unknown_row", *target.Row)
		}
		c.need(target.Value, "value")
	}
}

func (c *checker) checkReconcile(t *Table) {
	for _, r := range t.Reconcile {
		if r.RowsOf.Text != "" {
			other, ok := c.above(r.RowsOf.Text)
			if !ok || len(other.Rows) != 1 || other.Kind.Text != Partition || !other.OfPersons() || !t.OfPersons() {
				c.refuse("report.definition_unknown_table", r.RowsOf)
			}
			continue
		}
		if r.Population == nil || len(r.Tables) == 0 {
			c.need(Word{}, "reconcile")
			return
		}
		c.population(r.Population)
		for _, name := range append(Words{t.ID}, r.Tables...) {
			other, ok := c.above(name.Text)
			if name.Text == t.ID.Text {
				other, ok = t, true
			}
			if !ok || other.Population == nil || other.OfPersons() || other.Population.View.Text != r.Population.View.Text {
				c.refuse("report.definition_unknown_table", name)
			}
		}
	}
}
