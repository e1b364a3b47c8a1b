package sheet

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"

	"approdo/internal/care/sheet/personcode"
)

// Cells among codes of persons that look like none: one of them taken as a code would make one person of many.

// The kinds of cells that look like no codes, as the words ask.odd name them.
const (
	oddError    = "error"   // of the spreadsheet program
	oddZero     = "zero"    // nought, dashes
	oddNines    = "nines"   // 999
	oddWaiting  = "waiting" // words of waiting, of repetition, of what did not take place
	oddDoubted  = "doubted" // with a question mark
	oddShort    = "short"   // a long number that was shortened
	oddWord     = "word"    // without a digit, where codes have some
	oddDay      = "day"     // a day or a time
	oddRemark   = "remark"
	oddPhone    = "phone"
	oddSeveral  = "several"  // several codes, or one with something beside it
	oddNumbered = "numbered" // a word for nobody with a number, or nines or noughts in the shape of a code
	oddShape    = "shape"    // written as no other is
)

// lookForOddCodes asks about cells among codes of persons that look like none, and about those that hold the codes of several people.
func (r *reader) lookForOddCodes(t *table, c *source) {
	visits, waits := r.askVisits(t, c)
	if waits {
		return
	}
	known, times := c.codes(t, r.draft.desk)
	shape := personcode.ShapeOf(known)
	c.odd = map[string]bool{}
	joint, kinds := map[string][]string{}, map[string]bool{}
	for cell := range times {
		if visits[cell] != "" {
			continue
		}
		kind := r.oddity(c, cell, times, known, shape)
		if kind == "" {
			continue
		}
		if parts := shape.Parts(personcode.Fold(cell), known); len(parts) > 1 {
			joint[cell] = parts
			continue
		}
		c.odd[cell], kinds[kind] = true, true
	}
	r.askOdd(t, c, known, kinds)
	r.askJoint(t, c, joint)
}

// codes are the codes of a column, without what stands in place of one, and how often each of its cells stands there.
func (c *source) codes(t *table, d *Desk) (known map[string]bool, times map[string]int) {
	known, times = map[string]bool{}, map[string]int{}
	c.entries(t, func(_ int, cell string) {
		if times[cell]++; times[cell] > 1 {
			return
		}
		if code, was := c.restored[cell]; !was && d.nobody(cell) {
			return
		} else if !was {
			known[personcode.Fold(cell)] = true
		} else if code != "" {
			known[code] = true
		}
	})
	return known, times
}

// oddity is the kind of a cell that looks like no code, and is asked about nowhere else; "" for one that looks like one.
func (r *reader) oddity(c *source, cell string, times map[string]int, known map[string]bool, shape personcode.Shape) string {
	desk := r.draft.desk
	_, restored := c.restored[cell]
	if restored || desk.nobody(cell) || desk.sums(cell) || c.ditto[cell] || personcode.Nines(personcode.Fold(cell)) && times[cell] == 1 {
		return ""
	}
	if kind := desk.odd(cell, known, shape); kind != "" {
		return kind
	}
	if noughts(cell, times) {
		return oddNumbered
	}
	if times[cell] == 1 && shape.Strange(personcode.Fold(cell)) {
		return oddShape
	}
	return ""
}

// standsIn reports whether a cell is a word for nobody with a number behind it, or has the shape of a code with nothing but nines: ANON1, FA999.
// Where others begin with the same word, or the numbers go on up to the nines, it is a code.
func (d *Desk) standsIn(cell string, known map[string]bool) bool {
	letters := strings.TrimRight(cell, "0123456789")
	digits, word := cell[len(letters):], codebook.Fold(letters)
	if word == "" || digits == "" || strings.ContainsAny(word, "0123456789") {
		return false
	}
	switch {
	case d.Nobody[word] && len(word) > 1:
		alike := 0
		for code := range known {
			if strings.HasPrefix(code, word) {
				alike++
			}
		}
		return 3*alike <= 2*len(known)
	case personcode.Nines(digits):
		return !known[personcode.Fold(letters+digits[1:]+"8")]
	}
	return false
}

