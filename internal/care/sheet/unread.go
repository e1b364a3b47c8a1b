package sheet

import (
	"cmp"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/care/sheet/grid"
)

// Unread are the words of one column that mean nothing here, for a person to say what they mean: once for all rows, and for the next file. It is the
// only place where words of a file are shown: those that an office writes again and again, and those that anybody uses. What may itself be a name is
// called by the row in which it stands first.
type Unread struct {
	Letter  string
	Heading string // "" when it may itself be private
	Field   string
	List    string   // of the answers: a code list, "unit", "project" or "organisation"
	Answers []string // the codes that a word may be said to mean, where they are few
	Words   []UnreadWord
	Hidden  int // cells with further words; their rows are among the refused
}

// UnreadWord is a word, in how many rows it stands, and what it was said to mean: a code, Nothing, or "" while nobody has said it.
type UnreadWord struct {
	Word  string // "" where it may name somebody
	Row   int    // the first row in which it stands
	Rows  int
	Given string
}

// Key is how a map and a command line call the word: itself, or the row in which it stands.
func (w UnreadWord) Key() string {
	if w.Word != "" {
		return w.Word
	}
	return inRow(w.Row)
}

// inRow calls the word of a row: @12, or @3!12 in the third sheet. A table to the right of another has no such numbers.
func inRow(row int) string {
	if panelOf(row)%(mostPanels+1) != 0 {
		return "@" + strconv.Itoa(row)
	}
	return "@" + rowOf(row)
}

// Nothing is the answer for a word that says nothing about its field.
const Nothing = "-"

// mostUnread is how many words of a column are shown, mostUnnamed how many are called by their row, and mostCodes how many answers are listed.
const mostUnread, mostUnnamed, mostCodes = 40, 12, 40

// Open counts the words that nobody has explained.
func (u Unread) Open() int {
	n := 0
	for _, w := range u.Words {
		if w.Given == "" {
			n++
		}
	}
	return n
}

// worded reports whether the cells of a field are words that a person can explain.
func (x *field) worded() bool {
	switch x.Type {
	case typeCode, typeAge, typeOrigin, typeUnit, typeProject, typeOrganisation:
		return true
	}
	return false
}

// answersOf is the list that explains the words of a field.
func (x *field) answersOf() string {
	if x.Type == typeUnit || x.Type == typeProject || x.Type == typeOrganisation {
		return string(x.Type)
	}
	return x.List
}

// meant is what a person, now or for an earlier file, said that a word means; "" when nobody did. What was said before
// is known by a keyed hash of the word.
func (r *reader) meant(c *source, cell string) string {
	if said := c.said[codebook.Fold(cell)]; said != "" {
		return said
	}
	if len(r.draft.world.meant) == 0 {
		return ""
	}
	return r.draft.world.meant[r.draft.wordToken(c.field, cell)]
}

// wordToken recognises a word of a list without keeping it.
func (d *Draft) wordToken(x *field, cell string) string {
	t := d.desk.keys.Token("sheet_word", x.answersOf(), codebook.Fold(cell))
	return hex.EncodeToString(t[:])
}

// explained reads a cell that means nothing by itself as a person explained it. An answer that is none leaves the error.
func (r *reader) explained(c *source, cell string, a answer) answer {
	if a.err == nil || !c.field.worded() {
		return a
	}
	given := r.meant(c, cell)
	if given != "" {
		b := answer{}
		if given != Nothing {
			c.plainly = true
			b = r.meaning(c, given)
			c.plainly = false
		}
		if b.err == nil {
			c.note(cell, given)
			return b
		}
	}
	c.note(cell, "")
	if r.draft.supposing && given == "" {
		return r.suppose(c, cell)
	}
	return a
}

// supposed begins a value that stands for a word that nobody has explained.
const supposed = "?"

// suppose takes a word that nobody has explained for a value of its own, so that what its rows leave open can be seen before.
func (r *reader) suppose(c *source, cell string) answer {
	if c.field.Type != typeUnit {
		if c.field.Type == typeOrganisation || c.field.Type == typeProject {
			return answer{}
		}
		return answer{value: supposed + codebook.Fold(cell)}
	}
	codes := r.draft.codesOf(c.field)
	if len(codes) == 0 {
		return answer{}
	}
	return answer{value: codebook.Fold(codes[(len(c.unread)-1)%len(codes)])}
}

// note remembers that a word had to be explained.
func (c *source) note(cell, given string) {
	if c.unread == nil {
		c.unread = map[string]*UnreadWord{}
	}
	if key := codebook.Fold(cell); c.unread[key] == nil && len(c.unread) < manyWords {
		c.unread[key] = &UnreadWord{Word: strings.Clone(strings.TrimSpace(cell)), Given: given}
	}
}

// countWords counts a row that is a record, or would be one, for the words in it that had to be explained.
func (r *reader) countWords(row grid.Row) {
	for i := range r.columns {
		c := &r.columns[i]
		if len(c.unread) == 0 {
			continue
		}
		if w := c.unread[codebook.Fold(c.field.footnoted(row.Cell(c.at)))]; w != nil && r.draft.doubled[row.Number] == 0 {
			if w.Rows++; w.Row == 0 {
				w.Row = row.Number
			}
		}
	}
}

