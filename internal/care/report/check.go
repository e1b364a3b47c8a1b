package report

import (
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// The promises a table can make.
const (
	rowsSum     = "rows_sum"   // a partition's rows add up to its total
	detailSum   = "details"    // a detail's rows add up to the row that it details
	rowsOf      = "rows_of"    // row by row the same as another table
	wholeTables = "population" // some tables together hold a whole population
	ofWhich     = "of_which"   // a part is not above its row
)

// Blocked is the reason why the Document may not be issued: a Conflict "report.unreconciled" that names the table, the rows as they
// were added, and the gap. It is nil when every check holds.
func (d *Document) Blocked() error {
	for i := range d.Tables {
		if err := d.blockedIn(&d.Tables[i]); err != nil {
			return err
		}
	}
	return nil
}

// BlockedIn is Blocked for one table alone; nil when the Document has none of that id.
func (d *Document) BlockedIn(table string) error {
	t, ok := d.Table(table)
	if !ok {
		return nil
	}
	return d.blockedIn(t)
}

func (d *Document) blockedIn(t *Table) error {
	for _, c := range t.Checks {
		if !c.Holds() {
			return errs.E(errs.Conflict, "report.unreconciled", "table", t.ID, "check", c.Code, "rows", strings.Join(d.figures(t, c), " + "),
				"expected", c.Expected, "got", c.Got, "gap", c.Gap, "lost", strings.Join(c.Lost, ", "))
		}
	}
	return nil
}

// figures writes the rows of a check with what was added: "sexual_outdoor 82".
func (d *Document) figures(t *Table, c Check) []string {
	words := slices.Clone(c.Rows)
	for i, code := range c.Rows {
		if row, ok := t.Row(code); ok && len(row.Values) > 0 {
			words[i] = code + " " + row.Values[0].Number.String()
		}
	}
	return words
}

// FailedChecks counts the checks that do not hold, table by table.
func (d *Document) FailedChecks() int {
	n := 0
	for _, t := range d.Tables {
		for _, c := range t.Checks {
			if !c.Holds() {
				n++
			}
		}
	}
	return n
}

// check makes the promises of a table. A range counts with its upper end: an unsure individual who is in no row is missing too.
func (r *run) check(c *counted) {
	if c.table.Kind.Text == definition.Partition {
		r.checkSum(c)
		r.checkDetail(c)
		r.checkParts(c)
	}
	for _, promise := range c.table.Reconcile {
		if promise.RowsOf.Text != "" {
			r.checkRowsOf(c, r.counted[promise.RowsOf.Text])
		} else {
			r.checkTables(c, promise)
		}
	}
}

func (c *counted) add(code, with string, rows []string, expected, got int64, lost []string) {
	c.checks = append(c.checks, Check{
		Code: code, Label: say("report.check."+code, "with", with), Rows: rows, With: with,
		Expected: expected, Got: got, Gap: expected - got, Lost: lost,
	})
}

func (r *run) checkSum(c *counted) {
	expected, got := c.total+c.unsureTotal, sum(c.base)+sum(c.unsure)
	var lost []string
	if expected != got {
		lost = r.lost(c)
	}
	c.add(rowsSum, "", c.firstCodes(), expected, got, lost)
}

// checkDetail compares with what the parent table put into the row, which counted it without knowing this table.
func (r *run) checkDetail(c *counted) {
	if c.table.Details == nil {
		return
	}
	parent := r.counted[c.table.Details.Table.Text]
	expected := parent.total + parent.unsureTotal
	if row := c.table.Details.Row; row != nil {
		expected = parent.byFirst()[row.Text]
	}
	c.add(detailSum, detailed(c.table), c.firstCodes(), expected, sum(c.base)+sum(c.unsure), nil)
}

func (r *run) checkRowsOf(c, other *counted) {
	mine, theirs := c.byFirst(), other.byFirst()
	if c.table.Columns != nil { // what the table prints are the crossing values
		mine = c.byCross()
	}
	for _, code := range union(c.firstCodes(), other.firstCodes()) {
		c.add(rowsOf, definition.Key(other.table.ID.Text, code), []string{code}, theirs[code], mine[code], nil)
	}
}

// checkTables compares some tables' rows with a population that none of them knows.
func (r *run) checkTables(c *counted, promise definition.Reconcile) {
	pop := r.population(promise.Population, c.table.Period.Text)
	_, expected := tally(pop, r.sorters(pop.View(), c.axes), c.size, heads(pop.View()))
	var got int64
	for _, name := range promise.Tables {
		got += sum(r.counted[name.Text].base)
	}
	c.add(wholeTables, strings.Join(promise.Tables.Texts(), " + "), promise.Tables.Texts(), expected, got, nil)
}

// checkParts looks for parts above their row: only one on the column of the rows can be, whose codes are not among the row's.
func (r *run) checkParts(c *counted) {
	if len(c.axes) != 1 {
		return
	}
	for at, row := range c.axes[0].rows {
		for n, part := range row.parts {
			whole, got := c.base[at], c.parts[partKey{at, n}][0].cells[0]
			c.add(ofWhich, "", []string{row.code, part.Code.Text}, whole, got, nil)
			if last := &c.checks[len(c.checks)-1]; last.Gap > 0 {
				last.Gap = 0
			}
		}
	}
}

// byFirst adds up the units by row of the first dimension.
func (c *counted) byFirst() map[string]int64 {
	sums := map[string]int64{}
	stride := c.size / len(c.axes[0].rows)
	for at, row := range c.axes[0].rows {
		sums[row.code] += sum(c.base[at*stride:(at+1)*stride]) + sum(c.unsure[at*stride:(at+1)*stride])
	}
	return sums
}

// byCross adds up the crossing values by row.
func (c *counted) byCross() map[string]int64 {
	sums := map[string]int64{}
	for place := range c.size {
		code := c.axes[0].rows[place].code
		sums[code] += c.unsure[place]
		for _, v := range c.values[len(c.table.Measures):] {
			if !v.missing {
				sums[code] += v.cells[place]
			}
		}
	}
	return sums
}

// firstCodes are the rows of the first dimension that are always printed, and those that have something in them.
func (c *counted) firstCodes() []string {
	sums := c.byFirst()
	var codes []string
	for _, row := range c.axes[0].rows {
		if !row.optional || sums[row.code] != 0 {
			codes = append(codes, row.code)
		}
	}
	return codes
}

func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, code := range b {
		if !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	return out
}

// lost lists the codes of units that stand in no row, by dimension.
func (r *run) lost(c *counted) []string {
	var lost []string
	keep := func(ref int32) {
		for _, a := range c.axes {
			at, _ := c.view.Schema.Column(a.column)
			code := c.view.Code(at, ref)
			if text := r.snap.Text(code); a.lut[code] == noRow && !slices.Contains(lost, text) {
				lost = append(lost, text)
			}
		}
	}
	r.astray(c, keep)
	slices.Sort(lost)
	return lost
}

// astray visits the rows of the view that a partition counts in its total and puts in no row.
func (r *run) astray(c *counted, visit func(ref int32)) {
	var rows *column.Rows
	if c.crowd != nil {
		rows = c.crowd.certain.Or(c.crowd.unsure)
	} else {
		rows = r.population(c.table.Population, c.table.Period.Text)
	}
	s := newSorter(c.view, c.axes)
	rows.Scan(func(part column.Part, rows []int32) {
		for k, place := range s.block(part, rows) {
			if place < 0 {
				visit(part.Ref(rows[k]))
			}
		}
	})
}
