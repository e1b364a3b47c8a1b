package sheet

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"
)

// A row that is no record may say of others that they are none either: "Annullati" between the rows, "Bozza" above the table, "Le ultime due sono doppie" below
// it. What it says is read no further than for such words; which rows it means, a person sees and says. Of the row only these words are shown.

// notice are rows that are no records and say the same, and the rows that they may be meant of.
type notice struct {
	id    string
	words []string
	said  []int // where it is said
	of    []int // of which rows
	where string
}

// disclaimers are the words of a text that may say that rows do not count, as they stand in it.
func (x *lexicon) disclaimers(text string) (found []string) {
	if len(text) > 200 {
		return nil
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	folded := make([]string, len(words))
	for i, word := range words {
		folded[i] = codebook.Fold(word)
	}
	not := func(i int) bool { return i >= 0 && (folded[i] == "non" || folded[i] == "not" || folded[i] == "senza") }
	for i := 0; i < len(words); i++ {
		if not(i) && i+1 < len(words) && x.Done[folded[i+1]] {
			found = append(found, strings.ToLower(words[i]+" "+words[i+1]))
			i++
			continue
		}
		for n := min(3, len(words)-i); n > 0; n-- {
			phrase := strings.Join(folded[i:i+n], "")
			if !x.disclaims(phrase) || not(i-1) {
				continue
			}
			found = append(found, strings.ToLower(strings.Join(words[i:i+n], " ")))
			i += n - 1
			break
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// disclaims reports whether a folded word or phrase may say that rows do not count.
func (x *lexicon) disclaims(phrase string) bool {
	return len(phrase) > 1 && phrase != "nulla" && (x.Disclaims[phrase] || x.Cancelled[phrase] || x.Intended[phrase] || x.VoidByYes[phrase] && phrase != "altro" && phrase != "altra")
}

// askNotices asks, for each kind of words, whether the rows count of which titles and remarks may say that they do not.
func (r *reader) askNotices(t *table) {
	var list []*notice
	note := func(n notice, said int) {
		at := slices.IndexFunc(list, func(other *notice) bool { return other.id == n.id && other.where == n.where })
		if at < 0 {
			at = len(list)
			list = append(list, &notice{id: n.id, words: n.words, where: n.where})
		}
		list[at].said = append(list[at].said, said)
		list[at].of = append(list[at].of, n.of...)
	}
	add := func(row grid.Row, where string, of []int) {
		for _, cell := range row.Cells {
			if r.ofColours(cell) {
				continue
			}
			if words := r.draft.desk.disclaimers(cell); len(of) > 0 && len(words) > 0 {
				note(notice{id: "notice." + codebook.Fold(strings.Join(words, "")), words: words, of: of, where: where}, row.Number)
			} else if n, ok := r.otherwise(cell, where, of); ok {
				note(n, row.Number)
			}
		}
	}
	for _, sheet := range slices.Sorted(maps.Keys(r.draft.names)) {
		r.noticeSheet(sheet, func(n notice) { note(n, sheet) })
	}
	for _, row := range t.title {
		add(row, "title", r.draft.rowsBetween(row.Number/sheetStep*sheetStep, (row.Number/sheetStep+1)*sheetStep))
	}
	for i, row := range r.remarks {
		begin := panelOf(row.Number) * grid.MaxRows
		next := begin + grid.MaxRows + 1
		if i+1 < len(r.remarks) {
			next = min(next, r.remarks[i+1].Number)
		}
		where, of := "section", r.draft.rowsBetween(row.Number, next)
		if len(of) == 0 {
			where, of = "note", r.draft.rowsBetween(begin, row.Number)
		}
		add(row, where, of)
	}
	for _, n := range list {
		r.askNotice(n)
	}
}

// noticeSheet looks at the name of a sheet: it may be of another matter than the rows, and, where one is read that nobody chose, say that its rows do not count;
// of several it was asked which to take.
func (r *reader) noticeSheet(sheet int, note func(notice)) {
	d := r.draft
	name, of := d.names[sheet], d.rowsBetween(sheet*sheetStep, (sheet+1)*sheetStep)
	words := d.desk.disclaimers(name)
	switch n, other := r.otherwise(name, "sheet", of); {
	case len(of) == 0:
	case len(words) > 0 && sheet == 0 && !d.chosen:
		note(notice{id: "notice." + codebook.Fold(strings.Join(words, "")), words: words, of: of, where: "sheet"})
	case other && len(words) == 0:
		note(n)
	}
}

// askNotice asks whether the rows count that a notice may be meant of.
func (r *reader) askNotice(n *notice) {
	slices.Sort(n.of)
	n.of = slices.Compact(n.of)
	given := r.draft.ask(Question{
		ID: n.id, Rows: [][]int{n.of}, Words: Words{"ask.question.notice." + n.where, []any{"count", len(n.of), "said", rowNumbers(n.said), "times", len(n.said), "words", n.words}},
		Answers: answers("notice", leaveOut, "record"),
	})
	if given == leaveOut {
		r.draft.withhold(n.of)
	}
}

// rowsBetween are the rows that are recorded or refused and stand between two.
func (d *Draft) rowsBetween(from, to int) (rows []int) {
	for i := range d.lines {
		if row := d.lines[i].row; from < row && row < to {
			rows = append(rows, row)
		}
	}
	for _, refused := range d.preview.Refused {
		if from < refused.Row && refused.Row < to {
			rows = append(rows, refused.Row)
		}
	}
	slices.Sort(rows)
	return slices.Compact(rows)
}

// withhold takes rows back that an answer leaves out, be they recorded or refused.
func (d *Draft) withhold(rows []int) {
	out := map[int]bool{}
	for _, row := range d.withCopies(rows) {
		out[row] = true
	}
	var recorded []int
	for i := range d.lines {
		if row := d.lines[i].row; out[row] {
			recorded = append(recorded, row)
			delete(out, row)
		}
	}
	d.withdraw(recorded, leaveOut)
	refused := map[int]bool{}
	d.preview.Refused = slices.DeleteFunc(d.preview.Refused, func(x Refused) bool {
		refused[x.Row] = refused[x.Row] || out[x.Row]
		return out[x.Row]
	})
	for row, gone := range refused {
		if gone {
			d.preview.Rows--
			d.preview.Dropped = append(d.preview.Dropped, Dropped{row, DroppedAnswer})
		}
	}
	slices.SortStableFunc(d.preview.Dropped, func(a, b Dropped) int { return a.Row - b.Row })
}
