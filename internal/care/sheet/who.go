package sheet

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"

	"approdo/internal/care/sheet/personcode"

	"approdo/internal/care/sheet/years"
)

// Reasons to doubt that a column tells who somebody is, as the words ask.question.who name them.
const (
	doubtList     = "list"     // its cells are words of a list: genders, countries
	doubtDays     = "days"     // days or clock times
	doubtText     = "text"     // remarks
	doubtLetters  = "letters"  // initials, names, words: two people may have the same
	doubtAges     = "ages"     // numbers that look like ages
	doubtYears    = "years"    // numbers that look like years
	doubtRunning  = "running"  // 1, 2, 3: the numbers of the rows
	doubtOuting   = "outing"   // one value on each day
	doubtDaily    = "daily"    // the same few values every day, in the order of the rows
	doubtFacts    = "facts"    // made of what the row says besides
	doubtMeeting  = "meeting"  // made of the day or the number of the outing, and a number of that day
	doubtBorn     = "born"     // made of initials and a year of birth
	doubtFew      = "few"      // few different values in many rows
	doubtHeadings = "headings" // its heading holds the name of such a column among other words
)

// codes is a column whose cells are to tell who somebody is.
type codes struct {
	filled  int            // cells that name somebody
	times   map[string]int // folded code → in how many rows
	cells   map[string]int // cell as it stands → in how many rows
	inOrder []string       // the first of them as they come
	daily   bool           // they begin again each day
	outing  bool           // they are those of the days
	made    string         // of what their rows say they are made
}

// orderKept is how many codes are looked at one after the other.
const orderKept = 200

// codesIn reads a column. What stands in place of a code, labels of sums, headings repeated and remarks that stand alone
// in their row are passed over, and so are, beside other cells, those that the workbook holds as days: they are asked about
// on their own.
func (d *Desk) codesIn(t *table, at int) codes {
	x := codes{times: map[string]int{}, cells: map[string]int{}}
	typed := slices.ContainsFunc(t.rows, func(row grid.Row) bool { return row.Cell(at) != "" && !daylike(row.Type(at)) })
	for _, row := range t.rows {
		cell := row.Cell(at)
		if cell == "" || typed && daylike(row.Type(at)) || cell == t.header.Cell(at) || alone(row) {
			continue
		}
		if x.cells[cell] == 0 && (d.nobody(cell) || d.sums(cell) || d.stopgap(cell)) {
			continue
		}
		x.filled++
		x.cells[cell]++
		code := personcode.Fold(cell)
		x.times[code]++
		if len(x.inOrder) < orderKept {
			x.inOrder = append(x.inOrder, code)
		}
	}
	return x
}

// sums reports whether a cell begins or is a label of sums.
func (d *Desk) sums(cell string) bool {
	if !d.perhapsLabel(cell) {
		return false
	}
	strict, loose := d.label(cell)
	return strict || loose
}

// nobody reports whether a cell stands in place of a reference that is not known. Words of waiting are not among them:
// what somebody means to write later may be one person or many.
func (d *Desk) nobody(cell string) bool {
	if codebook.Fold(cell) == "" && strings.Trim(cell, `"'`) != "" || d.Nobody.has(cell) || d.Absent.has(cell) || notFound(cell) {
		return true
	}
	genders, ok := d.book.List("gender")
	if !ok {
		return false
	}
	code, ok := genders.Match(cell)
	if !ok {
		return false
	}
	c, ok := genders.Find(code)
	return ok && c.Absent()
}

// stopgap reports whether a cell of codes holds what is never one: an error, a word of waiting, a mark that repeats the
// cell above, nought.
func (d *Desk) stopgap(cell string) bool {
	code := personcode.Fold(cell)
	return broken(cell) || d.Waiting.has(cell) || d.Ditto.has(cell) || d.Cancelled.has(cell) || strings.Trim(code, "0.,-+") == ""
}

// most reports whether at least half of the filled cells are such.
func (x codes) most(such func(cell string) bool) bool {
	n := 0
	for cell, times := range x.cells {
		if such(cell) {
			n += times
		}
	}
	return 2*n >= x.filled
}

