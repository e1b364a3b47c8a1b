package report

import (
	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// Month is how many persons were first reached (attributed) in one calendar month of the period, in all and by row of the table. Who may
// count besides (Unsure) is left out. The months of a table add up to the attributed persons of its rows.
type Month struct {
	Month string `json:"month"` // 2024-03
	Total int64  `json:"total"`
	Rows  Values `json:"rows"` // rows with nobody in the month are left out
}

// months are those of a table of persons whose rows have one dimension. With the month they have two, which every edition prints
// exactly; a table that details one row of another would have three, and has no months. A draft has none either.
func (r *run) months(c *counted, s *sorter) []Month {
	if r.draft || len(c.axes) != 1 || c.table.Columns != nil || c.table.Kind.Text != definition.Partition ||
		c.table.Details != nil && c.table.Details.Row != nil {
		return nil
	}
	var list []Month
	for _, span := range calendar(r.params.from, r.params.to) {
		m := Month{Month: span.first.String()[:len("2024-03")], Rows: Values{}}
		cells, _ := c.crowd.during(span.first, span.last).count(s.by, c.size)
		for place, row := range c.axes[0].rows {
			if n := cells[place]; n > 0 {
				m.Total += n
				m.Rows = append(m.Rows, Value{row.code, Whole(n)})
			}
		}
		list = append(list, m)
	}
	return list
}

// span is some days, both included.
type span struct{ first, last column.Day }

// calendar cuts a period into its months.
func calendar(from, to column.Day) []span {
	var months []span
	for day := from; day <= to; {
		last := min(day.MonthEnd(), to)
		months = append(months, span{day, last})
		day = last + 1
	}
	return months
}
