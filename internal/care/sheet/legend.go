package sheet

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// A legend above or below a table may give its words another meaning than they have here: "M = minore", "Età = età del figlio". Where it does, it is asked; of the
// legend only the word of the table is shown, and what it is read as.

// legends are the texts that may explain the words of a table: its remarks, and cells with an equals sign in a column that means nothing here.
func (t *table) legends(cols []column) []string {
	texts := t.remarks()
	for _, c := range cols {
		if c.field != nil {
			continue
		}
		for _, row := range t.rows {
			if cell := row.Cell(c.at); strings.Contains(cell, "=") && !slices.Contains(texts, cell) && len(texts) < mostLegends {
				texts = append(texts, cell)
			}
		}
	}
	return texts
}

// mostLegends is how many texts are looked at as legends.
const mostLegends = 200

// remarks are the texts that stand alone above a table, between its rows or below it.
func (t *table) remarks() (texts []string) {
	for _, row := range t.title {
		for _, cell := range row.Cells {
			if cell != "" {
				texts = append(texts, cell)
			}
		}
	}
	for _, row := range t.rows {
		if alone(row) {
			texts = append(texts, strings.Join(row.Cells, ""))
		}
	}
	return texts
}

// saysMonthFirst reports whether a remark says that days are written as in America.
func (d *Draft) saysMonthFirst(t table) bool {
	return slices.ContainsFunc(t.remarks(), func(text string) bool {
		words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '/' && r != '-' })
		return slices.ContainsFunc(words, func(word string) bool { return d.desk.MonthFirst[codebook.Fold(word)] })
	})
}

// meanings are the pairs of a legend: what stands before an equals sign, and behind it up to the next mark.
func meanings(text string) (pairs [][2]string) {
	if len(text) > 200 {
		return nil
	}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;|\n", r) }) {
		word, meaning, ok := strings.Cut(part, "=")
		if !ok {
			word, meaning, ok = strings.Cut(part, ":")
			ok = ok && len(strings.TrimSpace(word)) <= 3
		}
		if at := strings.LastIndexByte(word, ':'); at >= 0 {
			word = word[at+1:]
		}
		if word, meaning = strings.TrimSpace(word), strings.TrimSpace(meaning); ok && word != "" && meaning != "" && len(word) < 40 {
			pairs = append(pairs, [2]string{word, meaning})
		}
	}
	return pairs
}

// askLegends asks about legends that give a heading or a word of a column another meaning. It gives the words that are not to be read, by column.
func (d *Draft) askLegends(cols []column, t *table) map[int]map[string]bool {
	out := map[int]map[string]bool{}
	for _, text := range t.legends(cols) {
		for _, pair := range meanings(text) {
			for i := range cols {
				c := &cols[i]
				switch {
				case c.field == nil || c.source == Declared:
				case codebook.Fold(c.heading) == codebook.Fold(pair[0]):
					d.askHeadingMeant(c, pair[1])
				case d.otherMeaning(c.field, pair[0], pair[1]) && standsIn(t, c.at, pair[0]):
					if out[c.at] == nil {
						out[c.at] = map[string]bool{}
					}
					out[c.at][codebook.Fold(pair[0])] = true
				}
			}
		}
	}
	for _, at := range slices.Sorted(maps.Keys(out)) {
		if !d.askWordsMeant(cols, t, at, out[at]) {
			delete(out, at)
		}
	}
	return out
}

// standsIn reports whether a word is a cell of a column.
func standsIn(t *table, at int, word string) bool {
	word = codebook.Fold(word)
	return slices.ContainsFunc(t.rows, func(row grid.Row) bool { return !alone(row) && codebook.Fold(row.Cell(at)) == word })
}

// otherMeaning reports whether a word of a field's list is explained by words that the list does not know for the same.
func (d *Draft) otherMeaning(x *field, word, meaning string) bool {
	list, ok := d.desk.book.List(x.List)
	if !ok {
		return false
	}
	code, listed := list.Match(word)
	if !listed {
		return false
	}
	if same, ok := list.Match(meaning); ok {
		return same != code
	}
	for _, part := range fold(meaning) { // "donna (o ragazza)"
		if same, ok := list.Match(part); ok && same == code {
			return false
		}
	}
	return true
}

// askHeadingMeant asks about a column of which a legend says that it is of another matter.
func (d *Draft) askHeadingMeant(c *column, meaning string) {
	if !slices.ContainsFunc(fold(meaning), func(word string) bool { return d.desk.aside[word] }) {
		return
	}
	letter := grid.Letter(c.at)
	if d.ask(Question{
		ID: "legend." + letter, Columns: []string{letter}, Words: Words{"ask.question.legend_heading", []any{"letter", letter, "field", fieldName(c.field.Name)}}, Answers: answers("legend_heading", leaveOut, "as_read"),
	}) == leaveOut {
		c.field, c.reason = nil, reasonIgnored
	}
}

// askWordsMeant asks about words of a column to which a legend gives another meaning, and reports whether they are not to be read.
func (d *Draft) askWordsMeant(cols []column, t *table, at int, words map[string]bool) bool {
	c := &cols[slices.IndexFunc(cols, func(c column) bool { return c.at == at })]
	list, _ := d.desk.book.List(c.field.List)
	var rows []int
	shown, read := map[string]bool{}, []label{}
	for _, row := range t.rows {
		cell := row.Cell(at)
		if alone(row) || !words[codebook.Fold(cell)] {
			continue
		}
		rows = append(rows, row.Number)
		if cell = strings.TrimSpace(cell); !shown[codebook.Fold(cell)] {
			shown[codebook.Fold(cell)] = true
			code, _ := list.Match(cell)
			x, _ := list.Find(code)
			read = append(read, label(x.Label))
		}
	}
	letter := grid.Letter(at)
	return d.ask(Question{
		ID: "legend." + letter, Columns: []string{letter}, Rows: [][]int{rows},
		Words: Words{"ask.question.legend", []any{"letter", letter, "words", sortedKeys(shown), "meanings", read}}, Answers: answers("legend", leaveOut, "as_read"),
	}) == leaveOut
}

// redefine tells the columns which of their words are not to be read.
func (r *reader) redefine(words map[int]map[string]bool) {
	for i := range r.columns {
		if list := words[r.columns[i].at]; list != nil {
			r.columns[i].redefined = list
		}
	}
}

// headed are the pairs of a legend in a heading: "Nuova (0=nuova 1=nota)".
var headed = regexp.MustCompile(`([\pL\d]+)\s*[=:→–-]\s*([\pL\d]+)`)

// belied reports whether the heading of a column explains a yes or no otherwise than it would be read.
func (r *reader) belied(c *source) bool {
	for _, pair := range headed.FindAllStringSubmatch(c.heading, -1) {
		_, yes := written.Flag(pair[1])
		read, meant := r.meaning(c, pair[1]), r.meaning(c, pair[2])
		if yes && read.err == nil && strings.ContainsAny(pair[0], "0123456789=") && strings.IndexFunc(pair[0], unicode.IsLetter) >= 0 && (meant.err != nil || meant.value != read.value) {
			return true
		}
	}
	return false
}
