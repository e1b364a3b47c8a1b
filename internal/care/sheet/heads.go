package sheet

import (
	"regexp"
	"strconv"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"
)

// A cell of a fact may say of how many people it holds: "Nigeria x3", "2 rumene", "2F 1M". One word would make one contact of them.

// A number of people with the word that they have in common, before or behind it.
var (
	headsBefore = regexp.MustCompile(`^(\d{1,2})\s*[x×]?\s*(\pL[\pL' ]*)$`)
	headsBehind = regexp.MustCompile(`^(\pL[\pL' ]*?)\s*(?:\s[x×]\s*|[x×]|\()(\d{1,2})\)?$`)
	headsGroup  = regexp.MustCompile(`\d{1,2}\s*\pL+`)
)

// headsIn are the words of a cell that says of how many people they hold, each as often as there are people; nil for any other cell, and for one of one person.
func headsIn(list *codebook.List, cell string) (words []string) {
	cell = strings.TrimSpace(cell)
	if _, known := list.Match(cell); known || len(cell) > 60 || !strings.ContainsAny(cell, "0123456789") {
		return nil
	}
	parts := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("+,;/&", r) })
	if found := headsGroup.FindAllString(cell, -1); len(found) > 1 && strings.Trim(headsGroup.ReplaceAllString(cell, ""), " +,;/&e") == "" {
		parts = found
	}
	for _, part := range parts {
		part = strings.TrimSpace(part)
		word, number := part, "1"
		if m := headsBefore.FindStringSubmatch(part); m != nil {
			number, word = m[1], m[2]
		} else if m := headsBehind.FindStringSubmatch(part); m != nil {
			word, number = m[1], m[2]
		} else if strings.ContainsAny(part, "0123456789") {
			return nil
		}
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n > mostCopies {
			return nil
		}
		for range n {
			words = append(words, strings.TrimSpace(word))
		}
	}
	if len(words) < 2 || len(words) > mostCopies {
		return nil
	}
	return words
}

// lookForHeads asks about cells of a contact that say of how many people they hold.
func (r *reader) lookForHeads(t *table, c *source) {
	list, ok := r.draft.desk.book.List(c.field.List)
	if !ok || r.draft.form.kind != Contacts {
		return
	}
	people, cells := map[string][]string{}, map[string]bool{}
	for cell := range c.tally(t) {
		if found := headsIn(list, cell); found != nil && c.said[codebook.Fold(cell)] == "" {
			people[cell], cells[cell] = found, true
		}
	}
	if len(people) == 0 {
		return
	}
	rows, letter := c.entriesOf(t, cells), grid.Letter(c.at)
	given := r.draft.ask(Question{
		ID: "heads." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.heads", []any{"letter", letter, "count", len(rows)}},
		Answers: answers("heads", "each", "words", leaveOut),
	})
	if r.leaveOut(rows, given); given != "each" {
		return
	}
	r.draft.multiply(t, r.numbers(), func(row grid.Row) []grid.Row {
		found := people[row.Cell(c.at)]
		if found == nil || alone(row) {
			return nil
		}
		r.draft.manifold(row.Number)
		each := make([]grid.Row, len(found))
		for i, word := range found {
			each[i] = with(row, c.at, word, grid.Text)
		}
		return each
	})
}
