package sheet

import (
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"
	"approdo/internal/care/sheet/written"
)

// askAmong asks whether the people of one column are among those of others, where a total beside them says so: in "Donne, Uomini, Trans, Totale" the total of each row may be that of the first two.
func (d *Draft) askAmong(cols []column, t *table) {
	var parts []int
	total := -1
	for i, c := range cols {
		switch {
		case c.field != nil && strings.HasPrefix(c.field.Name, "presences_"):
			parts = append(parts, i)
		case c.field == nil && d.desk.Totals[codebook.Fold(c.heading)], c.field != nil && c.field.Name == "presences":
			total = i
		}
	}
	if d.form.kind != Outings || len(parts) < 2 || total < 0 {
		return
	}
	within := slices.DeleteFunc(slices.Clone(parts), func(part int) bool {
		return !t.addsUp(cols[total].at, places(cols, slices.DeleteFunc(slices.Clone(parts), func(i int) bool { return i == part })), cols[part].at)
	})
	if len(within) != 1 {
		return
	}
	of := &cols[within[0]]
	q := Question{ID: "among." + grid.Letter(of.at), Columns: []string{grid.Letter(of.at)}, Answers: answers("among", leaveOut, "counts")}
	q.Words = Words{"ask.question.among", []any{"column", grid.Letter(of.at), "total", grid.Letter(cols[total].at)}}
	if d.ask(q) == leaveOut {
		of.field, of.reason = nil, reasonIgnored
	}
}

// places are where some columns stand.
func places(cols []column, list []int) (at []int) {
	for _, i := range list {
		at = append(at, cols[i].at)
	}
	return at
}

// addsUp reports whether a total is that of some parts in every row, and in some is not once what another column says is added.
func (t *table) addsUp(total int, parts []int, other int) bool {
	rows, differ := 0, 0
	for _, row := range t.rows {
		want, ok := written.Amount(row.Cell(total), 100000)
		more, _ := written.Amount(row.Cell(other), 100000)
		if !ok {
			continue
		}
		sum := int64(0)
		for _, at := range parts {
			n, _ := written.Amount(row.Cell(at), 100000)
			sum += n
		}
		if sum != want {
			return false
		}
		if rows++; more > 0 {
			differ++
		}
	}
	return rows > 1 && differ > 0
}
