package sheet

import (
	"slices"
	"strconv"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"

	"approdo/internal/care/sheet/personcode"
)

// Sheets that may not all be part of the register: a copy in which some rows were corrected, a sheet of all months, one that is hidden, one without headings.

// bare finds the sheets without headings of which most rows are as those of a table: a day stands where its days do, and something where it says more.
func (d *Draft) bare(best table, all []table, file *grid.File) (list []table) {
	day := d.dayColumn(best.header)
	if day < 0 || len(best.rows) == 0 {
		return nil
	}
	for s := range file.Sheets {
		headed := func(t table) bool { return t.sheet == s && !written.Day(t.header.Cell(day), false).Valid() } // a row of words may look like one of headings
		if s == best.sheet || slices.ContainsFunc(all, headed) || d.headedOtherwise(file.Sheets[s].Rows) || !d.likeRows(best, file.Sheets[s].Rows, day) {
			continue
		}
		header := grid.Row{Cells: best.header.Cells}
		room := maxCarried
		if rows, err := carry(file.Sheets[s].Rows, file.Sheets[s].Merged, 0, &room); err == nil {
			list = append(list, table{sheet: s, header: header, rows: rows, language: best.language})
		}
	}
	return list
}

// headedOtherwise reports whether a sheet has headings that are not those of the kind: one names the day, and none of the others holds a number.
func (d *Draft) headedOtherwise(rows []grid.Row) bool {
	return slices.ContainsFunc(rows[:min(len(rows), 3)], func(row grid.Row) bool {
		return !alone(row) && d.dayColumn(row) >= 0 && !slices.ContainsFunc(row.Cells, func(cell string) bool { return strings.ContainsAny(cell, "0123456789") })
	})
}

// dayColumn is where the headings name the day; -1 if they do not.
func (d *Draft) dayColumn(header grid.Row) int {
	return slices.IndexFunc(header.Cells, func(cell string) bool {
		x := d.desk.recognise(d.form, cell).field
		return x != nil && x.Type == typeDay
	})
}

// likeRows reports whether most rows hold a day in its column and something else below another heading that is known.
func (d *Draft) likeRows(best table, rows []grid.Row, day int) bool {
	like := 0
	for _, row := range rows {
		if !written.Day(row.Cell(day), false).Valid() {
			continue
		}
		for at, cell := range best.header.Cells {
			if at != day && row.Cell(at) != "" && d.desk.recognise(d.form, cell).field != nil {
				like++
				break
			}
		}
	}
	return like > 0 && 2*like >= len(rows)
}

// otherwiseHeaded gives the table of a sheet whose day stands where that of the best one does, under a heading that means nothing here, its heading.
func (d *Draft) otherwiseHeaded(best, t table) table {
	day := d.dayColumn(best.header)
	if day < 0 || d.dayColumn(t.header) >= 0 || d.desk.recognise(d.form, t.header.Cell(day)).field != nil || !d.likeRows(best, t.rows, day) {
		return t
	}
	t.header = with(t.header, day, best.header.Cell(day), grid.Text)
	return t
}

// copies finds the pairs of tables of which one holds mostly the rows of the other, as they are or with a cell corrected here and there.
func (d *Draft) copies(tables []table) (pairs [][2]int) {
	for b := range tables {
		for a := range b {
			if d.copied(tables[a], tables[b]) {
				pairs = append(pairs, [2]int{a, b})
			}
		}
	}
	return pairs
}

// copied reports whether at least half of the rows of the shorter table stand in the other.
func (d *Draft) copied(a, b table) bool {
	if len(a.rows) > len(b.rows) {
		a, b = b, a
	}
	columns := d.pairs(a.header, b.header)
	day, code := d.dayColumn(a.header), slices.IndexFunc(a.header.Cells, func(cell string) bool {
		x := d.desk.recognise(d.form, cell).field
		return x != nil && x.Type == typeReference
	})
	if day < 0 || len(columns) == 0 {
		return false
	}
	byDay := map[string][]grid.Row{}
	for _, row := range b.rows {
		byDay[row.Cell(columns[day])] = append(byDay[row.Cell(columns[day])], row)
	}
	again := 0
	for _, row := range a.rows {
		list := byDay[row.Cell(day)]
		at := slices.IndexFunc(list[:min(len(list), 200)], func(other grid.Row) bool { return d.corrected(row, other, columns, code) })
		if row.Cell(day) != "" && at >= 0 {
			again++
			byDay[row.Cell(day)] = slices.Delete(slices.Clone(list), at, at+1)
		}
	}
	return again > 1 && 2*again >= len(a.rows)
}