// doubt says why the column may not tell persons apart, and of which field its cells seem to be; "" if it looks sound.
func (d *Desk) doubt(f *form, x codes) (why string, of *field) {
	if x.filled == 0 {
		return "", nil
	}
	if x.outing {
		return doubtOuting, nil
	}
	for i := range f.fields {
		if y := &f.fields[i]; (y.Type == typeCode || y.Type == typeOrigin || y.Type == typeAge) && x.most(func(cell string) bool { return d.wordOf(y, cell) }) {
			return doubtList, y
		}
	}
	switch {
	case x.most(func(cell string) bool { return written.Clock(cell) || written.Dated(cell) }):
		return doubtDays, nil
	case x.most(remark), x.most(phrase):
		return doubtText, nil
	case x.most(func(cell string) bool { return strings.IndexFunc(cell, unicode.IsDigit) < 0 }):
		return doubtLetters, nil
	}
	if why, of := x.numbers(f); why != "" {
		return why, of
	}
	switch {
	case x.made != "":
		return x.made, nil
	case x.daily:
		return doubtDaily, nil
	}
	return "", nil
}

// numbers doubts a column for how its values repeat.
func (x codes) numbers(f *form) (why string, of *field) {
	const enough = 5
	repeated := len(x.times) < x.filled
	switch {
	case x.filled >= enough && repeated && x.between(10, 80):
		of, _ = f.find("age_band")
		return doubtAges, of
	case x.filled >= enough && repeated && x.between(1930, 2030):
		return doubtYears, nil
	case x.filled >= enough && f.kind != Persons && f.kind != Enrolments && x.running():
		return doubtRunning, nil
	case x.filled >= enough && repeated && x.between(0, 9),
		len(x.times) == 1 && x.filled >= enough, len(x.times) == 2 && x.filled >= 2*enough, x.filled >= 5*enough*len(x.times):
		return doubtFew, nil
	}
	return "", nil
}

// between reports whether every code is a whole number of a span, written without zeros before it.
func (x codes) between(low, high int) bool {
	for code := range x.times {
		n, err := strconv.Atoi(code)
		if err != nil || n < low || n > high || strconv.Itoa(n) != code {
			return false
		}
	}
	return true
}

// running reports whether the codes are 1, 2, 3 … in the order of the rows, or begin again now and then.
func (x codes) running() bool {
	next := 1
	for _, code := range x.inOrder {
		if code != strconv.Itoa(next) && code != "1" {
			return false
		}
		next, _ = strconv.Atoi(code)
		next++
	}
	return len(x.times) > 2
}

// wordOf reports whether a cell is a word of a field's list. Two or three letters are codes of most lists of the world,
// and initials of anybody: they say nothing, but for genders.
func (d *Desk) wordOf(x *field, cell string) bool {
	list, ok := d.book.List(x.List)
	if !ok || strings.Trim(cell, "0123456789") == "" {
		return false
	}
	if x.Type == typeAge && !strings.ContainsAny(cell, ".,") {
		if _, age, ok := years.Read(list, cell); ok && age >= 0 { // 3-12 may be a code
			return true
		}
	}
	if word := codebook.Fold(cell); len(word) < 4 && x.List != "gender" {
		_, flag := written.Flag(cell)
		return flag && x.List == "newness" && word != "n" && word != "s" && word != "x" && word != "v" && word != "y"
	}
	_, ok = list.Match(cell)
	return ok || d.otherwise(x, cell)
}

// remark reports whether a cell is a remark and no code.
func remark(cell string) bool { return len(cell) > 40 || len(strings.Fields(cell)) > 3 }

// phrase reports whether a cell is neither code nor name, but several words of a sentence or a number of something: "3 ragazze", "via Milano 3".
func phrase(cell string) bool {
	words := strings.FieldsFunc(cell, func(r rune) bool { return r == ' ' || r == '.' || r == ',' })
	long := func(word string) bool { return len(word) >= 4 && strings.IndexFunc(word, unicode.IsDigit) < 0 }
	return len(words) == 2 && strings.Trim(words[0], "0123456789") == "" && long(words[1]) || len(words) > 2 && slices.ContainsFunc(words, long)
}

