package sheet

import (
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"

	"approdo/internal/care/sheet/personcode"
)

// Source says why a column means what it means.
type Source string

// The sources, from the weakest.
const (
	Guessed  Source = "guessed"  // by its heading
	Kept     Source = "kept"     // as in the last file with these headings
	Declared Source = "declared" // by the map
)

// Reasons for which a column is left out, besides the kinds of private data that headings.yaml names.
const (
	reasonUnknown  = "unknown" // the heading means nothing here
	reasonTwice    = "twice"   // another column means the same
	reasonIgnored  = "ignored" // the map says so
	reasonOther    = "other"   // the heading promised codes and the cells hold something else
	reasonPart     = "part"    // it is a part of the day
	reasonVoid     = "void"    // it says of each row whether it counts
	reasonEnds     = "ends"    // it says where an outing began or ended
	reasonSummed   = "summed"  // it is told together with another
	reasonNear     = "near"    // its heading holds the name of a field among other words
	reasonFreeText = "free_text"
	reasonCrosses  = "crosses" // it is one of several columns in which a cross gives the answer
	reasonName     = "name"
	reasonCounts   = "counts" // it counts people of an answer
)

// column is one column of the table with what it turned out to be.
type column struct {
	at      int
	heading string
	field   *field
	source  Source
	reason  string // why it is left out, when field is nil
	named   bool   // the heading is a known one, or the map names it: it may be shown
	found   match  // what the heading says
	counts  string // an answer that it says which rows count: rowsCount, rowsVoid; "" for none
}

// columns decides what each column is: what the map declares, else what was kept, else what the heading says.
func (d *Desk) columns(f *form, t *table, m Map, kept map[int]string) ([]column, error) {
	width := len(t.header.Cells)
	for _, row := range t.rows {
		width = max(width, len(row.Cells))
	}
	cols := make([]column, width)
	used := map[string]bool{}
	votes := map[string]int{}
	groups := d.mainGroups(f, t.header)
	for i := range cols {
		heading := t.header.Cell(i)
		found := d.recognise(f, ungrouped(heading, groups))
		votes[found.lang]++
		cols[i] = d.guess(f, found, kept, i)
		cols[i].heading, cols[i].named, cols[i].found = heading, found.field != nil, found
		key, name, declared := m.column(heading, grid.Letter(i))
		cols[i].named = cols[i].named || declared && codebook.Fold(key) == codebook.Fold(heading)
		if !declared {
			continue
		}
		used[key] = true
		cols[i].source, cols[i].field, cols[i].reason = Declared, nil, reasonIgnored
		if name == Ignore {
			continue
		}
		cols[i].field, _ = f.find(name) // Map.check found it
	}
	for key := range m.Columns {
		if !used[key] {
			return nil, errs.E(errs.Invalid, "sheet.map_column", "column", key)
		}
	}
	t.language = spoken(votes)
	return d.settle(f, t, cols)
}

// guess takes column i as it was kept, or else as its heading says.
func (d *Desk) guess(f *form, found match, kept map[int]string, i int) column {
	c := column{at: i, reason: reasonUnknown}
	if found.private != "" {
		c.reason = found.private
	}
	if kept == nil && len(found.near) > 0 {
		c.reason = reasonNear
	}
	switch {
	case kept == nil:
		c.field, c.source = found.field, Guessed
	case kept[i] != "":
		c.field, _ = f.find(kept[i])
		c.source = Kept
	}
	return c
}

// dayFirst reports whether those who write in a language write the day before the month.
func dayFirst(language string) bool { return language == "it" || language == "es" || language == "fr" }

// spoken is the language of most headings. English and French share many.
func spoken(votes map[string]int) string {
	switch it, en, es, fr := votes["it"], votes["en"], votes["es"], votes["fr"]; {
	case es > max(it, fr) && es >= en:
		return "es"
	case fr > max(it, es) && fr >= en:
		return "fr"
	case it > en:
		return "it"
	case en > it:
		return "en"
	}
	return ""
}