// askOdd asks who the people are whose cells look like no codes.
func (r *reader) askOdd(t *table, c *source, known, kinds map[string]bool) {
	if len(c.odd) == 0 {
		return
	}
	rows := c.entriesOf(t, c.odd)
	letter := grid.Letter(c.at)
	var held items
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		held = append(held, Words{Key: "ask.odd." + kind})
	}
	q := Question{
		ID: "odd." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.odd", []any{"letter", letter, "count", len(rows), "kinds", held}},
		Answers: answers("odd", "nobody", "codes", leaveOut),
	}
	inside := c.codesInside(known)
	if len(inside) > 0 {
		q.Answers = slices.Insert(q.Answers, 1, answers("odd", "within")...)
	}
	given := r.draft.ask(q)
	r.leaveOut(rows, given)
	if given == "within" {
		maps.Copy(c.within, inside)
		return
	}
	if given != "nobody" {
		c.odd = map[string]bool{}
	}
}

// askJoint asks of whom rows are whose cell holds several codes. Where they are of all of them, each has a row.
func (r *reader) askJoint(t *table, c *source, joint map[string][]string) {
	if len(joint) == 0 {
		return
	}
	cells := map[string]bool{}
	for cell := range joint {
		cells[cell] = true
	}
	rows := c.entriesOf(t, cells)
	letter := grid.Letter(c.at)
	q := Question{
		ID: "joint." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.joint", []any{"letter", letter, "count", len(rows)}},
		Answers: answers("joint", "each", "nobody", "codes", leaveOut),
	}
	spans := spansOf(joint)
	if len(spans) > 0 {
		q.Answers = slices.Insert(q.Answers, 1, answers("joint", "span")...)
		q.Answers[0].Words.Key = "ask.answer.joint.each_named"
	}
	if visits(joint) {
		q.Answers = slices.Insert(q.Answers, 1, answers("joint", "first")...)
	}
	given := r.draft.ask(q)
	switch r.leaveOut(rows, given); given {
	case "first":
		t.rows = slices.Clone(t.rows)
		for i, row := range t.rows {
			if codes := joint[row.Cell(c.at)]; codes != nil {
				t.rows[i] = with(row, c.at, codes[0], grid.Text)
			}
		}
	case "span":
		maps.Copy(joint, spans)
		r.double(t, c, joint)
	case "each":
		r.double(t, c, joint)
	case "nobody":
		maps.Copy(c.odd, cells)
	}
}

// visit is a code with a small number behind a stroke, which may say the how manieth time it is: A01/2.
var visit = regexp.MustCompile(`^\s*[^/]*[^/\s]\s*/\s*\d{1,2}\s*$`)

// visits reports whether all cells are a code with a number behind it.
func visits(joint map[string][]string) bool {
	for cell := range joint {
		if !visit.MatchString(cell) {
			return false
		}
	}
	return true
}

// spansOf are the codes of the cells that name the first and the last of several: A01-A04.
func spansOf(joint map[string][]string) map[string][]string {
	spans := map[string][]string{}
	for cell, parts := range joint {
		if between := personcode.Span(parts); between != nil && (strings.ContainsAny(cell, "-–—") || strings.Contains(personcode.Fold(cell), " a ") || strings.Contains(personcode.Fold(cell), " to ")) {
			spans[cell] = between
		}
	}
	return spans
}

// double writes the rows whose cell holds several codes once for each. Where other cells have as many lines as there are codes, each has its own.
func (r *reader) double(t *table, c *source, joint map[string][]string) {
	r.draft.multiply(t, r.numbers(), func(row grid.Row) []grid.Row {
		codes := joint[row.Cell(c.at)]
		if len(codes) < 2 || len(codes) > mostCopies || alone(row) {
			return nil
		}
		each := make([]grid.Row, len(codes))
		for i, code := range codes {
			each[i] = row
			for at, cell := range row.Cells {
				if lines := strings.Split(strings.TrimSpace(cell), "\n"); len(lines) == len(codes) {
					each[i] = with(each[i], at, strings.TrimSpace(lines[i]), grid.Text)
				}
			}
			each[i] = with(each[i], c.at, code, grid.Text)
		}
		return each
	})
}