// askWho looks at the columns that are to tell who somebody is, before a row is read: which of two it is, whether a
// heading that merely resembles one is one, and whether the values can tell persons apart at all.
func (d *Draft) askWho(cols []column, t *table, kept keptMap) []column {
	f, desk := d.form, d.desk
	d.askWhichCode(cols)
	cols = d.askNearCodes(cols, t)
	named := slices.ContainsFunc(cols, func(c column) bool { return c.field != nil && c.field.Type == typeReference })
	for i := range cols {
		c := &cols[i]
		isCode := c.field != nil && c.field.Type == typeReference
		if !isCode && (named || d.asked("nearly.person_ref") || c.field != nil || c.source == Declared || c.reason != reasonUnknown && c.reason != "document" || c.reason == "document" && !desk.tellsWho(c.heading)) {
			continue
		}
		x := desk.codesIn(t, c.at)
		called := !isCode && d.hasReference() && desk.tellsWho(c.heading) && x.filled > 0 && !x.most(func(cell string) bool { return strings.IndexFunc(cell, unicode.IsDigit) < 0 })
		if !isCode && !called && x.most(func(cell string) bool { _, ok := written.Amount(cell, 1000); return ok }) && f.mayCount(c.heading) {
			continue
		}
		if !isCode && !called && !f.nearly(c.heading) && !(d.hasReference() && x.codelike()) {
			continue
		}
		x.daily, x.made, x.outing = d.daily(cols, t, c.at), d.madeOf(cols, t, c.at), d.ofDays(cols, t, c.at)
		why, of := desk.doubt(f, x)
		if !isCode {
			if x.filled == 0 || why != "" && (!called || why == doubtRunning) {
				continue // it resembles one by its name only
			}
			why = cmp.Or(why, doubtHeadings)
		}
		d.anew = d.anew || isCode && x.anew()
		if isCode && why == "" {
			d.partByAnswer(cols, t, c, kept)
		}
		if why == "" || kept.Accepted[c.at] == why {
			if d.parted == "" {
				d.accept(c, kept.Accepted[c.at])
			}
			continue
		}
		d.decideWho(cols, t, c, why, of, x)
		named = named || c.field != nil && c.field.Type == typeReference // a second one tells of somebody else
	}
	return cols
}

// tellsWho reports whether a heading is a word under which may stand who somebody is: a card, a file.
func (x *lexicon) tellsWho(heading string) bool {
	who := false
	for _, word := range fold(heading) {
		if who = who || x.Who[word]; !x.Who[word] && !x.BesideWho[word] {
			return false
		}
	}
	return who
}

// anew reports whether codes are bare numbers that begin with 1 and go on one by one as people appear, as in a book that begins.
func (x codes) anew() bool {
	next, seen := 1, map[string]bool{}
	for _, code := range x.inOrder {
		if seen[code] {
			continue
		}
		if seen[code] = true; code != strconv.Itoa(next) {
			return false
		}
		next++
	}
	return next > 3
}

// mayCount reports whether a heading may be of people and may be of how many they are: "Persone".
func (f *form) mayCount(text string) bool {
	words := fold(text)
	return slices.ContainsFunc(f.headings, func(h heading) bool { return h.perhaps && h.field.Type == typeReference && within(h, words) > 0 })
}

// hasReference reports whether rows of the kind may say who they are about.
func (d *Draft) hasReference() bool {
	_, ok := d.form.find("person_ref")
	return ok
}

// codelike reports whether cells look like codes of people whatever their heading: letters and digits, or two numbers as 012/24, nearly all in one order, and
// some come again.
func (x codes) codelike() bool {
	if x.filled < 4 || len(x.times) >= x.filled || len(x.times) < 3 {
		return false
	}
	shapes := map[string]int{}
	for code := range x.times {
		shapes[personcode.Outline(code)]++
	}
	for shape, n := range shapes {
		lettered, numbered := strings.HasPrefix(shape, "a") && strings.Contains(shape, "0"), shape == "0/0" || shape == "0-0"
		if (lettered || numbered && x.alikeInLength()) && 5*n >= 4*len(x.times) {
			return true
		}
	}
	return false
}

// alikeInLength reports whether all codes are as long as one another, and longer than a day and a month are.
func (x codes) alikeInLength() bool {
	length := 0
	for code := range x.times {
		if length == 0 {
			length = len(code)
		}
		if len(code) != length || length < 6 || written.Dated(code) {
			return false
		}
	}
	return true
}
