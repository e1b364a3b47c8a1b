package sheet

import (
	"slices"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"
)

// Rows that were written ahead, or that say of themselves that nothing took place, are asked about: nobody was met.

// noteCancelled notes a row of which a cell says, as a whole, that it did not take place or is a mistake. An outcome that
// a list knows is no such cell, nor one in the column of codes, which is looked at on its own.
func (r *reader) noteCancelled(row grid.Row) {
	x := &r.draft.desk.lexicon
	for at, cell := range row.Cells {
		if len(cell) < 3 || len(cell) > 40 || !x.ends[[3]byte{cell[0] | 0x20, cell[1] | 0x20, cell[2] | 0x20}] {
			continue
		}
		word := codebook.Fold(cell)
		if !x.Cancelled[word] && (r.draft.form.kind != Contacts || !x.Uneventful[word]) {
			continue
		}
		if !slices.ContainsFunc(r.columns, func(c source) bool { return c.at == at }) {
			r.cancelled = append(r.cancelled, row.Number)
			r.cancelledIn[grid.Letter(at)] = true
			return
		}
	}
}

// askCancelled asks what rows are that say so.
func (r *reader) askCancelled() {
	if len(r.cancelled) == 0 {
		return
	}
	r.draft.withdraw(r.cancelled, r.draft.ask(Question{
		ID: "cancelled", Columns: sortedKeys(r.cancelledIn), Rows: [][]int{r.cancelled},
		Words: Words{"ask.question.cancelled", []any{"count", len(r.cancelled), "columns", sortedKeys(r.cancelledIn)}}, Answers: answers("cancelled", leaveOut, "record"),
	}))
}

// ahead are the facts of a contact that somebody may write into the rows of a whole month before it begins.
var ahead = []string{"setting", "place", "information", "newness", "language", "advert", "protection"}

// askAhead asks about contacts that say nothing but what every row of the file says in the same words, where others say more.
func (r *reader) askAhead() {
	d := r.draft
	if d.form.kind != Contacts || len(d.lines) < 2 {
		return
	}
	same := make([]bool, len(d.form.fields)) // fields that may have been written ahead
	for i := range d.form.fields {
		x := &d.form.fields[i]
		same[i] = x.frame() || slices.Contains(ahead, x.Name) && !slices.ContainsFunc(d.lines, func(l line) bool { return l.told[i] != d.lines[0].told[i] })
	}
	var rows []int
	for i := range d.lines {
		l := &d.lines[i]
		more := !l.reference.zero()
		for at, n := range l.told {
			more = more || n != 0 && !same[at] && d.words.words[n] != notRecorded
		}
		if !more {
			rows = append(rows, l.row)
		}
	}
	if len(rows) < 3 || len(rows) == len(d.lines) {
		return
	}
	d.withdraw(rows, d.ask(Question{
		ID: "ahead", Rows: [][]int{rows}, Words: Words{"ask.question.ahead", []any{"count", len(rows)}}, Answers: answers("ahead", leaveOut, "record"),
	}))
}
