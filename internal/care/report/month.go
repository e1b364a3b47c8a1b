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
	of, list := calendar(r.params.from, r.params.to)
	sums := make([]int64, len(list)*c.size)
	c.crowd.blocks(func(start, end int) {
		for k, place := range s.refs(c.crowd.refs[start:end]) {
			if day := int(c.view.Day(c.crowd.refs[start+k]) - r.params.from); place >= 0 && day >= 0 && day < len(of) {
				sums[of[day]*c.size+int(place)] += int64(c.crowd.weigh(start + k).certain)
			}
		}
	})
	for m := range list {
		for place, row := range c.axes[0].rows {
			if n := sums[m*c.size+place]; n > 0 {
				list[m].Total += n
				list[m].Rows = append(list[m].Rows, Value{row.code, Whole(n)})
			}
		}
	}
	return list
}

// calendar gives the months of a period, and for each of its days which one it is in.
func calendar(from, to column.Day) (of []int, months []Month) {
	for day := from; day <= to; day++ {
		if name := day.String()[:len("2024-03")]; len(months) == 0 || months[len(months)-1].Month != name {
			months = append(months, Month{Month: name, Rows: Values{}})
		}
		of = append(of, len(months)-1)
	}
	return of, months
}
