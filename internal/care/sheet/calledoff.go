package sheet

import (
	"slices"
	"strings"
	"unicode"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"
)

// Rows that say of themselves that nothing took place, in a cell that means nothing else here, and outings that tell nothing where the others do.

// noteCancelled notes a row of which a cell says that it did not take place or is a mistake. An outcome that a list knows is no such cell, nor one in the column
// of codes, which is looked at on its own.
func (r *reader) noteCancelled(row grid.Row, amounts int) {
	x := &r.draft.desk.lexicon
	silent := r.draft.form.kind == Outings && amounts == 0
	if silent {
		r.hollow = append(r.hollow, row.Number)
	} else if amounts > 0 {
		r.telling++
	}
	for at, cell := range row.Cells {
		if r.states[at] == nil && (len(cell) < 2 || len(cell) > 160) {
			continue
		}
		called, intended := x.callsOff(r.draft.form.kind, cell) && !(r.things[at] && x.Uneventful.has(cell)) || silent && x.ofWeather(cell), x.intends(cell) || r.states[at] != nil && !r.happened(at, cell)
		if !called && !intended || slices.ContainsFunc(r.columns, func(c source) bool { return c.at == at }) {
			continue
		}
		if !called {
			r.intended.add(cell, row.Number, at)
			continue
		}
		r.cancelled = append(r.cancelled, row.Number)
		r.cancelledIn[grid.Letter(at)] = true
		return
	}
	for _, v := range r.voids {
		if v.says(x, row.Cell(v.at)) {
			r.cancelled = append(r.cancelled, row.Number)
			r.cancelledIn[grid.Letter(v.at)] = true
			return
		}
	}
}

// callsOff reports whether a cell says that its row did not take place: as a whole, with words beside that change nothing ("doppia riga"), or as the first of a
// remark ("annullato: pioggia").
func (x *lexicon) callsOff(kind Kind, cell string) bool {
	if !x.mayCallOff(cell) {
		return false
	}
	if word := codebook.Fold(cell); x.Cancelled[word] || kind == Contacts && x.Uneventful[word] {
		return true
	}
	if at := strings.IndexAny(cell, ",;:-–—.(/"); at > 0 && x.CalledOff.has(strings.TrimSpace(cell[:at])) {
		return true
	}
	words := strings.FieldsFunc(cell, func(r rune) bool { return !unicode.IsLetter(r) })
	for i, word := range words {
		words[i] = codebook.Fold(word)
	}
	if x.putOff(words) {
		return true
	}
	for n := 3; n > 0; n-- { // the longest of its words first
		for i := 0; i+n <= len(words); i++ {
			if x.Cancelled[strings.Join(words[i:i+n], "")] {
				rest := slices.Concat(words[:i], words[i+n:])
				return !slices.ContainsFunc(rest, func(word string) bool { return !x.BesideCalled[word] && !x.Cancelled[word] }) && !slices.Contains(rest, "non")
			}
		}
	}
	return false
}

// mayCallOff passes over most cells quickly: one of the words of a cell begins like a word for what did not take place.
func (x *lexicon) mayCallOff(cell string) bool {
	begins := true
	for i := 0; i+2 < len(cell); i++ {
		c, third := cell[i], cell[i+2]
		if third == ' ' && i+3 < len(cell) {
			third = cell[i+3] // "da fare" is folded without the space
		}
		if begins && (max(c, cell[i+1], third) >= 0x80 || x.ends[[3]byte{c | 0x20, cell[i+1] | 0x20, third | 0x20}]) {
			return true
		}
		begins = c == ' ' || c == '-' || c == '(' || c == '/' || c == '.' || c == ':' || c == ','
	}
	return false
}

// putOff reports whether a remark begins by saying that something did not take place and goes on with why or until when.
func (x *lexicon) putOff(words []string) bool {
	for len(words) > 0 && x.Appointments[words[0]] {
		words = words[1:]
	}
	for n := min(5, len(words)); n > 0; n-- {
		if x.PutOff[strings.Join(words[:n], "")] {
			return n == len(words) || x.PutOffFor[words[n]]
		}
	}
	return false
}

// ofWeather reports whether a cell holds nothing but the reason for which an outing does not take place.
func (x *lexicon) ofWeather(cell string) bool {
	words := fold(cell)
	return x.Weather.has(cell) || len(words) > 0 && !slices.ContainsFunc(words, func(word string) bool { return !x.Weather[word] && !x.PutOffFor[word] })
}

// askCancelled asks what rows are that say so.
func (r *reader) askCancelled() {
	defer r.askHollow()
	if len(r.cancelled) == 0 {
		return
	}
	r.draft.withdraw(r.cancelled, r.draft.ask(Question{
		ID: "cancelled", Columns: sortedKeys(r.cancelledIn), Rows: [][]int{r.cancelled},
		Words: Words{"ask.question.cancelled", []any{"count", len(r.cancelled), "columns", sortedKeys(r.cancelledIn)}}, Answers: answers("cancelled", leaveOut, "record"),
	}))
}

// askHollow asks about outings that tell no quantity where most of the others tell one.
func (r *reader) askHollow() {
	d := r.draft
	rows := slices.DeleteFunc(slices.Clone(r.hollow), func(row int) bool { return slices.Contains(r.cancelled, row) })
	if len(rows) == 0 || len(rows) > r.telling {
		return
	}
	d.withdraw(rows, d.ask(Question{
		ID: "hollow", Rows: [][]int{rows}, Words: Words{"ask.question.hollow", []any{"count", len(rows)}}, Answers: answers("hollow", leaveOut, "record"),
	}))
}
