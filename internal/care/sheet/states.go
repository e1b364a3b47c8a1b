package sheet

import (
	"slices"
	"strings"
	"unicode"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"
	"approdo/internal/care/sheet/written"
)

// A column may say what became of each row, or whose it is: Esito, Stato, Ruolo. Only words that are known to say that it took place are taken for that; every other is
// asked about.

// happened reports whether a word of a column of states says that its row took place, or nothing.
func (x *lexicon) happened(cell string) bool {
	return x.Happened.has(cell) || x.Held.has(cell) || x.Done.has(cell) || x.Absent.has(cell) || notFound(cell) || codebook.Fold(cell) == ""
}

// happened reports whether a word of a column of states says that its row took place. A letter does not, but a yes or a tick under a heading that says what it is of.
func (r *reader) happened(at int, cell string) bool {
	x := &r.draft.desk.lexicon
	if c := r.states[at]; c != nil && c.counts != "" && len(codebook.Fold(cell)) == 1 {
		return false
	}
	if slices.ContainsFunc(r.voids, func(v void) bool { return v.at == at }) && (flag(cell) || written.Day(cell, false).Valid() || written.Clock(cell)) {
		return true // what yes and no say there is known already, and a day is the one on which it took place
	}
	yes, answered := cross(cell)
	return answered && yes || x.happened(cell) || x.deed(r.draft.form.kind, cell)
}

// tellsState reports whether a column of no field says what became of each row, or whose it is: its heading says so, or its words are of what the kind is and of
// what another is, as contacts and accompaniments.
func (d *Desk) tellsState(f *form, c *column, cells map[string]int) bool {
	if c.field != nil || c.source == Declared || len(cells) > fewWords {
		return false
	}
	words := fold(c.heading)
	state := slices.ContainsFunc(words, func(word string) bool { return d.States[word] })
	named := state
	for _, word := range words {
		named = named && (d.States[word] || d.BesideCalled[word] || d.BesideStates[word])
	}
	own, other := false, false
	for cell := range cells {
		named = named || state && len(codebook.Fold(cell)) > 3 && (d.Happened.has(cell) || d.Intended.has(cell)) // "Stato programma: concluso"
		own = own || d.deed(f.kind, cell)
		other = other || d.ofOtherKind(f.kind, cell)
	}
	return named || own && other
}

// deed reports whether a cell says in a word what the rows of a kind are.
func (x *lexicon) deed(kind Kind, cell string) bool {
	return x.Deed[string(kind)].has(cell)
}

// ofOtherKind reports whether a cell says what the rows of another kind are.
func (d *Desk) ofOtherKind(kind Kind, cell string) bool {
	for _, other := range Kinds() {
		if other != kind && d.deed(other, cell) {
			return true
		}
	}
	list, ok := d.book.List("action_type")
	if _, listed := list.Match(cell); ok && kind != Actions && len(cell) > 5 {
		return listed
	}
	return false
}

// say asks whether rows count that a word stands in, or words that are not shown.
func (x *status) say(rows int) Words {
	if x.word == "" {
		return Words{"ask.question.states", []any{"count", rows, "columns", sortedKeys(x.columns)}}
	}
	return Words{"ask.question.status", []any{"count", rows, "columns", sortedKeys(x.columns), "word", x.word}}
}

// mostStates is how many words of a column that are not known are asked about one by one.
const mostStates = 3

// joinUnknown makes one question of the words of a column of states that are not known, where they are many or may name somebody.
func (r *reader) joinUnknown() {
	x := &r.draft.desk.lexicon
	for at := range r.states {
		letter := grid.Letter(at)
		var unknown []string
		shown := true
		for key, s := range r.intended {
			if s.columns[letter] && !x.Intended[key] && !x.Outcomes[key] {
				unknown = append(unknown, key)
				shown = shown && (r.draft.desk.plainly(s.word) || x.fit(UnreadWord{Word: s.word, Rows: 2}) && strings.IndexFunc(s.word, unicode.IsDigit) < 0 && !r.names[key])
			}
		}
		if len(unknown) == 0 || shown && len(unknown) <= mostStates {
			continue
		}
		all := &status{columns: map[string]bool{letter: true}}
		for _, key := range unknown {
			all.rows = append(all.rows, r.intended[key].rows...)
			delete(r.intended, key)
		}
		slices.Sort(all.rows)
		all.rows = slices.Compact(all.rows)
		r.intended[letter] = all
	}
}
