package sheet

import (
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// Words that the lists know and people use for something else: MAC is Macao in a table of the United Nations and Macedonia in an office; BS in a column of
// origin is the Bahamas or Brescia; "strada" under Ambito says how somebody is exploited, or only where the team works.

// homonym reports whether a word of a list may mean another thing in this column. Such a word is not read: it is listed among those that are
// not understood. Abbreviations of two and three letters that are codes of the whole world, and plates of provinces under a heading that may be of them, are read where
// all words of the column are such codes.
func (c *source) homonym(x *lexicon, cell string) bool {
	if len(cell) > 3 || c.field.Type != typeOrigin && c.field.List != "gender" {
		return false
	}
	word := codebook.Fold(cell)
	if c.field.List == "gender" {
		stands := func(among wordSet) bool {
			return slices.ContainsFunc(c.words, func(word string) bool { return among[word] })
		}
		if word == "m" && c.spanish && !slices.ContainsFunc(c.words, func(word string) bool { return strings.HasPrefix(word, "f") }) {
			return true // mujer, or masculino
		}
		beside, twofold := x.Letters[word]
		return twofold && !stands(beside) || stands(x.SecondLetters[word])
	}
	return x.Homonyms[word] || x.Twins[word] || !c.coded && (x.Abbreviations[word] || c.plates[word] || c.others[word])
}

// lookForCodes notes whether all words of a column of countries are codes of one length, at least two besides those that mean several things.
func (r *reader) lookForCodes(t *table, c *source) {
	list, ok := r.draft.desk.book.List(c.field.List)
	if c.spanish = t.language == "es"; c.field.List == "gender" {
		for cell := range c.tally(t) {
			c.words = append(c.words, codebook.Fold(cell))
		}
	}
	if !ok || c.field.Type != typeOrigin {
		return
	}
	lengths, others := map[int]bool{}, map[string]bool{}
	if provinces, ok := r.draft.desk.book.List("province"); ok && c.source == Guessed && !r.draft.namesCountries(c.heading) {
		c.plates = map[string]bool{}
		for cell := range c.tally(t) {
			if _, plate := provinces.Match(cell); plate && len(cell) == 2 {
				c.plates[codebook.Fold(cell)] = true
			}
		}
	}
	for cell := range c.tally(t) {
		word := codebook.Fold(cell)
		if r.draft.desk.nothing(cell) || word == "" {
			continue
		}
		if _, listed := list.Match(cell); !listed || len(word) > 3 {
			lengths[0] = true
		}
		lengths[len(word)] = true
		if !r.draft.desk.Abbreviations[word] {
			others[word] = true
		}
	}
	c.coded = len(lengths) == 1 && !lengths[0] && len(others) > 1
	if lengths[2] {
		sure := r.lookForBeginnings(list, c, others)
		c.coded = c.coded && sure
	}
}

// lookForBeginnings notes the codes of two letters with which another country's name begins, and not their own: SE is Sweden, or Senegal. It reports whether one of
// the words begins no name, as NG and BD do: then the office writes codes.
func (r *reader) lookForBeginnings(list *codebook.List, c *source, words map[string]bool) (sure bool) {
	c.others = map[string]bool{}
	for word := range words {
		code, listed := list.Match(word)
		if len(word) != 2 || !listed {
			continue
		}
		own, others := false, false
		for _, x := range list.Offered() {
			for _, name := range x.Label {
				begins := strings.HasPrefix(codebook.Fold(name), word)
				own, others = own || begins && x.Code == code, others || begins && x.Code != code
			}
		}
		c.others[word] = others && !own
		sure = sure || !others && !own
	}
	return sure
}

// askProvinces asks about a column of origin all of whose short words are plates of provinces: RO is Romania or Rovigo.
func (d *Draft) askProvinces(cols []column, t *table) {
	provinces, ok := d.desk.book.List("province")
	if !ok {
		return
	}
	for i := range cols {
		c := &cols[i]
		if c.field == nil || c.field.Type != typeOrigin || c.source != Guessed || d.namesCountries(c.heading) {
			continue
		}
		plates, others := map[string]bool{}, false
		for cell := range beside(t, c.at) {
			_, plate := provinces.Match(cell)
			others = others || !plate && !d.desk.nothing(cell)
		}
		if others {
			continue
		}
		var rows []int
		for _, row := range t.rows {
			cell := row.Cell(c.at)
			if cell == "" || cell == t.header.Cell(c.at) || d.desk.nothing(cell) {
				continue
			}
			if _, plate := provinces.Match(cell); plate {
				plates[codebook.Fold(cell)] = true
				rows = append(rows, row.Number)
			}
		}
		if len(plates) == 0 {
			continue
		}
		letter := grid.Letter(c.at)
		if given := d.ask(Question{
			ID: "provinces." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.provinces", []any{"letter", letter, "count", len(rows)}},
			Answers: answers("provinces", "countries", leaveOut),
		}); given == leaveOut {
			c.field, c.reason = nil, reasonIgnored
		} else if given != "" {
			c.source = Declared // its short words are countries
		}
	}
}

// namesCountries reports whether a heading can only be meant of countries.
func (d *Draft) namesCountries(heading string) bool {
	return slices.ContainsFunc(fold(heading), func(word string) bool { return d.desk.Countries[word] })
}

// askSetting asks about a column that is called Ambito or Contesto and holds only words that may as well say where the team works.
func (d *Draft) askSetting(cols []column, t *table) {
	for i := range cols {
		c := &cols[i]
		if c.field == nil || c.field.Name != "setting" || c.source != Guessed || slices.ContainsFunc(fold(c.heading), func(word string) bool { return d.desk.Exploitation[word] }) {
			continue
		}
		var rows []int
		other := false
		for cell := range beside(t, c.at) {
			other = other || !d.desk.nothing(cell) && !d.desk.Spots.has(cell)
		}
		if other {
			continue
		}
		for _, row := range t.rows {
			if cell := row.Cell(c.at); cell != "" && cell != t.header.Cell(c.at) && !d.desk.nothing(cell) && !alone(row) {
				rows = append(rows, row.Number)
			}
		}
		if len(rows) == 0 {
			continue
		}
		letter := grid.Letter(c.at)
		if d.ask(Question{
			ID: "setting." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.setting", []any{"letter", letter, "count", len(rows)}},
			Answers: answers("setting", "setting", leaveOut),
		}) == leaveOut {
			c.field, c.reason = nil, reasonIgnored
		}
	}
}

// askMisplaced asks about a column whose heading promises words of one list and whose cells are nearly all words of another that no column gives: a place
// that says "strada".
func (d *Draft) askMisplaced(cols []column, t *table) {
	for i := range cols {
		c := &cols[i]
		x := c.field
		if x == nil && c.reason == reasonOther {
			x = c.found.field
		}
		if x == nil || x.Type != typeCode || x.Required || c.source != Guessed {
			continue
		}
		cells := beside(t, c.at)
		if 2*d.share(x, cells, 1) > 100 {
			continue
		}
		for k := range d.form.fields {
			y := &d.form.fields[k]
			if y == x || y.Type != typeCode || y.Name == "newness" || slices.ContainsFunc(cols, func(o column) bool { return o.field == y }) || d.share(y, cells, 4) < 90 {
				continue
			}
			letter := grid.Letter(c.at)
			given := d.ask(Question{
				ID: "looks." + letter, Columns: []string{letter}, Words: Words{"ask.question.misplaced", []any{"letter", letter, "field", fieldName(x.Name), "other", fieldName(y.Name)}},
				Answers: append([]Answer{{y.Name, Words{"ask.answer.misplaced.field", []any{"field", fieldName(y.Name)}}}}, answers("misplaced", leaveOut)...),
			})
			switch given {
			case y.Name:
				c.field, c.source = y, Declared
			case leaveOut:
				c.field, c.reason = nil, reasonIgnored
			}
			break
		}
	}
}

// share is how many of a hundred filled cells of a column are words of a field's list, of so many letters at least.
func (d *Draft) share(x *field, cells map[string]int, least int) int {
	list, ok := d.desk.book.List(x.List)
	if !ok {
		return 0
	}
	filled, words := 0, 0
	for cell, times := range cells {
		if d.desk.nothing(cell) || d.desk.sums(cell) {
			continue
		}
		filled += times
		if _, flag := written.Flag(cell); flag {
			continue // many lists know a yes
		}
		if _, ok := list.Match(cell); ok && len(codebook.Fold(cell)) >= least && strings.Trim(cell, "0123456789") != "" {
			words += times
		}
	}
	if filled == 0 {
		return 0
	}
	return 100 * words / filled
}

// beside counts the different cells of a column that do not stand alone in their row, nor are its heading.
func beside(t *table, at int) map[string]int {
	times := map[string]int{}
	heading := t.header.Cell(at)
	for _, row := range t.rows {
		if cell := row.Cell(at); cell != "" && cell != heading && !alone(row) {
			times[cell]++
		}
	}
	return times
}

// lookForOdometer asks about kilometres that rise from row to row, or are more than anybody drives on an evening: what the clock of a car shows is no distance.
func (r *reader) lookForOdometer(t *table, c *source) {
	var rows []int
	var last, least, step int64
	rising, large, far, sheet := true, true, false, 0
	c.cells(t, func(row int, cell string) {
		n, ok := written.Amount(cell, 1<<40)
		if !ok || r.leave[row] || r.draft.desk.nothing(cell) {
			return
		}
		if panelOf(row) != sheet {
			sheet, last = panelOf(row), 0
		}
		rising = rising && n > last
		large, far = large && n >= 1000, far || n >= 500
		if last > 0 {
			step = max(step, n-last)
		}
		if len(rows) == 0 || n < least {
			least = n
		}
		last = n
		rows = append(rows, row)
	})
	if len(rows) == 0 || !(r.draft.desk.reads(c.heading) || large || far || rising && (len(rows) > 4 || len(rows) > 2 && least >= 100 && least >= 2*step)) {
		return
	}
	c.as.moment = r.askDuration("odometer", c, rows, "clock", "distance") == "clock"
}
