package sheet

import (
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// A row may tell of several people, actions or days, in columns that come again: "Codice 1, Sesso 1, Codice 2, Sesso 2", "Azione 1, Azione 2", "Data, Data". What
// stands before and behind them is said of each.

// stem is a heading without the number that tells it from its next.
func stem(heading string) string {
	return codebook.Fold(strings.TrimRight(heading, "0123456789 .°ªº#_-()"))
}

// groups are the columns that come again in a row of headings, at most so many times; nil where none do.
func (d *Draft) groups(t *table) []panel {
	cells := t.header.Cells
	for from := range cells {
		for width := 1; from+2*width <= len(cells); width++ {
			if stem(cells[from]) == "" || stem(cells[from]) != stem(cells[from+width]) || !d.mayRepeat(t, from, width) {
				continue
			}
			var list []panel
			for at := from; at < len(cells) && len(list) < mostPanels && sameStems(cells[from:from+width], cells[at:min(at+width, len(cells))]); at += width {
				list = append(list, panel{at, width})
			}
			if len(list) > 1 && d.anyFilled(t, list[1]) {
				return list
			}
		}
	}
	return nil
}

// sameStems reports whether headings are others with other numbers.
func sameStems(one, other []string) bool {
	return len(one) == len(other) && slices.EqualFunc(one, other, func(a, b string) bool { return stem(a) == stem(b) })
}

// mayRepeat reports whether columns tell of a person, an action or a day, and may be told of several: one of them does, or two say what a person is.
func (d *Draft) mayRepeat(t *table, from, width int) bool {
	facts := 0
	for at := from; at < from+width; at++ {
		x := d.desk.recognise(d.form, strings.TrimRight(t.header.Cell(at), "0123456789 .°ªº#_-()")).field
		switch {
		case x == nil:
			if width == 1 && d.dayColumn(t.header) < 0 && mostly(t, at, written.Dated) {
				return true
			}
		case x.Type == typeDay && width == 1, x.Type == typeReference, x.Type == typeCode && x.Required:
			return true
		case x.Name == "gender" || x.Name == "citizenship" || x.Name == "age_band":
			facts++
		}
	}
	return facts > 1
}

// anyFilled reports whether a row has something in the columns of a group.
func (d *Draft) anyFilled(t *table, b panel) bool {
	return slices.ContainsFunc(t.rows, func(row grid.Row) bool { return b.holds(t, row) })
}

// holds reports whether a row says something in the columns of a group.
func (b panel) holds(t *table, row grid.Row) bool {
	for at := b.from; at < b.from+b.width; at++ {
		if cell := row.Cell(at); cell != "" && cell != t.header.Cell(at) {
			return true
		}
	}
	return false
}

// askGroups asks whether rows whose columns come again are of each, and writes them once for each; or leaves out what comes again.
func (d *Draft) askGroups(tables []table) {
	of := make([][]panel, len(tables))
	q := Question{ID: "side", Answers: answers("groups", "rows", leaveOut, "same")}
	var rows []int
	for i := range tables {
		t := &tables[i]
		if of[i] = d.groups(t); of[i] == nil {
			continue
		}
		for _, row := range t.rows {
			if slices.ContainsFunc(of[i][1:], func(b panel) bool { return b.holds(t, row) }) {
				number := row.Number
				if len(tables) > 1 {
					number = at(t.sheet, number)
				}
				rows = append(rows, number)
			}
		}
		if last := of[i][len(of[i])-1]; len(q.Columns) == 0 {
			q.Columns = []string{grid.Letter(of[i][1].from), grid.Letter(last.from + last.width - 1)}
		}
	}
	if rows == nil || d.asked(q.ID) {
		return
	}
	q.Words = Words{"ask.question.groups", []any{"count", len(rows), "from", q.Columns[0], "to", q.Columns[1]}}
	q.Rows = [][]int{rows}
	if given := d.ask(q); given != "same" {
		for i := range tables {
			if of[i] != nil {
				tables[i].spread(d, of[i], given == "rows")
			}
		}
	}
}

// spread keeps of columns that come again the first, and writes a row once more for each of the others where these are to be read. A copy is called by the number of
// its row, as of a table beside it, and has no number of its own.
func (t *table) spread(d *Draft, list []panel, each bool) {
	first, last := list[0], list[len(list)-1]
	end, behind := first.from+first.width, last.from+last.width
	places := func(b panel) []int {
		to := make([]int, max(len(t.header.Cells), behind))
		for i := range to {
			switch {
			case i < first.from:
				to[i] = i
			case i >= b.from && i < b.from+b.width:
				to[i] = i - b.from + first.from
			case i >= behind:
				to[i] = i - behind + end
			default:
				to[i] = -1
			}
		}
		return to
	}
	header, own := t.header, t.rows
	number := slices.IndexFunc(header.Cells, func(cell string) bool {
		x := d.desk.recognise(d.form, cell).field
		return x != nil && x.Type == typeID
	})
	t.header = moved(header, places(first))
	for i := first.from; i < end; i++ {
		if bare := strings.TrimRight(t.header.Cells[i], "0123456789 .°ªº#_-"); bare != "" {
			t.header.Cells[i] = bare
		}
	}
	t.rows = nil
	for k, b := range list {
		if k > 0 && !each {
			break
		}
		to := places(b)
		t.parts = append(t.parts, part{k * grid.MaxRows, to})
		for _, row := range own {
			if k > 0 && (!b.holds(&table{header: header}, row) || alone(row)) {
				continue
			}
			copied := moved(row, to)
			if copied.Number += k * grid.MaxRows; k > 0 && number >= 0 && to[min(number, len(to)-1)] >= 0 {
				copied = with(copied, to[number], "", grid.Text)
			}
			t.rows = append(t.rows, copied)
		}
	}
}
