package sheet

import (
	"slices"

	"approdo/internal/care/sheet/grid"
)

// A file may be of another kind than the one that was chosen: actions where contacts are expected. What tells it is the column without which rows of that kind
// mean nothing, under one of its own names and with words of its own list. Where all rows are so, it is asked which kind they are; where some are, whether they count.

// askKind asks which kind a file is that speaks of another than the one chosen; nil where there is nothing to ask.
func (d *Desk) askKind(w *World, kind Kind, file *grid.File, m Map) *Question {
	f, err := d.form(kind)
	if err != nil || m.check(f) != nil {
		return nil
	}
	t, all, err := d.locate(w, f, file, m)
	if err != nil {
		return nil
	}
	kept := w.kept[d.headingsToken(kind, t.header)].Left
	q := Question{ID: "kind", Words: Words{"ask.question.kind", []any{"kind", kindName(kind)}}, Answers: []Answer{kindAnswer(kind)}}
	for _, other := range Kinds() {
		if at, ok := d.speaksOf(kind, other, t, m); !ok || slices.Contains(kept, at) || slices.ContainsFunc(all, func(x table) bool { _, ok := d.speaksOf(kind, other, x, m); return !ok && len(x.rows) > 0 }) {
			continue
		}
		q.Answers = append(q.Answers, kindAnswer(other))
	}
	if len(q.Answers) == 1 {
		return nil
	}
	if given := m.Answers[q.ID]; slices.ContainsFunc(q.Answers, func(a Answer) bool { return a.ID == given }) {
		q.Given = given
	}
	return &q
}

// kindName is a value of Words that is said as people call the kind.
type kindName Kind

func kindAnswer(kind Kind) Answer {
	return Answer{string(kind), Words{"ask.answer.kind.kind", []any{"kind", kindName(kind)}}}
}

// speaksOf gives the column by which most rows of a table are of another kind than the one chosen.
func (d *Desk) speaksOf(kind, other Kind, t table, m Map) (at int, ok bool) {
	at, rows := d.ofKind(kind, other, &t, m)
	filled := 0
	for _, row := range t.rows {
		if !alone(row) && len(row.Cells) > 0 {
			filled++
		}
	}
	return at, len(rows) > 0 && 4*len(rows) >= 3*filled
}

// ofKind gives the column that tells rows of another kind, and those rows.
func (d *Desk) ofKind(kind, other Kind, t *table, m Map) (at int, rows []int) {
	if other == kind || kind == Persons && other == Enrolments { // a list of people may say who sent them
		return -1, nil
	}
	own, err := d.form(kind)
	if err != nil {
		return -1, nil
	}
	of, err := d.form(other)
	if err != nil {
		return -1, nil
	}
	for i, heading := range t.header.Cells {
		found := d.recognise(of, heading)
		x := found.field
		if x == nil || !x.Required || x.Type != typeCode || found.score < wholeName {
			continue
		}
		if _, _, declared := m.column(heading, grid.Letter(i)); declared {
			continue
		}
		if y := d.recognise(own, heading).field; y != nil && (y.List == x.List || !d.belied(y, t.rows, i)) {
			continue
		}
		list, _ := d.book.List(x.List)
		rows = nil
		filled := 0
		for _, row := range t.rows {
			cell := row.Cell(i)
			if cell == "" || alone(row) || d.nothing(cell) {
				continue
			}
			filled++
			if _, ok := list.Match(cell); ok {
				rows = append(rows, row.Number)
			}
		}
		if len(rows) > 0 && 2*len(rows) >= filled {
			return i, rows
		}
	}
	return -1, nil
}

// askRowsOfKind asks about rows of another kind among those of the one that is read.
func (d *Draft) askRowsOfKind(cols []column, t *table, m Map, kept keptMap) (leave []int) {
	if d.answers["kind"] != "" {
		return nil
	}
	for _, other := range Kinds() {
		at, rows := d.desk.ofKind(d.form.kind, other, t, m)
		if len(rows) == 0 || cols[at].field != nil || slices.Contains(kept.Left, at) {
			continue
		}
		letter := grid.Letter(at)
		if d.ask(Question{
			ID: "kind." + string(other), Columns: []string{letter}, Rows: [][]int{rows},
			Words:   Words{"ask.question.kind_rows", []any{"count", len(rows), "letter", letter, "kind", kindName(d.form.kind), "other", kindName(other)}},
			Answers: answers("kind_rows", leaveOut, "record"),
		}) == leaveOut {
			leave = append(leave, rows...)
		}
	}
	return leave
}
