package sheet

import (
	"slices"
	"strings"

	"approdo/internal/base/codebook"
)

// A row between rows may say of those below it what no column does: "DONNE", "PERSONE NUOVE", "Nigeria".

// aboveRows are the facts that a row between rows may say of all below it.
var aboveRows = []string{"gender", "newness", "age_band", "citizenship", "setting"}

// askAbove asks whether rows are what stands above them, for every fact that no column tells.
func (d *Draft) askAbove(cols []column, t *table) []column {
	for _, name := range aboveRows {
		x, ok := d.form.find(name)
		if !ok || slices.ContainsFunc(cols, func(c column) bool { return c.field == x }) {
			continue
		}
		list := d.sections(t, func(text string) (string, string) { return d.desk.codeSaid(x, text) })
		sure := slices.ContainsFunc(list, func(s section) bool { return s.text != s.name })
		if !sure || len(list) == 1 && list[0].said == 0 && len(d.names) < 2 {
			continue
		}
		var rows []int
		for _, s := range list {
			rows = append(rows, s.rows...)
		}
		slices.Sort(rows)
		if d.ask(Question{
			ID: "above." + name, Rows: [][]int{slices.Compact(rows)}, Words: Words{"ask.question.above", []any{"count", len(rows), "field", fieldName(name)}},
			Answers: append([]Answer{asWrittenAnswer(list)}, answers("above", leaveOut)...),
		}) == asWritten {
			cols = d.writeDown(cols, t, x, list)
		}
	}
	return cols
}

// codeSaid is the answer of a list that a text says and nothing else, in one number or the other: "DONNE", "Persone già note". What may be one of several, as
// "TRANS", is written as it stands, and asked about with the words that are not understood.
func (d *Desk) codeSaid(x *field, text string) (code, name string) {
	list, ok := d.book.List(x.List)
	if !ok || len(text) > 40 {
		return "", ""
	}
	words := slices.DeleteFunc(fold(text), func(word string) bool { return d.People[word] && len(fold(text)) > 1 })
	whole := strings.Join(words, " ")
	for _, code := range list.Offered() {
		if d.Said[x.Name][code.Code].has(whole) {
			return code.Code, strings.TrimSpace(text)
		}
	}
	for _, said := range []string{text, whole, singular(words, "e", "a"), singular(words, "i", "o")} {
		found, known := list.Match(said)
		if c, ok := list.Find(found); known && ok && !c.Absent() && found != "other" && len(codebook.Fold(said)) > 3 {
			return found, strings.TrimSpace(text)
		}
	}
	if len(d.headedBy(x, whole)) > 0 {
		return strings.TrimSpace(text), strings.TrimSpace(text)
	}
	return "", ""
}

// singular are Italian words of several with the ending of one.
func singular(words []string, many, one string) string {
	list := make([]string, len(words))
	for i, word := range words {
		if list[i] = word; len(word) > 3 {
			if stem, plural := strings.CutSuffix(word, many); plural {
				list[i] = stem + one
			}
		}
	}
	return strings.Join(list, " ")
}
