package sheet

import (
	"maps"
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// Rows that were written ahead, or that say of themselves that nothing took place, are asked about: nobody was met.

// intends reports whether a cell says that its row is meant to take place, is a copy, or had an outcome, or is of somebody, that may not count.
func (x *lexicon) intends(cell string) bool {
	return (len(cell) == 2 || x.mayCallOff(cell)) && (x.Intended.has(cell) || x.Outcomes.has(cell))
}

// statuses are the words of intention found in a file, folded, each with the rows and columns in which it stands.
type statuses map[string]*status

type status struct {
	word    string
	rows    []int
	columns map[string]bool
}

func (s statuses) add(word string, row, at int) {
	key := codebook.Fold(word)
	if s[key] == nil {
		s[key] = &status{strings.ToLower(strings.TrimSpace(word)), nil, map[string]bool{}}
	}
	if x := s[key]; len(x.rows) == 0 || x.rows[len(x.rows)-1] != row {
		x.rows = append(x.rows, row)
	}
	s[key].columns[grid.Letter(at)] = true
}

// askIntended asks of each word of intention whether its rows count: every word of a column of states may mean something of its own in an office.
func (r *reader) askIntended() {
	gone := map[int]bool{}
	for _, row := range r.cancelled {
		gone[row] = true
	}
	r.joinUnknown()
	for _, key := range slices.Sorted(maps.Keys(r.intended)) {
		x := r.intended[key]
		rows := slices.DeleteFunc(slices.Clone(x.rows), func(row int) bool { return gone[row] })
		if len(rows) == 0 {
			continue
		}
		given := r.draft.ask(Question{
			ID: "status." + key, Columns: sortedKeys(x.columns), Rows: [][]int{rows},
			Words: x.say(len(rows)), Answers: answers("cancelled", leaveOut, "record"),
		})
		if r.draft.withdraw(rows, given); given == leaveOut {
			for _, row := range rows {
				gone[row] = true
			}
		}
	}
}

// void is a column whose heading says that its rows did not take place, or that they did.
type void struct {
	at     int
	held   bool // it says that they did
	blanks bool // and does so by a mark, so that a blank cell says the contrary
	flags  bool // it says so by yes or no only
	signs  bool // it has ticks and crosses, so that a cross says no
}

// says reports whether a cell of the column says that its row did not take place.
func (v void) says(x *lexicon, cell string) bool {
	yes, flag := written.Flag(cell)
	if v.signs && (tick(cell) || crossedOut(cell)) {
		yes, flag = tick(cell), true
	}
	switch {
	case cell == "", stroke(cell) && v.blanks:
		return v.blanks
	case v.held:
		return flag && !yes || x.Missed.has(cell)
	case v.flags:
		return flag && yes
	}
	return (!flag || yes) && codebook.Fold(cell) != "" && !x.Absent.has(cell) && !notFound(cell)
}

// things are reasons for which a column is left out whose heading names what somebody has or has not.
var things = []string{"document", "family", "phone", "e-mail", "health"}

// lookForVoids finds the columns of no field that tell by their heading whether a row took place.
func (r *reader) lookForVoids(cols []column, t *table) {
	r.states, r.things = map[int]*column{}, map[int]bool{}
	for _, c := range cols {
		if c.counts != "" {
			r.takeForCounts(c, t)
		}
		if c.field != nil || c.source == Declared {
			continue
		}
		r.things[c.at] = slices.Contains(things, c.reason)
		if r.draft.desk.tellsState(r.draft.form, &c, beside(t, c.at)) {
			r.states[c.at] = &c
		}
		if v, ok := r.draft.desk.voiding(c.heading); ok {
			v.at = c.at
			v.signs = bothSigns(beside(t, c.at))
			v.blanks = v.held && !v.signs && marks(t, c.at)
			r.voids = append(r.voids, v)
			if cells := beside(t, c.at); v.held && !v.flags || mostlyFlags(cells) {
				r.answered(&c, v, cells)
			}
		}
	}
}

// answered has every word of a column that says which rows count asked about that is no answer: neither a yes nor what says no there.
func (r *reader) answered(c *column, v void, cells map[string]int) {
	for cell := range cells {
		if !flag(cell) && !(v.blanks && stroke(cell)) && !v.says(&r.draft.desk.lexicon, cell) && !r.happened(c.at, cell) {
			r.states[c.at] = c
		}
	}
}

// mostlyFlags reports whether at least half of the cells of a column say yes or no.
func mostlyFlags(cells map[string]int) bool {
	flags, all := 0, 0
	for cell, times := range cells {
		if all += times; flag(cell) {
			flags += times
		}
	}
	return 2*flags >= all
}

// flag reports whether a cell says yes or no.
func flag(cell string) bool {
	_, ok := cross(cell)
	return ok
}

// takeForCounts takes a column as one that was answered to say which rows count: by yes and no, or by words that are asked about.
func (r *reader) takeForCounts(c column, t *table) {
	if d := r.draft; d.desk.tells(d.form, &c, beside(t, c.at)) != tellsFlags {
		r.states[c.at] = &c
		return
	}
	held := c.counts == rowsCount
	signs := bothSigns(beside(t, c.at))
	r.voids = append(r.voids, void{at: c.at, held: held, blanks: held && !signs && marks(t, c.at), flags: !held, signs: signs})
}

// voiding reads a heading that says of its rows whether they took place: all its words are of that, or change nothing beside them.
func (x *lexicon) voiding(heading string) (v void, ok bool) {
	void, told, both, turned := false, false, false, false // told and both: by words that need no yes or no, of both senses
	for _, word := range fold(heading) {
		switch {
		case x.Void[word]:
			void, told = true, true
		case x.Held[word]:
			v.held, both = true, true
		case x.VoidByYes[word]:
			void, v.flags = true, true
		case x.HeldByNo[word]:
			v.held, v.flags = true, true
		case x.Negations[word]:
			turned = true
		case !x.BesideCalled[word]:
			return v, false // of something else: "Doppia cittadinanza"
		}
	}
	ok = void || v.held
	v.held = v.held && (!void || told && both && !v.flags) // "Presente/Assente" is answered by either; "Contato in altro registro" is no such heading
	v.held = v.held != turned
	return v, ok
}

// marks reports whether a column holds nothing but marks that say yes, and some.
func marks(t *table, at int) bool {
	some := false
	for _, row := range t.rows {
		switch yes, ok := cross(row.Cell(at)); {
		case row.Cell(at) == "" || stroke(row.Cell(at)) || row.Cell(at) == t.header.Cell(at):
		case !ok || !yes:
			return false
		default:
			some = true
		}
	}
	return some
}

// tick and crossedOut report whether a cell is a sign that says yes, and one that says no where ticks stand beside it.
func tick(cell string) bool { return slices.Contains([]string{"✓", "✔", "☑", "✅"}, cell) }

func crossedOut(cell string) bool {
	return slices.Contains([]string{"✗", "✘", "×", "☒", "❌", "x", "X"}, cell)
}

// bothSigns reports whether a column has ticks and crosses.
func bothSigns(cells map[string]int) bool {
	ticks, crosses := false, false
	for cell := range cells {
		ticks, crosses = ticks || tick(cell), crosses || crossedOut(cell)
	}
	return ticks && crosses
}

// stroke reports whether a cell is a stroke, which beside crosses is no cross.
func stroke(cell string) bool { return slices.Contains([]string{"-", "–", "—", "/", "\\"}, cell) }

// ahead are the facts of a contact that somebody may write into the rows of a whole month before it begins.
var ahead = []string{"setting", "place", "information", "newness", "language", "advert", "protection"}

// askAhead asks about contacts that say nothing but what every row of the file says in the same words, where others say more.
func (r *reader) askAhead() {
	d := r.draft
	if d.form.kind != Contacts || len(d.lines) < 2 {
		return
	}
	same := make([]bool, len(d.form.fields)) // fields that may have been written ahead
	for i := range d.form.fields {
		x := &d.form.fields[i]
		same[i] = x.frame() || slices.Contains(ahead, x.Name) && !slices.ContainsFunc(d.lines, func(l line) bool { return l.told[i] != d.lines[0].told[i] })
	}
	var rows []int
	for i := range d.lines {
		l := &d.lines[i]
		more := !l.reference.zero() || d.ofManifold(l.row)
		for at, n := range l.told {
			more = more || n != 0 && !same[at] && d.words.words[n] != notRecorded
		}
		if !more {
			rows = append(rows, l.row)
		}
	}
	if len(rows) < 3 || len(rows) == len(d.lines) {
		return
	}
	d.withdraw(rows, d.ask(Question{
		ID: "ahead", Rows: [][]int{rows}, Words: Words{"ask.question.ahead", []any{"count", len(rows)}}, Answers: answers("ahead", leaveOut, "record"),
	}))
}