// pairs gives the columns of one row of headings, each with its place in another, -1 for one that is not there.
func (d *Draft) pairs(a, b grid.Row) []int {
	columns := make([]int, len(a.Cells))
	for i, heading := range a.Cells {
		means := d.means(heading)
		columns[i] = slices.IndexFunc(b.Cells, func(cell string) bool { return means != "" && d.means(cell) == means })
	}
	return columns
}

// corrected reports whether two rows of one day are the same, or one is the other with a cell or two corrected. Where both name somebody, it is the same one.
func (d *Draft) corrected(row, other grid.Row, columns []int, code int) bool {
	if code >= 0 && columns[code] >= 0 && row.Cell(code) != "" && other.Cell(columns[code]) != "" && !d.desk.nobody(row.Cell(code)) {
		return personcode.Fold(row.Cell(code)) == personcode.Fold(other.Cell(columns[code]))
	}
	same, apart := 0, 0
	for i, at := range columns {
		if at < 0 || row.Cell(i) == "" && other.Cell(at) == "" {
			continue
		}
		if codebook.Fold(row.Cell(i)) == codebook.Fold(other.Cell(at)) {
			same++
		} else {
			apart++
		}
	}
	return apart == 0 && same > 1 || same > 2*apart && same > 2
}

// askSheets asks which of several sheets are taken, and says why it asks.
func (d *Draft) askSheets(taken []table, why []Words, hidden []int, pairs [][2]int, void []table) string {
	q := Question{ID: "sheets", Words: Words{"ask.question.sheets", []any{"sheets", numbersOf(taken), "why", why}}, Answers: answers("sheets", "all")}
	if len(void) > 0 && len(void) < len(taken) {
		q.Answers = append(q.Answers, Answer{"others", Words{"ask.answer.sheets.others", []any{"sheets", numbersOf(void), "count", len(void)}}})
	}
	if len(hidden) > 0 && len(hidden) < len(taken) {
		q.Answers = append(q.Answers, answers("sheets", "visible")...)
	}
	if len(pairs) > 0 && len(taken) > 2 {
		for _, keep := range []string{"later", "earlier"} {
			left := numbersOf(without(taken, pairs, keep))
			q.Answers = append(q.Answers, Answer{keep, Words{"ask.answer.sheets." + keep, []any{"sheets", left}}})
		}
	}
	if len(taken) > 2 && len(taken) <= mostSheets {
		for _, t := range taken {
			q.Answers = append(q.Answers, Answer{"but" + strconv.Itoa(t.sheet+1), Words{"ask.answer.sheets.but", []any{"sheet", t.sheet + 1}}})
		}
	}
	for _, t := range taken {
		q.Answers = append(q.Answers, Answer{strconv.Itoa(t.sheet + 1), Words{"ask.answer.sheets.one", []any{"sheet", t.sheet + 1, "count", len(t.rows)}}})
	}
	return d.ask(q)
}

// without leaves out, of tables that hold the same rows, those that come before another, or behind one.
func without(taken []table, pairs [][2]int, keep string) (list []table) {
	for i, t := range taken {
		if !slices.ContainsFunc(pairs, func(p [2]int) bool { return keep == "later" && p[0] == i || keep == "earlier" && p[1] == i }) {
			list = append(list, t)
		}
	}
	return list
}

// whySheets says what makes it doubtful whether the sheets belong together.
func (d *Draft) whySheets(taken, bare []table, hidden, other []int, pairs [][2]int) (why []Words) {
	numbers := func(list []int) []string {
		var words []string
		for _, n := range list {
			words = append(words, strconv.Itoa(n))
		}
		return words
	}
	for _, p := range pairs {
		why = append(why, Words{"ask.question.sheets_because.copied", []any{"one", taken[p[0]].sheet + 1, "other", taken[p[1]].sheet + 1}})
		if len(why) == 3 {
			break // a sheet of all months repeats each of them
		}
	}
	for _, x := range []struct {
		key  string
		list []string
	}{{"bare", numbersOf(bare)}, {"hidden", numbers(hidden)}, {"columns", numbers(other)}} {
		if len(x.list) > 0 {
			why = append(why, Words{"ask.question.sheets_because." + x.key, []any{"count", len(x.list), "sheets", strings.Join(x.list, ", ")}})
		}
	}
	return why
}
