package report

import (
	"slices"
	"strings"

	"approdo/internal/care/report/column"
)

// Swept is a code that no row of a table names, and how many of its units that puts into the row "other".
type Swept struct {
	Column Heading
	Code   Heading
	Units  int64
}

// Others lists what a table sweeps into its rows "other", column by column, the most first. A Document that was read and not run has none.
func (d *Document) Others(table string) []Swept {
	if d.run == nil || d.run.counted[table] == nil {
		return nil
	}
	r, c := d.run, d.run.counted[table]
	var all []Swept
	for i := range c.axes {
		all = append(all, r.swept(c, c.axes[i], c.table.Rows[i].Column.Text)...)
	}
	return all
}

func (r *run) swept(c *counted, a *axis, name string) []Swept {
	at, _ := c.view.Schema.Column(name)
	col := c.view.Schema.Columns[at]
	var list []Swept
	for code, n := range r.units(c, at) {
		if row := a.lut[code]; n == 0 || row == noRow || a.rows[row].code != otherCode {
			continue
		}
		text := r.snap.Text(uint16(code))
		if slices.Contains(a.rows[a.lut[code]].members, text) { // the definition says so
			continue
		}
		list = append(list, Swept{Heading{name, say("report.column." + name)}, Heading{text, r.label(nil, col, text)}, n})
	}
	slices.SortFunc(list, func(x, y Swept) int {
		if x.Units != y.Units {
			return int(y.Units - x.Units)
		}
		return strings.Compare(x.Code.Code, y.Code.Code)
	})
	return list
}

// units counts what a table counts by its code in a column.
func (r *run) units(c *counted, at int) []int64 {
	codes := make([]int32, r.snap.Codes())
	for code := range codes {
		codes[code] = int32(code)
	}
	by := []column.Step{{Column: at, Of: codes}}
	if c.crowd != nil {
		units, unsure := c.crowd.count(by, len(codes))
		for code, n := range unsure {
			units[code] += n
		}
		return units
	}
	units := make([]int64, len(codes))
	addUp(r.population(c.table.Population, c.table.Period.Text), heads(c.view), by, units)
	return units
}
