package sheet

import (
	"maps"
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// Words with two meanings, cells that hold an error of the spreadsheet program, and cells among codes that are none: each
// is looked for in the columns that are taken, before a row is read, and asked about once.

// look asks what the cells of the columns leave open, and tells the columns what was answered.
func (r *reader) look(t *table) {
	r.leave, r.cancelledIn, r.intended = map[int]bool{}, map[string]bool{}, statuses{}
	r.lookForStruck(t)
	r.lookForNotes(t)
	r.lookForColours(t)
	r.lookForDitto(t)
	for i := range r.columns {
		c := &r.columns[i]
		r.lookForMoving(t, c)
		r.lookAtTypes(t, c)
		switch c.field.Type {
		case typeReference:
			if !r.draft.openFor("who." + grid.Letter(c.at)) {
				r.lookForOddCodes(t, c)
			}
		case typeCode, typeOrigin:
			r.lookForTwoMeanings(t, c)
			r.lookForCodes(t, c)
			r.lookForDeeds(t, c)
			r.lookForHeads(t, c)
		case typeAge:
			if r.lookForNoYears(t, c); c.places == "born" {
				r.tellAges(t, c)
			} else {
				r.lookForStandIns(t, c)
			}
		case typeFlag:
			r.lookForThings(t, c)
		}
		r.lookForSense(t, c)
	}
	r.lookForErrors(t)
}

// cells calls each with the filled cells of a column, the headings repeated left out.
func (c *source) cells(t *table, each func(row int, cell string)) {
	heading := t.header.Cell(c.at)
	for _, row := range t.rows {
		if cell := row.Cell(c.at); cell != "" && cell != heading {
			each(row.Number, cell)
		}
	}
}

// tally counts the different cells of a column: a register repeats a few words thousands of times.
func (c *source) tally(t *table) map[string]int {
	times := map[string]int{}
	c.cells(t, func(_ int, cell string) { times[cell]++ })
	return times
}

// rows are the rows whose cell is such.
func (c *source) rows(t *table, such func(cell string) bool) (rows []int) {
	c.cells(t, func(row int, cell string) {
		if such(cell) {
			rows = append(rows, row)
		}
	})
	return rows
}

// lookForTwoMeanings asks about words such as NA, Namibia and "not available", and NO, Norway and "no". Among whole words
// NA is no country; among two-letter codes, or alone, it may be.
func (r *reader) lookForTwoMeanings(t *table, c *source) {
	list, ok := r.draft.desk.book.List(c.field.List)
	if !ok {
		return
	}
	var found []string
	bare, whole := 0, 0
	two := map[string]bool{}
	for cell := range c.tally(t) {
		word := codebook.Fold(cell)
		_, listed := list.Match(cell)
		switch {
		case r.draft.desk.twofold(list, cell):
			two[cell] = true
			if word = strings.ToUpper(word); !slices.Contains(found, word) {
				found = append(found, word)
			}
		case listed && len(cell) == 2 && !r.draft.desk.Absent[word]:
			bare++
		case listed && len(word) > 3:
			whole++
		}
	}
	if len(two) == 0 || bare == 0 && whole > 0 {
		return
	}
	rows := c.rows(t, func(cell string) bool { return two[cell] })
	slices.Sort(found)
	letter := grid.Letter(c.at)
	meanings := make([]label, len(found))
	for i, word := range found {
		code, _ := list.Match(word)
		x, _ := list.Find(code)
		meanings[i] = label(x.Label)
	}
	c.twofold = r.draft.ask(Question{
		ID: "words." + letter, Columns: []string{letter}, Rows: [][]int{rows},
		Words:   Words{"ask.question.words", []any{"letter", letter, "words", found, "meanings", meanings}},
		Answers: answers("words", "absent", "codes"),
	})
}

// lookForStandIns asks about ages that people write for "unknown": 0 and 99.
func (r *reader) lookForStandIns(t *table, c *source) {
	var found []string
	for cell := range c.tally(t) {
		if standIn(cell) {
			found = append(found, strings.TrimSpace(cell))
		}
	}
	if len(found) == 0 {
		return
	}
	slices.Sort(found)
	letter := grid.Letter(c.at)
	c.twofold = r.draft.ask(Question{
		ID: "words." + letter, Columns: []string{letter}, Rows: [][]int{c.rows(t, standIn)},
		Words:   Words{"ask.question.stand_ins", []any{"letter", letter, "words", found}},
		Answers: answers("stand_ins", "absent", "codes"),
	})
}

// standIn reports whether a number in a column of ages may stand for one that is not known.
func standIn(cell string) bool {
	switch strings.TrimSuffix(cell, ".0") {
	case "0", "00", "98", "99":
		return true
	}
	return false
}

// twofold reports whether a word of a list may as well say that there is nothing, or yes or no.
func (d *Desk) twofold(list *codebook.List, cell string) bool {
	if len(cell) > 3 || strings.ContainsAny(cell, "/.-") {
		return false
	}
	code, ok := list.Match(cell)
	if !ok {
		return false
	}
	if x, ok := list.Find(code); !ok || x.Absent() {
		return false
	}
	if d.Absent.has(cell) {
		return true
	}
	_, flag := written.Flag(cell)
	_, answers := list.Find("yes")
	return flag && !answers && list.Name != "newness" && list.Name != "gender" && code != ""
}

// lookForSense asks what yes says in a column whose heading leaves it open, and what N says in one of new people.
func (r *reader) lookForSense(t *table, c *source) {
	list, coded := r.draft.desk.book.List(c.field.List)
	_, answered := yesOf(list, coded)
	isNew := c.field.List == "newness"
	if c.field.Type != typeFlag && !answered && !isNew {
		return
	}
	if r.belied(c) {
		c.sense = unclear
	}
	x := c.flags(t, list, coded && isNew)
	if isNew {
		r.lookForBlank(t, c)
	}
	rows := func() [][]int { return [][]int{c.rows(t, func(cell string) bool { return x.cells[cell] })} }
	letter := grid.Letter(c.at)
	switch {
	case c.sense == unclear && isNew && len(x.cells) > 0 && !x.full && !x.crossed:
		c.askInitials(r.draft, t, x)
	case c.sense == unclear && len(x.cells) > 0:
		kind := "sense"
		if isNew {
			kind = "sense_newness"
		}
		given := r.draft.ask(Question{
			ID: "sense." + letter, Columns: []string{letter}, Rows: rows(),
			Words: Words{"ask.question." + kind, []any{"letter", letter, "field", fieldName(c.field.Name), "words", x.words()}},
			Answers: []Answer{
				{"told", Words{"ask.answer." + kind + ".told", []any{"field", fieldName(c.field.Name)}}}, {"contrary", Words{Key: "ask.answer." + kind + ".contrary"}},
			},
		})
		if c.sense = told; given == "contrary" {
			c.sense = contrary
		}
	case isNew && c.sense == told && x.initial && !x.full:
		c.initial = r.draft.ask(Question{
			ID: "initial." + letter, Columns: []string{letter}, Rows: rows(),
			Words:   Words{"ask.question.initial", []any{"letter", letter}},
			Answers: answers("initial", "no", "new"),
		})
	}
}

// flags are the cells of a column that may say yes or no.
type flags struct {
	cells   map[string]bool
	short   map[string]bool // other initials of new and known people
	initial bool            // an N is among them
	full    bool            // and a yes or no that is one
	crossed bool            // a cross
}

// flags reads the cells of a column; those that the list knows are none.
func (c *source) flags(t *table, list *codebook.List, listed bool) flags {
	x := flags{cells: map[string]bool{}, short: map[string]bool{}}
	for cell := range c.tally(t) {
		if listed {
			if _, ok := list.Match(cell); ok {
				continue
			}
		}
		if _, ok := written.Flag(cell); !ok {
			if word := codebook.Fold(cell); listed && len(word) > 0 && len(word) <= 3 && len(cell) < 8 {
				x.short[cell] = true
			}
			continue
		}
		x.cells[cell] = true
		switch codebook.Fold(cell) {
		case "n":
			x.initial = true
		case "x":
			x.crossed = true
		case "s", "si", "y", "yes", "no", "vero", "falso", "true", "false":
			x.full = true
		}
	}
	return x
}

// words are the cells as they stand, each once.
func (x flags) words() []string {
	words := map[string]string{}
	for cell := range x.cells {
		words[codebook.Fold(cell)] = strings.TrimSpace(cell)
	}
	return slices.Sorted(maps.Values(words))
}

// askInitials asks of each initial or number what it means under a heading that names both new and known people: N beside GN, 1 beside 2. None of them is a yes.
func (c *source) askInitials(d *Draft, t *table, x flags) {
	letter := grid.Letter(c.at)
	c.initials = map[string]string{}
	maps.Copy(x.cells, x.short)
	for _, word := range x.words() {
		key := codebook.Fold(word)
		if d.desk.nothing(word) {
			continue
		}
		c.initials[key] = d.ask(Question{
			ID: "newness." + letter + "." + key, Columns: []string{letter}, Rows: [][]int{c.rows(t, func(cell string) bool { return codebook.Fold(cell) == key })},
			Words: Words{"ask.question.newness", []any{"letter", letter, "word", word}}, Answers: answers("newness", "new", "known", "absent"),
		})
	}
}

// yesOf finds the code of a list that says yes.
func yesOf(list *codebook.List, ok bool) (codebook.Code, bool) {
	if !ok {
		return codebook.Code{}, false
	}
	return list.Find("yes")
}

// lookForErrors asks what the cells mean whose value the spreadsheet program could not make.
func (r *reader) lookForErrors(t *table) {
	var rows []int
	var letters []string
	for i := range r.columns {
		c := &r.columns[i]
		if c.field.Type == typeReference {
			continue // asked about with the other cells that are no codes
		}
		before := len(rows)
		c.cells(t, func(row int, cell string) {
			if broken(cell) {
				rows = append(rows, row)
			}
		})
		if len(rows) > before {
			letters = append(letters, grid.Letter(c.at))
		}
	}
	if len(rows) == 0 {
		return
	}
	slices.Sort(rows)
	rows = slices.Compact(rows)
	r.leaveOut(rows, r.draft.ask(Question{
		ID: "errors", Columns: letters, Rows: [][]int{rows}, Words: Words{"ask.question.errors", []any{"count", len(rows), "columns", letters}},
		Answers: answers("errors", "empty", "leave_out"),
	}))
}

// leaveOut leaves rows out when that was answered.
func (r *reader) leaveOut(rows []int, given string) {
	if given == leaveOut {
		for _, row := range rows {
			r.leave[row] = true
		}
	}
}

// leaveOut is the answer that leaves the rows of a question out.
const leaveOut = "leave_out"