// listUnread says which words were not understood, and keeps what those mean that were explained.
func (d *Draft) listUnread(r *reader) {
	for i := range r.columns {
		c := &r.columns[i]
		if len(c.unread) == 0 {
			continue
		}
		u := Unread{Letter: grid.Letter(c.at), Heading: showable(c.column), Field: c.field.Name, List: c.field.answersOf(), Answers: d.codesOf(c.field)}
		var unnamed []UnreadWord
		for _, w := range slices.SortedFunc(maps.Values(c.unread), func(a, b *UnreadWord) int {
			return cmp.Or(b.Rows-a.Rows, strings.Compare(a.Word, b.Word))
		}) {
			if w.Rows == 0 { // in rows that are no records
				continue
			}
			if w.Given != "" {
				d.keepWord(c.field, w.Word, w.Given)
			}
			switch shown := !r.names[codebook.Fold(w.Word)] && (d.desk.plainly(unfooted(w.Word)) || d.desk.fit(*w) || d.headsCrosses(c.at, w.Word)); {
			case shown && len(u.Words) < mostUnread:
				u.Words = append(u.Words, *w)
			case !shown && len(unnamed) < mostUnnamed:
				unnamed = append(unnamed, UnreadWord{Row: w.Row, Rows: w.Rows, Given: w.Given})
			default:
				u.Hidden += w.Rows
			}
		}
		slices.SortFunc(unnamed, func(a, b UnreadWord) int { return a.Row - b.Row }) // no order of what they are
		if u.Words = append(u.Words, unnamed...); len(u.Words)+u.Hidden > 0 {
			d.preview.Unread = append(d.preview.Unread, u)
		}
	}
}

// headsCrosses reports whether a word of a column that was made of columns of crosses is the heading of one, which is shown anyway.
func (d *Draft) headsCrosses(at int, word string) bool {
	_, made := d.made[at]
	return made && d.crossedBy[codebook.Fold(word)]
}

// codesOf lists what a word of a field may be said to mean; nothing where that would be too much to read.
func (d *Draft) codesOf(x *field) (codes []string) {
	w := d.world
	switch x.Type {
	case typeUnit:
		for _, u := range w.units {
			codes = append(codes, u.Code)
		}
	case typeProject:
		for _, p := range w.projects {
			codes = append(codes, p.Code)
		}
	case typeOrganisation:
		for _, o := range w.organisations {
			codes = append(codes, o.Code)
		}
	default:
		list, _ := d.desk.book.List(x.List)
		for _, c := range list.Codes {
			if !c.Retired {
				codes = append(codes, c.Code)
			}
		}
	}
	if len(codes) > mostCodes {
		return nil
	}
	if x.List == "" {
		slices.Sort(codes)
	}
	return codes
}

func (d *Draft) keepWord(x *field, word, given string) {
	if d.keep.Words == nil {
		d.keep.Words = map[string]string{}
	}
	d.keep.Words[d.wordToken(x, word)] = given
}

// nameWords are the words of columns that are left out because they hold names: none of them is shown.
func nameWords(cols []column, rows []grid.Row) map[string]bool {
	var names []int
	for _, c := range cols {
		if c.field == nil && c.reason == reasonName {
			names = append(names, c.at)
		}
	}
	if len(names) == 0 {
		return nil
	}
	words := map[string]bool{}
	for _, row := range rows {
		for _, at := range names {
			cell := row.Cell(at)
			words[codebook.Fold(cell)] = true
			for _, part := range strings.Fields(cell) {
				if len(words) < 16*manyWords {
					words[codebook.Fold(part)] = true
				}
			}
		}
	}
	return words
}

// words is what the map says of the words of a column, folded. A word may be called by the row in which it stands.
func (m Map) words(c column, rows []grid.Row) map[string]string {
	said := map[string]string{}
	for key, list := range m.Words {
		letter := grid.Letter(c.at)
		if key != "#"+letter && !strings.EqualFold(key, letter) && (c.heading == "" || codebook.Fold(key) != codebook.Fold(c.heading)) {
			continue
		}
		for word, code := range list {
			if strings.HasPrefix(word, "@") {
				for _, row := range rows {
					if inRow(row.Number) == word {
						word = row.Cell(c.at)
						break
					}
				}
			}
			if c.field != nil {
				word = c.field.footnoted(word)
			}
			said[codebook.Fold(word)] = code
		}
	}
	return said
}

// ReadWord reads what a command line says of a word: COLUMN:WORD=CODE.
func ReadWord(text string) (column, word, code string, err error) {
	column, rest, ok := strings.Cut(text, ":")
	at := strings.LastIndex(rest, "=")
	if !ok || at < 1 || column == "" || at == len(rest)-1 {
		return "", "", "", errs.E(errs.Invalid, "sheet.word_unreadable")
	}
	return column, rest[:at], rest[at+1:], nil
}
