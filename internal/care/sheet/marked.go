package sheet

import (
	"slices"
	"strings"
)

// What a workbook shows of a row beside its cells: that it is struck through, and the comments that hang on it. Colours are not read: what one means an office
// knows, and where a legend says it, the legend is asked about.

// lookForStruck asks about rows with cells that are struck through.
func (r *reader) lookForStruck(t *table) {
	var rows []int
	for _, row := range t.rows {
		if row.Struck {
			rows = append(rows, row.Number)
		}
	}
	if len(rows) > 0 {
		r.leaveOut(rows, r.draft.ask(Question{
			ID: "struck", Rows: [][]int{rows}, Words: Words{"ask.question.struck", []any{"count", len(rows)}}, Answers: answers("struck", leaveOut, "record"),
		}))
	}
}

// lookForNotes asks about rows with a comment that says that they are none.
func (r *reader) lookForNotes(t *table) {
	var rows []int
	for _, row := range t.rows {
		if slices.ContainsFunc(row.Notes, r.noteVoids) {
			rows = append(rows, row.Number)
		}
	}
	if len(rows) > 0 {
		r.leaveOut(rows, r.draft.ask(Question{
			ID: "commented", Rows: [][]int{rows}, Words: Words{"ask.question.commented", []any{"count", len(rows)}}, Answers: answers("commented", leaveOut, "record"),
		}))
	}
}

// noteVoids reports whether a comment says of its row that it did not take place, is meant to, or is a copy. It may begin with the name of who wrote it, and the
// program puts sentences of its own before a conversation: so it is read line by line.
func (r *reader) noteVoids(note string) bool {
	x := &r.draft.desk.lexicon
	for _, text := range strings.FieldsFunc(note, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if _, said, ok := strings.Cut(text, ": "); ok && !x.callsOff(r.draft.form.kind, text) {
			text = said // "Anna: annullato"
		}
		if text = strings.TrimSpace(text); len(text) < 200 && (x.callsOff(r.draft.form.kind, text) || x.intends(text)) {
			return true
		}
	}
	return false
}