// withCopies adds to rows the copies that were made of them for other people.
func (d *Draft) withCopies(rows []int) []int {
	if len(d.doubled) == 0 {
		return rows
	}
	among := map[int]bool{}
	for _, row := range rows {
		among[row] = true
	}
	rows = slices.Clone(rows)
	for _, twin := range slices.Sorted(maps.Keys(d.doubled)) {
		if among[d.doubled[twin]] && !among[twin] {
			rows = append(rows, twin)
		}
	}
	return rows
}

// originals names copies by the row of which they are.
func (d *Draft) originals(rows []int) []int {
	if len(d.doubled) == 0 {
		return rows
	}
	list := make([]int, len(rows))
	for i, row := range rows {
		list[i] = cmp.Or(d.doubled[row], row)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// entriesOf are the rows of some cells of a column.
func (c *source) entriesOf(t *table, cells map[string]bool) (rows []int) {
	c.entries(t, func(row int, cell string) {
		if cells[cell] {
			rows = append(rows, row)
		}
	})
	return rows
}

// codesInside finds the odd cells in which one code of the column stands, and no other: "F001?", "vedi F001".
func (c *source) codesInside(known map[string]bool) map[string]string {
	odd := map[string]bool{}
	for cell := range c.odd {
		odd[personcode.Fold(cell)] = true
	}
	inside := map[string]string{}
	for cell := range c.odd {
		var found []string
		for _, part := range strings.FieldsFunc(personcode.Fold(cell), func(r rune) bool { return strings.ContainsRune(" ,;/+&()[]?*:=", r) }) {
			if known[part] && !odd[part] && strings.IndexFunc(part, unicode.IsDigit) >= 0 && !slices.Contains(found, part) {
				found = append(found, part)
			}
		}
		if len(found) == 1 {
			inside[cell] = found[0]
		}
	}
	return inside
}

// entries calls each with the filled cells of a column that do not stand alone in their row, as remarks below a table do.
func (c *source) entries(t *table, each func(row int, cell string)) {
	heading := t.header.Cell(c.at)
	for _, row := range t.rows {
		cell := row.Cell(c.at)
		if cell != "" && cell != heading && !alone(row) {
			each(row.Number, cell)
		}
	}
}

// alone reports whether a row has one filled cell.
func alone(row grid.Row) bool {
	n := 0
	for _, cell := range row.Cells {
		if cell != "" {
			n++
		}
	}
	return n == 1
}

// odd is the kind of a cell among codes that looks like none; "" for one that looks like one. In a column of words or initials words are no wonder: they are
// odd where most codes have a digit, and none of five letters.
func (d *Desk) odd(cell string, known map[string]bool, most personcode.Shape) string {
	code := personcode.Fold(cell)
	switch {
	case broken(cell):
		return oddError
	case strings.Trim(code, "0.,-+") == "":
		return oddZero
	case d.stopgap(cell):
		return oddWaiting
	case personcode.Nines(code):
		return oddNines
	case strings.Contains(cell, "?"):
		return oddDoubted
	case d.standsIn(cell, known):
		return oddNumbered
	case personcode.Shortened(cell):
		return oddShort
	case strings.IndexFunc(cell, unicode.IsDigit) < 0:
		return map[bool]string{true: oddWord}[most.Numbered()]
	case written.Dated(cell), written.Clock(cell):
		return oddDay
	case most.Telephone(code):
		return oddPhone
	case remark(cell), most.Wordy(code), d.besideStopgap(cell):
		return oddRemark
	case personcode.Several(code, known) || most.Joined(code, known):
		return oddSeveral
	}
	return ""
}

// besideStopgap reports whether a word of waiting, of absence or of what did not take place stands beside a code.
func (d *Desk) besideStopgap(cell string) bool {
	words := strings.Fields(cell)
	for i := 1; i < len(words); i++ {
		for _, part := range []string{strings.Join(words[:i], " "), strings.Join(words[i:], " ")} {
			if len(part) > 1 && (d.Waiting.has(part) || d.Cancelled.has(part) || d.Nobody.has(part) || d.Absent.has(part) && strings.IndexFunc(part, unicode.IsDigit) < 0) {
				return true
			}
		}
	}
	return false
}