// settle leaves one column for each field and drops guesses that the cells belie.
func (d *Desk) settle(f *form, t *table, cols []column) ([]column, error) {
	owner := map[*field]int{}
	for i := range cols {
		c := &cols[i]
		if c.field == nil {
			continue
		}
		if c.source == Guessed && !c.field.Required && !d.sure.has(outsideBrackets(c.heading)) && d.belied(c.field, t.rows, i) {
			c.field, c.reason = nil, reasonOther
			continue
		}
		j, taken := owner[c.field]
		if taken && slices.Contains(t.further, i) && c.source != Declared && otherwiseMeant(cols[j], *c) {
			continue // it tells the field in other rows
		}
		if !taken {
			owner[c.field] = i
			continue
		}
		if cols[j].source == Declared && c.source == Declared {
			return nil, errs.E(errs.Invalid, "sheet.map_twice", "field", c.field.Name)
		}
		loser := i
		if stronger(cols[i], cols[j]) {
			loser, owner[c.field] = j, i
		}
		cols[loser].field, cols[loser].reason = nil, reasonTwice
	}
	for i := range cols {
		if c := &cols[i]; c.field == nil && (c.reason == reasonUnknown || c.reason == reasonNear) {
			if held := content(t.rows, i); held != reasonUnknown && !(held == reasonFreeText && d.spokenFor(f, t.rows, i)) {
				c.reason = held
			} else if _, void := d.voiding(c.heading); void && c.reason == reasonUnknown {
				c.reason = reasonVoid
			}
		}
	}
	return cols, nil
}

// otherwiseMeant reports whether two columns of a field are to be read in two ways.
func otherwiseMeant(a, b column) bool {
	return a.field.Type == typeHours || a.found.sense != b.found.sense
}

func stronger(a, b column) bool {
	if a.source != b.source {
		return a.source == Declared || a.source == Kept && b.source == Guessed
	}
	return a.found.score > b.found.score
}

// belied reports whether most cells of a column are no codes of the guessed field's list: a column "Luogo" may hold
// kinds of places or street names. Cells are weighed and not different words: a column of F with a few slips is a column
// of genders, and the slips are refused in their rows.
func (d *Desk) belied(x *field, rows []grid.Row, at int) bool {
	if x.Type != typeCode && x.Type != typeOrigin {
		return false
	}
	list, ok := d.book.List(x.List)
	if !ok {
		return false
	}
	filled, known := 0, 0
	others, plain := map[string]int{}, true // words that are of no list, folded; none of them means two things
	for _, row := range rows {
		cell := row.Cell(at)
		if cell == "" || d.Absent.has(cell) || broken(cell) || d.sums(cell) {
			continue
		}
		filled++
		if _, ok := list.Match(cell); ok && !d.twofold(list, cell) || d.otherwise(x, cell) {
			known++
		} else {
			others[codebook.Fold(cell)]++
			_, flag := written.Flag(cell)
			plain = plain && !flag && !d.twofold(list, cell)
		}
		if filled == 2000 {
			break
		}
	}
	if plain && len(others) <= fewWords {
		known += explainable(others)
	}
	return filled > 0 && 2*known < filled
}

// fewWords is how many words of an office's own a coded column may have. More are names, numbers or remarks.
const fewWords = 20

// explainable counts the cells with words of no list that may be shown, so that a person can say what they mean.
func explainable(words map[string]int) (cells int) {
	for word, rows := range words {
		if brief(UnreadWord{Word: word, Rows: rows}) {
			cells += rows
		}
	}
	return cells
}

// otherwise reports whether a coded field accepts a word that is not of its own list.
func (d *Desk) otherwise(x *field, cell string) bool {
	if x.Type == typeOrigin {
		regions, ok := d.book.List("region")
		if !ok {
			return false
		}
		_, ok = regions.Match(cell)
		return ok
	}
	_, flag := written.Flag(cell)
	return x.List == "newness" && flag
}

// content says what an unrecognised column seems to hold, by its cells alone.
func content(rows []grid.Row, at int) string {
	var cells, phones, mails, long int
	for _, row := range rows[:min(len(rows), 200)] {
		cell := row.Cell(at)
		if cell == "" {
			continue
		}
		cells++
		switch {
		case strings.Contains(cell, "@"):
			mails++
		case personcode.Phone(cell) && !written.Day(cell, false).Valid() && !spansTimes(cell):
			phones++
		case len(cell) > 40 || len(strings.Fields(cell)) > 5:
			long++
		}
	}
	switch {
	case cells == 0:
		return reasonUnknown
	case 3*mails >= cells:
		return "e-mail"
	case 3*phones >= cells:
		return "phone"
	case 4*long >= cells:
		return reasonFreeText
	}
	return reasonUnknown
}

// spansTimes reports whether a cell holds two times of day.
func spansTimes(cell string) bool {
	_, ok := written.Range(cell)
	return ok
}
